//! Stops the dynos of a type that no formation holds: one-off and Scheduler jobs (`POST /apps/{app}/formations/{type}/actions/stop`).
//! Arguments: `app`, `type`.

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Stops dynos of one type.
pub struct DynosStop;

impl Op for DynosStop {
    fn name(&self) -> &'static str {
        "dynos_stop@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::stop_dynos(args.text("app")?, args.text("type")?))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::dynos(args.text("app")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let kind = args.text("type")?;
        Ok(match read::answer(answer) {
            Answer::Value(list) => {
                let gone = !read::items(list, "").any(|dyno| read::text(dyno, "/type") == Some(kind));
                yes_or_no(Some(gone), "the dynos")
            }
            Answer::Absent => Landed::Unclear("the app was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        Ok(format!(
            "heroku ps:stop --process-type {} --app {}",
            shell_word(args.text("type")?),
            shell_word(args.text("app")?)
        ))
    }
}
