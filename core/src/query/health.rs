//! What a doctor asks of Connect's objects: rows that Salesforce does not know, what is unique, how many log ids are left.

use super::aside::{aside_prefix, RUN};
use super::{ident, literal, Place, Query, SHORT, WAITS};
use crate::answer::{answer, Ask};

answer! {
    /// The mapped tables of a schema and the ids of its log.
    pub struct Mapped {
        tables: Vec<MappedTable> = "/tables",
        ids_given: Option<u64> = "/idsGiven",
        id_bytes: Option<u64> = "/idBytes",
        aside: Option<Vec<String>> = "/aside",
    }
}

answer! {
    /// One of them.
    pub struct MappedTable {
        name: Option<String> = "/name",
        without_sfid: Option<u64> = "/withoutSfid",
        unique: Vec<String> = "/unique",
    }
}

/// A table of more bytes is not read as a whole.
const SMALL: u32 = 33_554_432;
/// More rows are not counted.
const MOST: u32 = 10_000;

pub(super) const MAPPED: Query = Query::read("mapped", |schema| vec![mapped_text(schema)]).within(2 * SHORT);

/// What a doctor asks of a schema.
#[must_use]
pub fn mapped(place: &Place, schema: &str) -> Ask<Mapped> {
    MAPPED.ask(place, schema, None)
}

/// What waits to be sent has no Salesforce id yet. Rows are counted where an index finds them or the table is small, and where this role sees all of them.
fn mapped_text(schema: &str) -> String {
    format!(
        r#"with mapped as (
  select c.oid, c.relname, a.attnum,
         has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage') and not row_security_active(c.oid)
           and (pg_relation_size(c.oid) < {SMALL}
                or exists (select from pg_index i where i.indrelid = c.oid and i.indkey[0] = a.attnum and i.indisvalid and i.indpred is null)) as countable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'sfid' and not a.attisdropped
   where n.nspname = {l} and c.relkind = 'r'
     and exists (select from pg_trigger g join pg_proc p on p.oid = g.tgfoid where g.tgrelid = c.oid and p.proname like 'hc\_%')),
seen as (
  select relname, case when countable then (xpath('/row/n/text()', query_to_xml(format(
           'select count(*) as n from (select from %I.%I t where sfid is null and id not in ('
           'select record_id from {log_name} where table_name = %L and state in {waits} and record_id is not null) limit {limit}) few',
           {l}, relname, relname), false, true, '')))[1]::text::int end as missing,
         coalesce((select json_agg(a.attname order by a.attname) from pg_index i
                     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                    where i.indrelid = mapped.oid and i.indisunique and i.indisvalid and i.indnkeyatts = 1 and i.indpred is null), '[]'::json) as uniques
    from mapped)
select coalesce(json_agg(json_build_object('name', relname, 'withoutSfid', missing, 'unique', uniques) order by relname), '[]'::json) as "tables",
       coalesce(pg_sequence_last_value(pg_get_serial_sequence({log}, 'id')::regclass), 0)::text as "idsGiven",
       (select attlen::int from pg_attribute where attrelid = {log}::regclass and attname = 'id') as "idBytes",
       (select coalesce(json_agg(nspname order by nspname), '[]'::json) from pg_namespace
         where starts_with(nspname, {old}) and length(nspname) = length({old}) + {RUN}) as "aside" from seen"#,
        l = literal(schema),
        old = literal(&aside_prefix(schema)),
        waits = WAITS.replace('\'', "''"),
        log_name = format!("{}._trigger_log", ident(schema)).replace('\'', "''").replace('%', "%%"),
        log = literal(&format!("{}._trigger_log", ident(schema))),
        limit = MOST + 1,
    )
}
