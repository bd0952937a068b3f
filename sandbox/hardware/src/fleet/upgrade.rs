//! The upgrade proper: `pg_upgrade --link` into a fresh cluster of the new major, on the same port.

use std::fs;
use std::path::{Path, PathBuf};

use super::account::Account;
use super::cluster::{Cluster, Facts};
use super::configuration::SUPERUSER;
use super::process::Process;
use super::{admin, files, tool, Fleet};
use crate::error::HardwareError;
use crate::secret;

impl Fleet {
    /// Upgrades the add-on to `major`; its URL stays. A follower is promoted first (and keeps leading if the upgrade
    /// then fails). If pg_upgrade refuses, the old version runs again and the error says why.
    ///
    /// As in reality: no planner statistics before 18, no replication slots afterwards.
    pub fn upgrade(&self, addon: &str, major: u32) -> Result<(), HardwareError> {
        let cluster = self.cluster(addon)?;
        let from = cluster.facts().major;
        if major <= from {
            return Err(HardwareError::NotNewer { addon: addon.to_owned(), from, to: major });
        }
        self.binaries.bin(major)?;
        if cluster.facts().leader.is_some() {
            self.unfollow(addon)?;
        }
        let mut process = cluster.lock_process();
        let old = cluster.facts();
        let data = cluster.home.join(format!("data-{major}"));
        self.initialise(major, &data)?;
        self.configure(&data, &old.endpoint)?;
        process.stop();
        let moved = self.pg_upgrade(&cluster.home, &old, major, &data);
        self.take_up(&cluster, &mut process, moved, major, data)
    }

    /// An error if a credential of the add-on is read-only by default.
    pub fn must_not_be_fenced(&self, addon: &str) -> Result<(), HardwareError> {
        const FENCES: &str = "SELECT count(*) FROM pg_db_role_setting s, unnest(s.setconfig) c \
             WHERE c = 'default_transaction_read_only=on'";
        let mut client = self.admin(&self.cluster(addon)?.facts().endpoint)?;
        let row = client.query_one(FENCES, &[]).map_err(|error| admin::failed(addon, &error))?;
        match row.get::<_, i64>(0) {
            0 => Ok(()),
            _ => Err(HardwareError::Fenced(addon.to_owned())),
        }
    }

    /// Starts the new version, or the old one again if the upgrade failed.
    fn take_up(
        &self,
        cluster: &Cluster,
        process: &mut Process,
        moved: Result<(), HardwareError>,
        major: u32,
        data: PathBuf,
    ) -> Result<(), HardwareError> {
        let old = cluster.facts();
        if let Err(error) = moved {
            // pg_upgrade renames the old control file just before it links, to keep the old version from starting.
            let control = old.data.join("global/pg_control");
            if !control.exists() {
                let kept = control.with_extension("old");
                fs::rename(&kept, &control).map_err(HardwareError::file("restore", &control))?;
            }
            self.start_process(cluster, process)?;
            files::remove_tree(&data)?;
            return Err(error);
        }
        cluster.change(|facts| {
            facts.major = major;
            facts.original = false;
            facts.data = data;
        });
        self.start_process(cluster, process)?;
        files::remove_tree(&old.data)
    }

    fn pg_upgrade(&self, home: &Path, old: &Facts, major: u32, data: &Path) -> Result<(), HardwareError> {
        let sockets = Self::socket_folder(self.account)?;
        let mut command = self.tool(major, "pg_upgrade", home)?;
        command
            .args(["--link", "--no-sync", "-U", SUPERUSER])
            .arg("-b")
            .arg(self.binaries.bin(old.major)?)
            .arg("-B")
            .arg(self.binaries.bin(major)?)
            .arg("-d")
            .arg(&old.data)
            .arg("-D")
            .arg(data)
            .arg("-s")
            .arg(&sockets);
        let outcome = tool::run(command, "pg_upgrade").map(drop);
        files::remove_tree(&sockets)?;
        outcome
    }

    /// A folder with a short path: a socket's may not exceed about 100 bytes.
    pub(super) fn socket_folder(account: Account) -> Result<PathBuf, HardwareError> {
        let path = PathBuf::from("/tmp").join(secret::word::<12>('s')?);
        files::private_folder(&path, account)?;
        Ok(path)
    }
}
