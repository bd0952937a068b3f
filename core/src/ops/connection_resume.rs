//! Asks a paused connection to go on where it stopped. Arguments: `app`, `resource`, `region`, `connection`.

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Resumes a connection.
pub struct ConnectionResume;

impl Op for ConnectionResume {
    fn name(&self) -> &'static str {
        "connection_resume@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::connect::action(args.text("region")?, args.text("connection")?, "resume"))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::connect::connection(args.text("region")?, args.text("connection")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = args;
        Ok(match read::answer(answer) {
            Answer::Value(connection) => {
                let state = read::text(connection, "/state");
                yes_or_no(state.map(|_| state != Some("PAUSED")), "the connection's state")
            }
            Answer::Absent => Landed::Unclear("the connection was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        Ok(format!(
            "heroku connect:resume --app {} --resource {}",
            shell_word(args.text("app")?),
            shell_word(args.text("resource")?)
        ))
    }
}
