use super::{Judgement, Predicate};
use crate::api::data;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Window;

arguments! {
    /// The maintenance window of a database is what it was.
    pub struct WindowKept {
        /// Add-on name.
        addon: String,
        /// Add-on id.
        addon_id: String,
        /// The window as it was.
        window: Window,
    }
}

impl Predicate for WindowKept {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let shown = look.read(data::window(&self.addon_id), "the maintenance window")?.window;
        let Window { day, time } = &self.window;
        Ok(match shown.as_deref().map(Window::parse) {
            Some(Some(shown)) if shown == self.window => Judgement::proven(
                "kept/window",
                "maintenance window",
                format!("{day}s {time} UTC, as before"),
            ),
            Some(Some(shown)) => {
                Judgement::NotYet(format!("it is {}s {} UTC, and was {day}s {time}", shown.day, shown.time))
            }
            _ => Judgement::unread("the maintenance window could not be read"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku data:maintenances:window {}", shell_word(&self.addon))))
    }
}
