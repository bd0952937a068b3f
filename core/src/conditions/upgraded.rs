//! A database runs the wanted Postgres major and accepts sessions as a leader. Arguments: `addonId`, `place`, `version`.
//!
//! `upgrade/wait_status` is no proof: it stops waiting also when an upgrade is merely ready.

use super::{nth, query, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};

/// A database runs the wanted Postgres major and accepts sessions as a leader.
pub struct Upgraded;

impl Condition for Upgraded {
    fn name(&self) -> &'static str {
        "upgraded@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(match answers {
            [] => Some(api::data::upgrade_status(args.text("addonId")?)),
            [_] => Some(api::data::database(args.text("addonId")?)),
            [_, database] if shows(database, args)? => Some(query(args, "place", "server", "", None)?),
            _ => None,
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        if let Some(Answer::Value(status)) = answers.first().map(read::answer) {
            if read::flag(status, "/error?") == Some(true) {
                let detail = "Heroku says that the upgrade failed".to_owned();
                return Ok(Judgement::Never { code: "upgrade/failed", detail });
            }
            if read::flag(status, "/waiting?") == Some(true) {
                let step =
                    read::text(status, "/step").map_or(String::new(), |step| format!(" (step {step})"));
                return Ok(Judgement::NotYet(format!("the upgrade is running{step}")));
            }
        }
        let database = match nth(answers, 1, "the database") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let wanted = args.text("version")?;
        let Some(shown) = read::info(database, "PG Version") else {
            return Ok(Judgement::NotYet("its version is not shown".to_owned()));
        };
        if read::leading_number(&shown) != read::leading_number(wanted) {
            return Ok(Judgement::NotYet("it still shows the old version".to_owned()));
        }
        let server = match nth(answers, 2, "the new server") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let major = read::number(server, "/versionNum").map(|n| n / 10_000);
        if major != read::leading_number(wanted) {
            return Ok(Judgement::NotYet("the server itself is still the old version".to_owned()));
        }
        if read::flag(server, "/inRecovery") != Some(false) {
            return Ok(Judgement::NotYet("the server is still in recovery".to_owned()));
        }
        let num = read::number(server, "/versionNum").unwrap_or(0);
        Ok(Judgement::proven(
            "version of the new database",
            format!("{shown} (server_version_num {num}), not in recovery"),
        ))
    }
}

fn shows(database: &Observation, args: &Args) -> Result<bool, ArgError> {
    let wanted = read::leading_number(args.text("version")?);
    Ok(match read::answer(database) {
        Answer::Value(database) => {
            read::info(database, "PG Version").as_deref().and_then(read::leading_number) == wanted
        }
        Answer::Absent | Answer::Unread(_) => false,
    })
}
