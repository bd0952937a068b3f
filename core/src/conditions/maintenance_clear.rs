use super::{Judgement, Predicate};
use crate::api::data;
use crate::codes;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// No data maintenance of a database is running, and no upgrade of it is prepared that would start by itself.
    pub struct MaintenanceClear {
        /// Add-on name.
        addon: String,
        /// Add-on id.
        addon_id: String,
    }
}

impl Predicate for MaintenanceClear {
    fn judge(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let Some(maintenance) = look.find(data::maintenance(&self.addon_id), "the data maintenance")? else {
            return Ok(Judgement::holds());
        };
        let upgrade = maintenance.method.as_deref().is_some_and(|method| method.contains("upgrade"));
        Ok(match maintenance.status.as_deref() {
            Some("none" | "completed") => Judgement::holds(),
            Some("running") => Judgement::not_yet("a data maintenance is running"),
            Some(_) if upgrade => Judgement::Never {
                code: codes::UPGRADE_ALREADY_SCHEDULED,
                detail: format!("an upgrade of {} was prepared since and starts by itself", self.addon),
            },
            Some(_) => Judgement::holds(),
            None => Judgement::unread("the data maintenance is not shown"),
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku data:maintenances:info {}", shell_word(&self.addon))))
    }
}
