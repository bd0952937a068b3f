//! Stops the dynos of a type that no formation holds: one-off and Scheduler jobs
//! (`POST /apps/{app}/formations/{type}/actions/stop`).

use super::{Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Stops dynos of one type.
    pub struct DynosStop {
        /// App.
        app: String,
        /// Type.
        #[serde(rename = "type")]
        kind: String,
    }
}

impl Verb for DynosStop {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::stop_dynos(&self.app, &self.kind))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let dynos = look.read(platform::dynos(&self.app), "the app")?;
        let gone = !dynos.iter().any(|dyno| dyno.kind.as_deref() == Some(self.kind.as_str()));
        Ok(Landed::from(Some(gone), "the dynos"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let (kind, app) = (shell_word(&self.kind), shell_word(&self.app));
        Ok(Some(format!("heroku ps:stop --process-type {kind} --app {app}")))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("stop the {} dynos of {}", self.kind, self.app))
    }
}
