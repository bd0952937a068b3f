//! Destroys an add-on and its data (`DELETE /apps/{app}/addons/{addon}`). Arguments: `app`, `addon`.

use super::{Landed, Op};
use crate::api;
use crate::args::{ArgError, Args, Bindings};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Destroys an add-on.
pub struct AddonDestroy;

impl Op for AddonDestroy {
    fn name(&self) -> &'static str {
        "addon_destroy@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::destroy_addon(args.text("app")?, args.text("addon")?))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::app_addon(args.text("app")?, args.text("addon")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = args;
        Ok(match read::answer(answer) {
            Answer::Absent => Landed::Yes(Bindings::new()),
            Answer::Value(addon) => match read::text(addon, "/state") {
                Some("deprovisioned" | "deprovisioning") => Landed::Yes(Bindings::new()),
                _ => Landed::No(Bindings::new()),
            },
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let (app, addon) = (shell_word(args.text("app")?), shell_word(args.text("addon")?));
        Ok(format!("heroku addons:destroy {addon} --app {app} --confirm {app}"))
    }
}
