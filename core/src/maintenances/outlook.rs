//! What 45 minutes without sync mean for a connection.

use serde::{Deserialize, Serialize};

use super::LENGTH;
use crate::snapshot::{Connection, Snapshot};

/// What will wait for Connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Outlook {
    /// Name of the add-on.
    pub resource: String,
    /// Captured changes that wait now; `null` if the trigger log could not be read.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub waiting: Option<u64>,
    /// Changes captured in an hour, by the newest thousand; `null` if that is not known.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub captured_an_hour: Option<u64>,
    /// Changes that 45 minutes will add; `null` if that is not known.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub expected: Option<u64>,
}

/// What is to be expected of each connection that was seen.
#[must_use]
pub fn outlook(snapshot: &Snapshot) -> Vec<Outlook> {
    snapshot.connections.iter().map(of).collect()
}

fn of(one: &Connection) -> Outlook {
    let captured = one.captured.as_ref();
    Outlook {
        resource: one.resource.clone(),
        waiting: one.log.as_ref().map(|log| log.new + log.pending),
        captured_an_hour: captured.map(|captured| captured.rows_in(3_600_000)),
        expected: captured.map(|captured| captured.rows_in(LENGTH)),
    }
}
