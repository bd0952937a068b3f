//! Heroku's own maintenances of Connect: what is announced, what they mean for an app, and whether sync came back afterwards.
//!
//! Makes executable: "Heroku Connect Maintenances" of the maintenance manual. Nothing is resumed, restarted or reloaded.

mod acknowledge;
mod announced;
mod outage;
mod outlook;

pub use acknowledge::{Acknowledge, Acknowledged};
pub use announced::{Announced, Told};
pub use outage::{Out, Outage};
pub use outlook::{outlook, Outlook};

use serde::{Deserialize, Serialize};

use crate::ending::Millis;

/// For so long Connect is away at the most, as the manual announces it, milliseconds.
pub const LENGTH: Millis = 45 * 60_000;

/// Where one can have announcements sent to oneself.
pub const SUBSCRIBE: &str = "https://status.heroku.com";

/// An incident in force, or an announcement. Its times are prose: shown, never decided on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Announcement {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// State, as shown: what is over stays `upcoming` for months.
    pub state: Option<String>,
    /// True for an incident.
    pub incident: bool,
    /// True if it names Connect or the databases.
    pub concerns: bool,
}

/// A maintenance of a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Due {
    /// Add-on.
    pub database: String,
    /// State, as shown.
    pub status: String,
    /// What is done, as shown.
    pub method: Option<String>,
    /// When, as shown.
    pub scheduled_for: Option<String>,
}

/// A connection, how it hears of changes in Salesforce, and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Listener {
    /// Name of the add-on.
    pub resource: String,
    /// State, as shown.
    pub state: String,
    /// Mappings.
    pub mappings: Vec<Interval>,
    /// What nobody has acknowledged, the newest first; `null` if it could not be read. Texts stay outside.
    pub notifications: Option<Vec<ConnectNotification>>,
}

/// How a mapping hears of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Interval {
    /// Salesforce object.
    pub object: String,
    /// True if Salesforce pushes changes.
    pub streaming: bool,
    /// How often it polls Salesforce, seconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub polling_seconds: Option<u64>,
}

/// A notification of a connection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectNotification {
    /// Time, as shown.
    pub created_at: String,
    /// Id.
    pub id: String,
    /// What kind of thing happened.
    pub event_type: String,
}
