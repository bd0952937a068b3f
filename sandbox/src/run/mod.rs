//! A whole run: from settings to a sandbox that is ready, and to its end.

mod env;
mod prepare;
mod signals;

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use connect_hardware::{HardwareError, OrgError};
use serde_json::json;

use crate::bastion::BastionError;
use crate::cli::Settings;
use crate::control::{arm, Controls};
use crate::engine::{Engine, OnPaper};
use crate::faults::Board;
use crate::http::{Listener, ListenerError, Serving};
use crate::say::say;
use crate::server::Server;

/// Changes per second that an org makes by itself.
const ORG_PACE: u32 = 20;
const READY_DEADLINE: Duration = Duration::from_secs(180);
const LOOK: Duration = Duration::from_millis(50);

/// Why a sandbox cannot run: one sentence each.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The port.
    #[error(transparent)]
    Port(#[from] ListenerError),
    /// Postgres.
    #[error(transparent)]
    Hardware(HardwareError),
    /// The org's history file.
    #[error(transparent)]
    Org(#[from] OrgError),
    /// The disk is full.
    #[error("no space is left on the disk that holds {}", .0.display())]
    DiskFull(PathBuf),
    /// A file or folder.
    #[error("cannot {action} {}: {source}", path.display())]
    File {
        /// What was tried, as a verb.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The scenario file is not one.
    #[error("{} is not a scenario: {source}", path.display())]
    Scenario {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// The client program is missing.
    #[error("the client program {} is missing: build it first", .0.display())]
    NoClient(PathBuf),
    /// The scenario has private databases.
    #[error(
        "the scenario has a database that only a bastion reaches, and --bastion names no program for one"
    )]
    NoBastion,
    /// The bastion's program.
    #[error(transparent)]
    Bastion(#[from] BastionError),
    /// A fault that paper does not have.
    #[error(transparent)]
    OnPaper(#[from] OnPaper),
    /// Something did not come up.
    #[error("the scenario did not come up: {0}")]
    NotReady(String),
    /// A signal handler.
    #[error("cannot listen to signals: {0}")]
    Signals(std::io::Error),
}

/// Runs a sandbox until it is told to stop.
///
/// # Errors
/// [`RunError`] if it cannot run; nothing is left behind then.
pub fn run(settings: &Settings) -> Result<(), RunError> {
    let stop = Arc::new(AtomicBool::new(false));
    signals::watch(&stop, settings.exit_with_stdin).map_err(RunError::Signals)?;
    let mut sandbox = Sandbox::start(settings, &stop)?;
    let outcome = sandbox.serve(settings, &stop);
    sandbox.end();
    outcome
}

struct Sandbox {
    engine: Arc<Engine>,
    board: Arc<Mutex<Board>>,
    serving: Serving,
    threads: Vec<JoinHandle<()>>,
    base: String,
}

impl Sandbox {
    fn start(settings: &Settings, stop: &Arc<AtomicBool>) -> Result<Self, RunError> {
        let scenario = prepare::scenario(settings)?;
        let listener = Listener::bind(settings.port)?;
        let base = format!("http://127.0.0.1:{}", listener.port());
        let folders = prepare::folders(settings)?;
        let engine = Engine::new(prepare::parts(settings, scenario, &base, &folders)?);
        let (board, records) =
            (Arc::new(Mutex::new(Board::default())), Arc::new(prepare::records(settings)?));
        let controls = Controls {
            engine: Arc::clone(&engine),
            board: Arc::clone(&board),
            records: Arc::clone(&records),
            acks: folders.acks,
            base: base.clone(),
            stop: Arc::clone(stop),
        };
        let backend: Arc<Engine> = Arc::clone(&engine);
        let server = Server::new(backend, Arc::new(controls), Arc::clone(&board), records, base.clone());
        let serving = listener.serve(Arc::new(server));
        let threads = engine.run();
        Ok(Self { engine, board, serving, threads, base })
    }

    fn serve(&self, settings: &Settings, stop: &AtomicBool) -> Result<(), RunError> {
        if !self.wait_until_ready(settings, stop)? {
            return Ok(());
        }
        for (_, org) in self.engine.orgs() {
            org.start(ORG_PACE)?;
        }
        for fault in &settings.faults {
            arm(&self.engine, &self.board, fault.clone())?;
        }
        let ready = json!({
            "ready": true,
            "url": self.base,
            "token": env::TOKEN,
            "env": env::environment(&self.base),
            "state": settings.state,
            "pid": std::process::id(),
        });
        // Whoever started us may not care for the line.
        let _ = writeln!(std::io::stdout(), "{ready}");
        let _ = std::io::stdout().flush();
        say(&format!("ready at {}", self.base));
        while !stop.load(Ordering::Relaxed) {
            std::thread::sleep(LOOK);
        }
        Ok(())
    }

    /// False if it was told to stop meanwhile.
    fn wait_until_ready(&self, settings: &Settings, stop: &AtomicBool) -> Result<bool, RunError> {
        let begun = Instant::now();
        let mut shown = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            if let Some(trouble) = self.engine.troubles().into_iter().next() {
                return Err(match trouble.contains("No space left on device") {
                    true => RunError::DiskFull(settings.state.clone()),
                    false => RunError::NotReady(trouble),
                });
            }
            let waiting = self.engine.not_ready();
            if waiting.is_empty() {
                return Ok(true);
            }
            if begun.elapsed() > READY_DEADLINE {
                return Err(RunError::NotReady(format!("still {}", waiting.join(", "))));
            }
            for line in waiting {
                if !shown.contains(&line) {
                    say(&line);
                    shown.push(line);
                }
            }
            std::thread::sleep(LOOK);
        }
        Ok(false)
    }

    fn end(&mut self) {
        say("stopping");
        self.serving.stop();
        self.engine.shut_down();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}
