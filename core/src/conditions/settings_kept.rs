use std::collections::BTreeMap;

use super::{Judgement, Predicate};
use crate::api::data;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Setting;

arguments! {
    /// The settings of a database are what they were: those of `heroku pg:settings`.
    pub struct SettingsKept {
        /// Add-on name.
        addon: String,
        /// Add-on id.
        addon_id: String,
        /// Keys and their values that are not the defaults.
        settings: BTreeMap<String, Setting>,
    }
}

impl Predicate for SettingsKept {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let data::Settings(shown) = look.read(data::settings(&self.addon_id), "the settings")?;
        let other = self.settings.iter().find_map(|(key, before)| {
            let now = shown.get(key).map(|(value, _)| value);
            (now != Some(before)).then(|| match now {
                Some(now) => format!("{key} is {now}, and was {before}"),
                None => format!("{key} is not shown, and was {before}"),
            })
        });
        Ok(match other {
            Some(other) => Judgement::NotYet(other),
            None => {
                let keys: Vec<&str> = self.settings.keys().map(String::as_str).collect();
                Judgement::proven("kept/settings", "settings", format!("as before: {}", keys.join(", ")))
            }
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku pg:settings {}", shell_word(&self.addon))))
    }
}
