//! An add-on is gone: destroying it is accepted at once and done in the background. Arguments: `app`, `addon`.

use super::{Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};

/// An add-on is gone.
pub struct AddonGone;

impl Condition for AddonGone {
    fn name(&self) -> &'static str {
        "addon_gone@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(api::platform::app_addon(args.text("app")?, args.text("addon")?))
        } else {
            None
        })
    }

    fn judge(&self, _: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        Ok(match answers.first().map(read::answer) {
            Some(Answer::Absent) => Judgement::holds(),
            Some(Answer::Value(addon)) => match read::text(addon, "/state") {
                Some("deprovisioned") => Judgement::holds(),
                state => Judgement::NotYet(format!("state is {}", state.unwrap_or("unknown"))),
            },
            Some(Answer::Unread(why)) => Judgement::NotYet(why),
            None => Judgement::NotYet("not read".to_owned()),
        })
    }
}
