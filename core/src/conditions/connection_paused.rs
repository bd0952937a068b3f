//! A connection is PAUSED now. Arguments: `region`, `connection`.

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// A connection is PAUSED now.
pub struct ConnectionPaused;

impl Condition for ConnectionPaused {
    fn name(&self) -> &'static str {
        "connection_paused@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(api::connect::connection(args.text("region")?, args.text("connection")?))
        } else {
            None
        })
    }

    fn judge(&self, _: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let connection = match nth(answers, 0, "the connection") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        Ok(match read::text(connection, "/state") {
            Some("PAUSED") => Judgement::holds(),
            state => Judgement::NotYet(format!("state is {}", state.unwrap_or("unknown"))),
        })
    }
}
