//! What two sides of a copy must have in common.

use std::collections::BTreeMap;

use serde_json::json;

use super::fence::OPEN;
use super::{literal, Place, Query, SHORT};
use crate::answer::{answer, Ask};
use crate::effect::Effect;

answer! {
    /// How far the sequences of a schema are. What rises with each value given: of a falling sequence its negative.
    pub struct Sequences {
        next: Option<BTreeMap<String, String>> = "/next",
        behind: Option<Vec<String>> = "/behind",
        unjudged: Option<Vec<String>> = "/unjudged",
    }
}

answer! {
    /// Exact counts by table; which tables are too large to be counted, and which this role may not read as a whole.
    pub struct RowCounts {
        counts: Option<BTreeMap<String, u64>> = "/counts",
        large: Option<Vec<String>> = "/large",
        unread: Option<Vec<String>> = "/unread",
    }
}

pub(super) const SEQUENCES: Query = Query::read("sequences", |schema| vec![sequences_text(schema)]);

pub(super) const SEQUENCES_RAISE: Query = Query::change("sequences_raise", raise_text);

/// So many values are left out, for what was given away and not seen.
const SPARE: u32 = 1_000;

pub(super) const ROW_COUNTS: Query =
    Query::read("row_counts", |schema| vec![row_counts_text(schema)]).within(4 * SHORT);

/// Sequences of a schema.
#[must_use]
pub fn sequences(place: &Place, schema: &str) -> Ask<Sequences> {
    SEQUENCES.ask(place, schema, None)
}

/// Moves sequences on to these values and a little further.
#[must_use]
pub fn sequences_raise(place: &Place, schema: &str, reached: &BTreeMap<String, String>) -> Effect {
    SEQUENCES_RAISE.effect(place, schema, Some(&json!({ "reached": reached }).to_string()))
}

/// Row counts of the small tables of a schema.
#[must_use]
pub fn row_counts(place: &Place, schema: &str) -> Ask<RowCounts> {
    ROW_COUNTS.ask(place, schema, None)
}

/// Only on, and no further than it can go; one that falls stays. A name that is no sequence any more is passed over.
fn raise_text(_: &str) -> Vec<String> {
    vec![
        OPEN.to_owned(),
        format!(
            r#"select count(setval(c.oid, least((wanted.value)::numeric + {SPARE}, q.seqmax)::bigint))::text as "raised"
  from jsonb_each_text(($1::text::jsonb)->'reached') wanted
  join pg_class c on c.oid = to_regclass(wanted.key) and c.relkind = 'S' join pg_sequence q on q.seqrelid = c.oid
 where q.seqincrement > 0 and coalesce(pg_sequence_last_value(c.oid), 0) < (wanted.value)::numeric"#
        ),
    ]
}

fn sequences_text(schema: &str) -> String {
    format!(
        r#"with {}
select coalesce(json_object_agg(name, n) filter (where n is not null), '{{}}'::json) as "next",
       coalesce(json_agg(name order by name) filter (where b = 'true'), '[]'::json) as "behind",
       coalesce(json_agg(name order by name) filter (where b is null), '[]'::json) as "unjudged" from told"#,
        sequence_ctes(&format!("{} in (sn.nspname, n.nspname)", literal(schema)))
    )
}

/// Sequences that are wanted and those that feed its tables, as the rows `name, n, b` of `told`. One is compared with its column where
/// that holds numbers that this role may read, and where the highest is found without reading a large table. `wanted` is a condition on
/// `sn`, the namespace of a sequence, and `n`, that of the table which it feeds.
pub(super) fn sequence_ctes(wanted: &str) -> String {
    format!(
        r#"found as (
  select format('%I.%I', sn.nspname, s.relname) as name, sn.nspname as schema, s.relname as sequence, q.seqincrement as step,
         case when q.seqcycle then 0 else sign(q.seqincrement) end as sign,
         n.nspname as of_schema, t.relname as of_table, a.attname as of_column,
         has_sequence_privilege(s.oid, 'select') and has_schema_privilege(sn.oid, 'usage') as readable,
         not q.seqcycle and a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype)
           and has_table_privilege(t.oid, 'select') and has_schema_privilege(n.oid, 'usage') and not row_security_active(t.oid)
           and (pg_relation_size(t.oid) < {SMALL}
                or exists (select 1 from pg_index i where i.indrelid = t.oid and i.indkey[0] = a.attnum and i.indisvalid and i.indpred is null))
           as numbers
    from pg_sequence q join pg_class s on s.oid = q.seqrelid join pg_namespace sn on sn.oid = s.relnamespace
    left join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
                         and d.deptype in ('a', 'i')
    left join pg_class t on t.oid = d.refobjid left join pg_namespace n on n.oid = t.relnamespace
    left join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
   where {wanted}),
asked as (
  select name, case when readable then query_to_xml(format(
           'select %s * (last_value::numeric + case when is_called then %s else 0 end) as n, %s as b from %I.%I', sign, step,
           case when numbers then format(
             'coalesce(%s * (select %s(%I) from %I.%I) >= %s * (last_value::numeric + case when is_called then %s else 0 end), false)',
             sign, case when sign > 0 then 'max' else 'min' end, of_column, of_schema, of_table, sign, step) else 'null' end,
           schema, sequence), false, true, '') end as answer
    from found),
told as (
  select name, (xpath('/row/n/text()', answer))[1]::text as n, (xpath('/row/b/text()', answer))[1]::text as b from asked)"#
    )
}

/// Larger tables are proven by position, bytes.
const SMALL: u64 = 33_554_432;

fn row_counts_text(schema: &str) -> String {
    format!(
        r#"with {}
select coalesce(json_object_agg(name, n) filter (where n is not null), '{{}}'::json) as "counts",
       coalesce(json_agg(name order by name) filter (where readable and n is null), '[]'::json) as "large",
       coalesce(json_agg(name order by name) filter (where not readable), '[]'::json) as "unread" from counted"#,
        counts_ctes(&format!("ns.nspname = {}", literal(schema)), "c.relname")
    )
}

/// Tables with their rows, as the rows `name, readable, n` of `counted`. `wanted` is a condition on `ns`, the namespace of a table `c`.
pub(super) fn counts_ctes(wanted: &str, name: &str) -> String {
    format!(
        r#"small as (
  select {name} as name, pg_relation_size(c.oid) < {SMALL} as small, ns.nspname as schema, c.relname as relation,
         has_table_privilege(c.oid, 'select') and has_schema_privilege(ns.oid, 'usage') and not row_security_active(c.oid) as readable
    from pg_class c join pg_namespace ns on ns.oid = c.relnamespace where {wanted} and c.relkind = 'r'),
counted as (
  select name, readable, case when readable and small then (xpath('/row/n/text()', query_to_xml(
           format('select count(*) as n from %I.%I', schema, relation), false, true, '')))[1]::text::int end as n
    from small)"#
    )
}
