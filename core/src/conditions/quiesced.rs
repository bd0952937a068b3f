//! Connect is quiet: PAUSED, every mapping at rest, no change in flight. Arguments: `region`, `connection`, `place`, `schema`, `baseline`.
//!
//! PAUSED alone proves nothing: a mapping that was loading keeps writing, and a PENDING row is a call to Salesforce in flight.
//! `baseline` is the number of PENDING rows older than a day that the operator accepted.

use super::{nth, query, restless, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// Connect is quiet: PAUSED, every mapping at rest, no change in flight.
pub struct Quiesced;

impl Condition for Quiesced {
    fn name(&self) -> &'static str {
        "quiesced@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(match answers {
            [] => Some(api::connect::connection(args.text("region")?, args.text("connection")?)),
            [_] => Some(query(args, "place", "log_states", args.text("schema")?, None)?),
            _ => None,
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let connection = match nth(answers, 0, "the connection") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        match read::text(connection, "/state") {
            Some("PAUSED") => {}
            state => return Ok(Judgement::NotYet(format!("state is {}", state.unwrap_or("unknown")))),
        }
        let restless = restless(connection);
        if !restless.is_empty() {
            return Ok(Judgement::NotYet(format!("paused, but still working: {}", restless.join(", "))));
        }
        let log = match nth(answers, 1, "the trigger log") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let pending = read::number(log, "/pending");
        if pending.is_none_or(|pending| pending > args.number("baseline").unwrap_or(0)) {
            return Ok(Judgement::NotYet(format!(
                "{} changes in flight",
                pending.map_or("unknown".to_owned(), |n| n.to_string())
            )));
        }
        let waiting = read::number(log, "/new").unwrap_or(0);
        Ok(Judgement::proven(
            "Connect is quiet",
            format!("PAUSED, every mapping at rest, 0 in flight, {waiting} captured and kept"),
        ))
    }
}
