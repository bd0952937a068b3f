//! Ending sessions, server side.

use super::{admin, Fleet};
use crate::error::HardwareError;

/// Ends and waits; five seconds per session is far more than a backend needs.
const END: &str = "SELECT pid, pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
     WHERE datname = $1 AND backend_type = 'client backend'";

impl Fleet {
    /// Ends every session of the add-on's database, whoever owns it, and returns how many. New ones may follow at
    /// once; those that were open are gone when this returns.
    pub fn reset_connections(&self, addon: &str) -> Result<u64, HardwareError> {
        let endpoint = self.endpoint(addon)?;
        let mut client = self.admin(&endpoint)?;
        client.execute(END, &[&endpoint.database]).map_err(|error| admin::failed(addon, &error))
    }
}
