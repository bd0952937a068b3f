//! Destroys a connection with its add-on (`DELETE /apps/{app}/addons/{addon}`). It cannot be called back.

use super::{Landed, Undo, Verb};
use crate::api::platform;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Destroys it.
    pub struct ConnectionDestroy {
        /// Add-on name.
        addon: String,
        /// App that pays for it.
        app: String,
    }
}

/// As long as one that got lost may still come. Its name is not given away a second time, so that two of them do no more than one.
const MAY_STILL_COME_MS: u64 = 10_000;

impl Verb for ConnectionDestroy {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::destroy_addon(&self.app, &self.addon))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let addon = look.find(platform::addon(&self.app, &self.addon), "the add-on")?;
        Ok(match addon.map(|addon| addon.state) {
            None => Landed::Yes,
            Some(Some(state)) => Landed::from(Some(state != "provisioned"), "its state"),
            Some(None) => Landed::Unclear("its state is not shown".to_owned()),
        })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn once(&self) -> bool {
        true
    }

    fn again_after_ms(&self) -> Option<u64> {
        Some(MAY_STILL_COME_MS)
    }

    fn on_card(&self) -> bool {
        false
    }

    fn wants_gone(&self) -> bool {
        true
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let (app, addon) = (shell_word(&self.app), shell_word(&self.addon));
        Ok(Some(format!("heroku addons:destroy {addon} --app {app} --confirm {app}")))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("destroy {} and its connection", self.addon))
    }
}
