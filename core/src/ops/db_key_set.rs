//! Points a connection at another config var (`PATCH /connections/{id}`). Arguments: `app`, `resource`, `region`, `connection`, `dbKey`.

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Sets `db_key`.
pub struct DbKeySet;

impl Op for DbKeySet {
    fn name(&self) -> &'static str {
        "db_key_set@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::connect::set_db_key(args.text("region")?, args.text("connection")?, args.text("dbKey")?))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::connect::connection(args.text("region")?, args.text("connection")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let wanted = args.text("dbKey")?;
        Ok(match read::answer(answer) {
            Answer::Value(connection) => {
                yes_or_no(read::text(connection, "/db_key").map(|now| now == wanted), "`db_key`")
            }
            Answer::Absent => Landed::Unclear("the connection was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        Ok(format!(
            "heroku connect:db:set --app {} --resource {} --db {}",
            shell_word(args.text("app")?),
            shell_word(args.text("resource")?),
            shell_word(args.text("dbKey")?)
        ))
    }
}
