//! Changes the plan of a database in place (`PATCH /apps/{app}/addons/{addon}`, as `addons:upgrade` does). It is only accepted: the
//! service does it by itself, up to hours later.

use super::{Landed, Undo, Verb};
use crate::api::{data, platform};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::plan_name;

arguments! {
    /// Changes the plan of an add-on.
    pub struct PlanChange {
        /// Add-on name.
        addon: String,
        /// Add-on id.
        addon_id: String,
        /// App that pays for it.
        app: String,
        /// The wanted plan, `service:plan`.
        plan: String,
    }
}

impl Verb for PlanChange {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(platform::change_plan(&self.app, &self.addon, &self.plan))
    }

    fn landed(&self, _: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let database = look.read(data::on_plan(&self.addon_id), "the database")?;
        if database.waiting == Some(true) || database.name() == Some(plan_name(&self.plan)) {
            return Ok(Landed::Yes);
        }
        // The add-on may show the wanted plan from the moment it was accepted.
        let addon = look.read(platform::addon(&self.app, &self.addon), "the add-on")?;
        Ok(match (database.waiting, database.name(), addon.plan) {
            (Some(false), Some(_), Some(shown)) => Landed::from(Some(shown == self.plan), "the plan"),
            _ => Landed::Unclear("its plan is not shown".to_owned()),
        })
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn once(&self) -> bool {
        true
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let (addon, app) = (shell_word(&self.addon), shell_word(&self.app));
        Ok(Some(format!("heroku addons:upgrade {addon} {} --app {app}", shell_word(&self.plan))))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("change the plan of {} to {}", self.addon, plan_name(&self.plan)))
    }
}
