//! Ends the other sessions of a database over SQL; an owner may end those of other credentials. Arguments: `place`.

use super::{sql, yes_or_no, Landed, Op};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Ends the other sessions.
pub struct SessionsEnd;

impl Op for SessionsEnd {
    fn name(&self) -> &'static str {
        "sessions_end@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "end_sessions", None)
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "server", None)
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = args;
        Ok(match read::answer(answer) {
            Answer::Value(server) => {
                yes_or_no(read::number(server, "/sessions").map(|sessions| sessions == 0), "the sessions")
            }
            Answer::Absent => Landed::Unclear("the database was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let place = args.place("place")?;
        Ok(format!("heroku pg:killall {} --app {}", shell_word(&place.config_var), shell_word(&place.app)))
    }
}
