//! A config var of an app holds a database URL. Arguments: `app`, `configVar`, `bind`, `same` (a fingerprint it must have, may be absent).
//! Binds `{bind}.fingerprint`, `{bind}.host`, `{bind}.port`, `{bind}.database`.

use serde_json::Value;

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// A config var of an app holds a database URL.
pub struct ConfigResolves;

impl Condition for ConfigResolves {
    fn name(&self) -> &'static str {
        "config_resolves@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() { Some(api::platform::config(args.text("app")?)) } else { None })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let config = match nth(answers, 0, "the config vars") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let name = args.text("configVar")?;
        let url = config.get(name).unwrap_or(&Value::Null);
        let Some(fingerprint) = read::text(url, "/fingerprint") else {
            return Ok(Judgement::NotYet(format!("{name} is not set to a database yet")));
        };
        if args.maybe("same").is_some_and(|same| same != fingerprint) {
            return Ok(Judgement::NotYet(format!("{name} points at another database")));
        }
        let bind = args.text("bind")?;
        let mut judgement = Judgement::holds();
        for key in ["fingerprint", "host", "port", "database"] {
            judgement =
                judgement.binding(format!("{bind}.{key}"), url.get(key).cloned().unwrap_or(Value::Null));
        }
        Ok(judgement)
    }
}
