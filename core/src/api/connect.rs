//! Heroku Connect: discovery and the regional API. Salesforce identity and error texts are never read.

use serde_json::json;

use super::{change, get, segment};
use crate::answer::{answer, Answer, Ask, Fingerprint};
use crate::effect::Effect;
use crate::snapshot::Polled;
use connect_wire::{Api, Method};

/// Connection states in which Connect runs.
pub const RUNNING: [&str; 2] = ["IDLE", "POLLING_DB_CHANGES"];

/// Mapping states in which Connect is not touching the table. An allow-list: any new state counts as working.
const AT_REST: [&str; 2] = ["DATA_SYNCED", "INITIAL"];

/// Mapping states that stay until someone acts.
pub const BROKEN: [&str; 8] = [
    "ABORTED",
    "BULK_LOAD_ERROR",
    "SYSTEM_ERROR",
    "DB_UNAVAILABLE",
    "BAD_CONFIG",
    "SYNC_REMOVED",
    "INACTIVE_ORG",
    "UNAUTHORIZED",
];

/// A connection's state in one of the words that matter to a plan.
#[must_use]
pub fn standing(state: &str) -> &'static str {
    match state {
        "PAUSED" => "paused",
        state if RUNNING.contains(&state) => "running",
        _ => "broken",
    }
}

/// What a mapping does every few minutes as long as it is well.
const ROUTINE: [&str; 3] = ["POLLING_SF_BULK", "POLLING_SF_CHANGES", "POLLING_SF_FOR_DELETES"];

/// The same of a mapping's state. A poll is no work that a plan minds: at another moment of the same world there is none.
#[must_use]
pub fn mapping_standing(state: &str) -> &'static str {
    match state {
        state if AT_REST.contains(&state) || ROUTINE.contains(&state) => "at rest",
        state if BROKEN.contains(&state) => "broken",
        _ => "working",
    }
}

answer! {
    /// What discovery says of an app.
    pub struct Discovered {
        results: Vec<Found> = "/results",
    }
}

answer! {
    /// A connection and the region that serves it.
    pub struct Found {
        id: Option<String> = "/id",
        resource: Option<String> = "/resource_name",
        region: Option<String> = "/region_url",
    }
}

answer! {
    /// One connection with its mappings. The organization is a keyed fingerprint.
    pub struct Connection {
        org: Option<Fingerprint> = "/organization_id",
        db_key: Option<String> = "/db_key",
        schema: Option<String> = "/schema_name",
        state: Option<String> = "/state",
        host: Option<String> = "/database/host",
        port: Option<u64> = "/database/port",
        database: Option<String> = "/database/database",
        mtls: Option<bool> = "/features/mtls_shield_connection",
        mappings: Vec<Mapping> = "/mappings",
    }
}

answer! {
    /// One mapping.
    pub struct Mapping {
        object: Option<String> = "/object_name",
        state: Option<String> = "/state",
        access: Option<String> = "/access",
        streaming: Option<bool> = "/sf_notify_enabled",
        upsert_field: Option<String> = "/upsert_field",
        actively_writing: Option<bool> = "/actively_writing",
        is_polling: Option<bool> = "/is_polling",
        sf_poll: Option<String> = "/times/sf_poll",
    }
}

impl Connection {
    /// Its state in a word.
    #[must_use]
    pub fn state(&self) -> &str {
        self.state.as_deref().unwrap_or("unknown")
    }

    /// True if Connect runs.
    #[must_use]
    pub fn runs(&self) -> bool {
        RUNNING.contains(&self.state())
    }

    /// When each mapping polled Salesforce last.
    #[must_use]
    pub fn polls(&self) -> Vec<Polled> {
        let polled = |one: &Mapping| Polled { object: one.object().to_owned(), sf_poll: one.sf_poll.clone() };
        self.mappings.iter().map(polled).collect()
    }

    /// Objects of the mappings that are not at rest.
    #[must_use]
    pub fn restless(&self) -> Vec<&str> {
        self.mappings.iter().filter(|one| !one.rests()).map(Mapping::object).collect()
    }
}

impl Mapping {
    /// Its Salesforce object.
    #[must_use]
    pub fn object(&self) -> &str {
        self.object.as_deref().unwrap_or("?")
    }

    fn rests(&self) -> bool {
        self.state.as_deref().is_some_and(|state| AT_REST.contains(&state))
            && self.actively_writing != Some(true)
            && self.is_polling != Some(true)
    }
}

/// Connections of an app, from discovery.
#[must_use]
pub fn discover(app: &str) -> Ask<Discovered> {
    get(Api::ConnectDiscovery, format!("/connections?app={}", segment(app)))
}

/// One connection with its mappings.
#[must_use]
pub fn connection(base: &str, id: &str) -> Ask<Connection> {
    let ask = get(Api::ConnectRegion, format!("/api/v3/connections/{}?deep=true", segment(id)));
    in_region_ask(base, ask)
}

/// Asks a connection to pause or resume: accepted is not done.
#[must_use]
pub fn action(base: &str, id: &str, action: &str) -> Effect {
    let path = format!("/api/v3/connections/{}/actions/{action}", segment(id));
    in_region(base, change(Api::ConnectRegion, Method::Post, path, None))
}

/// Points a connection at another config var.
#[must_use]
pub fn set_db_key(base: &str, id: &str, db_key: &str) -> Effect {
    let path = format!("/api/v3/connections/{}", segment(id));
    in_region(base, change(Api::ConnectRegion, Method::Patch, path, Some(json!({ "db_key": db_key }))))
}

fn in_region(base: &str, mut effect: Effect) -> Effect {
    if let Effect::Http(http) = &mut effect {
        http.request.base = Some(base.to_owned());
    }
    effect
}

fn in_region_ask<A: Answer>(base: &str, mut ask: Ask<A>) -> Ask<A> {
    ask.effect = in_region(base, ask.effect);
    ask
}
