//! What was captured: how fast changes are, and which of them Salesforce refused.

use std::collections::BTreeMap;

use super::{ident, Place, Query};
use crate::answer::{answer, Ask};

answer! {
    /// The newest rows of a log and its archive, without those that capture nothing to send.
    pub struct CapturedRows {
        rows: Option<u64> = "/rows",
        seconds: Option<u64> = "/seconds",
        bytes: Option<u64> = "/bytes",
    }
}

/// So many of the newest ids are looked at.
const NEWEST: u32 = 1_000;

pub(super) const CAPTURED: Query = Query::read("captured", |schema| vec![captured_text(schema)]);

/// How fast changes are captured in a schema.
#[must_use]
pub fn captured(place: &Place, schema: &str) -> Ask<CapturedRows> {
    CAPTURED.ask(place, schema, None)
}

answer! {
    /// Changes captured since a moment that Salesforce refused.
    pub struct Refused {
        rows: Option<u64> = "/rows",
        tables: Option<BTreeMap<String, u64>> = "/tables",
        ids: Option<Vec<String>> = "/ids",
    }
}

/// So many ids are named.
const NAMED: u32 = 20;

pub(super) const REFUSED: Query = Query::read("refused", |schema| vec![refused_text(schema)]);

/// What was refused of what was captured in the last so many seconds.
#[must_use]
pub fn refused(place: &Place, schema: &str, seconds: u64) -> Ask<Refused> {
    REFUSED.ask(place, schema, Some(&seconds.to_string()))
}

/// By state, so that the log's index serves. The clock is the server's.
fn refused_text(schema: &str) -> String {
    let s = ident(schema);
    let refused = |table: &str| {
        format!(
            "select id, table_name from {s}.{table} where state = 'FAILED' and created_at >= clock_timestamp() - make_interval(secs => $1::text::float8)"
        )
    };
    format!(
        r#"with refused as ({log} union all {archive}), counted as (select table_name, count(*)::int as n from refused group by table_name)
select (select count(*)::int from refused) as "rows",
       coalesce((select json_object_agg(table_name, n) from counted), '{{}}'::json) as "tables",
       coalesce((select json_agg(id::text order by id) from (select id from refused order by id desc limit {NAMED}) newest), '[]'::json) as "ids""#,
        log = refused("_trigger_log"),
        archive = refused("_trigger_log_archive"),
    )
}

/// By ids, so that both primary keys serve.
fn captured_text(schema: &str) -> String {
    let s = ident(schema);
    let newest = |table: &str| {
        format!(
            "select state, created_at, pg_column_size(l) as bytes from {s}.{table} l, head where l.id > head.id - {NEWEST}"
        )
    };
    format!(
        r#"with head as (select greatest((select max(id) from {s}._trigger_log), (select max(id) from {s}._trigger_log_archive)) as id)
select (count(*) filter (where state not in ('READONLY', 'IGNORE', 'IGNORED')))::int as "rows",
       extract(epoch from clock_timestamp() - min(created_at))::int as "seconds",
       coalesce(sum(bytes), 0)::int as "bytes"
  from ({log} union all {archive}) newest"#,
        log = newest("_trigger_log"),
        archive = newest("_trigger_log_archive"),
    )
}
