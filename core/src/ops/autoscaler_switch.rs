//! Switches the native autoscaler of web dynos (metrics API). Arguments: `app`, `appId`, `monitor`, `active`.

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Switches the autoscaler.
pub struct AutoscalerSwitch;

impl Op for AutoscalerSwitch {
    fn name(&self) -> &'static str {
        "autoscaler_switch@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::switch_monitor(args.text("appId")?, args.text("monitor")?, args.flag("active")?))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::monitors(args.text("appId")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let (monitor, active) = (args.text("monitor")?, args.flag("active")?);
        Ok(match read::answer(answer) {
            Answer::Value(list) => {
                let found = read::items(list, "").find(|item| read::text(item, "/id") == Some(monitor));
                yes_or_no(
                    found.and_then(|item| read::flag(item, "/is_active")).map(|now| now == active),
                    "the autoscaler",
                )
            }
            Answer::Absent => Landed::Unclear("the autoscaler was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let app = shell_word(args.text("app")?);
        Ok(if args.flag("active")? {
            format!("heroku ps:autoscale:enable --app {app}  # with its minimum, maximum and p95 target")
        } else {
            format!("heroku ps:autoscale:disable --app {app}")
        })
    }
}
