//! The process of a server.

use std::process::Child;
use std::time::Duration;

use rustix::process::{kill_process, Pid, Signal};

use super::wait;

/// How long a server may take to start or stop. Long enough for a slow machine; a start takes 30 ms and a stop 10 ms on a quick one.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked at.
pub(super) const TICK: Duration = Duration::from_millis(5);

/// The running server of a cluster, if any.
#[derive(Default)]
pub(super) struct Process {
    pub(super) child: Option<Child>,
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

/// `Some` once it has ended.
pub(super) fn exited(child: &mut Child) -> Option<()> {
    // An error means that there is nothing left to wait for.
    child.try_wait().map_or(Some(()), |status| status.map(drop))
}
