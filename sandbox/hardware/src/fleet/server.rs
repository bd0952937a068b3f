//! One server process: started by the launcher, stopped by signals.

use std::fs::OpenOptions;
use std::path::Path;
use std::process::{Command, Stdio};

use super::cluster::Cluster;
use super::process::{exited, Process, PATIENCE, TICK};
use super::{files, wait, Fleet};
use crate::error::HardwareError;

impl Fleet {
    /// Starts the server of a cluster and waits until it answers, as itself and not as somebody else on its port.
    pub(super) fn start_process(
        &self,
        cluster: &Cluster,
        process: &mut Process,
    ) -> Result<(), HardwareError> {
        if process.running() {
            return Ok(());
        }
        let facts = cluster.facts();
        let addon = &facts.endpoint.addon;
        let child = self.launcher.spawn(self.command(cluster, facts.major, &facts.data)?);
        let mut child = child.map_err(HardwareError::file("start the server in", &facts.data))?;
        let expected = facts.data.to_string_lossy().into_owned();
        let ready = wait::until(PATIENCE, TICK, || {
            if exited(&mut child).is_some() {
                return Some(Err("did not start"));
            }
            let row = self.admin(&facts.endpoint).ok()?.query_one("SHOW data_directory", &[]).ok()?;
            let found: String = row.get(0);
            Some(if found == expected { Ok(()) } else { Err("is not the one that answers on its port") })
        });
        process.child = Some(child);
        match ready.unwrap_or(Err("did not answer in time")) {
            Ok(()) => Ok(()),
            Err(what) => {
                process.crash();
                Err(HardwareError::Server { addon: addon.clone(), what, tail: files::tail(&cluster.log()) })
            }
        }
    }

    fn command(&self, cluster: &Cluster, major: u32, data: &Path) -> Result<Command, HardwareError> {
        let path = cluster.log();
        let log = OpenOptions::new().create(true).append(true).open(&path);
        let log = log.map_err(HardwareError::file("open", &path))?;
        let errors = log.try_clone().map_err(HardwareError::file("open", &path))?;
        let mut command = self.tool(major, "postgres", &cluster.home)?;
        command.arg("-D").arg(data).stdin(Stdio::null()).stdout(log).stderr(errors);
        Ok(command)
    }
}
