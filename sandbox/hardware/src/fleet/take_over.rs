//! Another server takes the place of an add-on's: a standby is made, catches up and is promoted, the server of before ends.

use std::sync::Arc;
use std::time::Duration;

use super::cluster::Cluster;
use super::replica::slot_name;
use super::{admin, files, wait, Fleet};
use crate::endpoint::Endpoint;
use crate::error::HardwareError;

const TICK: Duration = Duration::from_millis(10);
/// How long to wait for commits that are to be lost: writers make some every second.
const PATIENCE: Duration = Duration::from_secs(60);

impl Fleet {
    /// A standby takes the place of the add-on's server, at the same address; without the newest `loses` commits. With `keeps_old` the server
    /// of before goes on until [`Fleet::retire`], and the new one is at an address of its own, which is given back.
    ///
    /// Followers follow it from then on.
    pub fn take_over(
        &self,
        addon: &str,
        loses: u64,
        keeps_old: bool,
    ) -> Result<Option<Endpoint>, HardwareError> {
        let standby = self.name_beside(addon);
        self.replica(addon, &standby)?;
        if loses > 0 {
            self.fall_behind(&standby, loses)?;
        }
        let (old, new) = (self.cluster(addon)?, self.cluster(&standby)?);
        if !keeps_old {
            // A clean stop hands everything to a standby that streams.
            old.lock_process().stop();
        }
        self.promote(&new.facts().endpoint)?;
        let port = if keeps_old { new.facts().endpoint.port } else { old.facts().endpoint.port };
        new.change(|facts| {
            facts.leader = None;
            addon.clone_into(&mut facts.endpoint.addon);
            facts.endpoint.port = port;
        });
        if !keeps_old {
            let mut process = new.lock_process();
            process.stop();
            self.configure(&new.facts().data, &new.facts().endpoint)?;
            self.start_process(&new, &mut process)?;
        }
        let mut clusters = self.lock_clusters();
        clusters.remove(&standby);
        clusters.insert(addon.to_owned(), Arc::clone(&new));
        drop(clusters);
        self.repoint_followers(addon, &new)?;
        if keeps_old {
            self.lock_replaced().push((addon.to_owned(), old));
            return Ok(Some(new.facts().endpoint));
        }
        files::remove_tree(&old.home)?;
        Ok(None)
    }

    /// Ends the servers that the add-on had before.
    pub fn retire(&self, addon: &str) -> Result<(), HardwareError> {
        let mut replaced = self.lock_replaced();
        let gone: Vec<_> = replaced.extract_if(.., |(of, _)| of == addon).collect();
        drop(replaced);
        for (_, cluster) in gone {
            cluster.lock_process().stop();
            files::remove_tree(&cluster.home)?;
        }
        Ok(())
    }

    /// A free name for a standby of this add-on.
    fn name_beside(&self, addon: &str) -> String {
        let names = (1..).map(|number| format!("{addon}-s{number}"));
        let free = names.take(1000).find(|name| !self.root.join(name).exists());
        free.unwrap_or_else(|| format!("{addon}-s"))
    }

    /// Holds a standby back until it lacks so many commits.
    fn fall_behind(&self, standby: &str, commits: u64) -> Result<(), HardwareError> {
        self.hold_replication(standby, true)?;
        let behind = wait::until(PATIENCE, TICK, || {
            let lag = self.gauges(standby).ok()?.lag_commits?;
            (lag >= commits).then_some(())
        });
        behind.ok_or_else(|| HardwareError::Deadline {
            addon: standby.to_owned(),
            what: "it has fallen behind",
        })
    }

    /// Followers find the new server where it is, with slots of their own on it.
    fn repoint_followers(&self, addon: &str, leader: &Cluster) -> Result<(), HardwareError> {
        let follows =
            |name: &String| self.following(name).is_ok_and(|leader| leader.as_deref() == Some(addon));
        let endpoint = leader.facts().endpoint;
        for follower in self.addons().into_iter().filter(follows) {
            let mut client = self.admin(&endpoint)?;
            client
                .execute("SELECT pg_create_physical_replication_slot($1, true)", &[&slot_name(&follower)])
                .map_err(|error| admin::failed(addon, &error))?;
            self.hold_replication(&follower, false)?;
        }
        Ok(())
    }

    fn lock_replaced(&self) -> std::sync::MutexGuard<'_, Vec<(String, Arc<Cluster>)>> {
        self.replaced.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
