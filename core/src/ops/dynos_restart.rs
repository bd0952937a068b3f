//! Restarts the dynos of a process type (`DELETE /apps/{app}/formations/{type}`, as `ps:restart` does).

use super::{Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Restarts the dynos of a type.
    pub struct DynosRestart {
        /// App.
        app: String,
        /// Process type.
        kind: String,
    }
}

impl Verb for DynosRestart {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::restart_dynos(&self.app, &self.kind))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        look.read(platform::dynos(&self.app), "the app")?;
        // Dynos do not tell why they started, and restarting them twice is the same.
        Ok(Landed::No(None))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let (app, kind) = (shell_word(&self.app), shell_word(&self.kind));
        Ok(Some(format!("heroku ps:restart --process-type {kind} --app {app}")))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("restart the {} dynos of {}", self.kind, self.app))
    }
}
