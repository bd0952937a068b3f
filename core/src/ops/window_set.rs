//! Sets the maintenance window of a database.

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Window;

arguments! {
    /// Sets the maintenance window.
    pub struct WindowSet {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// App that pays for it.
        app: String,
        /// The window.
        window: Window,
    }
}

impl Verb for WindowSet {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::set_window(&self.addon_id.get(known)?, &self.window))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let shown = look.read(data::window(&self.addon_id.get(known)?), "the maintenance window")?.window;
        let there = shown.map_or(Some(false), |shown| Window::parse(&shown).map(|one| one == self.window));
        Ok(Landed::from(there, "the maintenance window"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon.get(known)?), shell_word(&self.app));
        let (day, time) = (shell_word(&self.window.day), shell_word(&self.window.time));
        Ok(Some(format!("heroku data:maintenances:window:update {addon} {day} {time} --app {app}")))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        let Window { day, time } = &self.window;
        Ok(format!("set the maintenance window of {} to {day}s {time} UTC", self.addon.get(known)?))
    }
}
