//! Hardware on paper: one thread completes what the world asks for. There is no server and no process.

use std::collections::BTreeMap;
use std::thread;

use connect_simulator::{Job, Paper, World};

use super::{perform, Engine};
use crate::clock::{self, TICK};
use crate::lock::lock;

/// How long a job stays open for which somebody waits, ms: whoever waits is seen to wait.
const MOMENT: u64 = 150;

/// Lets time pass until the engine stops.
pub(super) fn tick(engine: &Engine) {
    let mut hardware = Hardware::new(&lock(&engine.world));
    while !engine.stopping() {
        let now = clock::now();
        let done = hardware.tick(&mut lock(&engine.world), now);
        for (job, began) in done {
            engine.job_log.note(&job.kind, perform::describe(&job.kind), began, now);
        }
        thread::sleep(TICK);
    }
}

/// Paper, and since when each job is open.
struct Hardware {
    paper: Paper,
    open: BTreeMap<u64, u64>,
}

impl Hardware {
    fn new(world: &World) -> Self {
        Self { paper: Paper::new(world), open: BTreeMap::new() }
    }

    /// One step of time; gives the jobs that were done in it and since when they were open.
    fn tick(&mut self, world: &mut World, now: u64) -> Vec<(Job, u64)> {
        world.advance(now);
        let jobs = world.jobs();
        self.open.retain(|id, _| jobs.iter().any(|job| job.id == *id));
        let mut done = Vec::new();
        for job in jobs {
            let began = *self.open.entry(job.id).or_insert(now);
            // Nobody waits for what the scenario begins with.
            let at_once = !world.booted() || perform::is_routine(&job.kind);
            if at_once || now - began >= MOMENT {
                self.paper.perform(world, &job, now);
                done.push((job, began));
            }
        }
        self.paper.tick(world);
        self.paper.replicate();
        self.paper.measure(world, now);
        done
    }
}

#[cfg(test)]
mod tests {
    use connect_simulator::Scenario;
    use serde_json::{json, Value};

    use super::*;

    fn scenario() -> Scenario {
        serde_json::from_value(json!({
            "name": "n", "description": "d",
            "apps": [{"name": "a", "formation": [{"type": "web", "quantity": 1}]}],
            "databases": [{
                "addon": "p", "app": "a", "plan": "standard-0", "version": 15,
                "attachments": [{"app": "a", "name": "DATABASE"}]
            }],
            "connections": [
                {"addon": "c", "app": "a", "dbKey": "DATABASE_URL", "organizationId": "o"}
            ],
        }))
        .unwrap()
    }

    #[test]
    fn a_scenario_comes_up_and_later_work_takes_its_moment() {
        let mut world = World::new(&scenario(), "http://127.0.0.1:1");
        let mut hardware = Hardware::new(&world);
        let mut now = 1_000;
        let mut step = |world: &mut World, ms| {
            now += ms;
            hardware.tick(world, now).len()
        };
        step(&mut world, 0);
        assert!(world.booted());
        step(&mut world, 20);
        assert_eq!(world.view()["apps"]["a"]["up"], json!({}));
        step(&mut world, MOMENT);
        assert_eq!(world.view()["apps"]["a"]["up"], json!({"web": 1}));
        step(&mut world, 2_000);
        assert_eq!(world.view()["connections"]["c"]["database"], "p");
        assert_ne!(world.view()["connections"]["c"]["state"], Value::Null);
    }
}
