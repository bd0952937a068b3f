//! What a server is, and who else is connected.

use super::sessions::OTHERS;
use super::{FenceScope, Place, Query};
use crate::answer::{answer, Ask};

answer! {
    /// A server, seen from a fresh session.
    pub struct Server {
        version_num: Option<u64> = "/versionNum",
        in_recovery: Option<bool> = "/inRecovery",
        default_read_only: Option<bool> = "/defaultReadOnly",
        read_only_role: Option<String> = "/readOnlyRole",
        owns: Option<bool> = "/owns",
        replay_lsn: Option<String> = "/replayLsn",
        now: Option<String> = "/now",
        sessions: Option<u64> = "/sessions",
    }
}

pub(super) const SERVER: Query = Query::read("server", |_| vec![TEXT.replace("OTHERS", OTHERS)]);

/// The database's own default is the fence's; what a role has of its own holds for that role alone. A promoted follower goes on telling the position it had replayed until it is restarted; here it does not.
const TEXT: &str = r#"with settings as (
  select s.setrole from pg_db_role_setting s, unnest(s.setconfig) setting
   where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
     and s.setrole in (0, (select oid from pg_roles where rolname = current_user))
     and setting ~* '^default_transaction_read_only=(on|true|yes|1)$')
select current_setting('server_version_num')::int as "versionNum",
       pg_is_in_recovery() as "inRecovery",
       exists (select 1 from settings where setrole = 0) as "defaultReadOnly",
       (select current_user::text where exists (select 1 from settings where setrole <> 0)) as "readOnlyRole",
       (select pg_has_role(current_user, datdba, 'usage') from pg_database where datname = current_database()) as "owns",
       case when pg_is_in_recovery() then pg_last_wal_replay_lsn() end::text as "replayLsn",
       extract(epoch from clock_timestamp())::text as "now",
       (select count(*)::int from pg_stat_activity where OTHERS) as "sessions""#;

impl Server {
    /// True if new sessions of that scope are read-only by default; `None` if it was not told.
    #[must_use]
    pub fn fenced(&self, scope: FenceScope) -> Option<bool> {
        match scope {
            FenceScope::Database => self.default_read_only,
            // Told only where the query ran.
            FenceScope::Credential => self.default_read_only.map(|_| self.read_only_role.is_some()),
        }
    }
}

/// What a server is.
#[must_use]
pub fn server(place: &Place) -> Ask<Server> {
    SERVER.ask(place, "", None)
}
