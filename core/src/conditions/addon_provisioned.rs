//! An add-on is provisioned and its database answers. Arguments: `app`, `addon`, `bind`.
//! Binds `{bind}.id` and `{bind}.priceCents`.

use serde_json::{json, Value};

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};

/// An add-on is provisioned and its database answers.
pub struct AddonProvisioned;

impl Condition for AddonProvisioned {
    fn name(&self) -> &'static str {
        "addon_provisioned@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(match answers {
            [] => Some(api::platform::app_addon(args.text("app")?, args.text("addon")?)),
            [addon] => match read::answer(addon) {
                Answer::Value(addon) => read::text(addon, "/id").map(api::data::wait_status),
                Answer::Absent | Answer::Unread(_) => None,
            },
            _ => None,
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let addon = match nth(answers, 0, "the add-on") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        match read::text(addon, "/state") {
            Some("provisioned") => {}
            Some("deprovisioned") => {
                let detail = "Heroku could not provision it".to_owned();
                return Ok(Judgement::Never { code: "database/not-provisioned", detail });
            }
            state => return Ok(Judgement::NotYet(format!("state is {}", state.unwrap_or("unknown")))),
        }
        let waiting = match nth(answers, 1, "the database") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        if read::flag(waiting, "/waiting?") != Some(false) {
            return Ok(Judgement::NotYet("the database is being prepared".to_owned()));
        }
        let Some(id) = read::text(addon, "/id") else {
            return Ok(Judgement::NotYet("the add-on has no id".to_owned()));
        };
        let price = addon.pointer("/plan/price/cents").cloned().unwrap_or(Value::Null);
        let bind = args.text("bind")?;
        Ok(Judgement::holds()
            .binding(format!("{bind}.id"), json!(id))
            .binding(format!("{bind}.priceCents"), price))
    }
}
