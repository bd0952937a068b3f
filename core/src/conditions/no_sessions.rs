//! No other session is open on a database, or none that began before a moment. Arguments: `place`, `before` (may be absent).

use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// No other session is open on a database, or none that began before a moment.
pub struct NoSessions;

impl Condition for NoSessions {
    fn name(&self) -> &'static str {
        "no_sessions@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(match (answers, args.maybe("before")) {
            ([], Some(before)) => Some(query(args, "place", "sessions_before", "", Some(before))?),
            ([], None) => Some(query(args, "place", "server", "", None)?),
            _ => None,
        })
    }

    fn judge(&self, _: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let row = match nth(answers, 0, "the sessions") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        Ok(match read::number(row, "/open").or_else(|| read::number(row, "/sessions")) {
            Some(0) => Judgement::proven("sessions on the old database", "none"),
            Some(open) => Judgement::NotYet(format!("{open} sessions are still open")),
            None => Judgement::NotYet("the sessions could not be counted".to_owned()),
        })
    }
}
