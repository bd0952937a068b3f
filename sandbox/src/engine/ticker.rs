//! The threads that make time pass.

use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use connect_simulator::Act;

use super::{gauges, monitors, paper, perform, Engine, Machines};
use crate::clock::{self, TICK};
use crate::dynos::{route_requests, run_scheduler};
use crate::lock::lock;

const SCHEDULER_COMMAND: &str = "sync --nightly";

pub(super) fn start(engine: &Arc<Engine>) -> Vec<JoinHandle<()>> {
    let Some(machines) = &engine.machines else {
        let engine = Arc::clone(engine);
        return vec![thread::spawn(move || paper::tick(&engine))];
    };
    let of = |work: fn(&Arc<Engine>, &Arc<Machines>)| {
        let (engine, machines) = (Arc::clone(engine), Arc::clone(machines));
        thread::spawn(move || work(&engine, &machines))
    };
    vec![of(tick), of(gauges::feed), of(route), of(|engine, _| schedule(engine)), of(monitors::watch)]
}

fn tick(engine: &Arc<Engine>, machines: &Arc<Machines>) {
    while !engine.stopping() {
        for (app, instance) in machines.dynos.take_exited() {
            engine.act(Act::DynoExited { app, instance });
        }
        let jobs = {
            let mut world = lock(&engine.world);
            world.advance(clock::now());
            world.jobs()
        };
        let mut taken = lock(&engine.taken);
        taken.retain(|id| jobs.iter().any(|job| job.id == *id));
        for job in jobs {
            if taken.insert(job.id) {
                let (engine, machines) = (Arc::clone(engine), Arc::clone(machines));
                thread::spawn(move || perform::perform(&engine, &machines, job));
            }
        }
        drop(taken);
        thread::sleep(TICK);
    }
}

fn route(engine: &Arc<Engine>, machines: &Arc<Machines>) {
    let open = || match engine.quiet.load(Ordering::Relaxed) {
        true => Vec::new(),
        false => apps_that_are_open(engine),
    };
    route_requests(&machines.dynos, &open, &engine.stop);
}

/// Names of the apps that are not in maintenance mode.
fn apps_that_are_open(engine: &Engine) -> Vec<String> {
    let world = lock(&engine.world);
    let names = engine.scenario.apps.iter().map(|app| &app.name);
    names.filter(|name| world.in_maintenance(name) == Some(false)).cloned().collect()
}

fn schedule(engine: &Arc<Engine>) {
    let mut apps: Vec<String> = engine
        .scenario
        .addons
        .iter()
        .filter(|addon| addon.plan.starts_with("scheduler:"))
        .map(|addon| addon.app.clone())
        .collect();
    apps.dedup();
    let start = |app: &str| {
        if !engine.quiet.load(Ordering::Relaxed) {
            let (app, dyno_type) = (app.to_owned(), "scheduler".to_owned());
            engine.act(Act::OneOff { app, dyno_type, command: SCHEDULER_COMMAND.to_owned() });
        }
    };
    let period = Duration::from_millis(engine.scenario.switches.scheduler_ms.max(1));
    run_scheduler(&apps, period, &start, &engine.stop);
}
