//! What does the jobs of a world in earnest.

use std::collections::BTreeMap;

use connect_hardware::{Fleet, Org};

use crate::dynos::Dynos;

/// Postgres servers, client processes and stand-in orgs.
pub struct Machines {
    /// Postgres servers.
    pub fleet: Fleet,
    /// The stand-in orgs by organization id.
    pub orgs: BTreeMap<String, Org>,
    /// Client processes.
    pub dynos: Dynos,
}

impl Machines {
    /// Ends the clients and the orgs' own changes. The servers go on.
    pub(super) fn come_to_rest(&self) {
        self.dynos.close();
        self.orgs.values().for_each(Org::stop);
    }
}
