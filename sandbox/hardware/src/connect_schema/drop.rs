//! Dropping Connect's schema, as destroying a connection may do.

use postgres::Client;

use super::run;
use crate::connect_work::session;
use crate::error::WorkError;
use crate::mapping::Mapping;
use crate::sql::{ident, literal};

/// For so long Connect waits for a lock before it leaves everything as it is.
const LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = '3s'";
/// Connect's own tables besides those of mappings.
const OWN: [&str; 4] = ["_trigger_log", "_trigger_log_archive", "_sf_event_log", "_hcmeta"];

/// Drops a schema in one transaction. With `cascade` all that is in it goes, and all that depends on that; else what Connect made goes, and
/// nothing at all if something else is in the schema or depends on it. A schema that is not there is dropped already.
pub fn drop_schema(url: &str, schema: &str, mappings: &[Mapping], cascade: bool) -> Result<(), WorkError> {
    let mut client = session::open(url)?;
    let s = ident(schema);
    let mut statements = vec![LOCK_TIMEOUT.to_owned(), "SET LOCAL client_min_messages = warning".to_owned()];
    if cascade {
        statements.push(format!("DROP SCHEMA IF EXISTS {s} CASCADE"));
    } else {
        let mapped = mappings.iter().map(Mapping::table);
        let tables: Vec<String> = OWN
            .iter()
            .map(|table| (*table).to_owned())
            .chain(mapped)
            .map(|table| format!("{s}.{}", ident(&table)))
            .collect();
        statements.push(format!("DROP TABLE IF EXISTS {} RESTRICT", tables.join(", ")));
        statements.push(functions(schema));
        statements.push(format!("DROP SCHEMA IF EXISTS {s} RESTRICT"));
    }
    run(&mut client, &statements)
}

/// Takes Connect's triggers off the table of a mapping, in one transaction. With `drops` the table goes too, unless something depends on it:
/// then all of it stays.
pub fn leave_mapping(url: &str, schema: &str, mapping: &Mapping, drops: bool) -> Result<(), WorkError> {
    let mut client = session::open(url)?;
    let (s, table) = (ident(schema), mapping.table());
    let full = format!("{s}.{}", ident(&table));
    let functions =
        ["logger", "status"].map(|what| format!("{s}.{}()", ident(&format!("hc_{table}_{what}"))));
    let mut statements = vec![LOCK_TIMEOUT.to_owned(), "SET LOCAL client_min_messages = warning".to_owned()];
    statements
        .extend(["logtrigger", "status_trigger"].map(|what| {
            format!("DROP TRIGGER IF EXISTS {} ON {full}", ident(&format!("hc_{table}_{what}")))
        }));
    statements.push(format!("DROP FUNCTION IF EXISTS {} RESTRICT", functions.join(", ")));
    statements.extend(drops.then(|| format!("DROP TABLE IF EXISTS {full} RESTRICT")));
    run(&mut client, &statements)
}

/// Drops Connect's functions, whatever their arguments are.
fn functions(schema: &str) -> String {
    format!(
        "DO $body$ DECLARE one regprocedure; BEGIN
             FOR one IN SELECT oid FROM pg_proc WHERE pronamespace = to_regnamespace({})
                 AND (proname LIKE 'hc\\_%' OR proname = 'tlog_notify_trigger')
             LOOP EXECUTE 'DROP FUNCTION ' || one; END LOOP;
         END $body$",
        literal(&ident(schema))
    )
}

/// Names of the schemas in which there is a trigger log of Connect's.
pub fn schemas(url: &str) -> Result<Vec<String>, WorkError> {
    let mut client: Client = session::open(url)?;
    let text = "SELECT relnamespace::regnamespace::text FROM pg_class
         WHERE relname = '_trigger_log' AND relkind = 'r' ORDER BY 1";
    Ok(client.query(text, &[])?.iter().map(|row| row.get(0)).collect())
}
