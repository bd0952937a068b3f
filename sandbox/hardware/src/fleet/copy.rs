//! Dump and restore: backups, and the copy of one add-on into another.

use std::path::Path;
use std::process::Command;

use postgres::{Client, NoTls};

use super::{admin, tool, Fleet};
use crate::endpoint::Endpoint;
use crate::error::HardwareError;

impl Fleet {
    /// Dumps the add-on's database in the custom format into `file` and returns its size in bytes. `file` must lie
    /// where the servers' account can write.
    pub fn dump(&self, addon: &str, file: &Path) -> Result<u64, HardwareError> {
        let cluster = self.cluster(addon)?;
        self.dump_as(addon, cluster.facts().major, file)
    }

    /// Copies the database of `from` into that of `to`: dump with the target's programs as the source's default credential, which
    /// stops at the first table that it may not read; restore as the target's default credential, which passes over errors. While
    /// `wanted` says no, it is killed where it is.
    pub fn copy(
        &self,
        from: &str,
        to: &str,
        how: CopyHow,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Copied, HardwareError> {
        let target = self.cluster(to)?;
        let facts = target.facts();
        if how.needs_write {
            self.write_once(&self.endpoint(from)?)?;
        }
        let file = target.home.join("copy.dump");
        let bytes = self.dump_while(from, facts.major, &file, wanted)?;
        if how.erases {
            self.as_superuser(to, &[ERASE])?;
        }
        let mut command = self.tool(facts.major, "pg_restore", &target.home)?;
        command.args(["--clean", "--if-exists"]);
        command.args((!how.owners).then_some("--no-owner"));
        command.args((!how.grants).then_some("--no-acl"));
        address(&mut command, &facts.endpoint);
        command.arg(&file);
        let restored = tool::run_while(command, "pg_restore", wanted);
        std::fs::remove_file(&file).map_err(HardwareError::file("remove", &file))?;
        let warnings = match restored {
            Ok(_) => 0,
            Err(HardwareError::Tool { tool, status, tail }) => match ignored(&tail) {
                Some(errors) => errors,
                None => return Err(HardwareError::Tool { tool, status, tail }),
            },
            Err(error) => return Err(error),
        };
        if how.hollow {
            self.as_superuser(to, &[HOLLOW])?;
        }
        Ok(Copied { bytes, warnings })
    }

    fn dump_while(
        &self,
        addon: &str,
        major: u32,
        file: &Path,
        wanted: &dyn Fn() -> bool,
    ) -> Result<u64, HardwareError> {
        tool::run_while(self.dumping(addon, major, file)?, "pg_dump", wanted)?;
        Ok(file.metadata().map_err(HardwareError::file("look at", file))?.len())
    }

    /// Fails where a new session of the default credential may not write.
    fn write_once(&self, endpoint: &Endpoint) -> Result<(), HardwareError> {
        let refused = |error: postgres::Error| admin::failed(&endpoint.addon, &error);
        let mut client = Client::connect(&endpoint.url(), NoTls).map_err(refused)?;
        client.batch_execute("CREATE TEMPORARY TABLE written (one int)").map_err(refused)
    }

    fn as_superuser(&self, addon: &str, statements: &[&str]) -> Result<(), HardwareError> {
        let refused = |error: postgres::Error| admin::failed(addon, &error);
        let mut client = Client::connect(&self.superuser_url(addon)?, NoTls).map_err(refused)?;
        statements.iter().try_for_each(|statement| client.batch_execute(statement).map_err(refused))
    }

    fn dump_as(&self, addon: &str, major: u32, file: &Path) -> Result<u64, HardwareError> {
        self.dump_while(addon, major, file, &|| true)
    }

    fn dumping(&self, addon: &str, major: u32, file: &Path) -> Result<Command, HardwareError> {
        let cluster = self.cluster(addon)?;
        let mut command = self.tool(major, "pg_dump", &cluster.home)?;
        command.args(["-Fc", "-Z0"]).arg("-f").arg(file);
        address(&mut command, &cluster.facts().endpoint);
        Ok(command)
    }
}

/// What comes along in a copy.
#[derive(Clone, Copy, Debug, Default)]
pub struct CopyHow {
    /// Owners as they are called in the source.
    pub owners: bool,
    /// Grants.
    pub grants: bool,
    /// The target is emptied first.
    pub erases: bool,
    /// The source must accept writes.
    pub needs_write: bool,
    /// The rows of the largest table are lost.
    pub hollow: bool,
}

/// What a copy came to.
#[derive(Clone, Copy, Debug)]
pub struct Copied {
    /// Size of the dump.
    pub bytes: u64,
    /// Errors that the restore passed over.
    pub warnings: u64,
}

/// Removes every schema of the database, and makes an empty `public`.
const ERASE: &str = "DO $erase$ DECLARE one name; BEGIN
  FOR one IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', one);
  END LOOP;
  CREATE SCHEMA public AUTHORIZATION pg_database_owner;
  GRANT USAGE ON SCHEMA public TO PUBLIC;
END $erase$";

/// Empties the largest table.
const HOLLOW: &str = "DO $hollow$ BEGIN
  SET LOCAL session_replication_role = replica;
  EXECUTE (SELECT format('DELETE FROM %s', oid::regclass) FROM pg_class
            WHERE relkind = 'r' AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
            ORDER BY pg_relation_size(oid) DESC LIMIT 1);
END $hollow$";

/// How many errors a restore says that it passed over.
fn ignored(said: &str) -> Option<u64> {
    let (_, count) = said.rsplit_once("errors ignored on restore: ")?;
    count.split_whitespace().next()?.parse().ok()
}

/// The database to work on; the password goes by the environment, where other users cannot list it.
fn address(command: &mut Command, endpoint: &Endpoint) {
    let Endpoint { host, port, database, user, password, .. } = endpoint;
    command
        .args(["-h", host, "-p", &port.to_string(), "-U", user, "-d", database])
        .env("PGPASSWORD", password);
}
