//! Joins the simulated services with the hardware: lets time pass, does the jobs, feeds the gauges.
//!
//! The hardware is machines (Postgres servers, client processes, stand-in orgs) or the simulator's own paper.

mod connect;
mod facts;
mod gauges;
mod job_log;
mod machines;
mod mishaps;
mod monitors;
mod orgs;
mod paper;
mod perform;
mod quiet;
mod ready;
mod register;
mod ticker;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use connect_hardware::Org;
use connect_simulator::{Act, Fault, Scenario, World};
use connect_wire::{Api, Method, Request, Response};
use serde_json::Value;

use crate::clock;
use crate::faults::HardwareFault;
use crate::lock::lock;
use crate::say::say;
use crate::server::Backend;
use connect::Progress;
pub use facts::server_facts;
use job_log::JobLog;
pub use machines::Machines;
use mishaps::Mishaps;
pub use mishaps::OnPaper;
pub use orgs::Orgs;
pub use quiet::Quiet;
pub use register::{DatabaseEntry, Register};

/// How long the end waits for jobs under way.
const LAST_JOBS: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(20);

/// What an engine is made of.
pub struct Parts {
    /// Starting point.
    pub scenario: Scenario,
    /// Origin under which the server is reached.
    pub base: String,
    /// What does the jobs; `None`: they are done on paper.
    pub machines: Option<Machines>,
}

/// The running whole.
pub struct Engine {
    world: Mutex<World>,
    scenario: Scenario,
    machines: Option<Arc<Machines>>,
    register: Register,
    mishaps: Mutex<Mishaps>,
    /// Jobs that somebody works on; the world keeps them in its list until they are complete.
    taken: Mutex<BTreeSet<u64>>,
    /// Connect's own memory of what it has read from the org, by connection.
    progress: Mutex<BTreeMap<String, Progress>>,
    /// What went wrong with jobs, newest last.
    troubles: Mutex<Vec<String>>,
    job_log: JobLog,
    /// When somebody last asked the simulated services anything.
    asked: AtomicU64,
    /// Jobs under way.
    working: AtomicUsize,
    quiet: AtomicBool,
    stop: AtomicBool,
}

impl Engine {
    /// The world of the scenario, not ticking yet.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { scenario, base, machines } = parts;
        Arc::new(Self {
            world: Mutex::new(World::new(&scenario, &base)),
            scenario,
            machines: machines.map(Arc::new),
            register: Register::default(),
            mishaps: Mutex::default(),
            taken: Mutex::default(),
            progress: Mutex::default(),
            troubles: Mutex::default(),
            job_log: JobLog::default(),
            asked: AtomicU64::new(0),
            working: AtomicUsize::new(0),
            quiet: AtomicBool::new(false),
            stop: AtomicBool::new(false),
        })
    }

    /// Starts the threads that make time pass. They end after [`Engine::shut_down`].
    #[must_use]
    pub fn run(self: &Arc<Self>) -> Vec<JoinHandle<()>> {
        ticker::start(self)
    }

    /// Picture of the world without times, ids and releases.
    #[must_use]
    pub fn view(&self) -> Value {
        lock(&self.world).view()
    }

    /// Something happens without a request.
    pub fn act(&self, act: Act) {
        lock(&self.world).act(act, clock::now());
    }

    /// Arms a fault of the simulated services.
    pub fn inject(&self, fault: Fault) {
        lock(&self.world).inject(fault);
    }

    /// Faults of the simulated services that are still armed.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        lock(&self.world).faults()
    }

    /// How long each finished job took: `{jobs: [{what, began, ended}]}`, milliseconds since the Unix epoch.
    #[must_use]
    pub fn finished_jobs(&self) -> Value {
        self.job_log.dump()
    }

    /// Arms a fault of the hardware.
    ///
    /// # Errors
    /// [`OnPaper`] if there are no machines that could fail.
    pub fn arm(self: &Arc<Self>, fault: HardwareFault) -> Result<(), OnPaper> {
        let machines = self.machines.as_ref().ok_or(OnPaper)?;
        mishaps::arm(self, machines, fault);
        Ok(())
    }

    /// The stand-in orgs by organization id; none on paper.
    #[must_use]
    pub fn orgs(&self) -> Vec<(String, Org)> {
        self.machines.as_ref().map(|machines| machines.orgs.list()).unwrap_or_default()
    }

    /// Every database ever made.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The starting point.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// What went wrong with jobs so far.
    #[must_use]
    pub fn troubles(&self) -> Vec<String> {
        lock(&self.troubles).clone()
    }

    /// Open hardware jobs, as text for people who wait.
    #[must_use]
    pub fn open_jobs(&self) -> Vec<String> {
        lock(&self.world).jobs().iter().map(|job| perform::describe(&job.kind)).collect()
    }

    /// What is still missing until the scenario runs: nothing if the list is empty.
    #[must_use]
    pub fn not_ready(&self) -> Vec<String> {
        let world = lock(&self.world);
        let jobs = world.jobs();
        let mut waiting: Vec<String> = jobs
            .iter()
            .filter(|job| !perform::is_routine(&job.kind))
            .map(|job| perform::describe(&job.kind))
            .collect();
        if waiting.is_empty() {
            waiting = ready::lacks(&self.scenario, &world.view());
        }
        waiting
    }

    /// Ends clients, the org's own changes, the ticking and every server. A job under way gets some time: a server that
    /// is just being made is not in the fleet's list yet.
    pub fn shut_down(&self) {
        self.stop.store(true, Ordering::Relaxed);
        let Some(machines) = &self.machines else { return };
        machines.come_to_rest();
        let deadline = Instant::now() + LAST_JOBS;
        while self.working.load(Ordering::Relaxed) > 0 && Instant::now() < deadline {
            std::thread::sleep(LOOK);
        }
        machines.fleet.stop_all();
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn trouble(&self, text: String) {
        say(&text);
        lock(&self.troubles).push(text);
    }
}

impl Backend for Engine {
    fn handle(&self, request: &Request) -> Response {
        let now = clock::now();
        self.asked.store(now, Ordering::Relaxed);
        if request.method == Method::Patch && request.api == Api::ConnectRegion {
            gauges::schemas(self);
        }
        lock(&self.world).handle(request, now)
    }
}
