//! What a server is, and who else is connected.

use super::sessions::OTHERS;
use super::{Place, Query};
use crate::answer::{answer, Ask};

answer! {
    /// A server, seen from a fresh session.
    pub struct Server {
        version_num: Option<u64> = "/versionNum",
        in_recovery: Option<bool> = "/inRecovery",
        default_read_only: Option<bool> = "/defaultReadOnly",
        replay_lsn: Option<String> = "/replayLsn",
        now: Option<String> = "/now",
        sessions: Option<u64> = "/sessions",
    }
}

pub(super) const SERVER: Query = Query::read("server", |_| vec![TEXT.replace("OTHERS", OTHERS)]);

/// A promoted follower goes on telling the position it had replayed until it is restarted; here it does not.
const TEXT: &str = r#"select current_setting('server_version_num')::int as "versionNum",
       pg_is_in_recovery() as "inRecovery",
       coalesce((select bool_or(setting = 'default_transaction_read_only=on')
                   from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) setting
                  where d.datname = current_database()), false) as "defaultReadOnly",
       case when pg_is_in_recovery() then pg_last_wal_replay_lsn() end::text as "replayLsn",
       clock_timestamp()::text as "now",
       (select count(*)::int from pg_stat_activity where OTHERS) as "sessions""#;

/// What a server is.
#[must_use]
pub fn server(place: &Place) -> Ask<Server> {
    SERVER.ask(place, "", None)
}
