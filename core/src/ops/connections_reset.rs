//! Ends every session of a database (`POST /client/v11/databases/{id}/connection_reset`).

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;
use crate::shell::shell_word;

arguments! {
    /// Ends every session.
    pub struct ConnectionsReset {
        /// Add-on name.
        addon: String,
        /// Add-on id.
        addon_id: String,
        /// App that pays for it.
        app: String,
        /// Where its sessions are counted.
        place: Place,
    }
}

impl Verb for ConnectionsReset {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::connection_reset(&self.addon_id))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let server = look.read(query::server(&self.place.get(known)?), "the sessions")?;
        Ok(Landed::from(server.sessions.map(|sessions| sessions == 0), "the sessions"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku pg:killall {} --app {}", shell_word(&self.addon), shell_word(&self.app))))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("end every session of {}", self.addon))
    }
}
