//! Orders an add-on of Heroku Connect (`POST /apps/{app}/addons`).

use super::{AddonDestroy, Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Orders it.
    pub struct ConnectAddonCreate {
        /// Its name.
        addon: Late<String>,
        /// App that will pay for it.
        app: String,
        /// `service:plan`.
        plan: String,
    }
}

impl Verb for ConnectAddonCreate {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::create_connect(&self.app, &self.plan, &self.addon.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let addon = look.find(platform::addon(&self.app, &self.addon.get(known)?), "the add-on")?;
        // One that could not be provisioned is as good as none.
        let there = addon.is_some_and(|addon| addon.state.as_deref() != Some("deprovisioned"));
        Ok(if there { Landed::Yes } else { Landed::No(None) })
    }

    fn releases(&self) -> Option<&str> {
        Some(&self.app)
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn undo(&self) -> Undo {
        Undo::by(AddonDestroy { addon: self.addon.clone(), app: self.app.clone() })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (app, plan) = (shell_word(&self.app), shell_word(&self.plan));
        let name = shell_word(&self.addon.get(known)?);
        Ok(Some(format!("heroku addons:create {plan} --app {app} --name {name} --confirm {app}")))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("order {} on {}", self.addon.get(known)?, self.plan))
    }
}
