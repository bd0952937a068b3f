//! Add-ons and attachments as the Platform API shows them.

use serde_json::{json, Map, Value};

use crate::scenario::PlanShown;
use crate::world::call::Call;
use crate::world::ids::{iso, uuid, Kind};
use crate::world::platform::plans::{plan_id, plan_json, price, service_id};
use crate::world::state::{Addon, AddonState, Attachment, DatabaseWork};
use crate::world::World;

impl World {
    /// An add-on; `plan` and `addon_service` in full only when the call asks for it with `Accept-Expansion`.
    pub(super) fn addon_json(&self, addon: &Addon, call: &Call<'_>) -> Value {
        let shown = self.shown_plan(addon);
        let plan = if call.wants("accept-expansion", "plan") {
            plan_json(&addon.service, shown, self.sold(&addon.service, shown))
        } else {
            json!({"id": plan_id(&addon.service, shown), "name": format!("{}:{shown}", addon.service)})
        };
        let state = match addon.state {
            AddonState::Provisioning => "provisioning",
            AddonState::Provisioned => "provisioned",
            AddonState::Deprovisioning => "deprovisioning",
            AddonState::Deprovisioned => "deprovisioned",
        };
        json!({
            "id": uuid(Kind::Addon, addon.id),
            "name": &*addon.name,
            "state": state,
            "app": self.app_ref(&addon.app),
            "addon_service": {"id": service_id(&addon.service), "name": &*addon.service},
            "plan": plan,
            "billed_price": {"cents": price(&addon.service, &addon.plan), "contract": false, "unit": "month"},
            "billing_entity": self.app_ref(&addon.app),
            "config_vars": self.config_vars_of(addon),
            "provider_id": uuid(Kind::Addon, addon.id),
            "actions": [],
            "web_url": format!("https://addons-sso.heroku.com/apps/{}/addons/{}", addon.app, uuid(Kind::Addon, addon.id)),
            "created_at": iso(addon.at),
            "updated_at": iso(addon.at),
        })
    }

    /// The plan that an add-on shows: it may be one that was only accepted.
    fn shown_plan<'a>(&self, addon: &'a Addon) -> &'a str {
        match addon.database.as_ref().map(|database| &database.work) {
            Some(DatabaseWork::PlanChange { plan, .. })
                if self.settings.switches.plan_shown == PlanShown::Accepted =>
            {
                plan
            }
            _ => &addon.plan,
        }
    }

    fn config_vars_of(&self, addon: &Addon) -> Vec<String> {
        if addon.database.is_none() {
            return addon.vars.keys().cloned().collect();
        }
        let own = self
            .attachments
            .iter()
            .filter(|attachment| attachment.addon == addon.name && attachment.app == addon.app);
        own.map(|attachment| format!("{}_URL", attachment.name)).collect()
    }

    /// An attachment; `addon.plan` and `config_vars` only when the call asks for it with `Accept-Inclusion`.
    pub(super) fn attachment_json(&self, attachment: &Attachment, call: &Call<'_>) -> Value {
        let mut addon = Map::new();
        let mut vars = Vec::new();
        addon.insert("name".to_owned(), json!(&*attachment.addon));
        if let Ok(known) = self.addon(&attachment.addon) {
            addon.insert("id".to_owned(), json!(uuid(Kind::Addon, known.id)));
            addon.insert("app".to_owned(), self.app_ref(&known.app));
            if call.includes("addon:plan") {
                let plan = json!({"id": plan_id(&known.service, &known.plan), "name": known.full_plan()});
                addon.insert("plan".to_owned(), plan);
            }
            vars = match known.database {
                Some(_) => vec![format!("{}_URL", attachment.name)],
                None => known.vars.keys().cloned().collect(),
            };
        }
        let mut shown = json!({
            "id": uuid(Kind::Attachment, attachment.id),
            "name": &*attachment.name,
            "namespace": attachment.namespace.as_deref(),
            "addon": addon,
            "app": self.app_ref(&attachment.app),
            "log_input_url": null,
            "web_url": null,
            "created_at": iso(attachment.at),
            "updated_at": iso(attachment.at),
        });
        if let (true, Some(object)) = (call.includes("config_vars"), shown.as_object_mut()) {
            object.insert("config_vars".to_owned(), json!(vars));
        }
        shown
    }

    pub(in crate::world) fn app_ref(&self, app: &str) -> Value {
        let id = self.app(app).ok().map(|app| uuid(Kind::App, app.id));
        json!({"id": id, "name": app})
    }
}

impl Addon {
    /// `heroku-postgresql:standard-0`.
    pub(in crate::world) fn full_plan(&self) -> String {
        format!("{}:{}", self.service, self.plan)
    }
}
