//! What two sides of a copy must have in common.

use std::collections::BTreeMap;

use super::{literal, Place, Query, SHORT};
use crate::answer::{answer, Ask};

answer! {
    /// Sequences compared with their columns.
    pub struct Sequences {
        checked: Option<u64> = "/checked",
        behind: Option<u64> = "/behind",
    }
}

answer! {
    /// Exact counts by table.
    pub struct RowCounts {
        counts: Option<BTreeMap<String, u64>> = "/counts",
    }
}

pub(super) const SEQUENCES: Query = Query::read("sequences", |schema| vec![sequences_text(schema)]);

pub(super) const ROW_COUNTS: Query =
    Query::read("row_counts", |schema| vec![row_counts_text(schema)]).within(4 * SHORT);

/// Sequences of a schema.
#[must_use]
pub fn sequences(place: &Place, schema: &str) -> Ask<Sequences> {
    SEQUENCES.ask(place, schema, None)
}

/// Row counts of the small tables of a schema.
#[must_use]
pub fn row_counts(place: &Place, schema: &str) -> Ask<RowCounts> {
    ROW_COUNTS.ask(place, schema, None)
}

/// Sequences owned by columns of the schema's tables, each compared with its column.
fn sequences_text(schema: &str) -> String {
    format!(
        r#"select count(*)::int as "checked", (count(*) filter (where behind))::int as "behind" from (
  select (xpath('/row/b/text()', query_to_xml(format(
           'select coalesce((select max(%I) from %I.%I), 0) > (select last_value from %I.%I) as b',
           a.attname, n.nspname, t.relname, sn.nspname, s.relname), false, true, '')))[1]::text = 'true' as behind
    from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_namespace sn on sn.oid = s.relnamespace
    join pg_class t on t.oid = d.refobjid join pg_namespace n on n.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
   where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and n.nspname = {}) x"#,
        literal(schema)
    )
}

/// Exact counts of tables up to 32 MiB; larger ones are proven by position.
fn row_counts_text(schema: &str) -> String {
    format!(
        r#"select coalesce(json_object_agg(name, n), '{{}}'::json) as "counts" from (
  select c.relname as name, (xpath('/row/n/text()', query_to_xml(
           format('select count(*) as n from %I.%I', ns.nspname, c.relname), false, true, '')))[1]::text::int as n
    from pg_class c join pg_namespace ns on ns.oid = c.relnamespace
   where ns.nspname = {} and c.relkind = 'r' and pg_relation_size(c.oid) < 33554432 order by 1) x"#,
        literal(schema)
    )
}
