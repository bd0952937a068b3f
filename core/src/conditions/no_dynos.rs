use super::{Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// An app runs no dyno of any type.
    pub struct NoDynos {
        /// App.
        app: String,
    }
}

impl Predicate for NoDynos {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let dynos = look.read(platform::dynos(&self.app), "the dynos")?;
        let names: Vec<&str> = dynos.iter().filter_map(|dyno| dyno.name.as_deref()).collect();
        Ok(if names.is_empty() {
            Judgement::proven(format!("dynos/{}", self.app), format!("dynos of {}", self.app), "none")
        } else {
            Judgement::not_yet(&format!("still running: {}", names.join(", ")))
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps --app {}", shell_word(&self.app))))
    }
}
