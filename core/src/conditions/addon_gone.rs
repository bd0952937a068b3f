use super::{Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// An add-on is gone: destroying it is accepted at once and done in the background.
    pub struct AddonGone {
        /// Add-on name.
        addon: Late<String>,
        /// App.
        app: String,
    }
}

impl Predicate for AddonGone {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let addon = look.find(platform::addon(&self.app, &self.addon.get(known)?), "the add-on")?;
        Ok(match addon.map(|addon| addon.state) {
            None => Judgement::holds(),
            Some(Some(state)) if state == "deprovisioned" => Judgement::holds(),
            Some(state) => Judgement::state(state.as_deref()),
        })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let addon = shell_word(&self.addon.get(known)?);
        Ok(Some(format!("heroku addons:info {addon} --app {}", shell_word(&self.app))))
    }
}
