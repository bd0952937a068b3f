//! Destroys an add-on and its data (`DELETE /apps/{app}/addons/{addon}`).

use super::{Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Destroys an add-on.
    pub struct AddonDestroy {
        /// Its name.
        addon: Late<String>,
        /// App that pays for it.
        app: String,
    }
}

impl Verb for AddonDestroy {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::destroy_addon(&self.app, &self.addon.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let addon = look.find(platform::addon(&self.app, &self.addon.get(known)?), "the add-on")?;
        Ok(match addon.map(|addon| addon.state) {
            None => Landed::Yes,
            // One that failed while it was made is listed as deprovisioned, with its attachment, until it is destroyed.
            Some(Some(state)) if state == "deprovisioning" => Landed::Yes,
            Some(_) => Landed::No(None),
        })
    }

    fn releases(&self) -> Option<&str> {
        Some(&self.app)
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn on_card(&self) -> bool {
        false
    }

    fn wants_gone(&self) -> bool {
        true
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (app, addon) = (shell_word(&self.app), shell_word(&self.addon.get(known)?));
        Ok(Some(format!("heroku addons:destroy {addon} --app {app} --confirm {app}")))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("destroy {} and its data", self.addon.get(known)?))
    }
}
