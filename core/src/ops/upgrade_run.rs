//! Runs the version upgrade of a follower: it stops following and is upgraded (`POST …/upgrade/run`).

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::request::Major;
use crate::shell::shell_word;

arguments! {
    /// Runs the upgrade of a follower.
    pub struct UpgradeRun {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// App that pays for it.
        app: String,
        /// Target major.
        version: Major,
    }
}

impl Verb for UpgradeRun {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::upgrade_run(&self.addon_id.get(known)?, Some(&self.version.to_string())))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let database = look.read(data::database(&self.addon_id.get(known)?), "the database")?;
        // Running the upgrade is the only thing here that ends following.
        Ok(Landed::from(database.leads(), "`following`"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon.get(known)?), shell_word(&self.app));
        let version = self.version;
        Ok(Some(format!("heroku pg:upgrade:run {addon} --app {app} --version {version} --confirm {app}")))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("run the upgrade of {} to Postgres {}", self.addon.get(known)?, self.version))
    }
}
