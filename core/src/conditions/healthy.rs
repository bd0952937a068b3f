//! Connect is healthy again: running, no mapping broken, and it has polled Salesforce since. Arguments: `region`, `connection`, `before`: `[{object, sfPoll}]`.

use super::{nth, Condition, Judgement, RUNNING};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// Connect is healthy again: running, no mapping broken, and it has polled Salesforce since.
pub struct Healthy;

impl Condition for Healthy {
    fn name(&self) -> &'static str {
        "healthy@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(api::connect::connection(args.text("region")?, args.text("connection")?))
        } else {
            None
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let connection = match nth(answers, 0, "the connection") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let state = read::text(connection, "/state").unwrap_or("unknown");
        if !RUNNING.contains(&state) {
            return Ok(Judgement::NotYet(format!("state is {state}")));
        }
        for mapping in read::items(connection, "/mappings") {
            let object = read::text(mapping, "/object_name").unwrap_or("?");
            let state = read::text(mapping, "/state").unwrap_or("unknown");
            if BROKEN.contains(&state) {
                return Ok(Judgement::Never {
                    code: "connect/mapping-broken",
                    detail: format!("mapping {object} is {state}"),
                });
            }
            let before =
                read::items(args.value("before"), "").find(|one| read::text(one, "/object") == Some(object));
            if before.and_then(|one| read::text(one, "/sfPoll")) == read::text(mapping, "/times/sf_poll") {
                return Ok(Judgement::NotYet(format!("mapping {object} has not polled Salesforce yet")));
            }
        }
        Ok(Judgement::proven("Connect is healthy", format!("state {state}, every mapping polled since")))
    }
}

/// Mapping states that stay until someone acts.
const BROKEN: [&str; 7] = [
    "BULK_LOAD_ERROR",
    "SYSTEM_ERROR",
    "DB_UNAVAILABLE",
    "BAD_CONFIG",
    "SYNC_REMOVED",
    "INACTIVE_ORG",
    "UNAUTHORIZED",
];
