//! The servers' configuration files, written whole by us.

use std::path::Path;

use super::files;
use super::{Fleet, FleetOptions};
use crate::endpoint::Endpoint;
use crate::error::HardwareError;

/// Name of the superuser, which is the sandbox's own and no credential of an add-on.
pub(super) const SUPERUSER: &str = "postgres";

/// The local line is for pg_upgrade alone: such a server listens on no socket.
const HBA: &str = "local all all trust
host all all 127.0.0.1/32 password
host replication postgres 127.0.0.1/32 password
";

/// A private server has no port at all. Its socket lies in a folder that only the servers' account can enter (and root), under a name
/// that is told to nobody but the sandbox's own clients and the bastion.
const PRIVATE_HBA: &str = "local all all password
local replication postgres password
";

impl Fleet {
    /// Writes `postgresql.conf` and `pg_hba.conf` into a data folder.
    pub(super) fn configure(&self, data: &Path, endpoint: &Endpoint) -> Result<(), HardwareError> {
        let hba = if endpoint.private() { PRIVATE_HBA } else { HBA };
        files::private_file(&data.join("postgresql.conf"), &settings(endpoint, &self.options), self.account)?;
        files::private_file(&data.join("pg_hba.conf"), hba, self.account)
    }
}

/// Small and quick; autovacuum is on but rare, so that statistics lost in an upgrade stay lost until somebody analyzes.
fn settings(endpoint: &Endpoint, options: &FleetOptions) -> String {
    let port = endpoint.port;
    let (address, socket) =
        if endpoint.private() { ("", endpoint.host.as_str()) } else { (endpoint.host.as_str(), "") };
    let disk = if options.fsync { "on" } else { "off" };
    format!(
        "listen_addresses = '{address}'
port = {port}
unix_socket_directories = '{socket}'
max_connections = 60
shared_buffers = '16MB'
max_parallel_workers_per_gather = 0
wal_level = logical
max_prepared_transactions = 10
max_wal_senders = 10
max_replication_slots = 10
max_slot_wal_keep_size = '1GB'
wal_keep_size = '512MB'
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
