//! One server process: started by the launcher, stopped by signals.

use std::fs::OpenOptions;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{kill_process, Pid, Signal};

use super::cluster::Cluster;
use super::{files, wait, Fleet};
use crate::error::HardwareError;

/// Long enough for a slow machine; a start takes 30 ms and a stop 10 ms on a quick one.
const PATIENCE: Duration = Duration::from_secs(60);
const TICK: Duration = Duration::from_millis(5);

/// The running server of a cluster, if any.
#[derive(Default)]
pub(super) struct Process {
    child: Option<Child>,
}

impl Process {
    /// Stops the server cleanly (sessions are ended, a checkpoint is written). A stopped one is fine.
    pub(super) fn stop(&mut self) {
        self.end(Signal::INT, PATIENCE);
    }

    /// Ends the server at once, as a crash would: nothing is flushed, the next start recovers.
    pub(super) fn crash(&mut self) {
        self.end(Signal::QUIT, Duration::from_secs(5));
    }

    fn end(&mut self, signal: Signal, patience: Duration) {
        let Some(mut child) = self.child.take() else { return };
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        for (signal, patience) in [(signal, patience), (Signal::QUIT, Duration::from_secs(5))] {
            if let Some(pid) = pid {
                // A server that is gone already refuses the signal, and the wait below sees that it is gone.
                let _ = kill_process(pid, signal);
            }
            if wait::until(patience, TICK, || exited(&mut child)).is_some() {
                return;
            }
        }
        drop(child.kill());
        drop(child.wait());
    }

    /// Whether the server process is there.
    pub(super) fn running(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| exited(child).is_none())
    }
}

fn exited(child: &mut Child) -> Option<()> {
    // An error means that there is nothing left to wait for.
    child.try_wait().map_or(Some(()), |status| status.map(drop))
}

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
