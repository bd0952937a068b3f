//! The servers' configuration files, written whole by us.

use std::path::Path;

use super::account::Account;
use super::files;
use super::{Fleet, FleetOptions};
use crate::error::HardwareError;

/// Name of the superuser, which is the sandbox's own and no credential of an add-on.
pub(super) const SUPERUSER: &str = "postgres";

/// The local line is for pg_upgrade alone: servers of a fleet listen on no socket.
const HBA: &str = "local all all trust
host all all 127.0.0.1/32 password
host replication postgres 127.0.0.1/32 password
";

impl Fleet {
    /// Writes `postgresql.conf` and `pg_hba.conf` into a data folder.
    pub(super) fn configure(&self, data: &Path, port: u16) -> Result<(), HardwareError> {
        write(data, &settings(port, &self.options), self.account)
    }
}

fn write(data: &Path, settings: &str, account: Account) -> Result<(), HardwareError> {
    files::private_file(&data.join("postgresql.conf"), settings, account)?;
    files::private_file(&data.join("pg_hba.conf"), HBA, account)
}

/// Small and quick; autovacuum is on but rare, so that statistics lost in an upgrade stay lost until somebody analyzes.
fn settings(port: u16, options: &FleetOptions) -> String {
    let disk = if options.fsync { "on" } else { "off" };
    format!(
        "listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 60
shared_buffers = '16MB'
max_parallel_workers_per_gather = 0
wal_level = logical
max_prepared_transactions = 10
max_wal_senders = 10
max_replication_slots = 10
max_slot_wal_keep_size = '1GB'
min_wal_size = '16MB'
max_wal_size = '512MB'
hot_standby = on
wal_retrieve_retry_interval = '100ms'
wal_receiver_status_interval = '1s'
fsync = {disk}
full_page_writes = {disk}
synchronous_commit = on
autovacuum = on
autovacuum_naptime = '10min'
log_min_messages = warning
log_timezone = 'UTC'
timezone = 'UTC'
lc_messages = 'C'
"
    )
}
