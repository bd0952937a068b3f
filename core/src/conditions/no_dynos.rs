use super::{Judgement, Predicate};
use crate::api::platform::{self, Dyno};
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// An app runs no dyno.
    pub struct NoDynos {
        /// App.
        app: String,
        /// But those of these types.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
        but: Vec<String>,
    }
}

impl Predicate for NoDynos {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let dynos = look.read(platform::dynos(&self.app), "the dynos")?;
        let counts = |dyno: &&Dyno| dyno.kind.as_ref().is_none_or(|kind| !self.but.contains(kind));
        let names: Vec<&str> = dynos.iter().filter(counts).filter_map(|dyno| dyno.name.as_deref()).collect();
        Ok(if names.is_empty() {
            let left =
                if self.but.is_empty() { "none".to_owned() } else { format!("only {}", self.but.join(", ")) };
            Judgement::proven(format!("dynos/{}", self.app), format!("dynos of {}", self.app), left)
        } else {
            Judgement::not_yet(&format!("still running: {}", names.join(", ")))
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku ps --app {}", shell_word(&self.app))))
    }
}
