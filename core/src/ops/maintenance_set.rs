//! Switches maintenance mode (`PATCH /apps/{app}`). It stops new requests at the router and nothing else. Arguments: `app`, `on`.

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Switches maintenance mode.
pub struct MaintenanceSet;

impl Op for MaintenanceSet {
    fn name(&self) -> &'static str {
        "maintenance_set@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::set_maintenance(args.text("app")?, args.flag("on")?))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::app(args.text("app")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let on = args.flag("on")?;
        Ok(match read::answer(answer) {
            Answer::Value(app) => {
                yes_or_no(read::flag(app, "/maintenance").map(|now| now == on), "maintenance mode")
            }
            Answer::Absent => Landed::Unclear("the app was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let word = if args.flag("on")? { "on" } else { "off" };
        Ok(format!("heroku maintenance:{word} --app {}", shell_word(args.text("app")?)))
    }
}
