//! Makes the connections of an app visible to this login (`POST /auth/{app}`): of a new add-on nobody sees any.

use super::{Landed, Undo, Verb};
use crate::api::{connect, recreation};
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Joins those who may see them.
    pub struct AuthJoin {
        /// App.
        app: String,
        /// Name of the add-on whose connection must be seen.
        addon: Late<String>,
    }
}

impl Verb for AuthJoin {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(recreation::join(&self.app))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let addon = self.addon.get(known)?;
        let found = look.read(connect::discover(&self.app), "the connections")?.results;
        let listed = found.iter().any(|one| one.resource.as_ref() == Some(&addon) && one.id.is_some());
        Ok(if listed { Landed::Yes } else { Landed::No(None) })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku connect:info --app {}", shell_word(&self.app))))
    }

    fn same_by_hand(&self) -> bool {
        false
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("join those who may see the connections of {}", self.app))
    }
}
