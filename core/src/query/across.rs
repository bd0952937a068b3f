//! What a database holds, read while nobody writes: compared with itself after its server was made anew, where positions tell nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::evidence::{counts_ctes, sequence_ctes};
use super::position::heads;
use super::{literal, Place, Query, OWN_SCHEMA, SHORT};
use crate::answer::{Answer, Ask, Field};
use crate::effect::Reading;

pub(super) const HOLDINGS: Query = Query::read("holdings", |schemas| vec![text(schemas)]).within(4 * SHORT);

/// What a database holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Holdings {
    /// When it was read, by the server's clock, milliseconds since the epoch.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: u64,
    /// Sequences that are behind their columns.
    pub behind: Vec<String>,
    /// Rows of each table that is small enough to be counted.
    #[cfg_attr(feature = "types", ts(type = "Record<string, number>"))]
    pub counts: BTreeMap<String, u64>,
    /// Newest id of every trigger log.
    pub heads: String,
    /// What Connect's triggers call, by its name, where it resolves.
    pub helpers: Vec<String>,
    /// How many objects there are of each kind, by schema.
    #[cfg_attr(feature = "types", ts(type = "Record<string, number>"))]
    pub objects: BTreeMap<String, u64>,
    /// The newest transaction that a trigger log names.
    pub logged_tx: String,
    /// How far each sequence is; of a falling one its negative.
    pub sequences: BTreeMap<String, String>,
    /// System identifier of the server.
    pub system: String,
    /// Tables that are large, or closed to this role.
    pub uncounted: Vec<String>,
    /// First transaction id that is not used yet.
    pub xmax: String,
}

/// What a database holds, if all of it was read.
#[derive(Debug)]
pub struct Read(pub Option<Holdings>);

impl Answer for Read {
    fn readings(_: &str, _: &mut Vec<Reading>) {}

    fn read(row: &Value) -> Self {
        fn field<T: Default>(row: &Value, key: &str) -> Option<T>
        where
            Option<T>: Field,
        {
            Field::read(row.get(key))
        }
        let holdings = || {
            Some(Holdings {
                at: field::<String>(row, "at")?.parse().ok()?,
                behind: field(row, "behind")?,
                counts: field(row, "counts")?,
                heads: field(row, "heads")?,
                helpers: field(row, "helpers")?,
                objects: field(row, "objects")?,
                logged_tx: field(row, "loggedTx")?,
                sequences: field(row, "sequences")?,
                system: field(row, "system")?,
                uncounted: field(row, "uncounted")?,
                xmax: field(row, "xmax")?,
            })
        };
        Self(holdings())
    }
}

impl Holdings {
    /// True if no trigger log names a transaction that the server has still to give.
    #[must_use]
    pub fn counter_is_ahead(&self) -> Option<bool> {
        Some(self.xmax.parse::<u128>().ok()? > self.logged_tx.parse::<u128>().ok()?)
    }
}

/// What a database holds; `schemas` are Connect's, joined by commas.
#[must_use]
pub fn holdings(place: &Place, schemas: &str) -> Ask<Read> {
    HOLDINGS.ask(place, schemas, None)
}

/// Everything but the system's schemas and our own.
fn text(schemas: &str) -> String {
    let users = |schema: &str| {
        format!(
            "{schema} not in ('pg_catalog', 'information_schema', {}) and {schema} !~ '^pg_(toast|temp)'",
            literal(OWN_SCHEMA)
        )
    };
    let logged = schemas.split(',').filter(|schema| !schema.is_empty()).map(|schema| {
        format!("select max(greatest(txid, processed_tx)) as tx from {}._trigger_log", super::ident(schema))
    });
    let logged = logged.collect::<Vec<_>>().join(" union all ");
    let logged = if logged.is_empty() { "select 0 as tx".to_owned() } else { logged };
    format!(
        r#"with {sequences}, {counts},
objects as (
  select n.nspname || ' ' || case c.relkind when 'r' then 'tables' when 'i' then 'indexes' when 'S' then 'sequences' when 'v' then 'views'
           when 'm' then 'materialized views' when 'f' then 'foreign tables' when 'p' then 'partitioned tables'
           when 'I' then 'partitioned indexes' else 'types' end as what, count(*)::int as n
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where {of_class} and c.relkind <> 't' group by 1
  union all
  select n.nspname || ' functions', count(*)::int from pg_proc p join pg_namespace n on n.oid = p.pronamespace where {of_class} group by 1
  union all
  select n.nspname || ' triggers that fire', count(*)::int from pg_trigger g join pg_class c on c.oid = g.tgrelid
    join pg_namespace n on n.oid = c.relnamespace where {of_class} and not g.tgisinternal and g.tgenabled in ('O', 'A') group by 1
  union all
  select 'extension ' || extname, 1 from pg_extension)
select (select coalesce(json_object_agg(name, n) filter (where n is not null), '{{}}'::json) from told) as "sequences",
       (select coalesce(json_agg(name order by name) filter (where b = 'true'), '[]'::json) from told) as "behind",
       (select coalesce(json_object_agg(name, n) filter (where n is not null), '{{}}'::json) from counted) as "counts",
       (select coalesce(json_agg(name order by name) filter (where n is null), '[]'::json) from counted) as "uncounted",
       (select coalesce(json_object_agg(what, n), '{{}}'::json) from objects) as "objects",
       (select coalesce(json_agg(h order by h), '[]'::json) from unnest(array[
          case when to_regtype('hstore') is not null then 'hstore' end,
          case when to_regprocedure('public.get_xmlbinary()') is not null then 'get_xmlbinary' end]) h where h is not null) as "helpers",
       (select coalesce(max(tx), 0)::text from ({logged}) l) as "loggedTx",
       (select system_identifier::text from pg_control_system()) as "system",
       pg_snapshot_xmax(pg_current_snapshot())::text as "xmax",
       (extract(epoch from clock_timestamp()) * 1000)::bigint::text as "at",
       {heads} as "heads""#,
        sequences = sequence_ctes(&users("sn.nspname")),
        counts = counts_ctes(&users("ns.nspname"), "format('%I.%I', ns.nspname, c.relname)"),
        of_class = users("n.nspname"),
        heads = heads(schemas),
    )
}
