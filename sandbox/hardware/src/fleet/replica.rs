//! Followers: base backup, streaming, holding replication back, promotion.

use std::fs;
use std::path::Path;
use std::time::Duration;

use postgres::Client;

use super::cluster::Facts;
use super::configuration::SUPERUSER;
use super::{admin, files, tool, wait, Fleet};
use crate::endpoint::Endpoint;
use crate::error::HardwareError;
use crate::sql::literal;

/// Nothing listens there, and no server of ours ever gets it.
const CLOSED_PORT: u16 = 1;
const TICK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_secs(30);

impl Fleet {
    /// Makes `follower` a streaming replica of `leader`, of the same major, with a slot on the leader. It has the
    /// leader's user, password and database on a port of its own, and is streaming when this returns.
    pub fn replica(&self, leader: &str, follower: &str) -> Result<Endpoint, HardwareError> {
        let source = self.cluster(leader)?.facts();
        let home = self.new_home(follower)?;
        let mut endpoint = source.endpoint.clone();
        follower.clone_into(&mut endpoint.addon);
        let made = self.bring_up(&home, endpoint, source.major, Some(leader.to_owned()), |data| {
            self.base_backup(&source, follower, &home, data)
        });
        if made.is_err() {
            self.drop_slot(leader, follower)?;
        }
        let endpoint = self.keep(follower, &home, made)?;
        let streaming = self.wait_for_receiver(&endpoint, true);
        self.undo_if_failed(follower, streaming)?;
        Ok(endpoint)
    }

    /// Promotes a follower and drops its slot on the old leader. It then leads, with what it had received.
    pub fn unfollow(&self, addon: &str) -> Result<(), HardwareError> {
        let cluster = self.cluster(addon)?;
        let _operation = cluster.lock_process();
        let facts = cluster.facts();
        let leader = facts.leader.clone().ok_or_else(|| HardwareError::NotFollowing(addon.to_owned()))?;
        self.promote(&facts.endpoint)?;
        cluster.change(|facts| facts.leader = None);
        self.drop_slot(&leader, addon)
    }

    /// Holds replication back (`true`) or lets it go on (`false`). While held, the follower answers queries and falls
    /// behind; what it had received before is applied.
    pub fn hold_replication(&self, addon: &str, hold: bool) -> Result<(), HardwareError> {
        let facts = self.cluster(addon)?.facts();
        let leader = facts.leader.clone().ok_or_else(|| HardwareError::NotFollowing(addon.to_owned()))?;
        let mut source = self.endpoint(&leader)?;
        if hold {
            source.port = CLOSED_PORT;
        }
        let mut client = self.admin(&facts.endpoint)?;
        let setting =
            format!("ALTER SYSTEM SET primary_conninfo = {}", literal(&self.conninfo(&source, addon)));
        self.settle(&facts, &mut client, &[&setting, "SELECT pg_reload_conf()"])?;
        match hold {
            true => self.wait_for_receiver(&facts.endpoint, false),
            false => Ok(()),
        }
    }

    /// Removes the follower's slot from its leader, if both are still there.
    pub(super) fn drop_slot(&self, leader: &str, follower: &str) -> Result<(), HardwareError> {
        let Ok(endpoint) = self.endpoint(leader) else { return Ok(()) };
        let statement =
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1";
        let slot = slot_name(follower);
        // The leader's sender needs a moment to see that its follower is gone; a leader that is down keeps the slot.
        let dropped = wait::until(Duration::from_secs(10), TICK, || {
            let mut client = match self.admin(&endpoint) {
                Ok(client) => client,
                Err(_) => return Some(()),
            };
            client.execute(statement, &[&slot]).ok().map(drop)
        });
        dropped.ok_or(HardwareError::Deadline { addon: leader.to_owned(), what: "a follower's slot is free" })
    }

    pub(super) fn promote(&self, endpoint: &Endpoint) -> Result<(), HardwareError> {
        let failed = |error| admin::failed(&endpoint.addon, &error);
        let mut client = self.admin(endpoint)?;
        let promoted: bool = client.query_one("SELECT pg_promote(true, 60)", &[]).map_err(failed)?.get(0);
        if !promoted {
            return Err(HardwareError::Deadline { addon: endpoint.addon.clone(), what: "it is promoted" });
        }
        for setting in ["primary_conninfo", "primary_slot_name"] {
            client.batch_execute(&format!("ALTER SYSTEM RESET {setting}")).map_err(failed)?;
        }
        client.batch_execute("SELECT pg_reload_conf()").map_err(failed)
    }

    fn base_backup(
        &self,
        source: &Facts,
        follower: &str,
        home: &Path,
        data: &Path,
    ) -> Result<(), HardwareError> {
        let mut command = self.tool(source.major, "pg_basebackup", home)?;
        command
            .arg("-D")
            .arg(data)
            .args(["-h", &source.endpoint.host, "-p", &source.endpoint.port.to_string(), "-U", SUPERUSER])
            .args(["-X", "stream", "-c", "fast", "--no-sync", "-C", "-S", &slot_name(follower)]);
        tool::run(command, "pg_basebackup")?;
        // Not pg_basebackup -R: it writes options of its own libpq, which another libpq may refuse.
        let auto = data.join("postgresql.auto.conf");
        // A standby does not start with less than what its leader allows, so what was set there stays.
        let inherited = fs::read_to_string(&auto).map_err(HardwareError::file("read", &auto))?;
        let settings = format!(
            "{inherited}primary_conninfo = {}\nprimary_slot_name = '{}'\n",
            literal(&self.conninfo(&source.endpoint, follower)),
            slot_name(follower)
        );
        files::private_file(&auto, &settings, self.account)?;
        files::private_file(&data.join("standby.signal"), "", self.account)
    }

    fn conninfo(&self, source: &Endpoint, follower: &str) -> String {
        let Endpoint { host, port, .. } = source;
        let password = &self.superuser;
        format!("host={host} port={port} user={SUPERUSER} password={password} application_name={follower}")
    }

    fn wait_for_receiver(&self, endpoint: &Endpoint, streaming: bool) -> Result<(), HardwareError> {
        let what = if streaming { "it streams" } else { "it has stopped streaming" };
        let seen = wait::until(PATIENCE, TICK, || {
            let mut client = self.admin(endpoint).ok()?;
            let statement = "SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'";
            let receivers: i64 = client.query_one(statement, &[]).ok()?.get(0);
            ((receivers > 0) == streaming).then_some(())
        });
        seen.ok_or_else(|| HardwareError::Deadline { addon: endpoint.addon.clone(), what })
    }

    fn settle(&self, facts: &Facts, client: &mut Client, statements: &[&str]) -> Result<(), HardwareError> {
        for statement in statements {
            client.batch_execute(statement).map_err(|error| admin::failed(&facts.endpoint.addon, &error))?;
        }
        Ok(())
    }
}

/// Slot names hold lower-case letters, digits and underscores.
pub(super) fn slot_name(follower: &str) -> String {
    follower.replace('-', "_")
}
