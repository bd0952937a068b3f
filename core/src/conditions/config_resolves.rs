use super::{Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, Late, LateError, UrlSlots};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// A config var of an app holds a database URL.
    pub struct ConfigResolves {
        /// App.
        app: String,
        /// Gets where it points.
        bind: UrlSlots,
        /// Config var.
        config_var: Late<String>,
        /// Fingerprint it must have, if one is insisted on.
        same: Option<String>,
    }
}

impl Predicate for ConfigResolves {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let config = look.read(platform::config(&self.app), "the config vars")?;
        let name = self.config_var.get(known)?;
        let Some(url) = config.0.get(&name).and_then(Option::as_ref) else {
            return Ok(Judgement::not_yet(&format!("{name} is not set to a database yet")));
        };
        if self.same.as_ref().is_some_and(|same| *same != url.fingerprint) {
            return Ok(Judgement::not_yet(&format!("{name} points at another database")));
        }
        Ok(Judgement::holds()
            .binding(&self.bind.fingerprint(), &url.fingerprint)
            .binding(&self.bind.host(), &url.host)
            .binding(&self.bind.port(), &u64::from(url.port))
            .binding(&self.bind.database(), &url.database))
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let name = shell_word(&self.config_var.get(known)?);
        Ok(Some(format!("heroku config:get {name} --app {}", shell_word(&self.app))))
    }
}
