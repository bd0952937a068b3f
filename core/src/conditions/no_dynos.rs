//! An app runs no dyno of any type. Arguments: `app`.

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// An app runs no dyno of any type.
pub struct NoDynos;

impl Condition for NoDynos {
    fn name(&self) -> &'static str {
        "no_dynos@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(api::platform::dynos(args.text("app")?)) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let dynos = match nth(answers, 0, "the dynos") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let names: Vec<&str> = read::items(dynos, "").filter_map(|dyno| read::text(dyno, "/name")).collect();
        Ok(if names.is_empty() {
            Judgement::proven(format!("dynos of {}", args.text("app")?), "none")
        } else {
            Judgement::NotYet(format!("still running: {}", names.join(", ")))
        })
    }
}
