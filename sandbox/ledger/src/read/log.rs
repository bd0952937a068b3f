//! Connect's change log and its archive.

use postgres::Transaction;

use super::sql::quote;
use crate::facts::LogRow;

/// Reads both, or nothing where there is no log: other checks tell that then.
pub(super) fn read(snapshot: &mut Transaction<'_>, schema: &str) -> Result<Vec<LogRow>, postgres::Error> {
    let mut entries = Vec::new();
    for (table, archived) in [("_trigger_log", false), ("_trigger_log_archive", true)] {
        let name = format!("{}.{}", quote(schema), quote(table));
        if snapshot.query_one("SELECT to_regclass($1) IS NULL", &[&name])?.try_get(0)? {
            continue;
        }
        let rows = snapshot.query(
            &format!(
                "SELECT id::bigint, state::text, table_name::text, record_id::bigint, action::text, \
                 coalesce((extract(epoch FROM created_at) * 1000000)::bigint, 0), \
                 coalesce((extract(epoch FROM greatest(created_at, updated_at, processed_at)) * 1000000)::bigint, 0), \
                 sf_message FROM {name} ORDER BY id"
            ),
            &[],
        )?;
        for row in rows {
            entries.push(LogRow {
                id: row.try_get(0)?,
                state: row.try_get(1)?,
                table: row.try_get(2)?,
                record: row.try_get(3)?,
                action: row.try_get(4)?,
                created: row.try_get(5)?,
                touched: row.try_get(6)?,
                archived,
                message: row.try_get(7)?,
            });
        }
    }
    Ok(entries)
}
