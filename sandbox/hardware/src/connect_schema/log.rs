//! The trigger log, its archive, and the older read-side log.

use crate::sql::ident;

/// Columns that log and archive share; `old` and `values` hold the text form of an hstore.
const COLUMNS: &str =
    "txid bigint, created_at timestamptz, updated_at timestamptz, processed_at timestamptz, \
     processed_tx bigint, state varchar(8), action varchar(7), table_name varchar(128), record_id integer, \
     sfid varchar(18), old text, values text, sf_result integer, sf_message text";

pub(super) fn statements(schema: &str) -> Vec<String> {
    let s = ident(schema);
    vec![
        format!("CREATE TABLE IF NOT EXISTS {s}._trigger_log (id serial PRIMARY KEY, {COLUMNS})"),
        format!("ALTER TABLE {s}._trigger_log ALTER COLUMN created_at SET DEFAULT now()"),
        format!("CREATE TABLE IF NOT EXISTS {s}._trigger_log_archive (id integer PRIMARY KEY, {COLUMNS})"),
        format!(
            "CREATE TABLE IF NOT EXISTS {s}._sf_event_log (id serial PRIMARY KEY, table_name varchar(128), \
             action varchar(7), synced_at timestamptz DEFAULT now(), sf_timestamp timestamptz, sfid varchar(20), \
             record text, processed boolean)"
        ),
        index(&s, "_trigger_log_idx_created_at", "_trigger_log (created_at)"),
        index(&s, "_trigger_log_idx_state_id", "_trigger_log (state, id)"),
        index(
            &s,
            "_trigger_log_idx_state_table_name",
            "_trigger_log (state, table_name) WHERE state IN ('NEW', 'PENDING')",
        ),
        index(&s, "_trigger_log_archive_idx_created_at", "_trigger_log_archive (created_at)"),
        index(&s, "_trigger_log_archive_idx_record_id", "_trigger_log_archive (record_id)"),
        index(
            &s,
            "_trigger_log_archive_idx_state_table_name",
            "_trigger_log_archive (state, table_name) WHERE state = 'FAILED'",
        ),
        index(&s, "_sf_event_log_idx_sfid", "_sf_event_log (sfid)"),
    ]
}

fn index(schema: &str, name: &str, on: &str) -> String {
    format!("CREATE INDEX IF NOT EXISTS {} ON {schema}.{on}", ident(name))
}
