//! Ends the other sessions of a database over SQL; an owner may end those of other credentials.

use super::{Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;
use crate::shell::shell_word;

arguments! {
    /// Ends the other sessions.
    pub struct SessionsEnd {
        /// Database.
        place: Place,
    }
}

impl Verb for SessionsEnd {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::end_sessions(&self.place.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let server = look.read(query::server(&self.place.get(known)?), "the sessions")?;
        Ok(Landed::from(server.sessions.map(|sessions| sessions == 0), "the sessions"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    /// The command ends the sessions of every credential.
    fn same_by_hand(&self) -> bool {
        false
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let place = self.place.get(known)?;
        let (var, app) = (shell_word(&place.config_var), shell_word(&place.app));
        Ok(Some(format!("heroku pg:killall {var} --app {app}")))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("end the sessions on the {}", self.place.role.words()))
    }
}
