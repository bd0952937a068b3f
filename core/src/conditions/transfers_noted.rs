//! The newest backup or copy of an app is noted, so that a later one can be told from it. Arguments: `app`, `bind`.
//! Binds `{bind}`: its number, 0 if there is none.

use serde_json::json;

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// The newest backup or copy of an app is noted.
pub struct TransfersNoted;

impl Condition for TransfersNoted {
    fn name(&self) -> &'static str {
        "transfers_noted@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(api::data::transfers(args.text("app")?)) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let list = match nth(answers, 0, "the backups") {
            Ok(list) => list,
            Err(not_yet) => return Ok(not_yet),
        };
        let newest = read::items(list, "").filter_map(|one| read::number(one, "/num")).max().unwrap_or(0);
        Ok(Judgement::holds().binding(args.text("bind")?.to_owned(), json!(newest)))
    }
}
