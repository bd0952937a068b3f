//! The add-on has the attachments that the plan knows. Arguments: `addonId`, `attachments`: `[{app, name}]`, `ours`: names made by this run.

use serde_json::Value;

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// The add-on has the attachments that the plan knows.
pub struct AttachmentsUnchanged;

impl Condition for AttachmentsUnchanged {
    fn name(&self) -> &'static str {
        "attachments_unchanged@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(api::platform::addon_attachments(args.text("addonId")?))
        } else {
            None
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let list = match nth(answers, 0, "the attachments") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let pair = |item: &Value, app: &str| {
            Some(format!("{}::{}", read::text(item, app)?, read::text(item, "/name")?))
        };
        let ours: Vec<&str> = read::items(args.value("ours"), "").filter_map(Value::as_str).collect();
        let mut now: Vec<String> = read::items(list, "")
            .filter(|item| !read::text(item, "/name").is_some_and(|name| ours.contains(&name)))
            .filter_map(|item| pair(item, "/app/name"))
            .collect();
        let mut planned: Vec<String> =
            read::items(args.value("attachments"), "").filter_map(|item| pair(item, "/app")).collect();
        now.sort();
        planned.sort();
        Ok(if now == planned {
            Judgement::holds()
        } else {
            let detail = format!("attachments are now {}, were {}", now.join(" "), planned.join(" "));
            Judgement::Never { code: "drift/attachments", detail }
        })
    }
}
