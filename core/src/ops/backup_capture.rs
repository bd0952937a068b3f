//! Takes a first backup: there is no point-in-time recovery across a major version.

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, Location};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Takes a backup.
    pub struct BackupCapture {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// Number of the newest backup or copy before.
        after: Late<u64>,
        /// App that pays for it.
        app: String,
        /// Where the database is.
        location: Location,
    }
}

impl Verb for BackupCapture {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::capture_backup(&self.addon_id.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let after = self.after.get(known)?;
        let transfers = look.read(data::transfers(&self.app), "the backups")?;
        let mut newer = false;
        // One that failed is none: whoever goes on has another one taken.
        let there = |one: &&data::Transfer| one.finished_at.is_none() || one.succeeded == Some(true);
        let backups =
            transfers.iter().filter(|one| one.is_backup() && one.num.is_some_and(|num| num > after));
        for one in backups.filter(there) {
            newer |= self.location.serves(known, one.from_url.as_ref())?;
        }
        Ok(Landed::from(Some(newer), "the backups"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let addon = shell_word(&self.addon.get(known)?);
        Ok(Some(format!("heroku pg:backups:capture {addon} --app {}", shell_word(&self.app))))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("begin a backup of {}", self.addon.get(known)?))
    }
}
