//! What a customer's world may be like: clients that come back, sessions that stay, release phases that write, servers that lag.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_simulator::scenario::Switches;
use connect_wire::{Api, Method};
use serde_json::json;
use support::{scenario, Sim, APP, LEAD};

fn with(switches: Switches) -> Sim {
    let mut scenario = scenario("upgrade-follower");
    scenario.switches = switches;
    Sim::of(&scenario)
}

fn sessions(sim: &mut Sim, query: &str) -> serde_json::Value {
    sim.paper.answer(LEAD, query, "", Some("@"), sim.now).unwrap()
}

#[test]
fn a_monitor_is_back_a_moment_after_its_session_was_ended() {
    let mut sim = with(Switches { monitors: vec!["pganalyze".into()], ..Switches::default() });
    sim.pass(100);
    let there =
        |sim: &mut Sim, query: &str, row: &str| sessions(sim, query)[row].to_string().contains("pganalyze");
    assert!(there(&mut sim, "visits", "names"));
    assert!(sessions(&mut sim, "end_sessions")["ended"].as_u64() > Some(1));
    assert!(!there(&mut sim, "visits", "names"));
    sim.pass(100);
    assert!(there(&mut sim, "sessions_before", "since"));
}

#[test]
fn a_paused_connect_listens_where_the_switch_says_so() {
    for listens in [false, true] {
        let mut sim = with(Switches { paused_connect_listens: listens, ..Switches::default() });
        sim.connect_action("pause");
        sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
        sessions(&mut sim, "end_sessions");
        sim.pass(100);
        let names = sessions(&mut sim, "visits")["names"].to_string();
        assert_eq!(names.contains("Heroku Connect"), listens, "{names}");
    }
}

#[test]
fn a_stuck_session_outlives_every_reset_until_the_fault_is_lifted() {
    let mut sim = with(Switches::default());
    sim.world.inject("session-stuck".parse().unwrap());
    sim.pass(100);
    sessions(&mut sim, "end_sessions");
    let open = |sim: &mut Sim| sessions(sim, "visits")["names"].to_string().contains("psql");
    assert!(open(&mut sim));
    sim.world.heal(sim.now);
    sim.pass(100);
    assert!(!open(&mut sim));
}

#[test]
fn a_release_phase_that_writes_fails_on_a_database_that_only_reads() {
    let mut scenario = scenario("release-phase");
    scenario.switches.release_phase_writes = true;
    let mut sim = Sim::of(&scenario);
    sim.paper.answer(LEAD, "fence_on", "", None, sim.now).unwrap();
    let vars = format!("/apps/{APP}/config-vars");
    let statuses = |sim: &mut Sim, value: &str| {
        sim.call(Api::Platform, Method::Patch, &vars, Some(json!({ "COLOUR": value })));
        sim.pass(100);
        let releases = sim.get(&format!("/apps/{APP}/releases"));
        releases.as_array().unwrap().last().unwrap()["status"].clone()
    };
    assert_eq!(statuses(&mut sim, "red"), "failed");
    sim.paper.answer(LEAD, "fence_off", "", None, sim.now).unwrap();
    assert_eq!(statuses(&mut sim, "blue"), "succeeded");
}

#[test]
fn the_third_release_fails_and_no_other() {
    let mut sim = with(Switches::default());
    sim.world.inject("release-fails+2#1".parse().unwrap());
    let mut seen = Vec::new();
    for value in ["a", "b", "c", "d"] {
        sim.call(
            Api::Platform,
            Method::Patch,
            &format!("/apps/{APP}/config-vars"),
            Some(json!({ "X": value })),
        );
        let releases = sim.get(&format!("/apps/{APP}/releases"));
        seen.push(releases.as_array().unwrap().last().unwrap()["status"].clone());
    }
    assert_eq!(seen, ["succeeded", "succeeded", "failed", "succeeded"]);
}

#[test]
fn a_dyno_may_have_been_crashed_for_weeks() {
    let mut scenario = scenario("upgrade-follower");
    scenario.apps[0].formation[1].crashes = true;
    let mut sim = Sim::of(&scenario);
    sim.pass(100);
    let dynos = sim.get(&format!("/apps/{APP}/dynos"));
    let states: Vec<_> = dynos.as_array().unwrap().iter().map(|dyno| dyno["state"].clone()).collect();
    assert_eq!(states, ["up", "crashed"]);
}

#[test]
fn a_follower_that_is_half_a_million_commits_behind_comes_closer_with_time() {
    let mut sim =
        with(Switches { follower_behind: 500_000, replays_per_second: 1_000, ..Switches::default() });
    let id = sim.follower("follower-one");
    let lag = |sim: &mut Sim| {
        let detail = sim.data(&format!("/client/v11/databases/{id}"));
        let rows = detail["info"].as_array().unwrap().clone();
        let row = rows.iter().find(|row| row["name"] == "Behind By").unwrap()["values"][0].clone();
        row.as_str().unwrap().split(' ').next().unwrap().parse::<u64>().unwrap()
    };
    sim.pass(2_000);
    let first = lag(&mut sim);
    assert!(first > 450_000, "{first}");
    sim.pass(10_000);
    assert!(first - lag(&mut sim) >= 9_000);
}

#[test]
fn a_leader_may_have_no_following_at_all() {
    for absent in [false, true] {
        let mut sim = with(Switches { leader_without_following: absent, ..Switches::default() });
        let id = sim.get(&format!("/addons/{LEAD}"))["id"].as_str().unwrap().to_owned();
        let detail = sim.data(&format!("/client/v11/databases/{id}"));
        assert_eq!(detail.get("following").is_none(), absent);
    }
}

#[test]
fn config_vars_may_be_shown_as_they_were_a_while_ago() {
    let mut sim = with(Switches { config_lag_ms: 5_000, ..Switches::default() });
    sim.pass(6_000);
    let vars = format!("/apps/{APP}/config-vars");
    sim.call(Api::Platform, Method::Patch, &vars, Some(json!({ "COLOUR": "red" })));
    assert!(sim.get(&vars).get("COLOUR").is_none());
    sim.pass(5_000);
    assert_eq!(sim.get(&vars)["COLOUR"], "red");
}

#[test]
fn a_plan_in_another_network_is_refused_and_a_change_is_work() {
    let mut sim = with(Switches::default());
    let path = format!("/apps/{APP}/addons/{LEAD}");
    let patch = |sim: &mut Sim, plan: &str| {
        sim.call(
            Api::Platform,
            Method::Patch,
            &path,
            Some(json!({"plan": {"name": format!("heroku-postgresql:{plan}")}})),
        )
        .0
    };
    assert_eq!(patch(&mut sim, "private-0"), 422);
    assert_eq!(patch(&mut sim, "standard-2"), 200);
    sim.now += 2_000;
    sim.world.advance(sim.now);
    let change = sim.world.jobs().into_iter().find(|job| format!("{job:?}").contains("ChangePlan")).unwrap();
    assert_eq!(sim.get(&path)["plan"]["name"], "heroku-postgresql:standard-0");
    sim.world.complete(change.id, connect_simulator::Outcome::Failed("no room".into()), sim.now);
    assert_eq!(
        sim.get(&path)["plan"]["name"],
        "heroku-postgresql:standard-0",
        "a change that failed changes nothing"
    );
}
