//! The durable lock: one row in a schema of our own in the lead database. Arguments: `place`, `run`, `row`.
//!
//! It is written before the first change and travels along with replication and upgrade.

use serde_json::Value;

use super::{sql, yes_or_no, Landed, Op};
use crate::args::{ArgError, Args, Bindings};
use crate::effect::{Effect, Observation};
use crate::query::{Place, OWN_SCHEMA};
use crate::read::{self, Answer};
use crate::text::{printable, shell_word};

/// Takes the lock.
pub struct LockTake;

impl Op for LockTake {
    fn name(&self) -> &'static str {
        "lock_take@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        let row = Some(args.value("row").to_string());
        sql(&args.place("place")?, "lock_take", row.as_deref())
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "lock_read", None)
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        owner(args, answer)
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let place = args.place("place")?;
        Ok(where_it_is(&place))
    }
}

/// Notes the zone in the lock.
pub struct LockZone;

impl Op for LockZone {
    fn name(&self) -> &'static str {
        "lock_zone@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        let row = Some(args.value("row").to_string());
        sql(&args.place("place")?, "lock_zone", row.as_deref())
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "lock_read", None)
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let zone = args.value("row").get("zone").and_then(Value::as_str);
        Ok(match read::answer(answer) {
            Answer::Value(row) => {
                yes_or_no(read::text(row, "/zone").map(|now| Some(now) == zone), "the lock")
            }
            Answer::Absent => Landed::Unclear("the database was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let place = args.place("place")?;
        Ok(where_it_is(&place))
    }
}

/// Removes the lock and its schema.
pub struct LockRelease;

impl Op for LockRelease {
    fn name(&self) -> &'static str {
        "lock_release@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        let row = None::<String>;
        sql(&args.place("place")?, "lock_release", row.as_deref())
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "lock_read", None)
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        if no_lock(answer) {
            return Ok(Landed::Yes(Bindings::new()));
        }
        Ok(match owner(args, answer)? {
            Landed::Yes(_) => Landed::No(Bindings::new()),
            // Somebody else's lock is not ours to remove.
            Landed::No(_) => Landed::Yes(Bindings::new()),
            unclear @ Landed::Unclear(_) => unclear,
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let place = args.place("place")?;
        Ok(format!(
            "heroku pg:psql {} --app {} --command 'DROP SCHEMA {OWN_SCHEMA} CASCADE'",
            shell_word(&place.config_var),
            shell_word(&place.app)
        ))
    }
}

/// A comment, not a command: without the run's own account the row is of no use to anybody.
fn where_it_is(place: &Place) -> String {
    let (var, app) = (printable(&place.config_var), printable(&place.app));
    format!("# the lock row is in schema {OWN_SCHEMA} of {var} on {app}")
}

/// True if the answer says that there is no lock row, table or schema.
#[must_use]
pub fn no_lock(answer: &Observation) -> bool {
    match answer {
        Observation::SqlFailed { code } => code == "42P01" || code == "3F000",
        Observation::Sql { row } => row.is_null(),
        _ => false,
    }
}

fn owner(args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
    let run = args.text("run")?;
    if no_lock(answer) {
        return Ok(Landed::No(Bindings::new()));
    }
    Ok(match read::answer(answer) {
        Answer::Value(row) => yes_or_no(read::text(row, "/runId").map(|holder| holder == run), "the lock"),
        Answer::Absent => Landed::Unclear("the database was not found".to_owned()),
        Answer::Unread(why) => Landed::Unclear(why),
    })
}
