//! How far a database is: what moves when somebody writes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ident, literal, Place, Query, OWN_SCHEMA};
use crate::answer::{Answer, Ask, Field};
use crate::effect::Reading;

pub(super) const POSITION: Query = Query::read("position", |schemas| vec![text(schemas, REACHED)]);

pub(super) const POSITION_NOTE: Query = Query::read("position_note", note_text);

/// Transactions that noting a position takes after it was read.
const NOTING: u64 = 1;

/// A position. Numbers that may be longer than JSON's are texts, as the server writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// Statistics runs so far.
    pub analyzes: String,
    /// Size of all tables.
    pub bytes: String,
    /// Newest id of every trigger log.
    pub heads: String,
    /// WAL position: inserted on a leader, replayed on a follower.
    pub lsn: String,
    /// Tuples written, ever, of tables and large objects alone; empty in what an older version noted.
    #[serde(default)]
    pub rows: String,
    /// Sum of the values that sequences have reached.
    pub sequences: String,
    /// Vacuums so far.
    pub vacuumed: String,
    /// Vacuums at work now.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub vacuums: u64,
    /// Tuples written, ever: of tables, large objects and the catalog.
    pub writes: String,
    /// First transaction id that is not used yet.
    pub xmax: String,
}

/// A position, if all of it was read.
#[derive(Debug)]
pub struct Read(pub Option<Position>);

impl Answer for Read {
    fn readings(_: &str, _: &mut Vec<Reading>) {}

    fn read(row: &Value) -> Self {
        let text = |key: &str| <Option<String> as Field>::read(row.get(key));
        let position = || {
            Some(Position {
                analyzes: text("analyzes")?,
                bytes: text("bytes")?,
                heads: text("heads")?,
                lsn: text("lsn")?,
                rows: text("rows")?,
                sequences: text("sequences")?,
                vacuumed: text("vacuumed")?,
                vacuums: <Option<u64> as Field>::read(row.get("vacuums"))?,
                writes: text("writes")?,
                xmax: text("xmax")?,
            })
        };
        Self(position())
    }
}

impl Position {
    /// In words.
    #[must_use]
    pub fn describe(&self) -> String {
        format!("WAL {}, xmax {}, writes {}, log {}", self.lsn, self.xmax, self.writes, self.heads)
    }

    /// What of it tells of rows, in words.
    #[must_use]
    pub fn describe_rows(&self) -> String {
        format!("rows {}, sequences {}, log {}", self.rows, self.sequences, self.heads)
    }

    /// True if nothing was written since that leaves a count.
    #[must_use]
    pub fn counts_like(&self, before: &Self) -> bool {
        self.writes == before.writes && self.logged_like(before)
    }

    /// The same, whatever was written into the catalog.
    #[must_use]
    pub fn rows_like(&self, before: &Self) -> bool {
        self.rows == before.rows && self.logged_like(before)
    }

    fn logged_like(&self, before: &Self) -> bool {
        self.heads == before.heads && self.sequences == before.sequences
    }

    /// How many transactions were taken since `before` was noted, and how many of them the server's own work may have
    /// taken: a statistics run takes one at most. A vacuum takes one only where it gives space back.
    #[must_use]
    pub fn grown_since(&self, before: &Self) -> Option<(u64, u64)> {
        let number = |text: &str| text.parse::<u64>().ok();
        let grown = |now: &str, then: &str| number(now)?.checked_sub(number(then)?);
        let gave_back = number(&self.bytes)? < number(&before.bytes)?;
        let vacuums = if gave_back { grown(&self.vacuumed, &before.vacuumed)? } else { 0 };
        let taken = grown(&self.xmax, &before.xmax)?.saturating_sub(NOTING);
        Some((taken, grown(&self.analyzes, &before.analyzes)?.saturating_add(vacuums)))
    }
}

/// The position of a database; `schemas` are Connect's, joined by commas.
#[must_use]
pub fn position(place: &Place, schemas: &str) -> Ask<Read> {
    POSITION.ask(place, schemas, None)
}

/// The position of a leader, noted: everything that was acknowledged by then is on disk and on its way to the follower.
#[must_use]
pub fn position_note(place: &Place, schemas: &str) -> Ask<Read> {
    POSITION_NOTE.ask(place, schemas, None)
}

const REACHED: &str =
    "case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end::text as \"lsn\"";

/// The end of the WAL, and after it a message that nobody reads: its transaction is committed synchronously, so that it
/// takes along to disk what others committed without waiting for it. A transaction that writes nothing would not.
const NOTED: &str = "pg_current_wal_insert_lsn()::text as \"lsn\",
       pg_logical_emit_message(true, 'heroku_connect_maintenance', 'position')::text as \"message\"";

fn note_text(schemas: &str) -> Vec<String> {
    vec!["set synchronous_commit = on".to_owned(), text(schemas, NOTED)]
}

/// All of it stands still when nobody writes, but for `lsn`. The catalog counts too, because a change of it writes no row of
/// any table; what statistics runs write there does not, and what all databases of a server share is not this one's.
/// The order matters: `xmax` is of the statement's
/// snapshot, so what is counted after it is never counted before it, and the end of the WAL is read last.
fn text(schemas: &str, lsn: &str) -> String {
    let heads = heads(schemas);
    format!(
        r#"select pg_snapshot_xmax(pg_current_snapshot())::text as "xmax",
       (select count(*)::int from pg_stat_activity where backend_type = 'autovacuum worker') as "vacuums",
       (select coalesce(sum(analyze_count + autoanalyze_count), 0)::text from pg_stat_all_tables) as "analyzes",
       (select coalesce(sum(vacuum_count + autovacuum_count), 0)::text from pg_stat_all_tables) as "vacuumed",
       (select coalesce(sum(pg_relation_size(oid)), 0)::text from pg_class where relkind in ('r', 'm', 't')) as "bytes",
       (select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::text from pg_stat_all_tables
         where schemaname not in ('pg_toast', {own})
           and (schemaname <> 'pg_catalog' or relname not in ('pg_statistic', 'pg_statistic_ext_data'))
           and not exists (select 1 from pg_class shared where shared.oid = relid and shared.relisshared)) as "writes",
       (select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::text from pg_stat_all_tables
         where schemaname not in ('pg_toast', {own}) and (schemaname <> 'pg_catalog' or relname = 'pg_largeobject')
           and exists (select 1 from pg_class held where held.oid = relid and held.relkind = 'r')) as "rows",
       (select coalesce(sum(last_value), 0)::text from pg_sequences) as "sequences",
       {heads} as "heads",
       {lsn}"#,
        own = literal(OWN_SCHEMA),
    )
}

/// Newest id of every trigger log, as one text.
pub(super) fn heads(schemas: &str) -> String {
    let heads = schemas
        .split(',')
        .filter(|schema| !schema.is_empty())
        .map(|schema| {
            format!(
                "{} || '=' || coalesce((select max(id) from {}._trigger_log), 0)::text",
                literal(schema),
                ident(schema)
            )
        })
        .collect::<Vec<_>>()
        .join(" || ',' || ");
    if heads.is_empty() {
        "''".to_owned()
    } else {
        heads
    }
}
