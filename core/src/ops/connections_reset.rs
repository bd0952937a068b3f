//! Ends every session of a database (`POST /client/v11/databases/{id}/connection_reset`). Arguments: `app`, `addon`, `addonId`, `place`.

use super::{sql, yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Ends every session.
pub struct ConnectionsReset;

impl Op for ConnectionsReset {
    fn name(&self) -> &'static str {
        "connections_reset@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::data::connection_reset(args.text("addonId")?))
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
        Ok(format!(
            "heroku pg:killall {} --app {}",
            shell_word(args.text("addon")?),
            shell_word(args.text("app")?)
        ))
    }
}
