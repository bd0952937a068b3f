//! Takes a prepared upgrade back, so that it does not start by itself (`POST …/upgrade/cancel`).

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::request::Major;
use crate::shell::shell_word;
use crate::snapshot::UpgradeState;
use crate::upgrade_state;

arguments! {
    /// Takes a prepared upgrade back.
    pub struct UpgradeCancel {
        /// Add-on name.
        addon: String,
        /// Add-on id.
        addon_id: String,
        /// App that pays for it.
        app: String,
        /// Its major before.
        from: Major,
        /// Database, at whatever address it is.
        place: Place,
    }
}

impl Verb for UpgradeCancel {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::upgrade_cancel(&self.addon_id))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        Ok(match upgrade_state::seen(&self.addon_id, self.from, &self.place.get(known)?, look)? {
            UpgradeState::Preparing | UpgradeState::Ready { .. } => Landed::No(None),
            UpgradeState::Unclear { why } => Landed::Unclear(why),
            // Nothing is left that could be taken back; what follows from an upgrade that runs is told by the check after it.
            _ => Landed::Yes,
        })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon), shell_word(&self.app));
        Ok(Some(format!("heroku pg:upgrade:cancel {addon} --app {app} --confirm {app}")))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("cancel the prepared upgrade of {}", self.addon))
    }
}
