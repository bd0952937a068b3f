//! Add-ons: list, show, plan change, destroy.

use serde_json::{json, Value};

use crate::job::JobKind;
use crate::scenario::{PlanChangeBack, PlanChangeFires};
use crate::world::call::Call;
use crate::world::find::{CONNECT, POSTGRES};
use crate::world::platform::plans::{price, tier, Tier};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::{Addon, AddonState, DatabaseWork, Name};
use crate::world::World;

impl World {
    pub(super) fn list_addons(&self, call: &Call<'_>, app: Option<&str>) -> Reply {
        // An app's list also has add-ons of other apps that are attached to it.
        let attached =
            |addon: &Addon, app: &str| self.attachments_of(app).any(|held| held.addon == addon.name);
        let rows = self
            .addons
            .iter()
            .filter(|addon| app.is_none_or(|app| &*addon.app == app || attached(addon, app)))
            .map(|addon| self.addon_json(addon, call));
        ok(Value::Array(rows.collect()))
    }

    pub(super) fn show_addon(&self, call: &Call<'_>, app: Option<&str>, reference: &str) -> Reply {
        let addon = match app {
            Some(app) => self.addon_of_app(app, reference)?,
            None => self.addon(reference)?,
        };
        ok(self.addon_json(addon, call))
    }

    /// An add-on by name, id or attachment name, as an app knows it.
    fn addon_of_app(&self, app: &str, reference: &str) -> Result<&Addon, Refusal> {
        if let Some(held) = self.attachment(app, reference) {
            return self.addon(&held.addon);
        }
        let addon = self.addon(reference)?;
        let known = &*addon.app == app || self.attachments_of(app).any(|held| held.addon == addon.name);
        if known {
            Ok(addon)
        } else {
            Err(Refusal::not_found("add_on"))
        }
    }

    /// `GET /addons/{a}/config/credential:{c}`.
    pub(super) fn addon_config(&self, reference: &str, rest: &[&str]) -> Reply {
        let addon = self.addon(reference)?;
        let Some(namespace) = rest.first() else {
            let rows = addon.vars.iter().map(|(name, value)| json!({"name": name, "value": value}));
            return ok(Value::Array(rows.collect()));
        };
        let credential = namespace.strip_prefix("credential:").unwrap_or(namespace);
        let known = addon.database.as_ref().is_some_and(|db| {
            credential == "default" || db.credentials.iter().any(|name| &**name == credential)
        });
        ok(if known { json!([{"name": namespace, "value": "true"}]) } else { json!([]) })
    }

    pub(super) fn change_plan(&mut self, call: &Call<'_>, app: &str, reference: &str) -> Reply {
        let wanted = call.text("/plan/name").or_else(|| call.text("/plan")).unwrap_or_default().to_owned();
        let addon = self.addon_of_app(app, reference)?;
        let (service, plan) = wanted.split_once(':').unwrap_or((&addon.service, &wanted));
        if service != &*addon.service || price(service, plan).is_none() || !self.sold(service, plan) {
            return Err(unknown_plan(&wanted));
        }
        if let Some(database) = &addon.database {
            if tier(plan) != tier(&addon.plan) {
                return Err(Refusal::invalid(
                    "This plan belongs to another tier. Copy the database instead.",
                ));
            }
            if in_a_space(plan) != in_a_space(&addon.plan) {
                return Err(Refusal::invalid(
                    "This plan belongs to another network. Use a follower or copy the database instead.",
                ));
            }
            let under_way = matches!(database.work, DatabaseWork::PlanChange { .. });
            let refuses = self.settings.switches.plan_change_back == PlanChangeBack::Refused;
            let free = database.work == DatabaseWork::None || under_way && !refuses;
            if addon.state != AddonState::Provisioned || !free {
                return Err(Refusal::unprocessable("The database is busy."));
            }
        }
        let (addon, plan) = (addon.name.clone(), name(plan));
        self.plan_change(&addon, &plan, call.now)?;
        let mut wanted = self.addon(&addon)?.clone();
        wanted.plan = plan;
        ok(with_message(self.addon_json(&wanted, call), "The change runs in the background."))
    }

    /// The change is accepted: it begins by itself.
    fn plan_change(&mut self, addon: &str, wanted: &Name, now: u64) -> Result<(), Refusal> {
        let switches = &self.settings.switches;
        let cancels = switches.plan_change_back == PlanChangeBack::Cancels;
        let begins = Some(match switches.plan_change_fires {
            PlanChangeFires::Ready => now + switches.plan_change_ms,
            PlanChangeFires::Window => now + switches.window_ms,
        });
        let known = self.addon_mut(addon)?;
        let Some(database) = &mut known.database else {
            known.plan = wanted.clone();
            return Ok(());
        };
        let fresh = DatabaseWork::PlanChange { plan: wanted.clone(), begins, then: None };
        match &mut database.work {
            DatabaseWork::PlanChange { .. } if cancels && *wanted == known.plan => {
                database.work = DatabaseWork::None
            }
            DatabaseWork::PlanChange { begins: None, then, .. } => *then = Some(wanted.clone()),
            DatabaseWork::PlanChange { then, .. } if !cancels => *then = Some(wanted.clone()),
            _ => database.work = fresh,
        }
        Ok(())
    }

    pub(super) fn destroy_addon(&mut self, call: &Call<'_>, app: &str, reference: &str) -> Reply {
        let addon = self.addon_of_app(app, reference)?;
        if &*addon.app != app {
            return Err(Refusal::new(403, "forbidden", "This add-on is billed to another app."));
        }
        // One that could not be provisioned is listed, with its attachment, until somebody destroys it.
        if addon.state == AddonState::Deprovisioning {
            return Err(Refusal::unprocessable("The add-on is already being destroyed."));
        }
        let (addon, service) = (addon.name.clone(), addon.service.clone());
        let elsewhere = self.attachments.iter().any(|held| held.addon == addon && &*held.app != app);
        let force = call.body().get("force").and_then(Value::as_bool).unwrap_or(false);
        if elsewhere && !force {
            return Err(Refusal::invalid(
                "This add-on is attached to other apps. Detach it there or use force.",
            ));
        }
        if &*service == CONNECT {
            self.must_be_deletable(&addon)?;
        }
        self.addon_mut(&addon)?.state = AddonState::Deprovisioning;
        let answer = self.addon_json(self.addon(&addon)?, call);
        let silent = &*service == CONNECT && !self.settings.switches.connect_addon_release;
        self.withdraw(&addon, silent, call.now);
        if &*service == POSTGRES {
            for follower in self.followers(&addon) {
                self.ask(JobKind::Unfollow { addon: follower.to_string() });
            }
            let exists = self.database(&addon).is_some_and(|database| database.url.is_some());
            if exists {
                self.ask(JobKind::DestroyDatabase { addon: addon.to_string() });
            } else if !self.making(&addon) {
                self.destroyed(&addon);
            }
        } else if &*service == CONNECT {
            self.end_connection(&addon, call.now);
        } else {
            self.addons.retain(|known| known.name != addon);
        }
        ok(answer)
    }

    /// Takes an add-on's attachments away, with a release in every app that had one unless it is done silently.
    fn withdraw(&mut self, addon: &Name, silent: bool, now: u64) {
        let held: Vec<(Name, Name)> = self
            .attachments
            .iter()
            .filter(|held| held.addon == *addon)
            .map(|held| (held.app.clone(), held.name.clone()))
            .collect();
        std::sync::Arc::make_mut(&mut self.attachments).retain(|held| held.addon != *addon);
        let mut apps: Vec<Name> = held.iter().map(|(app, _)| app.clone()).collect();
        apps.sort();
        apps.dedup();
        apps.retain(|_| !silent);
        for app in apps {
            let texts: Vec<String> = held
                .iter()
                .filter(|(owner, _)| *owner == app)
                .map(|(_, name)| format!("Detach {name} (@ref:{addon})"))
                .collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            self.releases(&app, &texts, now);
        }
    }
}

/// The refusal whose first words the CLI knows.
pub(super) fn unknown_plan(plan: &str) -> Refusal {
    Refusal::invalid(format!("Couldn't find either the add-on service or the add-on plan of \"{plan}\"."))
}

pub(super) fn with_message(mut shown: Value, message: &str) -> Value {
    if let Some(object) = shown.as_object_mut() {
        object.insert("provision_message".to_owned(), json!(message));
    }
    shown
}

/// True for plans whose servers stand in the network of a Private Space.
fn in_a_space(plan: &str) -> bool {
    ["private-", "shield-"].iter().any(|kind| plan.starts_with(kind))
}

/// True if the plan can be followed and forked.
pub(in crate::world) fn can_follow(plan: &str) -> bool {
    tier(plan) == Tier::Classic
}
