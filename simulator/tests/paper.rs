//! Hardware on paper: fences, sessions, positions, the lock row.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_wire::{Api, Method};
use serde_json::{json, Value};
use support::{Sim, APP, LEAD};

fn ask(sim: &mut Sim, addon: &str, query: &str, parameter: Option<&str>) -> Result<Value, String> {
    let given = (parameter, Some("salt"));
    sim.paper.answer_salted(addon, query, "salesforce", given, sim.now).map_err(|state| state.0)
}

fn writes(sim: &mut Sim) -> u64 {
    ask(sim, LEAD, "position", None).unwrap()["writes"].as_str().unwrap().parse().unwrap()
}

#[test]
fn sessions_that_were_open_outlive_a_fence() {
    let mut sim = Sim::new("upgrade-follower");
    sim.pass(200);
    let fenced = ask(&mut sim, LEAD, "fence_on", None).unwrap();
    assert_eq!(ask(&mut sim, LEAD, "server", None).unwrap()["defaultReadOnly"], true);
    let before = writes(&mut sim);
    sim.pass(200);
    assert!(writes(&mut sim) > before, "old sessions go on writing");
    sim.now += 1;
    let open = ask(&mut sim, LEAD, "sessions_before", fenced["at"].as_str()).unwrap();
    assert!(open["open"].as_u64().unwrap() > 0);
    ask(&mut sim, LEAD, "end_sessions", None).unwrap();
    let before = writes(&mut sim);
    sim.pass(200);
    assert_eq!(writes(&mut sim), before);
    let open = ask(&mut sim, LEAD, "sessions_before", fenced["at"].as_str()).unwrap();
    assert_eq!(open["open"], 0);
    ask(&mut sim, LEAD, "fence_off", None).unwrap();
    sim.pass(200);
    assert!(writes(&mut sim) > before);
}

#[test]
fn a_fence_travels_with_replication_and_upgrade() {
    let mut sim = Sim::new("upgrade-follower");
    let follower = sim.follower("follower-one");
    ask(&mut sim, LEAD, "fence_on", None).unwrap();
    sim.settle();
    sim.data_post(&format!("/client/v11/databases/{follower}/upgrade/run"), json!({"version": "17"}));
    sim.settle();
    let server = ask(&mut sim, "follower-one", "server", None).unwrap();
    assert_eq!((&server["defaultReadOnly"], &server["inRecovery"]), (&json!(true), &json!(false)));
    assert_eq!(server["versionNum"], 170_011);
    assert_eq!(
        ask(&mut sim, "follower-one", "statistics", None).unwrap()["without"].as_array().unwrap().len(),
        5
    );
    ask(&mut sim, "follower-one", "analyze_first", None).unwrap();
    assert_eq!(ask(&mut sim, "follower-one", "statistics", None).unwrap()["without"], json!([]));
}

#[test]
fn a_replica_that_is_held_lacks_what_came_later() {
    let mut sim = Sim::new("upgrade-follower");
    let follower = sim.follower("follower-one");
    sim.pass(200);
    sim.paper.hold("follower-one", true);
    sim.pass(300);
    assert!(sim.paper.lost("follower-one") > 0);
    let rows = sim.data(&format!("/client/v11/databases/{follower}"))["info"].clone();
    let behind = rows.as_array().unwrap().iter().find(|row| row["name"] == "Behind By").unwrap().clone();
    assert_ne!(behind["values"], json!(["0 commits"]));
    sim.paper.hold("follower-one", false);
    sim.settle();
    assert_eq!(sim.paper.lost("follower-one"), 0);
    let leader = ask(&mut sim, LEAD, "position", None).unwrap()["lsn"].clone();
    assert_eq!(ask(&mut sim, "follower-one", "server", None).unwrap()["replayLsn"], leader);
}

#[test]
fn positions_stand_still_when_nobody_writes() {
    let mut sim = Sim::new("upgrade-follower");
    sim.pass(500);
    sim.connect_action("pause");
    sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
    let updates = json!({"updates": [{"type": "web", "quantity": 0}, {"type": "worker", "quantity": 0}]});
    sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}/formation"), Some(updates));
    sim.pass(100);
    let one = ask(&mut sim, LEAD, "position", None).unwrap();
    sim.pass(5_000);
    assert_eq!(ask(&mut sim, LEAD, "position", None).unwrap(), one);
    assert!(ask(&mut sim, LEAD, "log_states", None).unwrap()["pending"] == 0);
}

#[test]
fn the_lock_belongs_to_one_run() {
    let mut sim = Sim::new("upgrade-follower");
    sim.follower("follower-one");
    assert_eq!(ask(&mut sim, LEAD, "lock_read", None), Err("42P01".into()));
    let body =
        json!({"runId": "r1", "holder": "me@host", "zone": "prepare", "original": {"apps": []}}).to_string();
    assert_eq!(ask(&mut sim, LEAD, "lock_take", Some(&body)), Ok(json!({"runId": "r1"})));
    assert_eq!(ask(&mut sim, LEAD, "lock_take", Some(r#"{"runId": "r2"}"#)), Ok(Value::Null));
    assert_eq!(
        ask(&mut sim, LEAD, "lock_zone", Some(r#"{"runId": "r1", "zone": "downtime"}"#)),
        Ok(json!({"runId": "r1"}))
    );
    let row = ask(&mut sim, LEAD, "lock_read", None).unwrap();
    assert_eq!(
        (&row["zone"], &row["holder"], &row["head"]),
        (&json!("downtime"), &json!("me@host"), &Value::Null)
    );
    assert_eq!(row["original"], json!(r#"{"apps":[]}"#));
    sim.settle();
    assert_eq!(ask(&mut sim, "follower-one", "lock_read", None).unwrap()["runId"], "r1");
    assert_eq!(ask(&mut sim, "follower-one", "lock_take", Some(&body)), Err("25006".into()));
    ask(&mut sim, LEAD, "lock_release", None).unwrap();
    assert_eq!(ask(&mut sim, LEAD, "lock_read", None), Err("42P01".into()));
}

#[test]
fn what_a_server_would_refuse() {
    let mut sim = Sim::new("upgrade-follower");
    sim.follower("follower-one");
    assert_eq!(ask(&mut sim, "nobody", "server", None), Err("08006".into()));
    assert_eq!(ask(&mut sim, LEAD, "drop_everything", None), Err("0A000".into()));
    assert_eq!(ask(&mut sim, "follower-one", "fence_on", None), Err("25006".into()));
    assert_eq!(ask(&mut sim, "follower-one", "write_probe", None), Err("25006".into()));
    assert_eq!(ask(&mut sim, LEAD, "write_probe", None), Ok(json!({"inRecovery": false})));
    assert_eq!(
        sim.paper.answer(LEAD, "log_states", "nowhere", None, 0).map_err(|state| state.0),
        Err("42P01".into())
    );
    assert_eq!(ask(&mut sim, LEAD, "lock_take", Some("no json")), Err("22P02".into()));
}

#[test]
fn an_interrupted_log_is_sent_again() {
    let mut sim = Sim::new("upgrade-follower");
    sim.connect_action("pause");
    sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
    sim.pass(100);
    sim.paper.interrupt_log(LEAD, "salesforce");
    assert!(ask(&mut sim, LEAD, "log_states", None).unwrap()["pending"].as_u64().unwrap() > 0);
    assert_eq!(sim.paper.sent_twice(), 0);
    sim.connect_action("resume");
    sim.pass(1_000);
    assert!(sim.paper.sent_twice() > 0);
}
