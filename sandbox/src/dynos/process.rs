//! One client process.

use std::fs::File;
use std::io::Write;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use connect_simulator::DynoStart;
use rustix::io::ioctl_fionbio;
use rustix::process::{kill_process, Pid, Signal};

use super::DynoSettings;

/// From SIGTERM to SIGKILL (Heroku: 30 s).
const GRACE: Duration = Duration::from_secs(3);
/// A crash sooner than this counts as one at this age (Heroku backs off for minutes).
const SHORTEST_LIFE: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(5);

/// Why a dyno could not be started.
#[derive(Debug, thiserror::Error)]
pub enum DynoError {
    /// The program is missing or cannot be run.
    #[error("cannot start dyno {dyno} with {program}: {source}")]
    Start {
        /// Dyno name.
        dyno: String,
        /// Program.
        program: String,
        /// The system's words.
        source: std::io::Error,
    },
    /// Its log file cannot be made.
    #[error("cannot write the log of dyno {dyno}: {source}")]
    Log {
        /// Dyno name.
        dyno: String,
        /// The system's words.
        source: std::io::Error,
    },
}

/// A running process. Ends with [`Process::stop`]; the process also ends by itself when the sandbox is gone.
#[derive(Debug)]
pub(super) struct Process {
    app: String,
    web: bool,
    started: Instant,
    child: Child,
    requests: Option<ChildStdin>,
}

impl Process {
    /// Boots a dyno: the environment of its release and nothing else.
    pub(super) fn start(settings: &DynoSettings, dyno: &DynoStart) -> Result<Self, DynoError> {
        let log = |source| DynoError::Log { dyno: dyno.dyno.clone(), source };
        let name = format!("{}-{}-{}.log", dyno.app, dyno.dyno, dyno.instance);
        let file = File::create(settings.logs.join(name)).map_err(log)?;
        let web = dyno.kind == "web";
        let mut child = Command::new(&settings.client)
            .args(["--type", client_type(&dyno.kind), "--name", &dyno.dyno, "--app", &dyno.app, "--acks"])
            .arg(&settings.acks)
            .args(["--seed", &settings.seed.wrapping_add(dyno.instance).to_string()])
            .env_clear()
            .envs(&dyno.env)
            .env("DYNO", &dyno.dyno)
            .stdin(if web { Stdio::piped() } else { Stdio::null() })
            .stdout(file.try_clone().map_err(log)?)
            .stderr(file)
            .spawn()
            .map_err(|source| DynoError::Start {
                dyno: dyno.dyno.clone(),
                program: settings.client.display().to_string(),
                source,
            })?;
        let requests = child.stdin.take();
        if let Some(pipe) = &requests {
            // A dyno that hangs must not make the router hang.
            let _ = ioctl_fionbio(pipe, true);
        }
        Ok(Self { app: dyno.app.clone(), web, started: Instant::now(), child, requests })
    }

    pub(super) fn app(&self) -> &str {
        &self.app
    }

    pub(super) fn is_web_of(&self, app: &str) -> bool {
        self.web && self.app == app
    }

    pub(super) fn has_exited(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    /// The process is gone and may be started anew: one that ends at once is not started without a pause.
    pub(super) fn may_be_replaced(&mut self) -> bool {
        self.started.elapsed() >= SHORTEST_LIFE && self.has_exited()
    }

    /// Sends one request; false if the process does not take it any more.
    pub(super) fn request(&mut self) -> bool {
        self.requests.as_mut().is_some_and(|pipe| pipe.write_all(b"request\n").is_ok())
    }

    /// SIGTERM, grace, SIGKILL; returns when the process is gone.
    pub(super) fn stop(self) {
        Self::stop_all(vec![self]);
    }

    /// Stops several at once.
    pub(super) fn stop_all(mut processes: Vec<Self>) {
        for process in &processes {
            process.terminate();
        }
        let deadline = Instant::now() + GRACE;
        while processes.iter_mut().any(|process| !process.has_exited()) && Instant::now() < deadline {
            std::thread::sleep(LOOK);
        }
        for process in &mut processes {
            // Harmless for those that are gone; reaps the others.
            let _ = process.child.kill();
            let _ = process.child.wait();
        }
    }

    /// Whether the process ended by itself, and if so, well.
    pub(super) fn ended_well(&mut self) -> Option<bool> {
        match self.child.try_wait() {
            Ok(status) => status.map(|status| status.success()),
            Err(_) => Some(false),
        }
    }

    fn terminate(&self) {
        // The child has not been waited for, so its id cannot belong to anybody else.
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::TERM);
        }
    }
}

/// A process type of the client program; Heroku's types are free words.
fn client_type(kind: &str) -> &'static str {
    match kind {
        "web" => "web",
        "scheduler" => "scheduler",
        "run" | "release" => "run",
        _ => "worker",
    }
}
