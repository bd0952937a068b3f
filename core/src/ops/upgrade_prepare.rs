//! Prepares the upgrade of a leader (`POST …/upgrade/prepare`): from when on it is ready it can be run, and starts by itself in the next
//! maintenance window.

use super::{Landed, Undo, UpgradeCancel, Verb};
use crate::api::data;
use crate::codes::{self, Code};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::request::Major;
use crate::shell::shell_word;
use crate::snapshot::UpgradeState;
use crate::upgrade_state;

arguments! {
    /// Prepares the upgrade of a leader.
    pub struct UpgradePrepare {
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
        /// Target major.
        version: Major,
    }
}

impl Verb for UpgradePrepare {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::upgrade_prepare(&self.addon_id, &self.version.to_string()))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        // Whose it is cannot be seen.
        Ok(match upgrade_state::seen(&self.addon_id, self.from, &self.place.get(known)?, look)? {
            UpgradeState::None | UpgradeState::Failed => Landed::No(None),
            UpgradeState::Unclear { why } => Landed::Unclear(why),
            _ => Landed::Yes,
        })
    }

    fn undo(&self) -> Undo {
        Undo::by(UpgradeCancel {
            addon: self.addon.clone(),
            addon_id: self.addon_id.clone(),
            app: self.app.clone(),
            from: self.from,
            place: self.place.clone(),
        })
    }

    fn once(&self) -> bool {
        true
    }

    fn refused_as(&self) -> Option<Code> {
        // What a look would show is somebody else's.
        Some(codes::UPGRADE_ALREADY_SCHEDULED)
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon), shell_word(&self.app));
        let version = self.version;
        Ok(Some(format!("heroku pg:upgrade:prepare {addon} --app {app} --version {version} --confirm {app}")))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("prepare the upgrade of {} to Postgres {}", self.addon, self.version))
    }
}
