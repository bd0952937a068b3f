//! Clusters of real Postgres majors, one per database add-on: unprivileged, on loopback, in a folder of their own.

mod account;
mod admin;
mod binaries;
mod cluster;
mod configuration;
mod copy;
mod credential;
mod files;
mod gauges;
mod launcher;
mod leader;
mod orphan;
mod process;
mod replica;
mod rollback;
mod server;
mod sessions;
mod take_over;
mod template;
mod tool;
mod upgrade;
mod wait;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use account::Account;
use binaries::Binaries;
use cluster::Cluster;
use launcher::Launcher;

use crate::endpoint::Endpoint;
use crate::error::HardwareError;

pub use copy::{Copied, CopyHow};
pub use gauges::{Gauges, Watch};

/// How the servers of a fleet run.
#[derive(Clone, Debug, Default)]
pub struct FleetOptions {
    /// Where initialised data folders are kept for the next fleet; `<state_dir>/../templates` by default.
    pub templates: Option<PathBuf>,
    /// Whether servers wait for the disk. Off by default: a killed process loses nothing that the system has, and
    /// power failures are not part of the sandbox.
    pub fsync: bool,
}

/// All database add-ons of one sandbox. Dropping it stops every server.
pub struct Fleet {
    root: PathBuf,
    options: FleetOptions,
    templates: PathBuf,
    binaries: Binaries,
    account: Account,
    launcher: Launcher,
    superuser: String,
    clusters: Mutex<BTreeMap<String, Arc<Cluster>>>,
    /// Servers that were replaced and go on, by add-on.
    replaced: Mutex<Vec<(String, Arc<Cluster>)>>,
    ports: Mutex<Vec<u16>>,
    /// Where private servers listen.
    sockets: PathBuf,
    // Held open for its lock, which ends with the process.
    _owner: File,
}

impl Fleet {
    /// Opens a fleet with the default options. See [`Fleet::open_with`].
    pub fn open(state_dir: &Path, bin_dir: &Path) -> Result<Fleet, HardwareError> {
        Fleet::open_with(state_dir, bin_dir, FleetOptions::default())
    }

    /// Opens an empty fleet in `state_dir`, with the servers' programs in `<bin_dir>/<major>/bin`.
    ///
    /// Servers and data left there by an owner that died are ended and removed; if the owner lives, that is
    /// [`HardwareError::InUse`].
    pub fn open_with(
        state_dir: &Path,
        bin_dir: &Path,
        options: FleetOptions,
    ) -> Result<Fleet, HardwareError> {
        let state = files::folder(state_dir)?;
        let owner = orphan::own(&state)?;
        let root = state.join("clusters");
        orphan::reap(&root)?;
        files::folder(&root)?;
        let templates = match &options.templates {
            Some(folder) => folder.clone(),
            None => state.parent().unwrap_or(&state).join("templates"),
        };
        let templates = files::folder(&templates)?;
        let binaries = Binaries::new(bin_dir);
        let account = Account::detect(&[&root, &templates, binaries.root()])?;
        let superuser = template::superuser_password(&templates)?;
        Ok(Fleet {
            root,
            options,
            templates,
            binaries,
            account,
            launcher: Launcher::new()?,
            superuser,
            clusters: Mutex::new(BTreeMap::new()),
            replaced: Mutex::new(Vec::new()),
            ports: Mutex::new(Vec::new()),
            sockets: Fleet::socket_folder(account)?,
            _owner: owner,
        })
    }

    /// The folder in which private servers listen. Whoever knows it, and may enter it, gets past the bastion.
    pub fn sockets(&self) -> &Path {
        &self.sockets
    }

    /// Names of all add-ons, sorted.
    pub fn addons(&self) -> Vec<String> {
        self.lock_clusters().keys().cloned().collect()
    }

    /// Address and default credential of an add-on, whether its server runs or not.
    pub fn endpoint(&self, addon: &str) -> Result<Endpoint, HardwareError> {
        Ok(self.cluster(addon)?.facts().endpoint)
    }

    /// The leader that this add-on follows, `None` if it leads.
    pub fn following(&self, addon: &str) -> Result<Option<String>, HardwareError> {
        Ok(self.cluster(addon)?.facts().leader)
    }

    /// The data folder of an add-on at this moment; an upgrade moves it.
    pub fn data_directory(&self, addon: &str) -> Result<PathBuf, HardwareError> {
        Ok(self.cluster(addon)?.facts().data)
    }

    /// Stops every server, followers first. Data stays until the next fleet opens the folder.
    pub fn stop_all(&self) {
        let mut clusters: Vec<Arc<Cluster>> = self.lock_clusters().values().cloned().collect();
        clusters.sort_by_key(|cluster| cluster.facts().leader.is_none());
        let replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner);
        for cluster in clusters.iter().chain(replaced.iter().map(|(_, cluster)| cluster)) {
            cluster.lock_process().stop();
        }
    }

    fn lock_clusters(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<Cluster>>> {
        self.clusters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cluster(&self, addon: &str) -> Result<Arc<Cluster>, HardwareError> {
        self.lock_clusters().get(addon).cloned().ok_or_else(|| HardwareError::UnknownAddon(addon.to_owned()))
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        self.stop_all();
        // What cannot be removed is an empty folder.
        let _ = files::remove_tree(&self.sockets);
    }
}
