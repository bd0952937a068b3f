use super::{Judgement, Predicate};
use crate::api::{data, platform};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, AddonSlots, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// An add-on is provisioned and its database answers.
    pub struct AddonProvisioned {
        /// Add-on name.
        addon: Late<String>,
        /// App.
        app: String,
        /// Gets its id and its price.
        bind: AddonSlots,
    }
}

impl Predicate for AddonProvisioned {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let addon = look.read(platform::addon(&self.app, &self.addon.get(known)?), "the add-on")?;
        match addon.state.as_deref() {
            Some("provisioned") => {}
            Some("deprovisioned") => {
                let detail = "Heroku could not provision it".to_owned();
                return Ok(Judgement::Never { code: codes::DATABASE_NOT_PROVISIONED, detail });
            }
            state => return Ok(Judgement::state(state)),
        }
        let Some(id) = addon.id else { return Ok(Judgement::unread("the add-on has no id")) };
        let database = look.read(data::wait_status(&id), "the database")?;
        if database.waiting != Some(false) {
            return Ok(Judgement::not_yet("the database is being prepared"));
        }
        Ok(Judgement::holds()
            .binding(&self.bind.id(), &id)
            .binding(&self.bind.price_cents(), &addon.price_cents))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let addon = platform::addon(&self.app, &self.addon.get(known)?);
        Ok(vec![addon.effect, data::wait_status(self.bind.id().name()).effect])
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let addon = shell_word(&self.addon.get(known)?);
        Ok(Some(format!("heroku pg:wait {addon} --app {}", shell_word(&self.app))))
    }
}
