//! The durable lock as it was found.

use serde::{Deserialize, Serialize};

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
