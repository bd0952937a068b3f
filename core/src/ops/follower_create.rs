//! Creates a follower of a leader (`POST /apps/{app}/addons` with `follow`). Arguments: `app`, `plan`, `addon`, `attachment`, `leader`.

use super::{Landed, Op};
use crate::api;
use crate::args::{ArgError, Args, Bindings};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Creates a follower.
pub struct FollowerCreate;

impl Op for FollowerCreate {
    fn name(&self) -> &'static str {
        "follower_create@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::create_follower(
            args.text("app")?,
            args.text("plan")?,
            args.text("addon")?,
            args.text("attachment")?,
            args.text("leader")?,
        ))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::app_addon(args.text("app")?, args.text("addon")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = args;
        Ok(match read::answer(answer) {
            Answer::Absent => Landed::No(Bindings::new()),
            Answer::Value(_) => Landed::Yes(Bindings::new()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        Ok(format!(
            "heroku addons:create {} --app {} --name {} --as {} -- --follow {}",
            shell_word(args.text("plan")?),
            shell_word(args.text("app")?),
            shell_word(args.text("addon")?),
            shell_word(args.text("attachment")?),
            shell_word(args.text("leader")?)
        ))
    }
}
