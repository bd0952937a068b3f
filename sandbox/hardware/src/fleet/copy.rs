//! Dump and restore: backups, and the copy of one add-on into another.

use std::path::Path;
use std::process::Command;

use super::{tool, Fleet};
use crate::endpoint::Endpoint;
use crate::error::HardwareError;

impl Fleet {
    /// Dumps the add-on's database in the custom format into `file` and returns its size in bytes. `file` must lie
    /// where the servers' account can write.
    pub fn dump(&self, addon: &str, file: &Path) -> Result<u64, HardwareError> {
        let cluster = self.cluster(addon)?;
        self.dump_as(addon, cluster.facts().major, file)
    }

    /// Copies the database of `from` into that of `to`, which must be empty: dump with the target's programs, restore
    /// as the target's owner. Other credentials and their grants are not carried, as in reality.
    pub fn copy(&self, from: &str, to: &str) -> Result<u64, HardwareError> {
        let target = self.cluster(to)?;
        let facts = target.facts();
        let file = target.home.join("copy.dump");
        let bytes = self.dump_as(from, facts.major, &file)?;
        let mut command = self.tool(facts.major, "pg_restore", &target.home)?;
        command.args(["--no-owner", "--no-acl", "--exit-on-error"]);
        address(&mut command, &facts.endpoint);
        command.arg(&file);
        tool::run(command, "pg_restore")?;
        std::fs::remove_file(&file).map_err(HardwareError::file("remove", &file))?;
        Ok(bytes)
    }

    fn dump_as(&self, addon: &str, major: u32, file: &Path) -> Result<u64, HardwareError> {
        let cluster = self.cluster(addon)?;
        let mut command = self.tool(major, "pg_dump", &cluster.home)?;
        command.args(["-Fc", "-Z0"]).arg("-f").arg(file);
        address(&mut command, &cluster.facts().endpoint);
        tool::run(command, "pg_dump")?;
        Ok(file.metadata().map_err(HardwareError::file("look at", file))?.len())
    }
}

/// The database to work on; the password goes by the environment, where other users cannot list it.
fn address(command: &mut Command, endpoint: &Endpoint) {
    let Endpoint { host, port, database, user, password, .. } = endpoint;
    command
        .args(["-h", host, "-p", &port.to_string(), "-U", user, "-d", database])
        .env("PGPASSWORD", password);
}
