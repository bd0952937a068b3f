//! A database refuses writes of new sessions. Arguments: `place`, `on`, `bind` (may be absent). Binds `{bind}.at`, a moment after the fence.

use serde_json::Value;

use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// A database refuses writes of new sessions.
pub struct FenceSeen;

impl Condition for FenceSeen {
    fn name(&self) -> &'static str {
        "fence_seen@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(query(args, "place", "server", "", None)?) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let server = match nth(answers, 0, "the database") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let on = args.flag("on")?;
        if read::flag(server, "/defaultReadOnly") != Some(on) {
            return Ok(Judgement::NotYet("the default has not changed".to_owned()));
        }
        let judgement = if on {
            Judgement::proven("old database is fenced", "read-only by default")
        } else {
            Judgement::holds()
        };
        Ok(match args.maybe("bind") {
            Some(bind) => {
                judgement.binding(format!("{bind}.at"), server.get("now").cloned().unwrap_or(Value::Null))
            }
            None => judgement,
        })
    }
}
