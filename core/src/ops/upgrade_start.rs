//! Runs the prepared upgrade of a leader (`POST …/upgrade/run`).

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::request::Major;
use crate::shell::shell_word;
use crate::snapshot::UpgradeState;
use crate::upgrade_state;

/// How long every look must show that nothing has begun before it is asked for once more, milliseconds: the same version again has one
/// consequence, and waiting with an app stopped for a request that never arrived has none.
const AGAIN_MS: u64 = 5 * 60_000;

arguments! {
    /// Runs the prepared upgrade of a leader.
    pub struct UpgradeStart {
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

impl Verb for UpgradeStart {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::upgrade_run(&self.addon_id, Some(&self.version.to_string())))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        Ok(match upgrade_state::seen(&self.addon_id, self.from, &self.place.get(known)?, look)? {
            UpgradeState::Running | UpgradeState::Done | UpgradeState::Failed => Landed::Yes,
            UpgradeState::Unclear { why } => Landed::Unclear(why),
            UpgradeState::None | UpgradeState::Preparing | UpgradeState::Ready { .. } => Landed::No(None),
        })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn once(&self) -> bool {
        true
    }

    fn again_after_ms(&self) -> Option<u64> {
        Some(AGAIN_MS)
    }

    fn otherwise(&self, _: &Known<'_>) -> Option<Effect> {
        // Whether the version may be said where an upgrade is prepared is not known; the prepared one is meant.
        Some(data::upgrade_run(&self.addon_id, None))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon), shell_word(&self.app));
        Ok(Some(format!("heroku pg:upgrade:run {addon} --app {app} --confirm {app}")))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("run the prepared upgrade of {} to Postgres {}", self.addon, self.version))
    }
}
