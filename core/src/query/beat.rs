//! Beats: one small write after the other, so that it can be said up to when a database acknowledged writes that it still has.

use serde::{Deserialize, Serialize};

use super::{literal, Place, Query, OWN_SCHEMA};
use crate::answer::{answer, Ask};
use crate::effect::{Effect, SqlEffect};
use crate::ending::Millis;

answer! {
    /// An acknowledged beat, and the server that acknowledged it.
    pub struct Row {
        number: Option<u64> = "/number",
        heads: Option<String> = "/heads",
        xmax: Option<u64> = "/xmax",
        system: Option<String> = "/system",
        timeline: Option<String> = "/timeline",
        started: Option<String> = "/started",
    }
}

answer! {
    /// The newest beat that a database has.
    pub struct Kept {
        number: Option<u64> = "/number",
    }
}

/// A beat that was acknowledged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "AcknowledgedBeat"))]
#[serde(rename_all = "camelCase")]
pub struct Beat {
    /// When, on the run's clock.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: Millis,
    /// Newest numbers of Connect's logs, by schema.
    pub heads: String,
    /// Its number.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub number: u64,
    /// Who acknowledged it.
    pub server: Identity,
    /// First transaction id that was not used then.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub xmax: u64,
}

impl Row {
    /// The beat, if all of it was answered.
    #[must_use]
    pub fn beat(self, address: &str, at: Millis) -> Option<Beat> {
        let server = Identity {
            address: address.to_owned(),
            started: self.started?,
            system: self.system?,
            timeline: self.timeline?,
        };
        Some(Beat { at, heads: self.heads?, number: self.number?, server, xmax: self.xmax? })
    }
}

impl Identity {
    /// True if it is the very same process, by whatever address it is reached.
    #[must_use]
    pub fn same_server(&self, other: &Self) -> bool {
        (&self.system, &self.timeline, &self.started) == (&other.system, &other.timeline, &other.started)
    }
}

/// Which server it is. A promoted standby has the same identifier and another timeline, a restarted one only another beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// Host, port and database by which it was reached.
    pub address: String,
    /// When it was started, seconds since the epoch.
    pub started: String,
    /// System identifier.
    pub system: String,
    /// Timeline.
    pub timeline: String,
}

pub(super) const BEAT_BEGIN: Query = Query::change("beat_begin", |_| begin_text());

pub(super) const BEAT: Query = Query::change("beat", beat_text);

pub(super) const BEAT_KEPT: Query =
    Query::read("beat_kept", |_| vec![format!("select n::text as \"number\" from {OWN_SCHEMA}.beat")]);

/// Makes the table of beats.
#[must_use]
pub fn beat_begin(place: &Place) -> Effect {
    BEAT_BEGIN.effect(place, "", None)
}

/// One beat. In a session of a name it goes where that session is connected, else where the place is now. `schemas` are Connect's, joined
/// by commas.
#[must_use]
pub fn beat(place: &Place, schemas: &str, session: Option<&str>) -> Ask<Row> {
    Ask::of(|_| match BEAT.effect(place, schemas, None) {
        Effect::Sql(sql) => Effect::Sql(SqlEffect { session: session.map(str::to_owned), ..sql }),
        other => other,
    })
}

/// The newest beat that a database has.
#[must_use]
pub fn beat_kept(place: &Place) -> Ask<Kept> {
    BEAT_KEPT.ask(place, "", None)
}

fn begin_text() -> Vec<String> {
    vec![
        format!("create table if not exists {OWN_SCHEMA}.beat (one boolean primary key default true check (one), n bigint not null)"),
        format!("insert into {OWN_SCHEMA}.beat (n) values (0) on conflict (one) do nothing"),
    ]
}

/// Committed synchronously, so that it is acknowledged like a client's write that matters. Heads are those of the log's sequences:
/// rows leave a log, numbers do not come back.
fn beat_text(schemas: &str) -> Vec<String> {
    let heads = schemas.split(',').filter(|schema| !schema.is_empty()).map(|schema| {
        format!(
            "{} || '=' || coalesce((select last_value from pg_sequences where schemaname = {0} and sequencename = '_trigger_log_id_seq'), 0)::text",
            literal(schema)
        )
    });
    let heads = heads.collect::<Vec<_>>().join(" || ',' || ");
    let heads = if heads.is_empty() { "''".to_owned() } else { heads };
    vec![
        "set synchronous_commit = on".to_owned(),
        format!(
            r#"update {OWN_SCHEMA}.beat set n = n + 1 returning n::text as "number", {heads} as "heads",
       pg_snapshot_xmax(pg_current_snapshot())::text as "xmax",
       (select system_identifier::text from pg_control_system()) as "system",
       substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as "timeline",
       extract(epoch from pg_postmaster_start_time())::text as "started""#
        ),
    ]
}
