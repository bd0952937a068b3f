//! A database follows nobody. Arguments: `addonId`.

use serde_json::Value;

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};

/// A database follows nobody.
pub struct Unfollowed;

impl Condition for Unfollowed {
    fn name(&self) -> &'static str {
        "unfollowed@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(api::data::database(args.text("addonId")?)) } else { None })
    }

    fn judge(&self, _: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let database = match nth(answers, 0, "the database") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        Ok(match database.get("following") {
            Some(Value::Null) => Judgement::proven("new database follows nobody", "`following` is empty"),
            _ => Judgement::NotYet("it still follows".to_owned()),
        })
    }
}
