//! The trigger log on the new side is where it was. Arguments: `place`, `schemas`, `position`.

use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// The trigger log on the new side is where it was.
pub struct LogCarriedOver;

impl Condition for LogCarriedOver {
    fn name(&self) -> &'static str {
        "log_carried_over@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(query(args, "place", "position", args.text("schemas")?, None)?)
        } else {
            None
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let now = match nth(answers, 0, "the trigger log") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let (old, new) = (read::text(args.value("position"), "/heads"), read::text(now, "/heads"));
        Ok(if new.is_none() {
            Judgement::NotYet("the log could not be read".to_owned())
        } else if old == new {
            Judgement::proven("trigger log carried over", new.unwrap_or("?"))
        } else {
            let detail = format!("its head was {}, is {}", old.unwrap_or("?"), new.unwrap_or("?"));
            Judgement::Never { code: "target/not-a-copy", detail }
        })
    }
}
