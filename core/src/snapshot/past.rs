//! What is known of a database before it went back in time.

use serde::{Deserialize, Serialize};

use super::Url;
use crate::ending::Millis;

/// What a rollback left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Past {
    /// The database as it was, if one was named.
    pub old: Option<OldDatabase>,
    /// The earliest moment to which the database can be rolled back, where that is still to be done.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub earliest: Option<Millis>,
    /// When the cluster of the database was made: an upgrade of its version makes a new one. `null` if it could not be read.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub made: Option<Millis>,
    /// True if the database and the one as it was are copies of one cluster; `null` if that is not known.
    pub copy: Option<bool>,
    /// Changes that an earlier resynchronization put out of Connect's reach and kept; `null` if they could not be counted.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub kept: Option<u64>,
    /// The trigger logs of its connections.
    pub logs: Vec<PastLog>,
}

/// A database that led until a rollback took its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OldDatabase {
    /// Add-on id.
    pub id: String,
    /// Add-on name.
    pub addon: String,
    /// `service:plan`.
    pub plan: String,
    /// App whose config var leads to it.
    pub app: String,
    /// That config var.
    pub config_var: String,
    /// Where it leads.
    pub url: Option<Url>,
}

/// The trigger log of a connection, on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PastLog {
    /// The connection, by its add-on.
    pub resource: String,
    /// Changes that came back and wait to be sent; `null` if they could not be counted.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub came_back: Option<u64>,
    /// Changes that were sent once more already.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub sent_again: Option<u64>,
    /// What the database as it was had captured since; `null` if it could not be read.
    pub gap: Option<PastGap>,
}

/// What was captured after the moment of a rollback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PastGap {
    /// Changes that Salesforce has.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub sent: u64,
    /// Changes that it refused.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub refused: u64,
    /// Changes that were never sent.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub unsent: u64,
}
