//! A copy of a leader as it was at a moment: the data folder that it began with, and its log replayed up to there.

use std::time::Duration;

use super::{admin, files, wait, Fleet};
use crate::endpoint::Endpoint;
use crate::error::HardwareError;
use crate::secret;
use crate::sql::{ident, literal};

const TICK: Duration = Duration::from_millis(20);
/// The log of hours may be replayed.
const PATIENCE: Duration = Duration::from_secs(300);

impl Fleet {
    /// Makes `addon`, a leader with what `source` held at a moment, in milliseconds since 1970: what was committed then, and nothing
    /// that was committed later. It has the user and the database of its source, a port and a password of its own.
    ///
    /// Only of a leader that was made as one, and neither promoted nor upgraded since: of another one there is no beginning to replay from.
    pub fn roll_back(&self, source: &str, addon: &str, to_ms: u64) -> Result<Endpoint, HardwareError> {
        let from = self.cluster(source)?.facts();
        if !from.original {
            return Err(HardwareError::NoBase(source.to_owned()));
        }
        let target = self.written_past(&from.endpoint, to_ms)?;
        let home = self.new_home(addon)?;
        let mut endpoint = from.endpoint.clone();
        addon.clone_into(&mut endpoint.addon);
        let made = self.bring_up(&home, endpoint, from.major, None, |data| {
            self.initialise(from.major, data)?;
            let log = from.data.join("pg_wal");
            let fetch = format!("cp \"{}/%f\" \"%p\"", log.display());
            // A replay does not start with less than what its log begins with: the data folder was made with the defaults.
            let settings = format!(
                "max_connections = 100\nrestore_command = {}\nrecovery_target_time = {}\nrecovery_target_action = 'promote'\n",
                literal(&fetch),
                literal(&target)
            );
            files::private_file(&data.join("postgresql.auto.conf"), &settings, self.account)?;
            files::private_file(&data.join("recovery.signal"), "", self.account)
        });
        let endpoint = self.keep(addon, &home, made)?;
        let replayed = self.replayed(&endpoint).and_then(|()| self.new_password(addon, endpoint));
        match replayed {
            Ok(endpoint) => Ok(endpoint),
            Err(error) => {
                self.destroy(addon)?;
                Err(error)
            }
        }
    }

    /// Something is committed after the moment, and lies in a whole file of the log: a replay must get past the moment to know that it
    /// was there. The moment, as Postgres writes it.
    fn written_past(&self, source: &Endpoint, to_ms: u64) -> Result<String, HardwareError> {
        let failed = |error| admin::failed(&source.addon, &error);
        let mut client = self.admin(source)?;
        let moment = format!("to_timestamp({}.{:03})", to_ms / 1000, to_ms % 1000);
        let behind = format!("SELECT clock_timestamp() > {moment}");
        let passed = wait::until(PATIENCE, TICK, || {
            let passed: bool = client.query_one(&behind, &[]).ok()?.get(0);
            passed.then_some(())
        });
        passed
            .ok_or(HardwareError::Deadline { addon: source.addon.clone(), what: "the moment has passed" })?;
        let row = client.query_one(&format!("SELECT {moment}::text"), &[]).map_err(failed)?;
        client.query_one("SELECT txid_current()", &[]).map_err(failed)?;
        client.query_one("SELECT pg_switch_wal()::text", &[]).map_err(failed)?;
        Ok(row.get(0))
    }

    fn replayed(&self, endpoint: &Endpoint) -> Result<(), HardwareError> {
        let leads = wait::until(PATIENCE, TICK, || {
            let mut client = self.admin(endpoint).ok()?;
            let recovers: bool = client.query_one("SELECT pg_is_in_recovery()", &[]).ok()?.get(0);
            (!recovers).then_some(())
        });
        let late = || HardwareError::Deadline { addon: endpoint.addon.clone(), what: "its log is replayed" };
        leads.ok_or_else(late)?;
        let failed = |error| admin::failed(&endpoint.addon, &error);
        let mut client = self.admin(endpoint)?;
        for setting in ["restore_command", "recovery_target_time", "recovery_target_action"] {
            client.batch_execute(&format!("ALTER SYSTEM RESET {setting}")).map_err(failed)?;
        }
        client.batch_execute("SELECT pg_reload_conf()").map_err(failed)
    }

    fn new_password(&self, addon: &str, mut endpoint: Endpoint) -> Result<Endpoint, HardwareError> {
        endpoint.password = secret::word::<40>('p')?;
        let (user, password) = (ident(&endpoint.user), literal(&endpoint.password));
        let statement = format!("ALTER ROLE {user} PASSWORD {password}");
        self.admin(&endpoint)?.batch_execute(&statement).map_err(|error| admin::failed(addon, &error))?;
        let made = endpoint.clone();
        self.cluster(addon)?.change(|facts| {
            facts.endpoint = made;
            facts.original = false;
        });
        Ok(endpoint)
    }
}
