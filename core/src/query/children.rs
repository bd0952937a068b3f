//! Rows of other tables that point at rows of a mapped table by its `id`: kept with the Salesforce id of what they point at, and pointed at
//! the new rows once the table was made anew. By the child's own key, never by its present value: ids are given away again, and another
//! parent would have it.

use serde_json::json;

use super::fence::OPEN;
use super::{ident, literal, Place, Query, OWN_SCHEMA, SHORT};
use crate::answer::{answer, Ask};
use crate::effect::Effect;

answer! {
    /// How those stand that were kept of a table.
    pub struct Children {
        kept: Option<u64> = "/kept",
        pointed: Option<u64> = "/pointed",
        alone: Option<u64> = "/alone",
        wrong: Option<u64> = "/wrong",
        unkept: Option<u64> = "/unkept",
        /// Of which something else is kept than what they point at; one whose parent is gone is not among them.
        stale: Option<u64> = "/stale",
    }
}

/// How long reading and writing them may take, milliseconds.
const MADE: u64 = 40 * SHORT;

pub(super) const CHILDREN_KEEP: Query = Query::change("children_keep", keep_text).within(MADE);

pub(super) const CHILDREN_POINT: Query = Query::change("children_point", point_text).within(MADE);

pub(super) const CHILDREN: Query = Query::read("children", seen_text).within(MADE);

/// Keeps them, anew while the constraints are there; and what a parent got since. `unique` is a column by which a record is known in another
/// organization too.
#[must_use]
pub fn children_keep(place: &Place, schema: &str, table: &str, unique: Option<&str>) -> Effect {
    CHILDREN_KEEP.effect(place, schema, Some(&json!({ "table": table, "unique": unique }).to_string()))
}

/// Points them at the rows that are there now. One whose parent is not there points at nothing, and stays kept: where that cannot be said by
/// leaving the column empty, by a number that no row has, so that it never points at another parent.
#[must_use]
pub fn children_point(place: &Place, schema: &str, table: &str, unique: Option<&str>) -> Effect {
    CHILDREN_POINT.effect(place, schema, Some(&json!({ "table": table, "unique": unique }).to_string()))
}

/// How they stand.
#[must_use]
pub fn children(place: &Place, schema: &str, table: &str) -> Ask<Children> {
    CHILDREN.ask(place, schema, Some(&json!({ "table": table }).to_string()))
}

fn table() -> String {
    format!(
        "create table if not exists {OWN_SCHEMA}.children (tab text, name text, child text, fk text, pairs text, key jsonb, sfid text, \
         state text, uid text, primary key (tab, name, key))"
    )
}

/// Constraints by which other tables point at the `id` of a mapped one: child, parent, column, and the child's own key as pairs for an object.
fn keys(schema: &str) -> String {
    format!(
        r"select c.conname, c.conrelid::regclass::text as child, base.oid::regclass::text as parent, quote_ident(f.attname) as fk,
                    (select string_agg(format('%L, k.%I', a.attname, a.attname), ', ' order by a.attnum)
                       from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
                      where i.indrelid = c.conrelid and i.indisprimary) as pairs
               from pg_class base join pg_namespace n on n.oid = base.relnamespace
               join pg_constraint c on c.contype = 'f' and c.confrelid = base.oid and c.conrelid <> base.oid
               join pg_attribute p on p.attrelid = base.oid and p.attname = 'id' and c.confkey = array[p.attnum]
               join pg_attribute f on f.attrelid = c.conrelid and f.attnum = c.conkey[1]
              where n.nspname = {} and base.relname = given->>'table'",
        literal(schema)
    )
}

/// The table by its schema: two connections may each have one of that name.
fn tab(schema: &str) -> String {
    format!("{} || '.' || (given->>'table')", literal(schema))
}

/// In one statement, so that all of them are kept or none. What was kept before is of another try: the app has written since.
fn keep_text(schema: &str) -> Vec<String> {
    let (keys, tab) = (keys(schema), tab(schema));
    let s = ident(schema).replace('\'', "''").replace('%', "%%");
    vec![
        OPEN.to_owned(),
        "set search_path = ''".to_owned(),
        table(),
        format!(
            r"create function pg_temp.connect_maintenance_children(given jsonb) returns bigint language plpgsql as $keep$
declare
  one record;
  kept bigint := 0;
  rows bigint;
begin
  if exists ({keys}) then
    delete from {OWN_SCHEMA}.children where tab = {tab};
  end if;
  for one in {keys} loop
    execute format('insert into {OWN_SCHEMA}.children (tab, name, child, fk, pairs, key, sfid, uid) '
                   'select %L, %L, %L, %L, %L, jsonb_build_object(%s), p.sfid, %s from %s k join %s p on p.id = k.%s',
      {tab}, one.conname, one.child, one.fk, one.pairs, one.pairs,
      case when given->>'unique' is null then 'null' else format('p.%I::text', given->>'unique') end, one.child, one.parent, one.fk);
    get diagnostics rows = row_count;
    kept := kept + rows;
  end loop;
  for one in select distinct name, child, fk, pairs from {OWN_SCHEMA}.children where tab = {tab} loop
    execute format('update {OWN_SCHEMA}.children s set sfid = p.sfid from %1$s k join {s}.%2$I p on p.id = k.%3$s '
                   'where s.tab = %4$L and s.name = %5$L and s.sfid is distinct from p.sfid and s.key = jsonb_build_object(%6$s)',
      one.child, given->>'table', one.fk, {tab}, one.name, one.pairs);
    execute format('delete from {OWN_SCHEMA}.children s using %1$s k where s.tab = %3$L and s.name = %4$L and k.%2$s is null '
                   'and s.key = jsonb_build_object(%5$s)',
      one.child, one.fk, {tab}, one.name, one.pairs);
  end loop;
  return kept;
end $keep$"
        ),
        r#"select pg_temp.connect_maintenance_children($1::text::jsonb)::text as "kept""#.to_owned(),
    ]
}

fn point_text(schema: &str) -> Vec<String> {
    let (s, tab) = (ident(schema).replace('\'', "''").replace('%', "%%"), tab(schema));
    vec![
        OPEN.to_owned(),
        "set search_path = ''".to_owned(),
        format!(
            r"create function pg_temp.connect_maintenance_point(given jsonb) returns bigint language plpgsql as $point$
declare
  one record;
  pointed bigint := 0;
  rows bigint;
begin
  perform set_config('lock_timeout', '3s', true);
  update {OWN_SCHEMA}.children set state = null where tab = {tab};
  if given->>'unique' is not null then
    execute format('update {OWN_SCHEMA}.children s set sfid = n.sfid from {s}.%1$I n where s.tab = %2$L and n.%3$I::text = s.uid '
                   'and n.sfid is not null and not exists (select from {s}.%1$I m where m.sfid = s.sfid)',
      given->>'table', {tab}, given->>'unique');
  end if;
  for one in select distinct name, child, fk, pairs from {OWN_SCHEMA}.children where tab = {tab} loop
    execute format('update %1$s k set %2$s = n.id from {OWN_SCHEMA}.children s join {s}.%3$I n on n.sfid = s.sfid '
                   'where s.tab = %4$L and s.name = %5$L and s.key = jsonb_build_object(%6$s) and k.%2$s is distinct from n.id',
      one.child, one.fk, given->>'table', {tab}, one.name, one.pairs);
    get diagnostics rows = row_count;
    pointed := pointed + rows;
    execute format('update {OWN_SCHEMA}.children s set state = ''alone'' where s.tab = %2$L and s.name = %3$L '
                   'and not exists (select from {s}.%1$I n where n.sfid = s.sfid)',
      given->>'table', {tab}, one.name);
    begin
      execute format('update %1$s k set %2$s = null from {OWN_SCHEMA}.children s where s.tab = %3$L and s.name = %4$L '
                     'and s.state = ''alone'' and s.key = jsonb_build_object(%5$s) and k.%2$s is not null',
        one.child, one.fk, {tab}, one.name, one.pairs);
    exception when not_null_violation then
      execute format('update %1$s k set %2$s = -abs(k.%2$s) from {OWN_SCHEMA}.children s where s.tab = %3$L and s.name = %4$L '
                     'and s.state = ''alone'' and s.key = jsonb_build_object(%5$s) and k.%2$s > 0',
        one.child, one.fk, {tab}, one.name, one.pairs);
    end;
  end loop;
  return pointed;
end $point$"
        ),
        r#"select pg_temp.connect_maintenance_point($1::text::jsonb)::text as "pointed""#.to_owned(),
    ]
}

/// A child that somebody deleted since is not minded.
fn seen_text(schema: &str) -> Vec<String> {
    let s = ident(schema).replace('\'', "''").replace('%', "%%");
    let given = |text: String| text.replace("given", "($1::text::jsonb)");
    let (tab, keys) = (given(tab(schema)), given(keys(schema)));
    vec![
        "set search_path = ''".to_owned(),
        format!(
            r#"with kinds as (
  select distinct tab, name, child, fk, pairs from {OWN_SCHEMA}.children where tab = {tab}
), present as (
  select sum((xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %1$s k where k.%2$s is not null and not exists ('
           'select from {OWN_SCHEMA}.children s where s.tab = %3$L and s.name = %4$L and s.key = jsonb_build_object(%5$s))',
           child, fk, {tab}, conname, pairs), false, true, '')))[1]::text::bigint) as n from ({keys}) key
), counted as (
  select query_to_xml(format('select count(*) as kept, count(*) filter (where n.id is not null and k.%2$s = n.id) as pointed, '
           'count(*) filter (where n.id is null) as alone, '
           'count(*) filter (where k.%2$s is distinct from n.id and (n.id is not null or k.%2$s > 0)) as wrong, '
           'count(*) filter (where k.%2$s is null or p.id is not null and p.sfid is distinct from s.sfid) as stale from {OWN_SCHEMA}.children s '
           'join %1$s k on s.key = jsonb_build_object(%6$s) left join {s}.%3$I n on n.sfid = s.sfid left join {s}.%3$I p on p.id = k.%2$s where s.tab = %4$L and s.name = %5$L',
           child, fk, ($1::text::jsonb)->>'table', tab, name, pairs), false, true, '') as told from kinds
)
select coalesce(sum((xpath('/row/kept/text()', told))[1]::text::bigint), 0)::text as "kept",
       coalesce(sum((xpath('/row/pointed/text()', told))[1]::text::bigint), 0)::text as "pointed",
       coalesce(sum((xpath('/row/alone/text()', told))[1]::text::bigint), 0)::text as "alone", (select coalesce(n, 0) from present)::text as "unkept",
       coalesce(sum((xpath('/row/wrong/text()', told))[1]::text::bigint), 0)::text as "wrong",
       coalesce(sum((xpath('/row/stale/text()', told))[1]::text::bigint), 0)::text as "stale" from counted"#
        ),
    ]
}
