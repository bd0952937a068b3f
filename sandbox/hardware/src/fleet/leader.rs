//! Making, starting, crashing and destroying clusters.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use super::cluster::{Cluster, Facts};
use super::{files, Fleet};
use crate::endpoint::Endpoint;
use crate::error::HardwareError;
use crate::secret;

/// Below every system's range of outgoing ports, so that a client's own connection cannot sit on the port of a server
/// that is being restarted.
const PORTS: std::ops::Range<u16> = 20_000..30_000;
/// Another process may take a port between our choice and the server's start.
const ATTEMPTS: u32 = 5;

impl Fleet {
    /// Makes a new, empty database add-on: a cluster of `major` with one database, owned by its default credential.
    pub fn create(&self, addon: &str, major: u32) -> Result<Endpoint, HardwareError> {
        self.create_at("127.0.0.1", addon, major)
    }

    /// The same for a private one: it listens on no port, only on a socket. See [`Fleet::sockets`].
    pub fn create_private(&self, addon: &str, major: u32) -> Result<Endpoint, HardwareError> {
        self.create_at(&self.sockets.to_string_lossy(), addon, major)
    }

    fn create_at(&self, host: &str, addon: &str, major: u32) -> Result<Endpoint, HardwareError> {
        let home = self.new_home(addon)?;
        let endpoint = Endpoint {
            addon: addon.to_owned(),
            host: host.to_owned(),
            port: 0,
            database: secret::word::<13>('d')?,
            user: secret::word::<13>('u')?,
            password: secret::word::<40>('p')?,
        };
        let made = self.bring_up(&home, endpoint, major, None, |data| self.initialise(major, data));
        let endpoint = self.keep(addon, &home, made)?;
        let owned = self.make_owner(&endpoint);
        self.undo_if_failed(addon, owned)?;
        Ok(endpoint)
    }

    /// Starts the add-on's server again after [`Fleet::crash`] or [`Fleet::stop`]. A running one is fine.
    pub fn start(&self, addon: &str) -> Result<(), HardwareError> {
        let cluster = self.cluster(addon)?;
        let mut process = cluster.lock_process();
        self.start_process(&cluster, &mut process)
    }

    /// Stops the add-on's server cleanly; its data stays.
    pub fn stop(&self, addon: &str) -> Result<(), HardwareError> {
        self.cluster(addon)?.lock_process().stop();
        Ok(())
    }

    /// Ends the add-on's server as a crash would. Nothing that was acknowledged is lost; the next start recovers.
    pub fn crash(&self, addon: &str) -> Result<(), HardwareError> {
        self.cluster(addon)?.lock_process().crash();
        Ok(())
    }

    /// Destroys the add-on with its data. A follower's slot on its leader goes with it.
    pub fn destroy(&self, addon: &str) -> Result<(), HardwareError> {
        let cluster = self.cluster(addon)?;
        let mut process = cluster.lock_process();
        process.stop();
        let facts = cluster.facts();
        if let Some(leader) = &facts.leader {
            self.drop_slot(leader, addon)?;
        }
        self.lock_clusters().remove(addon);
        self.lock_ports().retain(|port| *port != facts.endpoint.port);
        files::remove_tree(&cluster.home)
    }

    /// Checks the name and makes the add-on's folder.
    pub(super) fn new_home(&self, addon: &str) -> Result<PathBuf, HardwareError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if addon.is_empty() || addon.len() > 60 || !addon.chars().all(plain) {
            return Err(HardwareError::Name(addon.to_owned()));
        }
        let home = self.root.join(addon);
        if home.exists() {
            return Err(HardwareError::Exists(addon.to_owned()));
        }
        files::private_folder(&home, self.account)?;
        Ok(home)
    }

    /// Fills a data folder, configures it for a port of its own and starts the server.
    pub(super) fn bring_up(
        &self,
        home: &Path,
        mut endpoint: Endpoint,
        major: u32,
        leader: Option<String>,
        fill: impl FnOnce(&Path) -> Result<(), HardwareError>,
    ) -> Result<Cluster, HardwareError> {
        let data = home.join(format!("data-{major}"));
        fill(&data)?;
        let mut attempt = 1;
        loop {
            endpoint.port = self.free_port()?;
            self.configure(&data, &endpoint)?;
            let facts = Facts {
                endpoint: endpoint.clone(),
                major,
                leader: leader.clone(),
                original: leader.is_none(),
                data: data.clone(),
            };
            let cluster = Cluster::new(home, facts);
            let started = self.start_process(&cluster, &mut cluster.lock_process());
            match started {
                Ok(()) => return Ok(cluster),
                Err(HardwareError::Server { tail, .. })
                    if attempt < ATTEMPTS && tail.contains("could not bind") =>
                {
                    attempt += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Lists a cluster that came up, or clears the folder of one that did not.
    pub(super) fn keep(
        &self,
        addon: &str,
        home: &Path,
        made: Result<Cluster, HardwareError>,
    ) -> Result<Endpoint, HardwareError> {
        match made {
            Ok(cluster) => {
                let endpoint = cluster.facts().endpoint;
                self.lock_clusters().insert(addon.to_owned(), Arc::new(cluster));
                Ok(endpoint)
            }
            Err(error) => {
                files::remove_tree(home)?;
                Err(error)
            }
        }
    }

    /// Takes a half-made add-on away again and passes the error on.
    pub(super) fn undo_if_failed(
        &self,
        addon: &str,
        outcome: Result<(), HardwareError>,
    ) -> Result<(), HardwareError> {
        if outcome.is_err() {
            self.destroy(addon)?;
        }
        outcome
    }

    fn free_port(&self) -> Result<u16, HardwareError> {
        let mut taken = self.lock_ports();
        for _ in 0..1000 {
            let port = PORTS.start + secret::below(PORTS.end - PORTS.start)?;
            if !taken.contains(&port) && TcpListener::bind(("127.0.0.1", port)).is_ok() {
                taken.push(port);
                return Ok(port);
            }
        }
        let busy = std::io::Error::from(std::io::ErrorKind::AddrInUse);
        Err(HardwareError::file("find a free port for", &self.root)(busy))
    }

    fn lock_ports(&self) -> std::sync::MutexGuard<'_, Vec<u16>> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
