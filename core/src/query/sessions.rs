//! Sessions of others.

use super::{Place, Query};
use crate::answer::{answer, Ask};
use crate::effect::Effect;

answer! {
    /// Sessions that are open.
    pub struct Open {
        open: Option<u64> = "/open",
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

const BEFORE: &str = r#"select count(*)::int as "open" from pg_stat_activity
 where OTHERS and coalesce(extract(epoch from backend_start) < $1::text::numeric, true)"#;

const END: &str = r#"select count(pg_terminate_backend(pid))::int as "ended" from pg_stat_activity
 where OTHERS"#;
