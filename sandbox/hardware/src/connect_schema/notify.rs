//! The notification that wakes Connect before its timer does.

use crate::sql::{ident, literal};

/// Channel `<schema>.hc_trigger_log`, payload `ping`.
pub(super) fn statements(schema: &str) -> Vec<String> {
    let s = ident(schema);
    let channel = literal(&format!("{schema}.hc_trigger_log"));
    vec![
        format!(
            "CREATE OR REPLACE FUNCTION {s}.tlog_notify_trigger() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_notify({channel}, 'ping');
    RETURN NULL;
END
$body$"
        ),
        format!(
            "CREATE OR REPLACE TRIGGER tlog_insert_trigger AFTER INSERT ON {s}._trigger_log \
             FOR EACH ROW EXECUTE FUNCTION {s}.tlog_notify_trigger()"
        ),
    ]
}
