//! Makes a database refuse writes of new sessions, and lifts that. Arguments: `place`.
//!
//! `ALTER DATABASE … SET default_transaction_read_only` holds for every credential; open sessions are not affected.

use super::{sql, yes_or_no, Landed, Op};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::query::Place;
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Fences a database.
pub struct FenceOn;

impl Op for FenceOn {
    fn name(&self) -> &'static str {
        "fence_on@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "fence_on", None)
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "server", None)
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = args;
        Ok(match read::answer(answer) {
            Answer::Value(server) => yes_or_no(read::flag(server, "/defaultReadOnly"), "the fence"),
            Answer::Absent => Landed::Unclear("the database was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let place = args.place("place")?;
        let change = "ALTER DATABASE :DBNAME SET default_transaction_read_only = on";
        Ok(by_psql(&place, change))
    }
}

/// Lifts the fence of a database.
pub struct FenceOff;

impl Op for FenceOff {
    fn name(&self) -> &'static str {
        "fence_off@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "fence_off", None)
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "server", None)
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = args;
        Ok(match read::answer(answer) {
            Answer::Value(server) => {
                yes_or_no(read::flag(server, "/defaultReadOnly").map(|on| !on), "the fence")
            }
            Answer::Absent => Landed::Unclear("the database was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let place = args.place("place")?;
        let change = "SET default_transaction_read_only = off; ALTER DATABASE :DBNAME RESET default_transaction_read_only";
        Ok(by_psql(&place, change))
    }
}

fn by_psql(place: &Place, change: &str) -> String {
    let flags: Vec<String> = change
        .split("; ")
        .map(|one| format!("echo {}", shell_word(&one.replace(":DBNAME", ":\"DBNAME\""))))
        .collect();
    format!(
        "({}) | psql \"$(heroku config:get {} --app {})\"",
        flags.join("; "),
        shell_word(&place.config_var),
        shell_word(&place.app)
    )
}
