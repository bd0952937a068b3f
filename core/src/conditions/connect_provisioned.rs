use super::{Judgement, Predicate};
use crate::api::platform;
use crate::codes;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// An add-on of Heroku Connect is provisioned.
    pub struct ConnectProvisioned {
        /// Add-on name.
        addon: Late<String>,
        /// App.
        app: String,
    }
}

impl Predicate for ConnectProvisioned {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let addon = look.read(platform::addon(&self.app, &self.addon.get(known)?), "the add-on")?;
        Ok(match addon.state.as_deref() {
            Some("provisioned") => Judgement::holds(),
            Some("deprovisioned") => {
                let detail = "Heroku could not provision it".to_owned();
                Judgement::Never { code: codes::CONNECT_NOT_MADE, detail }
            }
            state => Judgement::state(state),
        })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let addon = shell_word(&self.addon.get(known)?);
        Ok(Some(format!("heroku addons:info {addon} --app {}", shell_word(&self.app))))
    }
}
