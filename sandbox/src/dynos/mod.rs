//! Dynos: real client processes that get their database URL once, at boot.

mod process;
mod router;
mod scheduler;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use connect_simulator::DynoStart;

use crate::lock::lock;
pub use process::DynoError;
use process::Process;
pub use router::route_requests;
pub use scheduler::run_scheduler;

/// Where dynos find what they need.
#[derive(Debug, Clone)]
pub struct DynoSettings {
    /// The client program.
    pub client: PathBuf,
    /// Folder of acknowledgement files, shared by all dynos.
    pub acks: PathBuf,
    /// Folder of what dynos print.
    pub logs: PathBuf,
    /// Seed from which each dyno's own is derived.
    pub seed: u64,
}

const PHASE_LOOK: Duration = Duration::from_millis(20);

#[derive(Debug, Default)]
struct State {
    running: BTreeMap<u64, Process>,
    /// Stopped before they were started: the jobs of one dyno run on different threads.
    cancelled: BTreeSet<u64>,
    phases: BTreeMap<u64, Process>,
    closed: bool,
}

/// All running client processes, by the simulator's instance number.
#[derive(Debug)]
pub struct Dynos {
    settings: DynoSettings,
    state: Mutex<State>,
}

impl Dynos {
    /// No dyno yet.
    #[must_use]
    pub fn new(settings: DynoSettings) -> Self {
        Self { settings, state: Mutex::default() }
    }

    /// Starts a dyno. Does nothing if it was stopped already, or after [`Dynos::close`].
    ///
    /// # Errors
    /// [`DynoError`] if the program cannot be started.
    pub fn start(&self, dyno: &DynoStart) -> Result<(), DynoError> {
        let mut state = lock(&self.state);
        if state.closed || state.cancelled.remove(&dyno.instance) {
            return Ok(());
        }
        let process = Process::start(&self.settings, dyno)?;
        state.running.insert(dyno.instance, process);
        Ok(())
    }

    /// Stops a dyno and returns when its process is gone.
    pub fn stop(&self, instance: u64) {
        let process = {
            let mut state = lock(&self.state);
            let process = state.running.remove(&instance);
            if process.is_none() {
                state.cancelled.insert(instance);
            }
            process
        };
        if let Some(process) = process {
            process.stop();
        }
    }

    /// Dynos whose process ended by itself since the last call: app and instance.
    pub fn take_exited(&self) -> Vec<(String, u64)> {
        let mut state = lock(&self.state);
        let exited: Vec<u64> = state
            .running
            .iter_mut()
            .filter_map(|(instance, process)| process.may_be_replaced().then_some(*instance))
            .collect();
        exited
            .into_iter()
            .filter_map(|instance| {
                state.running.remove(&instance).map(|process| (process.app().to_owned(), instance))
            })
            .collect()
    }

    /// Hands one request to a web dyno of this app, in turn; false if none is up.
    pub fn send_request(&self, app: &str, turn: usize) -> bool {
        let mut state = lock(&self.state);
        let mut webs: Vec<&mut Process> =
            state.running.values_mut().filter(|process| process.is_web_of(app)).collect();
        if webs.is_empty() {
            return false;
        }
        let chosen = turn % webs.len();
        webs[chosen].request()
    }

    /// Stops every dyno, all at once, and starts none any more.
    pub fn close(&self) {
        let running = {
            let mut state = lock(&self.state);
            state.closed = true;
            let phases = std::mem::take(&mut state.phases);
            std::mem::take(&mut state.running).into_values().chain(phases.into_values()).collect()
        };
        Process::stop_all(running);
    }

    /// Runs a release phase to its end: a one-off process with the new release's config vars. True if it ended well.
    ///
    /// # Errors
    /// [`DynoError`] if the program cannot be started.
    pub fn release_phase(
        &self,
        app: &str,
        release: u64,
        env: &BTreeMap<String, String>,
    ) -> Result<bool, DynoError> {
        let dyno = DynoStart {
            app: app.to_owned(),
            dyno: format!("release.{release}"),
            instance: 0,
            kind: "run".to_owned(),
            command: String::new(),
            release,
            env: env.clone(),
        };
        {
            let mut state = lock(&self.state);
            if state.closed {
                return Ok(true);
            }
            state.phases.insert(release, Process::start(&self.settings, &dyno)?);
        }
        loop {
            let ended = lock(&self.state).phases.get_mut(&release).map(Process::ended_well);
            match ended {
                Some(None) => {}
                Some(Some(well)) => {
                    lock(&self.state).phases.remove(&release);
                    return Ok(well);
                }
                // Closed meanwhile: somebody else is stopping it.
                None => return Ok(false),
            }
            std::thread::sleep(PHASE_LOOK);
        }
    }

    /// Number of running processes.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.state).running.len()
    }
}
