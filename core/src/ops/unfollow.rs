//! Makes a follower stop following, so that it takes writes (`PUT …/unfollow`).

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;
use crate::shell::shell_word;

arguments! {
    /// Makes a follower stop following.
    pub struct Unfollow {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// App that pays for it.
        app: String,
        /// The follower.
        place: Place,
    }
}

impl Verb for Unfollow {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::unfollow(&self.addon_id.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let database = look.read(data::database(&self.addon_id.get(known)?), "the database")?;
        if database.leads() != Some(false) {
            return Ok(Landed::from(database.leads(), "`following`"));
        }
        // The service may show it late: what the server says of itself is newer.
        let server = look.read(query::server(&self.place.get(known)?), "the new database")?;
        Ok(Landed::from(server.in_recovery.map(|recovers| !recovers), "whether it still recovers"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon.get(known)?), shell_word(&self.app));
        Ok(Some(format!("heroku pg:unfollow {addon} --app {app} --confirm {app}")))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("make {} stop following", self.addon.get(known)?))
    }
}
