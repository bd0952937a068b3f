//! Add-ons.

use serde_json::json;

use crate::answer::{answer, Ask};
use crate::api::{change, get, get_with, segment};
use crate::effect::Effect;
use connect_wire::{Api, Method};

answer! {
    /// An add-on. Prices are US cents a month; what is billed may differ from what the plan costs.
    pub struct Addon {
        id: Option<String> = "/id",
        name: Option<String> = "/name",
        app: Option<String> = "/app/name",
        service: Option<String> = "/addon_service/name",
        state: Option<String> = "/state",
        plan: Option<String> = "/plan/name",
        plan_state: Option<String> = "/plan/state",
        price_cents: Option<u64> = "/plan/price/cents",
        billed_cents: Option<u64> = "/billed_price/cents",
    }
}

answer! {
    /// A plan of a service.
    pub struct Plan {
        name: Option<String> = "/name",
        cents: Option<u64> = "/price/cents",
        state: Option<String> = "/state",
    }
}

/// States of a plan in which it can be ordered.
const SOLD: [&str; 3] = ["ga", "public", "beta"];

impl Addon {
    /// True for a database of Heroku Postgres.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.service.as_deref() == Some("heroku-postgresql")
    }

    /// True if its plan can be ordered. What was not told is not taken for a yes.
    #[must_use]
    pub fn sold(&self) -> bool {
        self.plan_state.as_deref().is_some_and(|state| SOLD.contains(&state))
    }
}

impl Plan {
    /// True if it can be ordered.
    #[must_use]
    pub fn sold(&self) -> bool {
        self.state.as_deref().is_some_and(|state| SOLD.contains(&state))
    }
}

/// Plans of a service, orderable or not.
#[must_use]
pub fn plans(service: &str) -> Ask<Vec<Plan>> {
    get(Api::Platform, format!("/addon-services/{}/plans", segment(service)))
}

/// Plans of Heroku Postgres, orderable or not.
#[must_use]
pub fn postgres_plans() -> Ask<Vec<Plan>> {
    plans("heroku-postgresql")
}

/// Add-ons of an app, and those of other apps that are attached to it.
#[must_use]
pub fn addons(app: &str) -> Ask<Vec<Addon>> {
    get_with(Api::Platform, format!("/apps/{}/addons", segment(app)), ("accept-expansion", "plan"))
}

/// One add-on by name or id, seen from an app.
#[must_use]
pub fn addon(app: &str, addon: &str) -> Ask<Addon> {
    let path = format!("/apps/{}/addons/{}", segment(app), segment(addon));
    get_with(Api::Platform, path, ("accept-expansion", "plan"))
}

/// Creates a follower. `leader` is the leader's add-on name; the new add-on and its attachment get names of ours.
#[must_use]
pub fn create_follower(app: &str, plan: &str, name: &str, attachment: &str, leader: &str) -> Effect {
    let path = format!("/apps/{}/addons", segment(app));
    let body = json!({
        "attachment": { "name": attachment },
        "config": { "follow": leader },
        "name": name,
        "plan": { "name": plan },
    });
    change(Api::Platform, Method::Post, path, Some(body))
}

/// Creates an empty database of a major version. The new add-on and its attachment get names of ours.
#[must_use]
pub fn create_database(app: &str, plan: &str, name: &str, attachment: &str, version: &str) -> Effect {
    let path = format!("/apps/{}/addons", segment(app));
    let body = json!({
        "attachment": { "name": attachment },
        "config": { "version": version },
        "name": name,
        "plan": { "name": plan },
    });
    change(Api::Platform, Method::Post, path, Some(body))
}

/// Creates a database that holds what another one held at a moment; `names` are those of the add-on and of its attachment, `past` the other one
/// and the moment.
#[must_use]
pub fn create_rollback(app: &str, plan: &str, names: (&str, &str), past: (&str, &str)) -> Effect {
    let path = format!("/apps/{}/addons", segment(app));
    let body = json!({
        "attachment": { "name": names.1 },
        "config": { "rollback": past.0, "to": past.1 },
        "name": names.0,
        "plan": { "name": plan },
    });
    change(Api::Platform, Method::Post, path, Some(body))
}

/// Orders an add-on of Heroku Connect. The service wants the app's name once more: it is shared with an organization.
#[must_use]
pub fn create_connect(app: &str, plan: &str, name: &str) -> Effect {
    let path = format!("/apps/{}/addons", segment(app));
    let body = json!({ "confirm": app, "name": name, "plan": { "name": plan } });
    change(Api::Platform, Method::Post, path, Some(body))
}

/// Changes the plan of an add-on, `service:plan`, as `addons:upgrade` does.
#[must_use]
pub fn change_plan(app: &str, addon: &str, plan: &str) -> Effect {
    let path = format!("/apps/{}/addons/{}", segment(app), segment(addon));
    change(Api::Platform, Method::Patch, path, Some(json!({ "plan": { "name": plan } })))
}

/// Destroys an add-on and its data. Never by force: one that another app is attached to is refused.
#[must_use]
pub fn destroy_addon(app: &str, addon: &str) -> Effect {
    let path = format!("/apps/{}/addons/{}", segment(app), segment(addon));
    change(Api::Platform, Method::Delete, path, Some(json!({ "force": false })))
}
