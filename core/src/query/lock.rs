//! The durable lock: one row in a schema of our own in the lead database.

use super::{Place, Query};
use crate::answer::{answer, Ask};
use crate::effect::{Effect, Observation};

/// Our own schema: it holds the lock row while a run is open and is gone afterwards.
pub const OWN_SCHEMA: &str = "heroku_connect_maintenance";

answer! {
    /// The row.
    pub struct Lock {
        run_id: Option<String> = "/runId",
        holder: Option<String> = "/holder",
        since: Option<String> = "/since",
        zone: Option<String> = "/zone",
    }
}

pub(super) const LOCK_READ: Query = Query::read("lock_read", |_| vec![READ.replace("OWN", OWN_SCHEMA)]);

pub(super) const LOCK_TAKE: Query = Query::change("lock_take", |_| take_text());

pub(super) const LOCK_ZONE: Query = Query::change("lock_zone", |_| vec![ZONE.replace("OWN", OWN_SCHEMA)]);

pub(super) const LOCK_RELEASE: Query = Query::change("lock_release", |_| release_text());

/// Reads the lock.
#[must_use]
pub fn lock_read(place: &Place) -> Ask<Lock> {
    LOCK_READ.ask(place, "", None)
}

/// Takes the lock; `row` is its JSON.
#[must_use]
pub fn lock_take(place: &Place, row: &str) -> Effect {
    LOCK_TAKE.effect(place, "", Some(row))
}

/// Notes the zone in the lock; `row` is the JSON that is merged into it.
#[must_use]
pub fn lock_zone(place: &Place, row: &str) -> Effect {
    LOCK_ZONE.effect(place, "", Some(row))
}

/// Removes the lock and its schema.
#[must_use]
pub fn lock_release(place: &Place) -> Effect {
    LOCK_RELEASE.effect(place, "", None)
}

/// True if the answer says that there is no lock row, table or schema.
#[must_use]
pub fn no_lock(answer: &Observation) -> bool {
    match answer {
        Observation::SqlFailed { code } => code == "42P01" || code == "3F000",
        Observation::Sql { row } => row.is_null(),
        _ => false,
    }
}

/// Fails with 42P01 or 3F000 where there is no lock.
const READ: &str = r#"select body->>'runId' as "runId", body->>'holder' as "holder", body->>'since' as "since",
       body->>'zone' as "zone", body->>'head' as "head", body->>'original' as "original" from OWN.lock"#;

fn take_text() -> Vec<String> {
    vec![
        format!("create schema if not exists {OWN_SCHEMA}"),
        format!("create table if not exists {OWN_SCHEMA}.lock (one boolean primary key default true check (one), body jsonb not null)"),
        // The row of an open run is never overwritten: taking it twice with the same run id is the same lock.
        format!(
            "insert into {OWN_SCHEMA}.lock (body) values ($1::text::jsonb) on conflict (one) do update set body = excluded.body \
             where lock.body->>'runId' = excluded.body->>'runId' returning body->>'runId' as \"runId\""
        ),
    ]
}

const ZONE: &str = r#"update OWN.lock set body = body || $1::text::jsonb
 where body->>'runId' = ($1::text::jsonb)->>'runId' returning body->>'runId' as "runId""#;

fn release_text() -> Vec<String> {
    vec![format!(
        "do $release$ begin if to_regclass('{OWN_SCHEMA}.lock') is not null then drop schema {OWN_SCHEMA} cascade; end if; end $release$"
    )]
}
