//! A follower is mostly caught up: fewer commits behind than `commits`. Arguments: `addonId`, `commits`.

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// A follower is mostly caught up: fewer commits behind than `commits`.
pub struct NearlyCaughtUp;

impl Condition for NearlyCaughtUp {
    fn name(&self) -> &'static str {
        "nearly_caught_up@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(api::data::database(args.text("addonId")?)) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let database = match nth(answers, 0, "the follower") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let limit = args.number("commits")?;
        Ok(match read::info(database, "Behind By").as_deref().and_then(read::leading_number) {
            Some(behind) if behind < limit => Judgement::holds(),
            Some(behind) => Judgement::NotYet(format!("{behind} commits behind")),
            None => Judgement::NotYet("its lag is not shown yet".to_owned()),
        })
    }
}
