//! What there is in a database: tables, triggers, functions.

use std::collections::BTreeMap;

use postgres::Transaction;

use crate::facts::{Function, Trigger};

/// A user table as the catalog has it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub schema: String,
    pub name: String,
    pub owner: String,
    pub bytes: i64,
    pub readable: bool,
    pub primary_key: Vec<String>,
    pub columns: Vec<String>,
    /// The body of `hc_<table>_logger`, if there is one.
    pub logger: Option<String>,
}

impl Found {
    /// Connect's change log and its archive, which are read on their own.
    pub fn is_log(&self, schema: &str) -> bool {
        self.schema == schema && (self.name == "_trigger_log" || self.name == "_trigger_log_archive")
    }

    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }
}

/// Every user table, of every owner.
pub(super) fn tables(snapshot: &mut Transaction<'_>) -> Result<Vec<Found>, postgres::Error> {
    let rows = snapshot.query(
        "SELECT n.nspname::text, c.relname::text, pg_get_userbyid(c.relowner)::text, pg_relation_size(c.oid), \
         has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE'), \
         ARRAY(SELECT a.attname::text FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (attnum, place), \
           pg_attribute a WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid \
           AND a.attrelid = c.oid AND a.attnum = k.attnum ORDER BY k.place), \
         ARRAY(SELECT a.attname::text FROM pg_attribute a \
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), \
         (SELECT min(p.prosrc) FROM pg_proc p \
           WHERE p.pronamespace = n.oid AND p.proname = 'hc_' || c.relname || '_logger') \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' \
           AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' \
         ORDER BY 1, 2",
        &[],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Found {
                schema: row.try_get(0)?,
                name: row.try_get(1)?,
                owner: row.try_get(2)?,
                bytes: row.try_get(3)?,
                readable: row.try_get(4)?,
                primary_key: row.try_get(5)?,
                columns: row.try_get(6)?,
                logger: row.try_get(7)?,
            })
        })
        .collect()
}

/// Triggers of Connect's schema, by table and name.
pub(super) fn triggers(
    snapshot: &mut Transaction<'_>,
    schema: &str,
) -> Result<BTreeMap<(String, String), Trigger>, postgres::Error> {
    let rows = snapshot.query(
        "SELECT c.relname::text, t.tgname::text, t.tgenabled::text FROM pg_trigger t \
         JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = $1 AND NOT t.tgisinternal",
        &[&schema],
    )?;
    rows.iter()
        .map(|row| {
            let enabled: String = row.try_get(2)?;
            let trigger = Trigger { enabled: enabled.chars().next().unwrap_or('D') };
            Ok(((row.try_get(0)?, row.try_get(1)?), trigger))
        })
        .collect()
}

/// Functions of Connect's schema and of `public` that belong to no extension, by signature.
pub(super) fn functions(
    snapshot: &mut Transaction<'_>,
    schema: &str,
) -> Result<BTreeMap<String, Function>, postgres::Error> {
    let rows = snapshot.query(
        "SELECT n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', \
         coalesce(p.prosrc, '') FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
         WHERE n.nspname IN ($1, 'public') AND NOT EXISTS (SELECT FROM pg_depend d \
           WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')",
        &[&schema],
    )?;
    rows.iter().map(|row| Ok((row.try_get(0)?, Function { source: row.try_get(1)? }))).collect()
}

/// Indexes of user tables by name with schema, and whether each is valid.
pub(super) fn indexes(snapshot: &mut Transaction<'_>) -> Result<BTreeMap<String, bool>, postgres::Error> {
    let rows = snapshot.query(
        "SELECT n.nspname || '.' || c.relname, i.indisvalid AND i.indisready FROM pg_index i \
         JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'",
        &[],
    )?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The schema of the extension hstore.
pub(super) fn hstore(snapshot: &mut Transaction<'_>) -> Result<Option<String>, postgres::Error> {
    let row = snapshot.query_opt(
        "SELECT n.nspname::text FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace \
         WHERE e.extname = 'hstore'",
        &[],
    )?;
    row.map(|row| row.try_get(0)).transpose()
}
