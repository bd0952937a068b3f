//! A schema of Connect's put aside before its connection is destroyed, and taken back.
//!
//! Whether destroying a connection drops its schema is not known, and dropping it takes rows that Salesforce does not have. Renamed, it is
//! out of reach. Its triggers name the log as text, so that they are switched off; and its tables are closed, because what is written to
//! them now reaches nobody.

use serde_json::json;

use super::fence::OPEN;
use super::{ident, literal, Place, Query, SHORT, WAITS};
use crate::effect::Effect;

/// SQLSTATE of what waits that nobody accepted.
const NOT_ACCEPTED: &str = "CM001";

/// How long the locks and the counts may take, milliseconds.
const ASIDE_MS: u64 = 8 * SHORT;

/// Of a schema's name so much stays, that it fits with the run's.
const SCHEMA_BYTES: usize = 40;
/// Characters of a run's name: `r` and seven more.
pub(super) const RUN: usize = 8;

/// What the name of a schema that is put aside begins with; that of the run which does it follows.
#[must_use]
pub fn aside_prefix(schema: &str) -> String {
    let mut schema = schema.to_owned();
    while schema.len() > SCHEMA_BYTES {
        schema.pop();
    }
    format!("{schema}_old_")
}

pub(super) const SCHEMA_ASIDE: Query = Query::change("schema_aside", aside_text).within(ASIDE_MS);

pub(super) const SCHEMA_BACK: Query = Query::change("schema_back", back_text).within(ASIDE_MS);

/// What may be left in a schema that is put aside.
#[derive(Debug, Clone, Copy)]
pub struct Left {
    /// Changes that wait to be sent; any number if absent.
    pub waits: Option<u64>,
    /// Changes that Salesforce has refused; any number if absent.
    pub failed: Option<u64>,
    /// Rows that Salesforce does not know; any number if absent.
    pub alone: Option<u64>,
}

/// Renames a schema, switches the triggers of Connect off in it and closes its tables: all of it or nothing, and nothing if more is left in
/// it than may be.
#[must_use]
pub fn schema_aside(place: &Place, schema: &str, aside: &str, tables: &[String], left: Left) -> Effect {
    let parameter = json!({
        "aside": aside,
        "tables": tables,
        "waits": left.waits,
        "failed": left.failed,
        "alone": left.alone,
    });
    SCHEMA_ASIDE.effect(place, schema, Some(&parameter.to_string()))
}

/// The reverse.
#[must_use]
pub fn schema_back(place: &Place, schema: &str, aside: &str) -> Effect {
    SCHEMA_BACK.effect(place, schema, Some(&json!({ "aside": aside }).to_string()))
}

/// Tables of a schema that have triggers of Connect's.
fn captured(schema: &str) -> String {
    format!(
        r"select c.oid, c.relname, g.tgname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal
      join pg_catalog.pg_proc p on p.oid = g.tgfoid and p.proname like 'hc\_%'
     where n.nspname = {schema} and c.relkind = 'r'"
    )
}

/// The locks come first, so that nothing is written between the counts and the rename. What is locked by others is not waited for long:
/// behind it everybody waits.
fn aside_text(schema: &str) -> Vec<String> {
    let (s, l) = (ident(schema), literal(schema));
    let captured = captured(&l);
    vec![
        OPEN.to_owned(),
        "set search_path = ''".to_owned(),
        format!(
            r"create function pg_temp.connect_maintenance_aside(given jsonb) returns text language plpgsql as $aside$
declare
  one record;
  counted bigint;
begin
  perform set_config('lock_timeout', '3s', true);
  for one in select c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              where n.nspname = {l} and c.relkind = 'r' order by c.relname loop
    execute format('lock table %I.%I in access exclusive mode', {l}, one.relname);
  end loop;
  select (select count(*) from {s}._trigger_log where state in {WAITS})
       + (select count(*) from {s}._trigger_log_archive where state = 'REQUEUE') into counted;
  if counted > (given->>'waits')::bigint then
    raise exception '% changes wait to be sent', counted using errcode = '{NOT_ACCEPTED}';
  end if;
  select count(*) from {s}._trigger_log where state = 'FAILED' into counted;
  if counted > (given->>'failed')::bigint then
    raise exception '% changes were refused', counted using errcode = '{NOT_ACCEPTED}';
  end if;
  counted := 0;
  for one in select t.name from jsonb_array_elements_text(given->'tables') t(name) loop
    counted := counted + coalesce((xpath('/row/n/text()', query_to_xml(
      format('select count(*) as n from %I.%I where sfid is null', {l}, one.name), false, true, '')))[1]::text::bigint, 0);
  end loop;
  if counted > (given->>'alone')::bigint then
    raise exception '% rows are without an id', counted using errcode = '{NOT_ACCEPTED}';
  end if;
  execute format($closed$create function %I.connect_maintenance_closed() returns trigger language plpgsql as
    'begin raise exception ''this table was put aside: its connection to Salesforce is made anew'' using errcode = ''25006''; end'$closed$, {l});
  for one in {captured} loop
    execute format('alter table %I.%I disable trigger %I', {l}, one.relname, one.tgname);
  end loop;
  for one in select distinct relname from ({captured}) mapped loop
    execute format('create trigger connect_maintenance_closed before insert or update or delete or truncate on %I.%I '
                   'for each statement execute function %I.connect_maintenance_closed()', {l}, one.relname, {l});
  end loop;
  execute format('alter schema %I rename to %I', {l}, given->>'aside');
  return given->>'aside';
end $aside$"
        ),
        r#"select pg_temp.connect_maintenance_aside($1::text::jsonb) as "aside""#.to_owned(),
    ]
}

/// What takes a schema back, as the body of a block; `aside` is its name as SQL.
fn back_body(schema: &str, aside: &str) -> String {
    let (l, captured) = (literal(schema), captured(aside));
    format!(
        r"  for one in {captured} loop
    execute format('alter table %I.%I enable trigger %I', {aside}, one.relname, one.tgname);
  end loop;
  execute format('drop function %I.connect_maintenance_closed() cascade', {aside});
  execute format('alter schema %I rename to %I', {aside}, {l});"
    )
}

fn back_text(schema: &str) -> Vec<String> {
    let (l, body) = (literal(schema), back_body(schema, "given->>'aside'"));
    vec![
        OPEN.to_owned(),
        "set search_path = ''".to_owned(),
        format!(
            r"create function pg_temp.connect_maintenance_back(given jsonb) returns text language plpgsql as $back$
declare
  one record;
begin
  perform set_config('lock_timeout', '3s', true);
{body}
  return {l};
end $back$"
        ),
        r#"select pg_temp.connect_maintenance_back($1::text::jsonb) as "back""#.to_owned(),
    ]
}

/// The same as one statement that a person can type.
#[must_use]
pub fn back_by_hand(schema: &str, aside: &str) -> String {
    let body = back_body(schema, &literal(aside));
    let lines: Vec<&str> = body.lines().map(str::trim).collect();
    format!("do $back$ declare one record; begin {} end $back$", lines.join(" "))
}

/// Gives a schema that was put aside its name again; the one that has the name by then gets another one. Its tables stay closed.
#[must_use]
pub fn open_by_hand(schema: &str, aside: &str, new: &str) -> String {
    renamed("open", (schema, new), (aside, schema))
}

/// The reverse.
#[must_use]
pub fn close_by_hand(schema: &str, aside: &str, new: &str) -> String {
    renamed("close", (schema, aside), (new, schema))
}

/// Two renames as one statement; what is not there is passed over.
fn renamed(tag: &str, first: (&str, &str), second: (&str, &str)) -> String {
    let rename = |(from, to): (&str, &str)| {
        let (from, found) = (ident(from), literal(&ident(from)));
        format!(
            "if to_regnamespace({found}) is not null then alter schema {from} rename to {}; end if;",
            ident(to)
        )
    };
    format!("do ${tag}$ begin {} {} end ${tag}$", rename(first), rename(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_run_fits_behind_every_schema() {
        assert_eq!(aside_prefix("salesforce"), "salesforce_old_");
        let long = aside_prefix(&"é".repeat(31));
        assert!(long.ends_with("é_old_") && long.len() + RUN <= 63, "{long}");
    }
}
