use super::{Judgement, Predicate};
use crate::api::{data, platform};
use crate::figures::monthly;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;
use crate::snapshot::plan_name;

arguments! {
    /// A database is on a plan, by both APIs, and the service is at rest.
    pub struct PlanIs {
        /// Add-on name.
        addon: Late<String>,
        /// Add-on id.
        addon_id: Late<String>,
        /// App that pays for it.
        app: String,
        /// `service:plan`.
        plan: String,
    }
}

impl Predicate for PlanIs {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let wanted = plan_name(&self.plan);
        let database = look.read(data::on_plan(&self.addon_id.get(known)?), "the database")?;
        if database.waiting != Some(false) {
            return Ok(Judgement::not_yet("Heroku is still at work on it"));
        }
        let shown =
            |plan: Option<&str>| plan.map_or("not shown".to_owned(), |plan| plan_name(plan).to_owned());
        if database.name() != Some(wanted) {
            return Ok(Judgement::not_yet(&format!("its plan is {}", shown(database.name()))));
        }
        let name = self.addon.get(known)?;
        let addon = look.read(platform::addon(&self.app, &name), "the add-on")?;
        if addon.plan.as_ref() != Some(&self.plan) {
            return Ok(Judgement::not_yet(&format!("the add-on's plan is {}", shown(addon.plan.as_deref()))));
        }
        let price = match addon.billed_cents.or(addon.price_cents) {
            Some(cents) => monthly(cents),
            None => "price not shown".to_owned(),
        };
        Ok(Judgement::proven("plan", format!("plan of {name}"), format!("{wanted} by both APIs, {price}")))
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku addons:info {}", shell_word(&self.addon.get(known)?))))
    }
}
