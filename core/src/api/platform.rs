//! Platform API.

use serde_json::json;

use super::{get, http, plain, plains, segment, url};
use crate::effect::Effect;
use connect_wire::{Api, Method};

/// Account behind the login; only whether there is one.
#[must_use]
pub fn account() -> Effect {
    get(Api::Platform, "/account".to_owned(), plains(&["/two_factor_authentication"]))
}

/// One app.
#[must_use]
pub fn app(name: &str) -> Effect {
    get(
        Api::Platform,
        format!("/apps/{}", segment(name)),
        plains(&[
            "/id",
            "/name",
            "/maintenance",
            "/region/name",
            "/stack/name",
            "/space/name",
            "/space/shield",
            "/generation/name",
            "/generation",
        ]),
    )
}

/// Add-ons of an app.
#[must_use]
pub fn app_addons(app: &str) -> Effect {
    let path = format!("/apps/{}/addons", segment(app));
    get(
        Api::Platform,
        path,
        plains(&["/*/id", "/*/name", "/*/state", "/*/app/name", "/*/addon_service/name", "/*/plan/name"]),
    )
}

/// One add-on by name or id, seen from an app.
#[must_use]
pub fn app_addon(app: &str, addon: &str) -> Effect {
    let path = format!("/apps/{}/addons/{}", segment(app), segment(addon));
    let mut effect = http(
        Api::Platform,
        Method::Get,
        path,
        None,
        plains(&[
            "/id",
            "/name",
            "/state",
            "/app/name",
            "/plan/name",
            "/plan/price/cents",
            "/plan/price/unit",
            "/billed_price/cents",
        ]),
    );
    effect.request.headers.insert("accept-expansion".to_owned(), "plan".to_owned());
    Effect::Http(effect)
}

const ATTACHMENT: [&str; 7] =
    ["/*/id", "/*/name", "/*/namespace", "/*/app/name", "/*/addon/id", "/*/addon/name", "/*/addon/app/name"];

/// Attachments of an app.
#[must_use]
pub fn app_attachments(app: &str) -> Effect {
    get(Api::Platform, format!("/apps/{}/addon-attachments", segment(app)), plains(&ATTACHMENT))
}

/// Attachments of an add-on in every app that this login can see.
#[must_use]
pub fn addon_attachments(addon_id: &str) -> Effect {
    get(Api::Platform, format!("/addons/{}/addon-attachments", segment(addon_id)), plains(&ATTACHMENT))
}

/// Formation of an app.
#[must_use]
pub fn formation(app: &str) -> Effect {
    get(
        Api::Platform,
        format!("/apps/{}/formation", segment(app)),
        plains(&["/*/type", "/*/quantity", "/*/size"]),
    )
}

/// Dynos of an app.
#[must_use]
pub fn dynos(app: &str) -> Effect {
    let path = format!("/apps/{}/dynos", segment(app));
    get(Api::Platform, path, plains(&["/*/name", "/*/type", "/*/state", "/*/release/version"]))
}

/// The newest releases of an app, newest first.
#[must_use]
pub fn releases(app: &str) -> Effect {
    let path = format!("/apps/{}/releases", segment(app));
    let reads = plains(&["/*/version", "/*/status", "/*/current"]);
    let mut effect = http(Api::Platform, Method::Get, path, None, reads);
    effect.request.headers.insert("range".to_owned(), "version ..; max=10, order=desc".to_owned());
    Effect::Http(effect)
}

/// Config vars of one release: names, and where database URLs point.
#[must_use]
pub fn release_config(app: &str, version: u64) -> Effect {
    get(Api::Platform, format!("/apps/{}/releases/{version}/config-vars", segment(app)), vec![url("/*")])
}

/// Config vars of an app: names, and where database URLs point.
#[must_use]
pub fn config(app: &str) -> Effect {
    get(Api::Platform, format!("/apps/{}/config-vars", segment(app)), vec![url("/*")])
}

/// One feature of an app, for example `preboot`.
#[must_use]
pub fn feature(app: &str, name: &str) -> Effect {
    get(
        Api::Platform,
        format!("/apps/{}/features/{}", segment(app), segment(name)),
        plains(&["/name", "/enabled"]),
    )
}

/// Autoscaling monitors of an app's web dynos.
#[must_use]
pub fn monitors(app_id: &str) -> Effect {
    let path = format!("/apps/{}/formation/web/monitors", segment(app_id));
    get(Api::Metrics, path, plains(&["/*/id", "/*/action_type", "/*/is_active"]))
}

/// Switches one autoscaling monitor.
#[must_use]
pub fn switch_monitor(app_id: &str, monitor: &str, active: bool) -> Effect {
    let path = format!("/apps/{}/formation/web/monitors/{}", segment(app_id), segment(monitor));
    let body = json!({ "is_active": active, "op": "GREATER_OR_EQUAL", "period": 1 });
    Effect::Http(http(Api::Metrics, Method::Patch, path, Some(body), vec![plain("/id")]))
}

/// Switches maintenance mode.
#[must_use]
pub fn set_maintenance(app: &str, on: bool) -> Effect {
    let path = format!("/apps/{}", segment(app));
    Effect::Http(http(
        Api::Platform,
        Method::Patch,
        path,
        Some(json!({ "maintenance": on })),
        vec![plain("/maintenance")],
    ))
}

/// Sets process types to quantities. Quantities are strings, as the CLI sends them.
#[must_use]
pub fn scale(app: &str, quantities: &[(String, u64, Option<String>)]) -> Effect {
    let path = format!("/apps/{}/formation", segment(app));
    let updates: Vec<_> = quantities
        .iter()
        .map(|(kind, quantity, size)| match size {
            Some(size) => json!({ "type": kind, "quantity": quantity.to_string(), "size": size }),
            None => json!({ "type": kind, "quantity": quantity.to_string() }),
        })
        .collect();
    let reads = plains(&["/*/type", "/*/quantity", "/*/size"]);
    Effect::Http(http(Api::Platform, Method::Patch, path, Some(json!({ "updates": updates })), reads))
}

/// Stops all dynos of one type, one-off and Scheduler jobs included.
#[must_use]
pub fn stop_dynos(app: &str, kind: &str) -> Effect {
    let path = format!("/apps/{}/formations/{}/actions/stop", segment(app), segment(kind));
    Effect::Http(http(Api::Platform, Method::Post, path, None, vec![]))
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
    Effect::Http(http(Api::Platform, Method::Post, path, Some(body), plains(&["/id", "/name", "/state"])))
}

/// Destroys an add-on and its data.
#[must_use]
pub fn destroy_addon(app: &str, addon: &str) -> Effect {
    let path = format!("/apps/{}/addons/{}", segment(app), segment(addon));
    Effect::Http(http(
        Api::Platform,
        Method::Delete,
        path,
        Some(json!({ "force": true })),
        plains(&["/id", "/state"]),
    ))
}

/// Attaches an add-on to an app under a name; a name in use there is replaced, as `pg:promote` does.
#[must_use]
pub fn attach(app: &str, addon: &str, name: &str, namespace: Option<&str>) -> Effect {
    let body = json!({
        "addon": { "name": addon },
        "app": { "name": app },
        "confirm": app,
        "name": name,
        "namespace": namespace,
    });
    let reads = plains(&["/id", "/name", "/addon/name"]);
    Effect::Http(http(Api::Platform, Method::Post, "/addon-attachments".to_owned(), Some(body), reads))
}

/// Removes an attachment.
#[must_use]
pub fn detach(attachment_id: &str) -> Effect {
    let path = format!("/addon-attachments/{}", segment(attachment_id));
    Effect::Http(http(Api::Platform, Method::Delete, path, None, vec![plain("/id")]))
}
