//! Every scenario starts and comes to rest.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use serde_json::json;
use support::{names, Sim, APP, LEAD};

#[test]
fn every_scenario_boots() {
    let folder = format!("{}/../tests/scenarios", env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = name.strip_suffix(".json") {
            let mut sim = Sim::new(name);
            sim.pass(3_000);
            let view = sim.world.view();
            assert!(
                view["connections"].as_object().unwrap().values().all(|one| one["state"] == "IDLE"),
                "{name}: {view}"
            );
            assert!(!sim.paper.two_leads_written(), "{name}");
            assert_eq!(sim.paper.lost(LEAD), 0, "{name}");
            seen += 1;
        }
    }
    assert!(seen >= 3);
}

#[test]
fn the_main_scenario_is_as_told() {
    let mut sim = Sim::new("upgrade-follower");
    assert_eq!(names(&sim.get(&format!("/apps/{APP}/dynos")), "/name"), ["web.1", "worker.1"]);
    assert_eq!(names(&sim.get(&format!("/apps/{APP}/dynos")), "/state"), ["up", "up"]);
    let vars = sim.get(&format!("/apps/{APP}/config-vars"));
    assert_eq!(vars["DATABASE_URL"], vars["HEROKU_POSTGRESQL_ROSE_URL"]);
    let view = sim.world.view();
    assert_eq!(view["databases"][LEAD], json!({"version": 15, "following": null}));
    assert_eq!(view["apps"][APP]["configVars"]["DATABASE_URL"], LEAD);
    assert_eq!(view["connections"]["herokuconnect-angular-20001"]["database"], LEAD);
}

#[test]
fn the_fingerprint_forgets_time_and_counters() {
    let print = |sim: &Sim| {
        use std::hash::Hasher;
        let mut hasher = std::collections::hash_map::DefaultHasher::new();
        sim.world.fingerprint(sim.now, &mut hasher);
        hasher.finish()
    };
    let mut sim = Sim::new("upgrade-follower");
    let before = print(&sim);
    sim.now += 7;
    sim.get(&format!("/apps/{APP}"));
    assert_eq!(print(&sim), before);
    sim.call(
        connect_wire::Api::Platform,
        connect_wire::Method::Patch,
        &format!("/apps/{APP}"),
        Some(json!({"maintenance": true})),
    );
    assert_ne!(print(&sim), before);
}
