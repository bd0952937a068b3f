//! Counting, as Connect shows it.

use serde::{Deserialize, Serialize};

use super::session;
use crate::error::WorkError;
use crate::mapping::Mapping;
use crate::sql::ident;

/// The trigger log by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogCounts {
    /// Captured, not picked up.
    pub new: u64,
    /// Picked up, outcome not noted.
    pub pending: u64,
    /// Asked to be queued again.
    pub requeue: u64,
    /// Refused by the org, in the log or in the archive.
    pub failed: u64,
    /// Age of the oldest `PENDING` entry since it was picked up.
    pub oldest_pending_seconds: Option<f64>,
    /// Highest entry id in log and archive, 0 when both are empty.
    pub head: i64,
}

impl LogCounts {
    /// Entries that still have to reach the org.
    pub fn waiting(&self) -> u64 {
        self.new + self.pending + self.requeue
    }
}

/// One mapping's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MappingCounts {
    /// Object name.
    pub object: String,
    /// Rows in the table.
    pub db: u64,
    /// Entries of this table that still have to reach the org.
    pub pending: u64,
    /// Rows whose last write was refused.
    pub errors: u64,
}

/// Counts the trigger log of `schema` at `url`.
pub fn log_counts(url: &str, schema: &str) -> Result<LogCounts, WorkError> {
    let s = ident(schema);
    let text = format!(
        "SELECT count(*) FILTER (WHERE state = 'NEW'), count(*) FILTER (WHERE state = 'PENDING'),
                count(*) FILTER (WHERE state = 'REQUEUE'),
                count(*) FILTER (WHERE state = 'FAILED')
                    + (SELECT count(*) FROM {s}._trigger_log_archive WHERE state = 'FAILED'),
                extract(epoch FROM clock_timestamp() - min(updated_at) FILTER (WHERE state = 'PENDING'))::float8,
                greatest(max(id), (SELECT max(id) FROM {s}._trigger_log_archive), 0)::bigint
         FROM {s}._trigger_log"
    );
    let row = session::open(url)?.query_one(&text, &[])?;
    let count = |column: usize| u64::try_from(row.get::<_, i64>(column)).unwrap_or(0);
    Ok(LogCounts {
        new: count(0),
        pending: count(1),
        requeue: count(2),
        failed: count(3),
        oldest_pending_seconds: row.get(4),
        head: row.get(5),
    })
}

/// Counts each mapping's table in `schema` at `url`.
pub fn mapping_counts(
    url: &str,
    schema: &str,
    mappings: &[Mapping],
) -> Result<Vec<MappingCounts>, WorkError> {
    let s = ident(schema);
    let mut client = session::open(url)?;
    let mut counts = Vec::new();
    for mapping in mappings {
        let text = format!(
            "SELECT count(*), count(*) FILTER (WHERE _hc_err IS NOT NULL),
                    (SELECT count(*) FROM {s}._trigger_log
                     WHERE table_name = $1 AND state IN ('NEW', 'PENDING', 'REQUEUE'))
             FROM {s}.{}",
            ident(&mapping.table())
        );
        let row = client.query_one(&text, &[&mapping.table()])?;
        let count = |column: usize| u64::try_from(row.get::<_, i64>(column)).unwrap_or(0);
        counts.push(MappingCounts {
            object: mapping.object.clone(),
            db: count(0),
            errors: count(1),
            pending: count(2),
        });
    }
    Ok(counts)
}
