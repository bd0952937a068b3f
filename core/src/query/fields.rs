//! Columns of a mapped table, and what people hung on them: read, kept in our own schema, dropped and made again.
//!
//! Definitions never leave the database: what comes back is what a thing is called, and whether it is as it was kept.

use serde_json::json;

use super::fence::OPEN;
use super::{ident, literal, Place, Query, OWN_SCHEMA, SHORT, WAITS};
use crate::answer::{answer, Ask};
use crate::effect::Effect;

answer! {
    /// The columns of a table that were asked for.
    pub struct Columns {
        rows: Option<u64> = "/rows",
        columns: Vec<Column> = "/columns",
    }
}

answer! {
    /// One of them.
    pub struct Column {
        name: Option<String> = "/name",
        kind: Option<String> = "/type",
        values: Option<u64> = "/values",
        local: Option<u64> = "/local",
        longest: Option<u64> = "/longest",
        queued: Option<u64> = "/queued",
        queued_longest: Option<u64> = "/queuedLongest",
    }
}

answer! {
    /// What hangs on columns.
    pub struct Dependants {
        found: Vec<Dependant> = "/found",
    }
}

answer! {
    /// One of those.
    pub struct Dependant {
        kind: Option<String> = "/kind",
        name: Option<String> = "/name",
        refuses: Option<bool> = "/refuses",
    }
}

answer! {
    /// What was kept of a table, and how it stands now.
    pub struct Kept {
        kept: Vec<KeptOne> = "/kept",
        new: Vec<String> = "/new",
    }
}

answer! {
    /// One of those.
    pub struct KeptOne {
        kind: Option<String> = "/kind",
        name: Option<String> = "/name",
        there: Option<bool> = "/there",
        same: Option<bool> = "/same",
        state: Option<String> = "/state",
    }
}

/// A larger table is not read as a whole: its rows are estimated and its values are not counted, bytes.
const COUNTED_BYTES: u64 = 1_073_741_824;
/// How long reading such a table may take, milliseconds.
const COUNTING: u64 = 4 * SHORT;
/// A view over large tables is made within this; a materialized one is filled meanwhile.
const MADE: u64 = 600_000;

pub(super) const COLUMNS: Query =
    Query::read("columns", |schema| vec![columns_text(schema)]).within(COUNTING);

pub(super) const DEPENDANTS: Query = Query::read("dependants", |schema| {
    reading(
        schema,
        r#"select coalesce(json_agg(json_build_object('kind', kind, 'name', name, 'refuses', refuses) order by ord, name), '[]'::json) as "found" from hung"#,
    )
})
.within(COUNTING);

pub(super) const DEPENDANTS_KEEP: Query = Query::change("dependants_keep", keep_text).within(COUNTING);

pub(super) const DEPENDANTS_KEPT: Query = Query::read("dependants_kept", kept_text).within(COUNTING);

pub(super) const DEPENDANTS_DROP: Query = Query::change("dependants_drop", drop_text).within(COUNTING);

pub(super) const DEPENDANTS_RESTORE: Query = Query::change("dependants_restore", restore_text).within(MADE);

/// What is asked about: columns of a table.
#[derive(Debug, Clone, Copy)]
pub struct Which<'a> {
    /// Schema.
    pub schema: &'a str,
    /// Table.
    pub table: &'a str,
    /// Columns; all of them if there is none, where they are read.
    pub columns: &'a [String],
    /// Rows and values are counted, where that is read.
    pub counted: bool,
    /// The table itself is meant too, and what is on it stays with it.
    pub whole: bool,
    /// Only foreign keys of other tables are meant.
    pub keys: bool,
}

impl Which<'_> {
    fn parameter(&self) -> String {
        let mut asked = json!({"table": self.table, "columns": self.columns, "counted": self.counted});
        if self.whole {
            asked["whole"] = json!(true);
        }
        if self.keys {
            asked["keys"] = json!(true);
        }
        asked.to_string()
    }
}

/// Columns of a table.
#[must_use]
pub fn columns(place: &Place, which: Which<'_>) -> Ask<Columns> {
    COLUMNS.ask(place, which.schema, Some(&which.parameter()))
}

/// What hangs on columns.
#[must_use]
pub fn dependants(place: &Place, which: Which<'_>) -> Ask<Dependants> {
    DEPENDANTS.ask(place, which.schema, Some(&which.parameter()))
}

/// Keeps what hangs on columns in our schema; what is kept already stays as it is.
#[must_use]
pub fn dependants_keep(place: &Place, which: Which<'_>) -> Effect {
    DEPENDANTS_KEEP.effect(place, which.schema, Some(&which.parameter()))
}

/// What was kept, and how it stands.
#[must_use]
pub fn dependants_kept(place: &Place, which: Which<'_>) -> Ask<Kept> {
    DEPENDANTS_KEPT.ask(place, which.schema, Some(&which.parameter()))
}

/// Keeps and drops what Postgres would refuse to alter a column beside: all of it or nothing.
#[must_use]
pub fn dependants_drop(place: &Place, which: Which<'_>) -> Effect {
    DEPENDANTS_DROP.effect(place, which.schema, Some(&which.parameter()))
}

/// Makes again what was kept and is not there: one by one, and what is refused is left.
#[must_use]
pub fn dependants_restore(place: &Place, which: Which<'_>) -> Effect {
    DEPENDANTS_RESTORE.effect(place, which.schema, Some(&which.parameter()))
}

fn columns_text(schema: &str) -> String {
    let log = |table: &str| format!("{}.{table}", ident(schema)).replace('\'', "''").replace('%', "%%");
    format!(
        r#"with asked as (
  select ($1::text::jsonb)->>'table' as tab, ($1::text::jsonb)->'columns' as cols,
         coalesce((($1::text::jsonb)->>'counted')::bool, true) as counted
), mapped as (
  select c.oid, n.nspname, c.relname, greatest(c.reltuples, 0)::bigint as guessed,
         has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage') and not row_security_active(c.oid)
           and asked.counted and pg_relation_size(c.oid) < {COUNTED_BYTES} as countable, asked.counted
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, asked
   where n.nspname = {l} and c.relname = asked.tab and c.relkind = 'r'
), helper as (
  select quote_ident(n.nspname) as at from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'hstore'
), wanted as (
  select mapped.*, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod) as kind,
         a.atttypid in ('pg_catalog.varchar'::regtype, 'pg_catalog.text'::regtype, 'pg_catalog.bpchar'::regtype) as texts
    from mapped join pg_attribute a on a.attrelid = mapped.oid, asked
   where a.attnum > 0 and not a.attisdropped and (jsonb_array_length(asked.cols) = 0 or asked.cols ? a.attname)
), counted as (
  select attname, attnum, kind,
         case when countable then query_to_xml(format('select count(%1$I) as v, count(%1$I) filter (where sfid is null and not exists ('
           'select from {log} w where w.record_id = t.id and w.table_name = %5$L and w.state in {waits})) as s, %2$s as l from %3$I.%4$I t',
           attname, case when texts then format('coalesce(max(char_length(%I)), 0)', attname) else 'null::int' end, nspname, relname, relname),
           false, true, '') end as held,
         case when helper.at is not null and counted then query_to_xml(format('select count(*) as n, coalesce(max(char_length((given::text)::%s.hstore OPERATOR(%s.->) %L)), 0) as l from ('
           'select "values" as given from {log} where table_name = %L and state in {waits} union all '
           'select "values" from {archive} where table_name = %L and state = ''REQUEUE'') waiting where strpos(given::text, %L) > 0',
           helper.at, helper.at, attname, relname, relname, format('"%s"=>', attname)), false, true, '') end as waiting
    from wanted left join helper on true
), told as (
  select attname, attnum, kind, (xpath('/row/v/text()', held))[1]::text as v, (xpath('/row/s/text()', held))[1]::text as s,
         (xpath('/row/l/text()', held))[1]::text as l, (xpath('/row/n/text()', waiting))[1]::text as n,
         (xpath('/row/l/text()', waiting))[1]::text as w from counted
)
select (select case when countable then (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', nspname, relname), false, true, '')))[1]::text
               else guessed::text end from mapped) as "rows",
       coalesce(json_agg(json_build_object('name', attname, 'type', kind, 'values', v, 'local', s, 'longest', l, 'queued', n, 'queuedLongest', w)
                         order by attnum), '[]'::json) as "columns" from told"#,
        l = literal(schema),
        log = log("_trigger_log"),
        archive = log("_trigger_log_archive"),
        waits = WAITS.replace('\'', "''"),
    )
}

/// The reading of all that hangs on the columns, as the rows of `hung`, and what is made of them.
fn hung(schema: &str) -> String {
    include_str!("dependants.sql").replace("CONNECT", &literal(schema))
}

/// Names are written with their schema: a search path could hide one behind another.
fn reading(schema: &str, last: &str) -> Vec<String> {
    vec!["set search_path = ''".to_owned(), format!("{}{last}", hung(schema))]
}

/// The same inside a function, whose argument the parameter is.
fn given(text: &str) -> String {
    text.replace("($1::text::jsonb)", "given")
}

fn table() -> String {
    format!(
        "create table if not exists {OWN_SCHEMA}.kept (tab text, ord int, kind text, name text, refuses bool, dropped text, made text[], \
         state text, primary key (tab, kind, name))"
    )
}

/// The table by its schema: two connections may each have one of that name.
fn tab(schema: &str) -> String {
    format!("{} || '.' || (($1::text::jsonb)->>'table')", literal(schema))
}

fn insert(schema: &str) -> String {
    format!(
        "insert into {OWN_SCHEMA}.kept (tab, ord, kind, name, refuses, dropped, made) \
         select {}, ord, kind, name, refuses, dropped, made from hung on conflict do nothing",
        tab(schema)
    )
}

fn keep_text(schema: &str) -> Vec<String> {
    vec![
        OPEN.to_owned(),
        "set search_path = ''".to_owned(),
        table(),
        format!("{}{}", hung(schema), insert(schema)),
    ]
}

/// Statistics name their columns in the order of the table, which is another one for a column that was made anew. What is new since the others
/// were kept is named: somebody made it meanwhile.
fn kept_text(schema: &str) -> Vec<String> {
    reading(
        schema,
        &format!(
            r#", kept as (select * from {OWN_SCHEMA}.kept where tab = {tab})
select (select coalesce(json_agg(json_build_object('kind', kept.kind, 'name', kept.name, 'state', kept.state,
          'there', hung.name is not null, 'same', coalesce(hung.made = kept.made or kept.kind = 'statistics', false)) order by kept.ord, kept.name), '[]'::json)
          from kept left join hung on hung.kind = kept.kind and hung.name = kept.name) as "kept",
       (select coalesce(json_agg(hung.kind || ' ' || hung.name order by hung.ord, hung.name), '[]'::json)
          from hung where not exists (select from kept where kept.kind = hung.kind and kept.name = hung.name)) as "new""#,
            tab = tab(schema),
        ),
    )
}

/// In one statement, so that all of it is dropped or nothing. A lock that others hold is not waited for long: behind it everybody waits.
fn drop_text(schema: &str) -> Vec<String> {
    let (hung, insert) = (given(&hung(schema)), given(&insert(schema)));
    vec![
        OPEN.to_owned(),
        "set search_path = ''".to_owned(),
        table(),
        format!(
            r"create function pg_temp.connect_maintenance_drop(given jsonb) returns int language plpgsql as $drop$
declare
  one text;
  done int := 0;
begin
  perform set_config('lock_timeout', '3s', true);
  {hung}{insert};
  for one in {hung}select dropped from hung where refuses order by ord desc, name loop
    execute one;
    done := done + 1;
  end loop;
  return done;
end $drop$"
        ),
        r#"select pg_temp.connect_maintenance_drop($1::text::jsonb) as "dropped""#.to_owned(),
    ]
}

fn restore_text(schema: &str) -> Vec<String> {
    let (hung, tab) = (given(&hung(schema)), given(&tab(schema)));
    vec![
        OPEN.to_owned(),
        "set search_path = ''".to_owned(),
        format!(
            r"create function pg_temp.connect_maintenance_restore(given jsonb) returns int language plpgsql as $restore$
declare
  one record;
  statement text;
  done int := 0;
begin
  perform set_config('lock_timeout', '3s', true);
  for one in select tab, kind, name, made from {OWN_SCHEMA}.kept k where k.tab = {tab} order by ord, name loop
    if exists ({hung}select from hung where hung.kind = one.kind and hung.name = one.name) then
      update {OWN_SCHEMA}.kept k set state = null where k.tab = one.tab and k.kind = one.kind and k.name = one.name;
      continue;
    end if;
    begin
      foreach statement in array one.made loop
        execute statement;
      end loop;
      update {OWN_SCHEMA}.kept k set state = null where k.tab = one.tab and k.kind = one.kind and k.name = one.name;
      done := done + 1;
    exception when others then
      update {OWN_SCHEMA}.kept k set state = sqlstate where k.tab = one.tab and k.kind = one.kind and k.name = one.name;
    end;
  end loop;
  return done;
end $restore$"
        ),
        r#"select pg_temp.connect_maintenance_restore($1::text::jsonb) as "made""#.to_owned(),
    ]
}
