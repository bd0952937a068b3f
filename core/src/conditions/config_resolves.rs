use super::{Judgement, Predicate};
use crate::api::platform;
use crate::late::{arguments, Known, Late, LateError, UrlSlots};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Config vars of an app hold database URLs.
    pub struct ConfigResolves {
        /// App.
        app: String,
        /// Those that must.
        config_vars: Vec<Resolved>,
    }
}

arguments! {
    /// One of them.
    pub struct Resolved {
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
        let mut judgement = Judgement::holds();
        for one in &self.config_vars {
            let name = one.config_var.get(known)?;
            let Some(url) = config.0.get(&name).and_then(Option::as_ref) else {
                return Ok(Judgement::not_yet(&format!("{name} is not set to a database yet")));
            };
            if one.same.as_ref().is_some_and(|same| *same != url.fingerprint) {
                return Ok(Judgement::not_yet(&format!("{name} points at another database")));
            }
            judgement = judgement.at(&one.bind, url);
        }
        Ok(judgement)
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku config --app {}", shell_word(&self.app))))
    }
}
