//! The durable lock as it was found.

use serde::{Deserialize, Serialize};

use crate::ending::Millis;
use crate::query::Head;

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
    /// What the run is held for, if it is over and its purpose is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub held: Option<Held>,
}

/// A pause of Connect that outlives the run that made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "HeldPause"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Held {
    /// Since when, by the clock of the database, milliseconds since 1970.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub since: Millis,
    /// When it is to end.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub due: Millis,
    /// What the operator said it is for.
    pub reason: Option<String>,
    /// Add-on id of the database that was noted.
    pub database: String,
    /// The connections that were paused.
    pub connections: Vec<HeldConnection>,
}

impl Held {
    /// What it holds of a connection.
    #[must_use]
    pub fn of(&self, resource: &str) -> Option<&HeldConnection> {
        self.connections.iter().find(|one| one.resource == resource)
    }
}

/// A connection that was paused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeldConnection {
    /// Add-on name.
    pub resource: String,
    /// Where its log stood.
    pub head: Head,
    /// True if this pause made it: one that somebody else had paused is not resumed unless it is asked for.
    pub ours: bool,
}
