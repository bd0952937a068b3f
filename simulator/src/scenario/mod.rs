//! What a world starts from: one JSON file per scenario.
//!
//! Times are milliseconds, quantities are counts, names are as Heroku spells them. Everything that has a sensible
//! default may be left out; an unknown key is an error.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::field::{self, MappedField};

mod switches;

pub use switches::{
    AckScope, AlterNarrow, ApiVersionAtAuth, BastionManner, CopyIntoFilled, CopyOwner, CredentialRoleName,
    DestroyDropsSchema, LoginPage, OnFailover, PausePolicy, PlanChangeBack, PlanChangeFires, PlanShown,
    PreparedShownAs, PutWhilePaused, ReauthOtherOrg, Reconnect, RevisionPlace, RollbackGranularity,
    SchemaFields, SchemaInUse, StaleRevision, Switches, TransferNames, UnfollowSeen, UnmapLeaves,
    UnmappedPending, UpgradeLeaderBy,
};

/// A whole starting point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scenario {
    /// Short name, the file's name without `.json`.
    pub name: String,
    /// One sentence for people who choose a scenario.
    pub description: String,
    /// Tokens that are accepted.
    #[serde(default = "default_tokens")]
    pub tokens: Vec<String>,
    /// Login of the acting user.
    #[serde(default = "default_email")]
    pub email: String,
    /// Apps.
    pub apps: Vec<AppSpec>,
    /// Postgres add-ons.
    #[serde(default)]
    pub databases: Vec<DatabaseSpec>,
    /// Heroku Connect add-ons with their connection.
    #[serde(default)]
    pub connections: Vec<ConnectionSpec>,
    /// Every other add-on, for example the Scheduler.
    #[serde(default)]
    pub addons: Vec<AddonSpec>,
    /// Facts about Heroku that are not settled, and speeds.
    #[serde(default)]
    pub switches: Switches,
}

/// One app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppSpec {
    /// Name, for example `acme-sync`.
    pub name: String,
    /// Region, `us` or `eu`.
    #[serde(default = "default_region")]
    pub region: String,
    /// Private Space, if the app is in one.
    #[serde(default)]
    pub space: Option<String>,
    /// Process types.
    #[serde(default)]
    pub formation: Vec<ProcessSpec>,
    /// Maintenance mode at the start.
    #[serde(default)]
    pub maintenance: bool,
    /// App feature `preboot`.
    #[serde(default)]
    pub preboot: bool,
    /// True if the app has a release phase: every release then runs it as a job.
    #[serde(default)]
    pub release_phase: bool,
    /// Native autoscaling of one process type, if it is set up.
    #[serde(default)]
    pub autoscaler: Option<MonitorSpec>,
    /// Further config vars, besides those of add-ons. `{{NAME}}` stands for the value of another one, `{{NAME.host}}` for a
    /// part of a URL.
    #[serde(default)]
    pub config_vars: BTreeMap<String, String>,
}

/// One process type of an app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProcessSpec {
    /// Type, for example `web`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Number of dynos.
    pub quantity: u32,
    /// Dyno size.
    #[serde(default = "default_size")]
    pub size: String,
    /// Command line.
    #[serde(default)]
    pub command: Option<String>,
    /// Its dynos crash as often as they are started.
    #[serde(default)]
    pub crashes: bool,
}

/// Native autoscaling of one process type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MonitorSpec {
    /// Process type, usually `web`.
    pub process: String,
    /// Lowest number of dynos.
    pub min: u32,
    /// Highest number of dynos.
    pub max: u32,
    /// 95th percentile of response time aimed at, milliseconds.
    pub p95: u32,
    /// True if it is switched on.
    #[serde(default = "yes")]
    pub active: bool,
}

/// One Postgres add-on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DatabaseSpec {
    /// Add-on name, for example `postgresql-curved-10001`.
    pub addon: String,
    /// Plan after the colon, for example `standard-0`.
    pub plan: String,
    /// Major version.
    pub version: u16,
    /// Billing app.
    pub app: String,
    /// Add-on it follows.
    #[serde(default)]
    pub following: Option<String>,
    /// Attachments in any app.
    pub attachments: Vec<AttachmentSpec>,
    /// Credentials besides `default`.
    #[serde(default)]
    pub credentials: Vec<String>,
    /// What it holds besides Connect's schema.
    #[serde(default)]
    pub holds: Holds,
    /// Daily backups.
    #[serde(default)]
    pub schedules: Vec<ScheduleSpec>,
    /// Maintenance window, for example `Thursdays 22:00 to Fridays 02:00 UTC`.
    #[serde(default)]
    pub window: Option<String>,
    /// Settings that were changed, by their key in `heroku pg:settings`.
    #[serde(default)]
    pub settings: BTreeMap<String, Value>,
}

/// A data link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkSpec {
    /// Its name.
    pub name: String,
    /// The add-on that is read.
    pub remote: String,
}

/// A daily backup.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScheduleSpec {
    /// Its name: a config var of the database.
    pub name: String,
    /// Hour of the day.
    pub hour: u32,
    /// Time zone of the hour.
    pub timezone: String,
}

/// What a database holds besides Connect's schema: how a real server gets it, and how paper tells of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Holds {
    /// Statements of its owner; after `RESET SESSION AUTHORIZATION` those of the server's superuser.
    #[serde(default)]
    pub statements: Vec<String>,
    /// Columns of the answer to the query `inventory` that differ from those of an empty database.
    #[serde(default)]
    pub inventory: BTreeMap<String, Value>,
    /// Data links: other data sources that it reads.
    #[serde(default)]
    pub links: Vec<LinkSpec>,
    /// On paper: another role than the default credential owns it. A real server is told by a statement.
    #[serde(default)]
    pub other_owner: bool,
}

/// One attachment of a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentSpec {
    /// App that has it.
    pub app: String,
    /// Name without `_URL`, for example `DATABASE`.
    pub name: String,
    /// Namespace, for example `connection-pooling:default`.
    #[serde(default)]
    pub namespace: Option<String>,
}

/// One Heroku Connect add-on and its connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionSpec {
    /// Add-on name, for example `herokuconnect-angular-20001`.
    pub addon: String,
    /// App it belongs to.
    pub app: String,
    /// Config var that names its database; absent on a connection that is not set up.
    #[serde(default)]
    pub db_key: Option<String>,
    /// Schema in that database.
    #[serde(default = "default_schema")]
    pub schema_name: String,
    /// Salesforce org id, 18 characters.
    pub organization_id: String,
    /// State at the start.
    #[serde(default = "default_state")]
    pub state: String,
    /// False if the user must first put himself on the access list with `POST /auth/{app}`.
    #[serde(default = "yes")]
    pub accessible: bool,
    /// Mapped objects.
    #[serde(default)]
    pub mappings: Vec<MappingSpec>,
}

/// One mapped object.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MappingSpec {
    /// Salesforce API name, for example `Account`.
    pub object: String,
    /// Whether changes made in Postgres are written to Salesforce.
    #[serde(default)]
    pub access: Access,
    /// Accelerated (streaming) polling.
    #[serde(default)]
    pub streaming: bool,
    /// External id field that identifies a record on insert.
    #[serde(default)]
    pub upsert_field: Option<String>,
    /// Seconds between two polls, as configured (the sandbox polls as the switches say).
    #[serde(default = "default_polling")]
    pub polling_seconds: u32,
    /// State at the start.
    #[serde(default = "default_mapping_state")]
    pub state: String,
    /// Its fields, besides those that every mapping has, with the definitions that their columns were made by.
    #[serde(default = "field::usual")]
    pub fields: Arc<Vec<MappedField>>,
    /// Indexes as they were configured; where none were, those that Connect makes by itself.
    #[serde(default)]
    pub indexes: BTreeMap<String, Value>,
    /// Calls of Salesforce's API in a day, as configured.
    #[serde(default = "default_daily_calls")]
    pub max_daily_api_calls: u32,
}

/// Access of a mapping.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Postgres follows Salesforce.
    #[default]
    ReadOnly,
    /// Both ways.
    ReadWrite,
}

/// One add-on that is neither Postgres nor Connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddonSpec {
    /// Add-on name.
    pub addon: String,
    /// Billing app.
    pub app: String,
    /// Plan with its service, for example `scheduler:standard`.
    pub plan: String,
    /// Attachment name.
    pub attachment: String,
    /// Config vars it sets.
    #[serde(default)]
    pub config_vars: BTreeMap<String, String>,
}

fn default_tokens() -> Vec<String> {
    vec!["sandbox-token".to_owned()]
}

fn default_email() -> String {
    "operator@example.com".to_owned()
}

fn default_region() -> String {
    "us".to_owned()
}

fn default_size() -> String {
    "Standard-1X".to_owned()
}

fn default_schema() -> String {
    "salesforce".to_owned()
}

fn default_state() -> String {
    "IDLE".to_owned()
}

fn default_mapping_state() -> String {
    "DATA_SYNCED".to_owned()
}

fn default_polling() -> u32 {
    600
}

fn default_daily_calls() -> u32 {
    30_000
}

fn yes() -> bool {
    true
}
