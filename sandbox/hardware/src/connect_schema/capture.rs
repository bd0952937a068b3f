//! Capturing changes: the two triggers of each mapped table and the procedures that queue a row again.
//!
//! Connect's own sessions set `xmlbinary` to `hex`; the triggers fire only where it is the default, `base64`. The
//! functions call hstore's without a schema, so a session whose `search_path` lacks `public` fails on writing, as in
//! the field.

use crate::mapping::{Access, Mapping};
use crate::sql::{ident, literal};

/// Columns that Connect keeps for itself and never sends.
const OWN: &str = "ARRAY['_hc_lastop', '_hc_err']";

/// `get_xmlbinary()` in `public`.
pub(super) fn xmlbinary_helper() -> String {
    "CREATE OR REPLACE FUNCTION public.get_xmlbinary() RETURNS varchar LANGUAGE sql STABLE AS \
     $body$ SELECT current_setting('xmlbinary') $body$"
        .to_owned()
}

/// `hc_capture_insert_from_row` and `hc_capture_update_from_row`: queue the current state of a row again.
pub(super) fn helpers(schema: &str) -> Vec<String> {
    let s = ident(schema);
    vec![
        format!(
            "CREATE OR REPLACE FUNCTION {s}.hc_capture_insert_from_row(
    source_row hstore, table_name varchar, excluded_cols text[] DEFAULT ARRAY[]::text[]) RETURNS integer
LANGUAGE plpgsql AS $body$
DECLARE
    entry integer;
BEGIN
    INSERT INTO {s}._trigger_log (txid, state, action, table_name, record_id, \"values\")
    VALUES (txid_current(), 'NEW', 'INSERT', table_name, (source_row -> 'id')::integer,
            (source_row - {OWN} - excluded_cols)::text)
    RETURNING id INTO entry;
    RETURN entry;
END
$body$"
        ),
        format!(
            "CREATE OR REPLACE FUNCTION {s}.hc_capture_update_from_row(
    source_row hstore, table_name varchar, columns_to_include text[] DEFAULT ARRAY[]::text[]) RETURNS integer
LANGUAGE plpgsql AS $body$
DECLARE
    entry integer;
    kept hstore := source_row - {OWN};
BEGIN
    INSERT INTO {s}._trigger_log (txid, state, action, table_name, record_id, sfid, old, \"values\")
    VALUES (txid_current(), 'NEW', 'UPDATE', table_name, (source_row -> 'id')::integer, source_row -> 'sfid',
            kept::text,
            CASE WHEN cardinality(columns_to_include) = 0 THEN kept ELSE slice(kept, columns_to_include) END::text)
    RETURNING id INTO entry;
    RETURN entry;
END
$body$"
        ),
    ]
}

/// The functions and triggers of one mapped table.
pub(super) fn statements(schema: &str, mapping: &Mapping) -> Vec<String> {
    let table = mapping.table();
    vec![
        logger(schema, &table, mapping.access),
        status(schema, &table),
        trigger(schema, &table, "logger", "AFTER INSERT OR UPDATE OR DELETE", "logtrigger"),
        trigger(schema, &table, "status", "BEFORE INSERT OR UPDATE", "status_trigger"),
    ]
}

/// Writes the log. A change that leaves nothing to send is `IGNORE`: an update that changes no column, or a delete of a
/// row that never reached the org.
fn logger(schema: &str, table: &str, access: Access) -> String {
    let s = ident(schema);
    let function = ident(&format!("hc_{table}_logger"));
    let first = match access {
        Access::ReadWrite => "NEW",
        Access::ReadOnly => "READONLY",
    };
    let name = literal(table);
    format!(
        "CREATE OR REPLACE FUNCTION {s}.{function}() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    entry_state varchar(8) := '{first}';
    before_row hstore;
    changed hstore;
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO {s}._trigger_log (txid, state, action, table_name, record_id, \"values\")
        VALUES (txid_current(), entry_state, TG_OP, {name}, NEW.id, (hstore(NEW) - {OWN})::text);
    ELSIF TG_OP = 'UPDATE' THEN
        before_row := hstore(OLD) - {OWN};
        changed := (hstore(NEW) - {OWN}) - before_row;
        IF changed = ''::hstore THEN
            entry_state := 'IGNORE';
        END IF;
        INSERT INTO {s}._trigger_log (txid, state, action, table_name, record_id, sfid, old, \"values\")
        VALUES (txid_current(), entry_state, TG_OP, {name}, NEW.id, OLD.sfid, before_row::text, changed::text);
    ELSE
        IF OLD.sfid IS NULL THEN
            entry_state := 'IGNORE';
        END IF;
        INSERT INTO {s}._trigger_log (txid, state, action, table_name, record_id, sfid, old)
        VALUES (txid_current(), entry_state, TG_OP, {name}, OLD.id, OLD.sfid, (hstore(OLD) - {OWN})::text);
    END IF;
    RETURN NULL;
END
$body$"
    )
}

/// Marks a row that its user changed.
fn status(schema: &str, table: &str) -> String {
    let s = ident(schema);
    let function = ident(&format!("hc_{table}_status"));
    format!(
        "CREATE OR REPLACE FUNCTION {s}.{function}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'INSERT' OR (hstore(NEW) - {OWN}) <> (hstore(OLD) - {OWN}) THEN
        NEW._hc_lastop := 'PENDING';
        NEW._hc_err := NULL;
    END IF;
    RETURN NEW;
END
$body$"
    )
}

fn trigger(schema: &str, table: &str, function: &str, when: &str, name: &str) -> String {
    let s = ident(schema);
    let (trigger, function) =
        (ident(&format!("hc_{table}_{name}")), ident(&format!("hc_{table}_{function}")));
    format!(
        "CREATE OR REPLACE TRIGGER {trigger} {when} ON {s}.{} FOR EACH ROW \
         WHEN (public.get_xmlbinary() = 'base64') EXECUTE FUNCTION {s}.{function}()",
        ident(table)
    )
}
