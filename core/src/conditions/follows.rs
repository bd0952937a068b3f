//! A database follows exactly this leader. Arguments: `addonId`, `leader`: `{host, port, database}`.

use serde_json::Value;

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};

/// A database follows exactly this leader.
pub struct Follows;

impl Condition for Follows {
    fn name(&self) -> &'static str {
        "follows@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(api::data::database(args.text("addonId")?)) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let database = match nth(answers, 0, "the follower") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let following = database.get("following").unwrap_or(&Value::Null);
        if following.is_null() {
            return Ok(Judgement::NotYet("it does not follow yet".to_owned()));
        }
        let same = ["host", "port", "database"]
            .iter()
            .all(|key| following.get(key) == args.value("leader").get(key));
        Ok(if same {
            Judgement::proven("follower follows this leader", "yes")
        } else {
            let detail = "it follows another database".to_owned();
            Judgement::Never { code: "target/not-a-copy", detail }
        })
    }
}
