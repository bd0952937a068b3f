//! What a server says of itself.

use postgres::Client;

use super::sql::Probe;
use crate::facts::Server;

/// Asks the server, and tries a write where it should take one.
pub(super) fn read(client: &mut Client, probe: Probe) -> Result<Server, postgres::Error> {
    // SHOW, not a function: nothing on the search path can stand in for it.
    let version: String = client.query_one("SHOW server_version_num", &[])?.try_get(0)?;
    let read_only: String = client.query_one("SHOW default_transaction_read_only", &[])?.try_get(0)?;
    let row = client.query_one(
        "SELECT coalesce(pg_catalog.host(pg_catalog.inet_server_addr()), 'socket') || ':' \
           || pg_catalog.current_setting('port'), \
         (extract(epoch FROM pg_catalog.pg_postmaster_start_time()) * 1000000)::bigint, \
         (SELECT system_identifier::text FROM pg_catalog.pg_control_system()), \
         pg_catalog.pg_is_in_recovery(), \
         EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s \
           JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) AS setting \
           WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0 \
             AND setting ~* '^default_transaction_read_only=(on|true|yes|1)$')",
        &[],
    )?;
    Ok(Server {
        address: row.try_get(0)?,
        started: row.try_get(1)?,
        system: row.try_get(2)?,
        version_num: version.parse().unwrap_or(0),
        in_recovery: row.try_get(3)?,
        read_only: read_only != "off",
        fenced: row.try_get(4)?,
        writes: match probe {
            Probe::Write => write(client).map_err(|error| super::database_message(&error)),
            Probe::LeaveAlone => Err("not tried".into()),
        },
    })
}

/// A write as any session would make it, taken back at the end.
fn write(client: &mut Client) -> Result<(), postgres::Error> {
    let mut transaction = client.transaction()?;
    transaction.batch_execute(
        "CREATE TABLE public.ledger_probe (n int); INSERT INTO public.ledger_probe VALUES (1)",
    )?;
    transaction.rollback()
}
