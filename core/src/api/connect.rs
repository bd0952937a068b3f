//! Heroku Connect: discovery and the regional API. Salesforce identity and error texts are never read.

use std::collections::BTreeMap;

use serde_json::{json, Value};

use super::{change, get, http, segment};
use crate::answer::{answer, Answer, Ask, Field, Fingerprint, Shown};
use crate::config::ORGANIZATION;
use crate::effect::{Effect, Form, HttpEffect, Reading};
use crate::pretty;
use crate::snapshot::Polled;
use connect_wire::{Api, Method};

/// Connection states in which Connect runs.
pub const RUNNING: [&str; 2] = ["IDLE", "POLLING_DB_CHANGES"];

/// Mapping states in which Connect is not touching the table. An allow-list: any new state counts as working.
pub const AT_REST: [&str; 2] = ["DATA_SYNCED", "INITIAL"];

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

answer! {
    /// How a connection is set up.
    pub struct About {
        version: Option<String> = "/sf_info/api_version",
        top_version: Option<String> = "/api_version",
        logged: Option<bool> = "/logplex_log_enabled",
    }
}

answer! {
    /// How a connection hears of changes in Salesforce.
    pub struct Hearing {
        state: Option<String> = "/state",
        mappings: Vec<Heard> = "/mappings",
    }
}

answer! {
    /// How a mapping does.
    pub struct Heard {
        object: Option<String> = "/object_name",
        streaming: Option<bool> = "/sf_notify_enabled",
        polling_seconds: Option<u64> = "/sf_polling_seconds",
    }
}

answer! {
    /// Writes that Salesforce refused in the last 24 hours. Their texts can hold data: they are not read.
    pub struct WriteErrors {
        count: Option<u64> = "/count",
    }
}

answer! {
    /// What Connect says and nobody has acknowledged. Its texts can name people and records: they are not read.
    pub struct Notifications {
        results: Vec<Notification> = "/results",
    }
}

answer! {
    /// One of them.
    pub struct Notification {
        id: Option<Shown> = "/id",
        created_at: Option<String> = "/created_at",
        event_type: Option<String> = "/event_type",
    }
}

answer! {
    /// Where the result of a diagnosis is to be had.
    pub struct Asked {
        url: Option<String> = "/result_url",
    }
}

impl Asked {
    /// The path of it in the region that was asked; `None` if it names another host: nothing is sent there.
    #[must_use]
    pub fn path(&self, base: &str) -> Option<String> {
        let path = self.url.as_deref()?.strip_prefix(base.trim_end_matches('/'))?;
        path.starts_with('/').then(|| path.to_owned())
    }
}

/// What Connect found when it diagnosed itself, by the names of its rules. Its sentences can name people and servers: they are not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks {
    /// What is wrong.
    pub errors: Vec<String>,
    /// What is worth a look.
    pub warnings: Vec<String>,
}

/// What it found of a connection and of each of its mappings, by object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Of the connection.
    pub own: Checks,
    /// Of each mapping.
    pub mappings: BTreeMap<String, Checks>,
}

impl Checks {
    fn of(value: &Value) -> Self {
        let list = |key: &str| {
            let all = value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let name = |one: &Value| one.get("display_name").and_then(Value::as_str).map(str::to_owned);
            all.iter().map(|one| name(one).unwrap_or_else(|| "a rule without a name".to_owned())).collect()
        };
        Self { errors: list("errors"), warnings: list("warnings") }
    }
}

impl Answer for Checked {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        for place in ["", "/mappings/*"] {
            for list in ["errors", "warnings"] {
                let pointer = format!("{at}{place}/{list}/*/display_name");
                reads.push(Reading { pointer, form: Form::Plain });
            }
        }
    }

    fn read(value: &Value) -> Self {
        let mappings = value.get("mappings").and_then(Value::as_object).into_iter().flatten();
        Self {
            own: Checks::of(value),
            mappings: mappings.map(|(object, one)| (object.clone(), Checks::of(one))).collect(),
        }
    }
}

answer! {
    /// How large a connection is, and what is paid for.
    pub struct Sizes {
        plan: Option<String> = "/plan",
        free: Option<bool> = "/free_edition",
        mappings: Vec<Size> = "/mappings",
    }
}

answer! {
    /// How many records of an object Salesforce had when they were counted.
    pub struct Size {
        object: Option<String> = "/object_name",
        rows: Option<u64> = "/counts/sf",
    }
}

answer! {
    /// The mappings of a connection, by id.
    pub struct Mapped {
        mappings: Vec<MappedOne> = "/mappings",
    }
}

answer! {
    /// One of them.
    pub struct MappedOne {
        id: Option<String> = "/id",
        object: Option<String> = "/object_name",
    }
}

/// A mapping in full: its configuration is read whole, because it is sent whole when a part of it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingDetail {
    /// Its Salesforce object.
    pub object: Option<String>,
    /// State.
    pub state: Option<String>,
    /// Number of its configuration.
    pub revision: Option<u64>,
    /// Its configuration, without its number and the time at which it was saved; `None` if a part of it could not be read.
    pub config: Option<Value>,
}

/// Pointers of a mapping: every part of the configuration that is a scalar or a map of scalars.
const MAPPING: [&str; 7] = [
    "/object_name",
    "/state",
    "/config/*",
    "/config/fields/*",
    "/config/fields/*/*",
    "/config/indexes/*",
    "/config/indexes/*/*",
];

impl Answer for MappingDetail {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        let plain = |pointer| Reading { pointer: format!("{at}{pointer}"), form: Form::Plain };
        reads.extend(MAPPING.iter().map(plain));
    }

    fn read(value: &Value) -> Self {
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let revision = value.pointer("/config/revision").and_then(Value::as_u64);
        Self {
            object: text("/object_name"),
            state: text("/state"),
            revision,
            config: value.get("config").and_then(whole),
        }
    }
}

/// A configuration as it is sent. What is neither scalar nor a map that is known comes through as nothing, so that it is not sent.
pub(super) fn whole(config: &Value) -> Option<Value> {
    let mut config = config.as_object()?.clone();
    config.remove("revision");
    config.remove("applied_at");
    for part in ["fields", "indexes"] {
        // Of an empty map only its name comes through.
        let map = config.get_mut(part).and_then(Value::as_object_mut);
        let empty = map.into_iter().flat_map(|map| map.values_mut()).filter(|one| one.is_null());
        empty.for_each(|one| *one = json!({}));
    }
    let fields = config.get("fields")?.is_object();
    // `upsert_field` may be there and be null.
    let readable = config.iter().all(|(name, part)| !part.is_null() || name == "upsert_field");
    (fields && readable).then_some(Value::Object(config))
}

answer! {
    /// An object of the organization as Connect describes it.
    pub struct Described {
        fields: Vec<DescribedField> = "/fields",
    }
}

answer! {
    /// A field of it. Older answers name it only.
    pub struct DescribedField {
        name: Option<String> = "/name",
        kind: Option<String> = "/type",
        length: Option<u64> = "/length",
    }
}

/// The configuration of a connection. Names of app and connection, dates and whatever is new in it stay outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// As a file of it would be, without the organization; `None` if there is no list of mappings.
    pub text: Option<String>,
    /// The organization.
    pub org: Option<Fingerprint>,
}

/// What is read of a configuration: all that two of them are compared by.
const EXPORTED: [&str; 12] = [
    "/version",
    "/connection/api_version",
    "/connection/features/*",
    "/connection/logplex_log_enabled",
    "/mappings/*/object_name",
    "/mappings/*/config/access",
    "/mappings/*/config/sf_notify_enabled",
    "/mappings/*/config/sf_polling_seconds",
    "/mappings/*/config/sf_max_daily_api_calls",
    "/mappings/*/config/upsert_field",
    "/mappings/*/config/fields/*",
    "/mappings/*/config/indexes/*/unique",
];

impl Answer for Export {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        let plain = |pointer| Reading { pointer: format!("{at}{pointer}"), form: Form::Plain };
        reads.extend(EXPORTED.iter().map(plain));
        <Option<Fingerprint> as Field>::readings(&format!("{at}{ORGANIZATION}"), reads);
    }

    fn read(value: &Value) -> Self {
        let org = <Option<Fingerprint> as Field>::read(value.pointer(ORGANIZATION));
        let mut value = value.clone();
        if let Some(connection) = value.get_mut("connection").and_then(Value::as_object_mut) {
            connection.remove("organization_id");
        }
        let mappings = value.get_mut("mappings").and_then(Value::as_array_mut);
        let listed = mappings.is_some();
        for fields in mappings.into_iter().flatten().filter_map(|one| one.pointer_mut("/config/fields")) {
            // Of a field only its name comes through.
            let unread = fields.as_object_mut().into_iter().flat_map(|map| map.values_mut());
            unread.filter(|one| one.is_null()).for_each(|one| *one = json!({}));
        }
        Self { text: listed.then(|| pretty::json(&value)), org }
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

/// The configuration of a connection.
#[must_use]
pub fn export(base: &str, id: &str) -> Ask<Export> {
    let ask = get(Api::ConnectRegion, format!("/api/v3/connections/{}/actions/export", segment(id)));
    in_region_ask(base, ask)
}

/// How large a connection is.
#[must_use]
pub fn sizes(base: &str, id: &str) -> Ask<Sizes> {
    let ask = get(Api::ConnectRegion, format!("/api/v3/connections/{}?deep=true", segment(id)));
    in_region_ask(base, ask)
}

/// How a connection is set up.
#[must_use]
pub fn about(base: &str, id: &str) -> Ask<About> {
    in_region_ask(base, get(Api::ConnectRegion, format!("/api/v3/connections/{}", segment(id))))
}

/// The mappings of a connection, by id.
#[must_use]
pub fn mapped(base: &str, id: &str) -> Ask<Mapped> {
    let ask = get(Api::ConnectRegion, format!("/api/v3/connections/{}?deep=true", segment(id)));
    in_region_ask(base, ask)
}

/// One mapping.
#[must_use]
pub fn mapping(base: &str, id: &str) -> Ask<MappingDetail> {
    in_region_ask(base, get(Api::ConnectRegion, format!("/api/v3/mappings/{}", segment(id))))
}

/// Saves a mapping; `revision` is the number of the configuration that it replaces. Where that stands is not known for sure: one report says in
/// the configuration, another beside it.
#[must_use]
pub fn put_mapping(base: &str, id: &str, object: &str, config: &Value, revision: u64) -> Effect {
    let mut config = config.clone();
    if let Some(config) = config.as_object_mut() {
        config.insert("revision".to_owned(), revision.into());
    }
    let path = format!("/api/v3/mappings/{}", segment(id));
    let body = json!({"object_name": object, "config": config, "revision": revision});
    in_region(base, change(Api::ConnectRegion, Method::Put, path, Some(body)))
}

/// Loads a mapping anew.
#[must_use]
pub fn reload(base: &str, id: &str) -> Effect {
    let path = format!("/api/v3/mappings/{}/actions/reload", segment(id));
    in_region(base, change(Api::ConnectRegion, Method::Post, path, None))
}

/// An object as Connect describes it.
#[must_use]
pub fn described(base: &str, id: &str, object: &str) -> Ask<Described> {
    let path = format!("/api/v3/connections/{}/schemas/{}", segment(id), segment(object));
    in_region_ask(base, get(Api::ConnectRegion, path))
}

/// How a connection hears of changes.
#[must_use]
pub fn hearing(base: &str, id: &str) -> Ask<Hearing> {
    let ask = get(Api::ConnectRegion, format!("/api/v3/connections/{}?deep=true", segment(id)));
    in_region_ask(base, ask)
}

/// Writes that Salesforce refused in the last 24 hours.
#[must_use]
pub fn write_errors(base: &str, id: &str) -> Ask<WriteErrors> {
    in_region_ask(base, get(Api::ConnectRegion, format!("/api/v3/connections/{}/errors", segment(id))))
}

/// What it says that nobody has acknowledged, up to the thousand that the official client asks for.
#[must_use]
pub fn notifications(base: &str, id: &str) -> Ask<Notifications> {
    let path = format!("/api/v3/connections/{}/notifications?page_size=1000", segment(id));
    in_region_ask(base, get(Api::ConnectRegion, path))
}

/// Acknowledges what it said up to a moment, and from another one on if there is one: both as they were shown.
#[must_use]
pub fn acknowledge(base: &str, id: &str, after: Option<&str>, before: &str) -> Effect {
    let after = after.map(|after| format!("&after={}", segment(after))).unwrap_or_default();
    let (id, before) = (segment(id), segment(before));
    let path = format!("/api/v3/connections/{id}/notifications/acknowledge?before={before}{after}");
    in_region(base, change(Api::ConnectRegion, Method::Post, path, None))
}

/// Asks a connection to diagnose itself. It changes nothing, whatever its method is.
#[must_use]
pub fn diagnose(base: &str, id: &str) -> Ask<Asked> {
    let path = format!("/api/v3/connections/{}/validations", segment(id));
    let ask = Ask::of(|reads| {
        let effect = http(Api::ConnectRegion, Method::Post, path, None, reads);
        Effect::Http(HttpEffect { mutates: false, ..effect })
    });
    in_region_ask(base, ask)
}

/// What came of it, by the path that [`Asked::path`] gives: 202 as long as it is under way.
#[must_use]
pub fn diagnosed(base: &str, path: &str) -> Ask<Checked> {
    in_region_ask(base, get(Api::ConnectRegion, path.to_owned()))
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

pub(super) fn in_region(base: &str, mut effect: Effect) -> Effect {
    if let Effect::Http(http) = &mut effect {
        http.request.base = Some(base.to_owned());
    }
    effect
}

pub(super) fn in_region_ask<A: Answer>(base: &str, mut ask: Ask<A>) -> Ask<A> {
    ask.effect = in_region(base, ask.effect);
    ask
}
