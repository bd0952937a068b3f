//! A Heroku Connect connection.

use serde::{Deserialize, Serialize};

use super::{Health, Origin, Shape};
use crate::query::Continuity;

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
    /// Keyed fingerprint of the Salesforce organization that it syncs with.
    pub org: Option<String>,
    /// True if it reaches the database over mutual TLS of a Shield Space; `None` if it was not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub mtls: Option<bool>,
    /// Mappings.
    pub mappings: Vec<Mapping>,
    /// Trigger log, over SQL.
    pub log: Option<Log>,
    /// Connect's objects, over SQL.
    pub objects: Option<Objects>,
    /// How its log stands to what a pause noted of it; `None` if nothing was noted or it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub continuity: Option<Continuity>,
    /// How fast changes are captured, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub captured: Option<Captured>,
    /// How it and its tables are set up, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub health: Option<Health>,
    /// The mappings whose fields were looked at, where that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Shape>>", optional))]
    pub shapes: Vec<Shape>,
    /// What it is made of, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub origin: Option<Box<Origin>>,
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

/// When a mapping had polled Salesforce last, as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Polled {
    /// Salesforce object.
    pub object: String,
    /// Time.
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

/// The newest rows that were captured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Captured {
    /// How many of them are changes to send.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub rows: u64,
    /// Since when: the age of the oldest of them, seconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub seconds: u64,
    /// How large all of them are together.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub bytes: u64,
}

impl Captured {
    /// How many changes so many milliseconds bring, if it goes on like that.
    #[must_use]
    pub fn rows_in(&self, ms: u64) -> u64 {
        self.in_time(self.rows, ms)
    }

    /// How many bytes so many milliseconds bring.
    #[must_use]
    pub fn bytes_in(&self, ms: u64) -> u64 {
        self.in_time(self.bytes, ms)
    }

    fn in_time(&self, seen: u64, ms: u64) -> u64 {
        let all = u128::from(seen) * u128::from(ms) / (u128::from(self.seconds.max(1)) * 1_000);
        u64::try_from(all).unwrap_or(u64::MAX)
    }
}

/// Connect's objects in its schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Objects {
    /// Keyed fingerprint of the Salesforce organization noted in the schema.
    pub org: Option<String>,
    /// Mapped tables.
    pub tables: Vec<String>,
    /// Disabled triggers.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub disabled_triggers: u64,
    /// True if hstore and the helper function are there.
    pub helpers: bool,
    /// Settings of a database or of a role that writes to these tables, which break capture.
    pub overrides: Vec<String>,
}
