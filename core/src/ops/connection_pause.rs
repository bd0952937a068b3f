//! Asks a connection to pause; it pauses from IDLE, once pending work is done. Arguments: `app`, `resource`, `region`, `connection`.

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Pauses a connection.
pub struct ConnectionPause;

impl Op for ConnectionPause {
    fn name(&self) -> &'static str {
        "connection_pause@1"
    }

    fn not_now(&self) -> Option<&'static str> {
        // Whether pausing is refused or deferred while Connect polls is not known.
        Some("connect/pause-refused")
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::connect::action(args.text("region")?, args.text("connection")?, "pause"))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::connect::connection(args.text("region")?, args.text("connection")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = args;
        Ok(match read::answer(answer) {
            Answer::Value(connection) => {
                let state = read::text(connection, "/state");
                yes_or_no(state.map(|_| state == Some("PAUSED")), "the connection's state")
            }
            Answer::Absent => Landed::Unclear("the connection was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        Ok(format!(
            "heroku connect:pause --app {} --resource {}",
            shell_word(args.text("app")?),
            shell_word(args.text("resource")?)
        ))
    }
}
