//! Rows that leave a database by file: whoever holds the run's folder has them, and no core ever sees one.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ident, literal, Place, Query, OWN_SCHEMA, SHORT, WAITS};
use crate::answer::{answer, Ask};
use crate::effect::{Effect, SqlEffect};
use crate::ending::Millis;
use crate::late::uses_nothing;

answer! {
    /// What a file got.
    pub struct Written {
        rows: Option<u64> = "/rows",
        sha256: Option<String> = "/sha256",
    }
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Exported {
    /// Changes that were captured after a moment and that Salesforce does not have.
    Unsent,
    /// Changes that were captured by a moment and sent after it, each with the Salesforce id that its row has in this database.
    Sent,
    /// Changes that were put out of Connect's reach.
    Marked,
}

uses_nothing!(Exported);

/// How long one file may take, milliseconds.
const FILE_MS: u64 = 20 * SHORT;
/// Where a session keeps what is asked for: `COPY` takes no parameter.
const ASKED: &str = "heroku_connect_maintenance.asked";

pub(super) const ROWS_UNSENT: Query = Query::read("rows_unsent", unsent_text).within(FILE_MS);

pub(super) const ROWS_SENT: Query = Query::read("rows_sent", sent_text).within(FILE_MS);

pub(super) const ROWS_MARKED: Query = Query::read("rows_marked", marked_text).within(FILE_MS);

impl Exported {
    const ALL: [Self; 3] = [Self::Unsent, Self::Sent, Self::Marked];

    fn query(self) -> Query {
        match self {
            Self::Unsent => ROWS_UNSENT,
            Self::Sent => ROWS_SENT,
            Self::Marked => ROWS_MARKED,
        }
    }

    /// The rows that the query of this name writes.
    pub(super) fn by_query(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.query().name == name)
    }
}

/// Writes rows into a file of the run's folder.
#[must_use]
pub fn exported(place: &Place, schema: &str, rows: Exported, at: Millis, file: &str) -> Ask<Written> {
    let asked = json!({ "at": at }).to_string();
    Ask::of(|_| into(rows.query().effect(place, schema, Some(&asked)), file))
}

pub(super) fn into(effect: Effect, file: &str) -> Effect {
    match effect {
        Effect::Sql(sql) => Effect::Sql(SqlEffect { into: Some(file.to_owned()), ..sql }),
        other => other,
    }
}

fn copied(rows: &str, before: Option<String>) -> Vec<String> {
    let asked = format!(r#"select set_config('{ASKED}', $1, false)::text as "asked""#);
    let copy = format!("copy ({rows}) to stdout (format csv, header)");
    before.into_iter().chain([asked, copy]).collect()
}

/// The moment that is asked about.
fn at() -> String {
    format!("(select to_timestamp(((current_setting('{ASKED}')::jsonb)->>'at')::float8 / 1000))")
}

/// Both logs, with these columns.
fn logs(schema: &str, columns: &str, which: &str) -> String {
    let s = ident(schema);
    let of = |table: &str| format!("select {columns} from {s}.{table} where {which}");
    format!("{} union all {}", of("_trigger_log"), of("_trigger_log_archive"))
}

fn unsent_text(schema: &str) -> Vec<String> {
    let columns = r#"id, state, action, table_name, record_id, sfid, created_at, "values""#;
    let which = format!("created_at > {} and (state in {WAITS} or state = 'FAILED')", at());
    copied(&format!("select * from ({}) gap order by id", logs(schema, columns, &which)), None)
}

/// The Salesforce id is read of the row as it is now; a row or a table that is gone has none.
fn sent_text(schema: &str) -> Vec<String> {
    let columns = r#"id, action, table_name, record_id, sfid, created_at, processed_at, "values""#;
    let at = at();
    let which = format!("created_at <= {at} and processed_at > {at} and state in ('SUCCESS', 'MERGED')");
    let row = format!(
        "case when to_regclass(format('%I.%I', {l}::text, table_name)) is not null then \
         (xpath('/row/sfid/text()', query_to_xml(format('select sfid from %I.%I where id = %s', {l}::text, table_name, record_id), \
         false, true, '')))[1]::text end",
        l = literal(schema)
    );
    let rows = format!(
        r#"select id, action, table_name, record_id, sfid as sfid_in_log, {row} as sfid_of_row, created_at, processed_at, "values" from ({}) sent order by id"#,
        logs(schema, columns, &which)
    );
    copied(&rows, None)
}

/// Where nothing was ever put out of reach there is no table.
fn marked_text(schema: &str) -> Vec<String> {
    let kept = format!(
        r#"create function pg_temp.connect_maintenance_marked() returns table (id bigint, was text, change jsonb) language plpgsql as $$
begin
  if to_regclass('{OWN_SCHEMA}.revived') is not null then
    return query execute 'select r.id, r.was, r.change from {OWN_SCHEMA}.revived r where r.tab = ' || quote_literal({l});
  end if;
end $$"#,
        l = literal(schema)
    );
    let rows = "select id, was, change->>'action' as action, change->>'table_name' as table_name, change->>'record_id' as record_id, \
                change->>'sfid' as sfid, change->>'created_at' as created_at, change->>'values' as \"values\" \
                from pg_temp.connect_maintenance_marked() order by id";
    copied(rows, Some(kept))
}
