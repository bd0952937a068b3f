//! What does the jobs of a world in earnest.

use std::collections::BTreeMap;

use connect_hardware::{inside, Fleet, HardwareError};
use connect_simulator::{DynoStart, SyncTarget};

use super::Orgs;
use crate::bastion::{Bastion, BastionError};
use crate::dynos::Dynos;

/// Why no way was opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum WayError {
    #[error(transparent)]
    Hardware(#[from] HardwareError),
    #[error(transparent)]
    Bastion(#[from] BastionError),
}

/// Postgres servers, client processes and stand-in orgs.
pub struct Machines {
    /// Postgres servers.
    pub fleet: Fleet,
    /// The stand-in orgs.
    pub orgs: Orgs,
    /// Client processes.
    pub dynos: Dynos,
    /// What leads to private databases; none where there are none.
    pub bastion: Option<Bastion>,
}

impl Machines {
    /// A config var's value as a client of the sandbox resolves it.
    pub(super) fn inside(&self, value: &str) -> String {
        inside(value, &self.fleet.sockets().to_string_lossy())
    }

    /// The environment of a client: what its URLs name is reached from inside.
    pub(super) fn environment(&self, vars: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        vars.iter().map(|(name, value)| (name.clone(), self.inside(value))).collect()
    }

    /// A dyno with that environment.
    pub(super) fn dyno(&self, dyno: &DynoStart) -> DynoStart {
        DynoStart { env: self.environment(&dyno.env), ..dyno.clone() }
    }

    /// Connect has a way of its own to the databases.
    pub(super) fn target(&self, target: &SyncTarget) -> SyncTarget {
        SyncTarget { url: self.inside(&target.url), ..target.clone() }
    }

    /// Opens the way to a private database, by a new key. Gives host and key, if it is one.
    pub(super) fn open_way(&self, addon: &str) -> Result<Option<(String, String)>, WayError> {
        let endpoint = self.fleet.endpoint(addon)?;
        let Some(bastion) = self.bastion.as_ref().filter(|_| endpoint.private()) else { return Ok(None) };
        let access = bastion.open(&endpoint)?;
        Ok(Some((access.host, access.key)))
    }
    /// Ends the clients and the orgs' own changes. The servers go on.
    pub(super) fn come_to_rest(&self) {
        self.dynos.close();
        self.orgs.list().iter().for_each(|(_, org)| org.stop());
    }
}
