//! A snapshot: what was seen at one moment, redacted. Plans are made from it, and a plan carries it.
//!
//! It holds names, states and fingerprints; never a URL, a password or a Salesforce identity.

use serde::{Deserialize, Serialize};

use crate::directive::Millis;

/// Version of the snapshot format.
pub const FORMAT_VERSION: &str = "1.0";

/// Everything a plan is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Snapshot {
    /// `major.minor`.
    pub format_version: String,
    /// When it was taken.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub taken_at: Millis,
    /// App that the operator named.
    pub app: String,
    /// The database add-on: the unit of a run.
    pub database: Database,
    /// Every attachment of that add-on, in every app.
    pub attachments: Vec<Attachment>,
    /// Every app with an attachment of it, the named one first.
    pub apps: Vec<App>,
    /// Apps with an attachment of it that this login cannot read.
    pub out_of_reach: Vec<String>,
    /// Every connection whose `db_key` resolves to it.
    pub connections: Vec<Connection>,
    /// Add-ons of the Connect service without a visible connection.
    pub hidden_connections: Vec<String>,
    /// The lock row found in the database, if any.
    pub lock: Option<LockRow>,
    /// Announcements and incidents on the status site.
    pub notices: Vec<Notice>,
}

/// A Heroku Postgres database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Database {
    /// Add-on id.
    pub id: String,
    /// Add-on name.
    pub addon: String,
    /// App that pays for it.
    pub app: String,
    /// `service:plan`.
    pub plan: String,
    /// Price in US cents a month.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub price_cents: Option<u64>,
    /// Postgres major.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub major: Option<u64>,
    /// Version as shown.
    pub version: Option<String>,
    /// Where it is.
    pub url: Option<Url>,
    /// True if it follows another database.
    pub follows: bool,
    /// Number of its followers, as shown.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub followers: u64,
    /// Size in bytes.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub bytes: Option<u64>,
    /// True if Heroku says that it is busy.
    pub waiting: Option<bool>,
    /// Whether it can be forked or followed, as shown.
    pub fork_follow: Option<String>,
    /// State of its data maintenance, `none` if there is none.
    pub maintenance: Option<String>,
    /// When that maintenance is scheduled, as shown.
    pub maintenance_at: Option<String>,
    /// True if an upgrade was prepared, by its maintenance method.
    pub upgrade_scheduled: bool,
    /// What SQL says; `None` where it cannot be reached.
    pub server: Option<Server>,
}

/// Where a database URL points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Url {
    /// Host.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Database name.
    pub database: String,
    /// Keyed fingerprint of the whole URL.
    pub fingerprint: String,
}

/// What the server says over SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Server {
    /// `server_version_num`.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub version_num: u64,
    /// True on a standby.
    pub in_recovery: bool,
    /// True if new sessions refuse writes.
    pub default_read_only: bool,
    /// Tables with rows but without planner statistics.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub without_statistics: Option<u64>,
}

/// An attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attachment {
    /// App.
    pub app: String,
    /// Name; its config var is `NAME_URL`.
    pub name: String,
    /// Credential or pool, `null` for the default.
    pub namespace: Option<String>,
}

/// An app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct App {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Maintenance mode.
    pub maintenance: bool,
    /// Private Space, if any.
    pub space: Option<String>,
    /// `cedar` or `fir`.
    pub generation: String,
    /// Formation.
    pub formation: Vec<Process>,
    /// Dynos that no formation holds, by type.
    pub one_offs: Vec<String>,
    /// Current release.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub release: u64,
    /// Status of the newest release.
    pub release_status: String,
    /// True if the app has a release phase.
    pub release_phase: bool,
    /// True if old web dynos stay for minutes after a release.
    pub preboot: bool,
    /// Active native autoscaler of web dynos, by monitor id.
    pub autoscaler: Option<String>,
    /// Third-party services of the app.
    pub services: Vec<String>,
    /// Config vars that resolve to the database, by name.
    pub config_vars: Vec<String>,
}

/// A process type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Process {
    /// Type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Quantity.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub quantity: u64,
    /// Dyno size.
    pub size: Option<String>,
}

/// A Heroku Connect connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Connection {
    /// Connection id.
    pub id: String,
    /// Add-on name.
    pub resource: String,
    /// App.
    pub app: String,
    /// Base URL of its region.
    pub region: String,
    /// Config var that names its database.
    pub db_key: String,
    /// Schema.
    pub schema: String,
    /// State.
    pub state: String,
    /// True if Connect's own `database` is this database.
    pub on_database: bool,
    /// Mappings.
    pub mappings: Vec<Mapping>,
    /// Trigger log, over SQL.
    pub log: Option<Log>,
    /// Connect's objects, over SQL.
    pub objects: Option<Objects>,
}

/// A mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mapping {
    /// Salesforce object.
    pub object: String,
    /// State.
    pub state: String,
    /// `read_only` or `read_write`.
    pub access: String,
    /// Accelerated polling.
    pub streaming: bool,
    /// Unique identifier, if set.
    pub upsert_field: Option<String>,
    /// Time of the last poll of Salesforce, as shown.
    pub sf_poll: Option<String>,
}

/// Rows of a trigger log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Log {
    /// Captured, not picked up.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub new: u64,
    /// In flight to Salesforce.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub pending: u64,
    /// Refused by Salesforce.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub failed: u64,
    /// Age of the oldest PENDING row in seconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub oldest_pending_seconds: u64,
}

/// Connect's objects in its schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Objects {
    /// Salesforce org id noted in the schema, first 15 characters.
    pub org_id: Option<String>,
    /// Mapped tables.
    pub tables: Vec<String>,
    /// Disabled triggers.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub disabled_triggers: u64,
    /// True if hstore and the helper function are there.
    pub helpers: bool,
    /// Role or database settings that break capture.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub overrides: u64,
}

/// The durable lock of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LockRow {
    /// Run id.
    pub run_id: String,
    /// `user@host`.
    pub holder: String,
    /// When it was taken.
    pub since: String,
    /// Zone of the run.
    pub zone: String,
}

/// An announcement or incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Notice {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// True for an incident in force.
    pub incident: bool,
}

/// Heroku's tiers, by the plan's name after the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// `mini`, `basic`, `dev`.
    Legacy,
    /// `essential-*`.
    Essential,
    /// Standard, Premium, Private, Shield.
    Classic,
    /// `advanced*`, `performance*`.
    Advanced,
}

impl Database {
    /// Tier.
    #[must_use]
    pub fn tier(&self) -> Tier {
        let plan = self.plan.rsplit(':').next().unwrap_or_default();
        let is = |prefixes: &[&str]| prefixes.iter().any(|prefix| plan.starts_with(prefix));
        if is(&["advanced", "performance"]) {
            Tier::Advanced
        } else if is(&["essential"]) {
            Tier::Essential
        } else if is(&["dev", "basic", "mini"]) {
            Tier::Legacy
        } else {
            Tier::Classic
        }
    }
}

impl Snapshot {
    /// Schemas of all connections, joined by commas, each once.
    #[must_use]
    pub fn schemas(&self) -> String {
        let mut schemas: Vec<&str> = self.connections.iter().map(|one| one.schema.as_str()).collect();
        schemas.sort_unstable();
        schemas.dedup();
        schemas.join(",")
    }

    /// The attachment through which SQL reaches the database: on the named app if there is one.
    #[must_use]
    pub fn reach(&self) -> Option<&Attachment> {
        let default = |one: &&Attachment| one.namespace.is_none();
        self.attachments
            .iter()
            .find(|one| default(one) && one.app == self.app)
            .or_else(|| self.attachments.iter().find(default))
    }
}
