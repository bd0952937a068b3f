use super::{Judgement, Predicate};
use crate::api::{data, platform};
use crate::late::{arguments, Known, Late, LateError, UrlSlots};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// A config var and the service agree where a database is now. Config vars are late, and the service may not tell.
    pub struct AddressKnown {
        /// Add-on id.
        addon_id: String,
        /// App.
        app: String,
        /// Gets where it is.
        bind: UrlSlots,
        /// Config var.
        config_var: Late<String>,
    }
}

impl Predicate for AddressKnown {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let name = self.config_var.get(known)?;
        let database = look.read(data::database(&self.addon_id), "the database")?;
        let mut config = look.read(platform::config(&self.app), "the config vars")?;
        let Some(url) = config.0.remove(&name).flatten() else {
            return Ok(Judgement::not_yet(&format!("{name} is not set to a database")));
        };
        if database.url.is_some_and(|now| !now.same_database(&url)) {
            return Ok(Judgement::not_yet(&format!("{name} still holds the address of before")));
        }
        Ok(Judgement::holds()
            .binding(&self.bind.fingerprint(), &url.fingerprint)
            .binding(&self.bind.host(), &url.host)
            .binding(&self.bind.port(), &u64::from(url.port))
            .binding(&self.bind.database(), &url.database))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku config --app {}", shell_word(&self.app))))
    }
}
