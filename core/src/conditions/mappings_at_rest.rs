//! Every mapping of a connection is at rest. Arguments: `region`, `connection`.

use super::{nth, restless, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};

/// Every mapping of a connection is at rest.
pub struct MappingsAtRest;

impl Condition for MappingsAtRest {
    fn name(&self) -> &'static str {
        "mappings_at_rest@1"
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
        let restless = restless(connection);
        Ok(if restless.is_empty() {
            Judgement::holds()
        } else {
            Judgement::NotYet(format!("working: {}", restless.join(", ")))
        })
    }
}
