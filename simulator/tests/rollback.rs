//! Databases that are made with what another one held at a moment.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_simulator::scenario::RollbackGranularity;
use serde_json::{json, Value};
use support::*;

fn sim(change: impl FnOnce(&mut connect_simulator::scenario::Switches)) -> Sim {
    let mut scenario = scenario("upgrade-follower");
    scenario.switches.keeps_past = true;
    change(&mut scenario.switches);
    Sim::of(&scenario)
}

fn ordered(sim: &mut Sim, of: &str, to: Option<&str>) -> (u16, Value) {
    let mut config = json!({ "rollback": of });
    if let Some(to) = to {
        config["to"] = json!(to);
    }
    let body =
        json!({"plan": {"name": "heroku-postgresql:standard-0"}, "name": "the-past", "config": config});
    sim.post(&format!("/apps/{APP}/addons"), body)
}

#[test]
fn it_holds_what_was_written_until_then_and_the_log_goes_back_with_it() {
    let mut sim = sim(|_| {});
    sim.pass(3_000);
    // 18:43:55: what is written in the next second is not in it.
    let then = sim.paper.acknowledged();
    sim.pass(5_000);
    let (status, made) = ordered(&mut sim, "DATABASE_URL", Some("2026-11-22 18:43:55+00:00"));
    assert_eq!(status, 201, "{made}");
    sim.pass(5_000);
    let lost = sim.paper.lost("the-past");
    assert!(lost > 0 && sim.paper.acknowledged() - lost >= then, "{lost} of {}", sim.paper.acknowledged());
    assert_eq!(sim.paper.lost(LEAD), 0);
    let detail = sim.data(&format!("/client/v11/databases/{}", made["id"].as_str().unwrap()));
    assert!(detail["following"].is_null() && detail["forked_from"].is_string(), "{detail}");
}

#[test]
fn a_moment_that_cannot_be_had_is_refused() {
    let mut sim = sim(|_| {});
    sim.pass(3_000);
    for to in [
        None,
        Some("yesterday"),
        Some("2026-11-22 18:43:54"),
        Some("2026-11-22 18:43:59+00:00"),
        Some("2026-11-22 17:00Z"),
    ] {
        let (status, body) = ordered(&mut sim, "DATABASE_URL", to);
        assert_eq!(status, 422, "{to:?}: {body}");
    }
    assert_eq!(ordered(&mut sim, "DATABASE_URL", Some("2026-11-22 18:43:54Z")).0, 201);
    sim.pass(5_000);
    // Its log begins with itself.
    let (status, body) = ordered(&mut sim, "the-past", Some("2026-11-22 18:43:54Z"));
    assert_eq!(status, 422, "{body}");
}

#[test]
fn a_service_that_counts_in_minutes_meets_the_one_before() {
    let mut sim = sim(|switches| switches.rollback_granularity = RollbackGranularity::Minute);
    sim.pass(30_000);
    let before = sim.paper.acknowledged();
    assert_eq!(ordered(&mut sim, "DATABASE_URL", Some("2026-11-22 18:44:20Z")).0, 201);
    sim.pass(5_000);
    let held = sim.paper.acknowledged() - sim.paper.lost("the-past");
    assert!(held < before * 9 / 20, "{held} of {before}");
}
