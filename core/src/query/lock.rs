//! The durable lock: one row in a schema of our own in the lead database.

use super::fence::OPEN;
use super::{Place, Query};
use crate::answer::{answer, Ask};
use crate::effect::{Effect, Observation, Salt};

/// Our own schema: it holds the lock row while a run is open and is gone afterwards.
pub const OWN_SCHEMA: &str = "heroku_connect_maintenance";

answer! {
    /// The row.
    pub struct Lock {
        run_id: Option<String> = "/runId",
        holder: Option<String> = "/holder",
        claim: Option<String> = "/claim",
        since: Option<String> = "/since",
        zone: Option<String> = "/zone",
        held: Option<String> = "/held",
    }
}

answer! {
    /// The row with what it holds for whoever goes on: plan and bindings as JSON texts.
    pub struct KeptLock {
        run_id: Option<String> = "/runId",
        holder: Option<String> = "/holder",
        claim: Option<String> = "/claim",
        zone: Option<String> = "/zone",
        plan: Option<String> = "/plan",
        bindings: Option<String> = "/bindings",
    }
}

pub(super) const LOCK_KEPT: Query =
    Query::read("lock_kept", |_| vec![format!("select {KEPT} from {OWN_SCHEMA}.lock")])
        .with_salt(Salt::Given);

pub(super) const LOCK_SEIZE: Query = Query::change("lock_seize", |_| seize_text()).with_salt(Salt::Given);

/// Reads the lock with everything that it holds.
#[must_use]
pub fn lock_kept(place: &Place) -> Effect {
    LOCK_KEPT.effect(place, "", None)
}

/// Gives the lock another claim, if it has the one that was seen, and reads it; `row` says both.
#[must_use]
pub fn lock_seize(place: &Place, row: &str) -> Effect {
    LOCK_SEIZE.effect(place, "", Some(row))
}

const KEPT: &str = r#"body->>'runId' as "runId", body->>'holder' as "holder", body->>'claim' as "claim",
       body->>'zone' as "zone", body->>'plan' as "plan", body->>'bindings' as "bindings", salt"#;

/// The database may be read-only by default by then.
fn seize_text() -> Vec<String> {
    vec![
        OPEN.to_owned(),
        format!(
            "update {OWN_SCHEMA}.lock set body = body || jsonb_build_object('claim', ($1::text::jsonb)->>'claim', \
             'holder', ($1::text::jsonb)->>'holder') where body->>'runId' = ($1::text::jsonb)->>'runId' and \
             body->>'claim' in (($1::text::jsonb)->>'was', ($1::text::jsonb)->>'claim') returning {KEPT}"
        ),
    ]
}

pub(super) const LOCK_READ: Query = Query::read("lock_read", |_| vec![READ.replace("OWN", OWN_SCHEMA)]);

pub(super) const LOCK_TAKE: Query = Query::change("lock_take", |_| take_text()).with_salt(Salt::Kept);

pub(super) const LOCK_ZONE: Query =
    Query::change("lock_zone", |_| vec![OPEN.to_owned(), ZONE.replace("OWN", OWN_SCHEMA)]);

pub(super) const LOCK_HOLD: Query =
    Query::change("lock_hold", |_| vec![OPEN.to_owned(), HOLD.replace("OWN", OWN_SCHEMA)]);

pub(super) const LOCK_RETURN: Query =
    Query::change("lock_return", |_| vec![OPEN.to_owned(), RETURN.replace("OWN", OWN_SCHEMA)]);

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

/// Notes that the run is over and its purpose is not; `row` says for how long, and what stands in `held`.
#[must_use]
pub fn lock_hold(place: &Place, row: &str) -> Effect {
    LOCK_HOLD.effect(place, "", Some(row))
}

/// Gives the row back to the run that held it before; `row` says whose it is now.
#[must_use]
pub fn lock_return(place: &Place, row: &str) -> Effect {
    LOCK_RETURN.effect(place, "", Some(row))
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
const READ: &str = r#"select body->>'runId' as "runId", body->>'holder' as "holder", body->>'claim' as "claim",
       body->>'since' as "since", body->>'zone' as "zone", body->>'head' as "head", body->>'original' as "original",
       body->>'held' as "held" from OWN.lock"#;

fn take_text() -> Vec<String> {
    vec![
        format!("create schema if not exists {OWN_SCHEMA}"),
        format!(
            "create table if not exists {OWN_SCHEMA}.lock \
             (one boolean primary key default true check (one), body jsonb not null, salt text not null)"
        ),
        // The row of an open run is never overwritten: taking it twice by the same claim is the same lock. One that is held for a
        // purpose makes room for the run that ends it, and stands in its row until then.
        format!(
            "insert into {OWN_SCHEMA}.lock (body, salt) values ($1::text::jsonb, $2) on conflict (one) do update \
             set salt = excluded.salt, body = excluded.body || case when lock.body->>'runId' <> excluded.body->>'runId' \
             then jsonb_build_object('was', lock.body || jsonb_build_object('salt', lock.salt)) when lock.body ? 'was' \
             then jsonb_build_object('was', lock.body->'was') else '{{}}'::jsonb end \
             where lock.body->>'runId' = excluded.body->>'runId' and lock.body->>'claim' = excluded.body->>'claim' \
             or lock.body->>'runId' = excluded.body->>'insteadOf' and lock.body ? 'held' returning body->>'runId' as \"runId\""
        ),
    ]
}

/// The row that came along with a copy is of our run, whoever had it by then: with the cut-over it becomes ours.
const ZONE: &str = r#"update OWN.lock set body = body || $1::text::jsonb
 where body->>'runId' = ($1::text::jsonb)->>'runId' and (body->>'claim' = ($1::text::jsonb)->>'claim'
       or ($1::text::jsonb)->>'zone' = 'cut-over') returning body->>'runId' as "runId""#;

/// By the clock of the database: it is the one that whoever ends it reads.
const HOLD: &str = r#"update OWN.lock set body = body || (row.given - 'forMs' - 'until')
       || jsonb_build_object('held', (row.given->'held') || jsonb_build_object('since', row.now, 'due',
            coalesce((row.given->>'until')::bigint, row.now + (row.given->>'forMs')::bigint)))
  from (select $1::text::jsonb as given, (extract(epoch from clock_timestamp()) * 1000)::bigint as now) as row
 where body->>'runId' = row.given->>'runId' and body->>'claim' = row.given->>'claim' returning body->>'runId' as "runId""#;

/// Nothing is given back that was not taken from somebody.
const RETURN: &str = r#"update OWN.lock set salt = body->'was'->>'salt', body = (body->'was') - 'salt'
 where body->>'runId' = ($1::text::jsonb)->>'runId' and body ? 'was' returning body->>'runId' as "runId""#;

/// The definition of what could not be made again stays: nobody else has it.
fn release_text() -> Vec<String> {
    vec![
        OPEN.to_owned(),
        format!(
            "do $release$ declare left_over bool := false; begin
  if to_regclass('{OWN_SCHEMA}.lock') is null then return; end if;
  if to_regclass('{OWN_SCHEMA}.kept') is not null then
    execute 'delete from {OWN_SCHEMA}.kept where state is null';
    left_over := (select count(*) > 0 from {OWN_SCHEMA}.kept);
  end if;
  if to_regclass('{OWN_SCHEMA}.children') is not null then
    execute 'delete from {OWN_SCHEMA}.children where state is null';
    left_over := left_over or (select count(*) > 0 from {OWN_SCHEMA}.children);
  end if;
  if to_regclass('{OWN_SCHEMA}.revived') is not null then
    left_over := left_over or (select count(*) > 0 from {OWN_SCHEMA}.revived);
  end if;
  if left_over then
    drop table {OWN_SCHEMA}.lock;
    return;
  end if;
  drop schema {OWN_SCHEMA} cascade;
end $release$"
        ),
    ]
}
