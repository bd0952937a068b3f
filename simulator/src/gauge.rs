//! Measured facts, fed in by whoever runs the hardware.

use serde::{Deserialize, Serialize};

/// One measurement. Databases are named by add-on name, connections by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Gauge {
    /// Commits by which a follower is behind its leader.
    Lag {
        /// Follower.
        addon: String,
        /// Commits.
        commits: u64,
    },
    /// What the server says about itself.
    Server {
        /// Database.
        addon: String,
        /// For example `15.19`.
        version: String,
        /// `pg_is_in_recovery()`.
        in_recovery: bool,
    },
    /// Size.
    Size {
        /// Database.
        addon: String,
        /// Bytes.
        bytes: u64,
    },
    /// Open sessions.
    Sessions {
        /// Database.
        addon: String,
        /// Client backends.
        open: u32,
    },
    /// Schemas of a database in which there are Connect's tables.
    Schemas {
        /// Database.
        addon: String,
        /// Their names.
        schemas: Vec<String>,
    },
    /// Rows of the trigger log by state.
    Log {
        /// Connection id.
        connection: String,
        /// State `NEW`.
        new: u64,
        /// State `PENDING`.
        pending: u64,
        /// State `FAILED`.
        failed: u64,
    },
    /// Row counts of one mapping, both sides.
    Mapping {
        /// Connection id.
        connection: String,
        /// Object name.
        object: String,
        /// Rows in Postgres.
        db: u64,
        /// Records in Salesforce.
        sf: u64,
        /// Captured changes of its table that are not written yet.
        pending: u64,
    },
}
