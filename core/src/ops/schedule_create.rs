//! Schedules a daily backup. A schedule belongs to the add-on for which it was made.

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::Schedule;

arguments! {
    /// Schedules a daily backup.
    pub struct ScheduleCreate {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// App that pays for it.
        app: String,
        /// When, and under which name.
        schedule: Schedule,
    }
}

impl Verb for ScheduleCreate {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::create_schedule(&self.addon_id.get(known)?, &self.schedule))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let schedules = look.read(data::schedules(&self.addon_id.get(known)?), "the backup schedules")?;
        let wanted = (self.schedule.hour, &self.schedule.timezone);
        let mut there = schedules.into_iter().filter_map(data::ScheduleRow::schedule);
        Ok(Landed::from(Some(there.any(|one| (one.hour, &one.timezone) == wanted)), "the backup schedules"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let Schedule { hour, timezone, .. } = &self.schedule;
        let (addon, app) = (shell_word(&self.addon.get(known)?), shell_word(&self.app));
        let at = shell_word(&format!("{hour:02}:00 {timezone}"));
        Ok(Some(format!("heroku pg:backups:schedule {addon} --at {at} --app {app}")))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        let Schedule { hour, timezone, .. } = &self.schedule;
        Ok(format!("schedule a daily backup of {} at {hour:02}:00 {timezone}", self.addon.get(known)?))
    }
}
