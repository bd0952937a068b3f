//! How far a database is: what moves when somebody writes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ident, literal, Place, Query, OWN_SCHEMA};
use crate::answer::{Answer, Ask, Field};
use crate::effect::Reading;

pub(super) const POSITION: Query = Query::read("position", |schemas| vec![text(schemas)]);

/// A position. Numbers that may be longer than JSON's are texts, as the server writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// Statistics runs and vacuums so far: each may take a transaction.
    pub analyzes: String,
    /// WAL position: flushed on a leader, replayed on a follower.
    pub flush_lsn: String,
    /// Newest id of every trigger log.
    pub heads: String,
    /// Vacuums at work now.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub vacuums: u64,
    /// Tuples written, ever.
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
                flush_lsn: text("flushLsn")?,
                heads: text("heads")?,
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
        format!("WAL {}, xmax {}, writes {}, log {}", self.flush_lsn, self.xmax, self.writes, self.heads)
    }

    /// How many transactions were taken since, and how many of them statistics runs and vacuums may have taken.
    #[must_use]
    pub fn grown_since(&self, before: &Self) -> Option<(u64, u64)> {
        let grown = |now: &str, then: &str| now.parse::<u64>().ok()?.checked_sub(then.parse().ok()?);
        Some((grown(&self.xmax, &before.xmax)?, grown(&self.analyzes, &before.analyzes)?))
    }
}

/// The position of a database; `schemas` are Connect's, joined by commas.
#[must_use]
pub fn position(place: &Place, schemas: &str) -> Ask<Read> {
    POSITION.ask(place, schemas, None)
}

/// `xmax` and the tuple counters stand still when nobody writes; the WAL position may move by itself. A statistics run
/// and a vacuum that gives space back each take one transaction, so they are counted too.
fn text(schemas: &str) -> String {
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
    let heads = if heads.is_empty() { "''".to_owned() } else { heads };
    format!(
        r#"select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end::text as "flushLsn",
       pg_snapshot_xmax(pg_current_snapshot())::text as "xmax",
       coalesce((select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables where schemaname <> {own}), 0)::text as "writes",
       coalesce((select sum(analyze_count + autoanalyze_count + vacuum_count + autovacuum_count) from pg_stat_all_tables), 0)::text as "analyzes",
       (select count(*)::int from pg_stat_activity where backend_type = 'autovacuum worker') as "vacuums",
       {heads} as "heads""#,
        own = literal(OWN_SCHEMA),
    )
}
