//! The formation is the one that the plan will restore. Arguments: `app`, `formation`.

use serde_json::Value;

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// The formation is the one that the plan will restore.
pub struct FormationUnchanged;

impl Condition for FormationUnchanged {
    fn name(&self) -> &'static str {
        "formation_unchanged@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(api::platform::formation(args.text("app")?)) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let list = match nth(answers, 0, "the formation") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let words = |list: &Value| {
            let mut words: Vec<String> = read::items(list, "")
                // The release phase is no running process.
                .filter(|item| read::text(item, "/type") != Some("release"))
                .filter_map(|item| {
                    let size = read::text(item, "/size").unwrap_or("");
                    Some(format!(
                        "{}={}:{size}",
                        read::text(item, "/type")?,
                        read::number(item, "/quantity")?
                    ))
                })
                .collect();
            words.sort();
            words.join(" ")
        };
        let (now, planned) = (words(list), words(args.value("formation")));
        Ok(if now == planned {
            Judgement::holds()
        } else {
            Judgement::Never {
                code: "drift/formation",
                detail: format!("formation is now {now}, was {planned}"),
            }
        })
    }
}
