//! Heroku Connect: discovery and the regional API. Salesforce identity and error texts are never on an allow-list.

use serde_json::json;

use super::{get, http, plains, segment};
use crate::effect::{Effect, HttpEffect};
use connect_wire::{Api, Method};

/// Connections of an app, from discovery.
#[must_use]
pub fn discover(app: &str) -> Effect {
    let reads = plains(&[
        "/results/*/id",
        "/results/*/resource_name",
        "/results/*/region_url",
        "/results/*/app_name",
    ]);
    get(Api::ConnectDiscovery, format!("/connections?app={}", segment(app)), reads)
}

fn region(base: &str, mut effect: HttpEffect) -> Effect {
    effect.request.base = Some(base.to_owned());
    Effect::Http(effect)
}

/// One connection with its mappings.
#[must_use]
pub fn connection(base: &str, id: &str) -> Effect {
    let reads = plains(&[
        "/id",
        "/resource_name",
        "/app_name",
        "/db_key",
        "/schema_name",
        "/state",
        "/organization_id",
        "/database/host",
        "/database/port",
        "/database/database",
        "/sf_info/api_version",
        "/features/poll_db_no_merge",
        "/mappings/*/id",
        "/mappings/*/object_name",
        "/mappings/*/state",
        "/mappings/*/access",
        "/mappings/*/sf_notify_enabled",
        "/mappings/*/upsert_field",
        "/mappings/*/actively_writing",
        "/mappings/*/is_polling",
        "/mappings/*/counts/pending",
        "/mappings/*/counts/errors",
        "/mappings/*/times/sf_poll",
    ]);
    let path = format!("/api/v3/connections/{}?deep=true", segment(id));
    region(base, http(Api::ConnectRegion, Method::Get, path, None, reads))
}

/// Asks a connection to pause or resume: accepted is not done.
#[must_use]
pub fn action(base: &str, id: &str, action: &str) -> Effect {
    let path = format!("/api/v3/connections/{}/actions/{action}", segment(id));
    region(base, http(Api::ConnectRegion, Method::Post, path, None, vec![]))
}

/// Points a connection at another config var.
#[must_use]
pub fn set_db_key(base: &str, id: &str, db_key: &str) -> Effect {
    let path = format!("/api/v3/connections/{}", segment(id));
    let body = json!({ "db_key": db_key });
    region(base, http(Api::ConnectRegion, Method::Patch, path, Some(body), plains(&["/db_key", "/state"])))
}
