//! Changes a setting of a database, one of those of `heroku pg:settings`.

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Setting;

arguments! {
    /// Changes a setting.
    pub struct SettingSet {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// App that pays for it.
        app: String,
        /// Its key, for example `log_statement`.
        key: String,
        /// Its value.
        value: Setting,
    }
}

impl Verb for SettingSet {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::set_setting(&self.addon_id.get(known)?, &self.key, &self.value))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let data::Settings(shown) = look.read(data::settings(&self.addon_id.get(known)?), "the settings")?;
        Ok(Landed::from(shown.get(&self.key).map(|(value, _)| *value == self.value), &self.key))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let command = self.key.replace('_', "-").replace('.', ":");
        let (addon, app) = (shell_word(&self.addon.get(known)?), shell_word(&self.app));
        let value = shell_word(&self.value.to_string());
        Ok(Some(format!("heroku pg:settings:{command} {addon} {value} --app {app}")))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("set {} of {} to {}", self.key, self.addon.get(known)?, self.value))
    }
}
