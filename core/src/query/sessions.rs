//! Sessions of others.

use super::{literal, Place, Query, SHORT};
use crate::answer::{answer, Ask};
use crate::effect::Effect;

answer! {
    /// Sessions that were open at a moment and still are, and by what names others connected since.
    pub struct Open {
        open: Option<u64> = "/open",
        since: Vec<String> = "/since",
    }
}

answer! {
    /// Who came while a database was watched.
    pub struct Visits {
        visits: Option<u64> = "/visits",
        open: Option<u64> = "/open",
        names: Vec<String> = "/names",
    }
}

answer! {
    /// Transactions that hold tables of a schema for writing.
    pub struct OpenWrites {
        open: Option<u64> = "/open",
        names: Vec<String> = "/names",
    }
}

answer! {
    /// How far a follower is behind.
    pub struct Lag {
        seconds: Option<u64> = "/behindSeconds",
    }
}

/// Sessions of everybody else in this database. What a session is and since when it is open is hidden from a role without
/// `pg_monitor`: then it counts. A superuser's session is the service's own and nobody can end it.
pub(super) const OTHERS: &str = "datname = current_database() and pid <> pg_backend_pid() \
     and coalesce(backend_type, 'client backend') = 'client backend' \
     and usesysid not in (select oid from pg_roles where rolsuper)";

pub(super) const SESSIONS_BEFORE: Query =
    Query::read("sessions_before", |_| vec![BEFORE.replace("OTHERS", OTHERS)]);

pub(super) const END_SESSIONS: Query = Query::change("end_sessions", |_| vec![END.replace("OTHERS", OTHERS)]);

/// Sessions of others that began before a moment of the server's clock, in seconds since the epoch: a time in words would
/// mean what the session's time zone makes of it.
#[must_use]
pub fn sessions_before(place: &Place, moment: &str) -> Ask<Open> {
    SESSIONS_BEFORE.ask(place, "", Some(moment))
}

/// Ends the sessions of others.
#[must_use]
pub fn end_sessions(place: &Place) -> Effect {
    END_SESSIONS.effect(place, "", None)
}

pub(super) const OPEN_WRITES: Query = Query::read("open_writes", |schema| vec![open_writes_text(schema)]);

/// Transactions begun before a moment of the server's clock, in seconds since the epoch, that hold a table of a schema for writing.
#[must_use]
pub fn open_writes(place: &Place, schema: &str, moment: &str) -> Ask<OpenWrites> {
    OPEN_WRITES.ask(place, schema, Some(moment))
}

/// Whose beginning is hidden from this role may be old.
fn open_writes_text(schema: &str) -> String {
    format!(
        r#"select count(*)::int as "open",
       coalesce(json_agg(distinct left(coalesce(nullif(application_name, ''), usename::text, '?'), 60)), '[]'::json) as "names"
  from pg_stat_activity a where {OTHERS} and coalesce(extract(epoch from xact_start) < $1::text::numeric, true)
   and exists (select from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
                where l.pid = a.pid and l.locktype = 'relation' and l.granted and n.nspname = {schema} and c.relkind in ('r', 'p')
                  and l.database = (select oid from pg_database where datname = current_database())
                  and l.mode in ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'))"#,
        schema = literal(schema)
    )
}

/// Names are application names, or roles where there is none: never an address.
const BEFORE: &str = r#"select (count(*) filter (where coalesce(extract(epoch from backend_start) < $1::text::numeric, true)))::int as "open",
       coalesce((json_agg(distinct left(coalesce(nullif(application_name, ''), usename::text, '?'), 60))
                 filter (where extract(epoch from backend_start) >= $1::text::numeric)), '[]'::json) as "since"
  from pg_stat_activity where OTHERS"#;

/// How long a database is watched for visitors in one query, seconds. The counter is that of the server since version 14.
const WATCHED_SECONDS: u32 = 10;

pub(super) const VISITS: Query =
    Query::read("visits", |_| visits_text()).within(SHORT + 1_000 * WATCHED_SECONDS as u64);

pub(super) const LAG: Query = Query::read("lag", |_| vec![LAG_TEXT.to_owned()]);

/// Watches a database for a while and tells who came.
#[must_use]
pub fn visits(place: &Place) -> Ask<Visits> {
    VISITS.ask(place, "", None)
}

/// How far a follower is behind.
#[must_use]
pub fn lag(place: &Place) -> Ask<Lag> {
    LAG.ask(place, "", None)
}

const LAG_TEXT: &str = r#"select case when pg_is_in_recovery()
       then greatest(0, extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()))::int end as "behindSeconds""#;

fn visits_text() -> Vec<String> {
    const COUNTED: &str = "(select sessions from pg_stat_database where datname = current_database())";
    vec![
        format!("select set_config('connect_maintenance.sessions', {COUNTED}::text, false)"),
        format!("select pg_sleep({WATCHED_SECONDS})"),
        "select pg_stat_clear_snapshot()".to_owned(),
        format!(
            r#"select ({COUNTED} - current_setting('connect_maintenance.sessions')::bigint)::int as "visits",
       (select count(*)::int from pg_stat_activity where {OTHERS}) as "open",
       coalesce((select json_agg(distinct left(coalesce(nullif(application_name, ''), usename::text, '?'), 60))
                   from pg_stat_activity where {OTHERS}), '[]'::json) as "names""#
        ),
    ]
}

const END: &str = r#"select count(pg_terminate_backend(pid))::int as "ended" from pg_stat_activity
 where OTHERS"#;
