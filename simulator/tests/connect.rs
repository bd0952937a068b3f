//! Heroku Connect: discovery, pause and resume, states, the database it resolved.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_simulator::scenario::{PausePolicy, Reconnect};
use connect_simulator::{Act, JobKind, Outcome};
use connect_wire::{Api, Method};
use serde_json::{json, Value};
use support::{names, Sim, APP, CONNECT};

fn state(sim: &mut Sim) -> String {
    sim.connection()["state"].as_str().unwrap().to_owned()
}

/// Lets time pass without any hardware until a job of Connect is open.
fn until_reading(sim: &mut Sim) -> u64 {
    for _ in 0..100 {
        sim.now += 50;
        sim.world.advance(sim.now);
        let reading = sim.world.jobs().into_iter().find(|job| matches!(job.kind, JobKind::ReadLog(_)));
        if let Some(job) = reading {
            return job.id;
        }
    }
    panic!("Connect never reads its log");
}

#[test]
fn discovery_shows_what_the_user_may_see() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.connections[0].accessible = false;
    scenario.switches.region_url_slash = true;
    let mut sim = Sim::of(&scenario);
    let (_, found) = sim.call(Api::ConnectDiscovery, Method::Get, &format!("/connections?app={APP}"), None);
    assert_eq!((&found["count"], &found["results"]), (&json!(0), &json!([])));
    let (status, granted) = sim.call(Api::ConnectDiscovery, Method::Post, &format!("/auth/{APP}"), None);
    assert_eq!((status, granted["connections"].as_array().unwrap().len()), (200, 1));
    let (_, found) = sim.call(
        Api::ConnectDiscovery,
        Method::Get,
        &format!("/connections?app={APP}&resource_name={CONNECT}"),
        None,
    );
    let entry = &found["results"][0];
    assert!(entry["region_url"].as_str().unwrap().ends_with('/'));
    assert!(entry["detail_url"].as_str().unwrap().starts_with("http://127.0.0.1:5599/api/v3/connections/"));
    let detail = sim.connection();
    assert!(detail["detail_url"].as_str().unwrap().starts_with("/api/v3/"));
    assert!(detail.get("region_url").is_none());
    assert_eq!(names(&detail["mappings"], "/object_name"), ["Account", "Contact", "Product2", "Opportunity"]);
    let (status, body) = sim.region(Method::Get, "/api/v3/connections/unknown", None);
    assert_eq!(status, 404);
    assert!(body.get("id").is_none() && body["message"].is_string());
}

#[test]
fn it_polls_and_rests() {
    let mut sim = Sim::new("upgrade-follower");
    let job = until_reading(&mut sim);
    assert_eq!(state(&mut sim), "POLLING_DB_CHANGES");
    assert_eq!(names(&sim.connection()["mappings"], "/state")[0], "POLLING_SF_CHANGES");
    sim.world.complete(job, Outcome::Done(connect_simulator::JobResult::Nothing), sim.now);
    assert_eq!(state(&mut sim), "IDLE");
    sim.settle();
    let detail = sim.connection();
    assert!(names(&detail["mappings"], "/state").iter().all(|state| state == "DATA_SYNCED"));
    assert!(detail["mappings"][0]["times"]["sf_poll"].as_str().unwrap().ends_with("+00:00"));
}

#[test]
fn a_deferred_pause_waits_for_pending_work() {
    let mut sim = Sim::new("upgrade-follower");
    let job = until_reading(&mut sim);
    assert_eq!(sim.connect_action("pause").0, 202);
    sim.now += 5_000;
    sim.world.advance(sim.now);
    assert_eq!(state(&mut sim), "POLLING_DB_CHANGES");
    sim.world.complete(job, Outcome::Done(connect_simulator::JobResult::Nothing), sim.now);
    sim.settle();
    assert_ne!(state(&mut sim), "PAUSED", "a pause takes its time");
    sim.pass(500);
    assert_eq!(state(&mut sim), "PAUSED");
    sim.pass(5_000);
    assert_eq!(state(&mut sim), "PAUSED");
    assert!(!sim
        .world
        .jobs()
        .iter()
        .any(|job| matches!(job.kind, JobKind::ReadLog(_) | JobKind::PollOrg(_))));
}

#[test]
fn a_strict_connection_is_paused_in_idle_only() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.switches.pause_policy = PausePolicy::Refuse;
    let mut sim = Sim::of(&scenario);
    let job = until_reading(&mut sim);
    let (status, body) = sim.connect_action("pause");
    assert_eq!(status, 409);
    assert!(body["message"].is_string());
    sim.world.complete(job, Outcome::Done(connect_simulator::JobResult::Nothing), sim.now);
    sim.settle();
    assert_eq!(sim.connect_action("pause").0, 202);
    sim.until("paused", 2_000, |sim| state(sim) == "PAUSED");
}

#[test]
fn a_mapping_in_the_middle_of_its_work_keeps_its_state() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.switches.pause_leaves_polls = true;
    let mut sim = Sim::of(&scenario);
    let job = until_reading(&mut sim);
    sim.connect_action("pause");
    sim.world.complete(job, Outcome::Done(connect_simulator::JobResult::Nothing), sim.now);
    for _ in 0..10 {
        sim.now += 100;
        sim.world.advance(sim.now);
    }
    assert_eq!(state(&mut sim), "PAUSED");
    sim.settle();
    assert_eq!(names(&sim.connection()["mappings"], "/state")[0], "POLLING_SF_CHANGES");
    sim.connect_action("resume");
    sim.settle();
    assert_eq!(names(&sim.connection()["mappings"], "/state")[0], "DATA_SYNCED");
}

#[test]
fn a_load_does_not_hold_up_a_pause() {
    let mut sim = Sim::new("upgrade-follower");
    let mapping = sim.connection()["mappings"][0]["id"].as_str().unwrap().to_owned();
    let (status, _) = sim.region(Method::Post, &format!("/api/v3/mappings/{mapping}/actions/reload"), None);
    assert_eq!(status, 202);
    sim.connect_action("pause");
    for _ in 0..10 {
        sim.now += 100;
        sim.world.advance(sim.now);
    }
    assert_eq!(state(&mut sim), "PAUSED");
    assert_eq!(names(&sim.connection()["mappings"], "/state")[0], "RELOAD_TABLE");
    let (status, _) = sim.region(Method::Post, &format!("/api/v3/mappings/{mapping}/actions/reload"), None);
    assert_eq!(status, 409);
}

#[test]
fn an_unreachable_database_stops_it_until_it_is_resumed() {
    let mut sim = Sim::new("upgrade-follower");
    let job = until_reading(&mut sim);
    sim.world.complete(job, Outcome::Failed("unavailable".into()), sim.now);
    assert_eq!(state(&mut sim), "DB_UNAVAILABLE");
    assert_eq!(sim.connect_action("pause").0, 409);
    sim.pass(3_000);
    assert_eq!(state(&mut sim), "DB_UNAVAILABLE");
    let id = sim.connection_id();
    let (_, notices) = sim.region(
        Method::Get,
        &format!("/api/v3/connections/{id}/notifications?page_size=1000"),
        Some(Value::Null),
    );
    assert_eq!(notices["results"][0]["event_type"], "postgres-connection");
    assert_eq!(sim.connect_action("resume").0, 202);
    assert_eq!(state(&mut sim), "RECOVERY");
    sim.pass(1_000);
    assert!(["IDLE", "POLLING_DB_CHANGES"].contains(&state(&mut sim).as_str()));
}

#[test]
fn the_database_is_the_one_of_the_last_connect() {
    let mut sim = Sim::new("upgrade-follower");
    sim.follower("follower-one");
    let before = sim.connection()["database"].clone();
    let body =
        json!({"addon": {"name": "follower-one"}, "app": {"name": APP}, "confirm": APP, "name": "DATABASE"});
    sim.post("/addon-attachments", body);
    sim.pass(2_000);
    assert_eq!(sim.connection()["database"], before);
    // Working on a database that is still a follower now, it fails after the next connect.
    sim.connect_action("pause");
    sim.until("paused", 3_000, |sim| state(sim) == "PAUSED");
    sim.connect_action("resume");
    assert_ne!(sim.connection()["database"], before);
    sim.until("fails on a follower", 5_000, |sim| state(sim) == "SYSTEM_ERROR");
}

#[test]
fn lazy_connections_follow_later() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.switches.reconnect = Reconnect::Lazy;
    let mut sim = Sim::of(&scenario);
    sim.follower("follower-one");
    let before = sim.connection()["database"].clone();
    sim.connect_action("pause");
    sim.until("paused", 3_000, |sim| state(sim) == "PAUSED");
    let body =
        json!({"addon": {"name": "follower-one"}, "app": {"name": APP}, "confirm": APP, "name": "DATABASE"});
    sim.post("/addon-attachments", body);
    sim.connect_action("resume");
    assert_eq!(sim.connection()["database"], before);
    sim.now += 1_500;
    sim.world.advance(sim.now);
    assert_ne!(sim.connection()["database"], before);
}

#[test]
fn db_key_can_be_changed() {
    let mut sim = Sim::new("upgrade-custom-db-key");
    sim.follower("follower-one");
    let id = sim.connection_id();
    let path = format!("/api/v3/connections/{id}");
    let (status, _) = sim.region(Method::Patch, &path, Some(json!({"db_key": "NOBODY_URL"})));
    assert_eq!(status, 400);
    sim.connect_action("pause");
    sim.until("paused", 3_000, |sim| state(sim) == "PAUSED");
    let before = sim.connection()["database"].clone();
    let (status, detail) =
        sim.region(Method::Patch, &path, Some(json!({"db_key": "FOLLOWER_ONE_FOLLOWER_URL"})));
    assert_eq!((status, &detail["db_key"]), (200, &json!("FOLLOWER_ONE_FOLLOWER_URL")));
    assert_eq!(detail["database"], before, "it connects when it is resumed");
    sim.connect_action("resume");
    assert_ne!(sim.connection()["database"], before);
}

#[test]
fn a_paused_connection_may_refuse_changes() {
    let mut scenario = support::scenario("upgrade-custom-db-key");
    scenario.switches.patch_while_paused = false;
    let mut sim = Sim::of(&scenario);
    let path = format!("/api/v3/connections/{}", sim.connection_id());
    sim.connect_action("pause");
    sim.until("paused", 3_000, |sim| state(sim) == "PAUSED");
    assert_eq!(sim.region(Method::Patch, &path, Some(json!({"db_key": "DATABASE_URL"}))).0, 409);
}

#[test]
fn export_import_and_mappings() {
    let mut sim = Sim::new("upgrade-follower");
    let id = sim.connection_id();
    let (_, file) = sim.region(Method::Get, &format!("/api/v3/connections/{id}/actions/export"), None);
    assert_eq!((&file["version"], file["mappings"].as_array().unwrap().len()), (&json!(1), 4));
    assert_eq!(file["mappings"][0]["config"]["upsert_field"], "External_Id__c");
    sim.settle();
    let entry = json!({"object_name": "Case", "config": {"access": "read_only", "fields": {"Id": {}}}});
    let (status, body) = sim.region(
        Method::Post,
        &format!("/api/v3/connections/{id}/actions/import"),
        Some(json!({"mappings": [entry]})),
    );
    assert_eq!((status, body), (202, Value::Null));
    assert_eq!(state(&mut sim), "IMPORT_CONFIGURATION");
    sim.pass(2_000);
    let detail = sim.connection();
    assert_eq!(names(&detail["mappings"], "/state"), ["DATA_SYNCED"; 5]);
    let mapping = detail["mappings"][4].clone();
    let path = format!("/api/v3/mappings/{}", mapping["id"].as_str().unwrap());
    let mut config = mapping["config"].clone();
    config["revision"] = json!(99);
    let (status, _) = sim.region(Method::Put, &path, Some(json!({"object_name": "Case", "config": config})));
    assert_eq!(status, 409);
    let (status, body) = sim.region(Method::Delete, &path, None);
    assert_eq!((status, body), (204, Value::Null));
    assert_eq!(sim.connection()["mappings"].as_array().unwrap().len(), 4);
}

#[test]
fn a_validation_takes_a_moment() {
    let mut sim = Sim::new("upgrade-follower");
    let id = sim.connection_id();
    let (status, started) = sim.region(Method::Post, &format!("/api/v3/connections/{id}/validations"), None);
    assert_eq!(status, 202);
    let url =
        started["result_url"].as_str().unwrap().strip_prefix("http://127.0.0.1:5599").unwrap().to_owned();
    assert_eq!(sim.region(Method::Get, &url, None), (202, Value::Null));
    sim.now += 500;
    let (status, result) = sim.region(Method::Get, &url, None);
    assert_eq!(status, 200);
    assert!(result["errors"].is_array());
}

#[test]
fn people_and_salesforce_interfere() {
    let mut sim = Sim::new("upgrade-follower");
    sim.world.act(Act::PauseConnection { addon: CONNECT.into() }, sim.now);
    sim.until("paused", 3_000, |sim| state(sim) == "PAUSED");
    sim.world.act(Act::ResumeConnection { addon: CONNECT.into() }, sim.now);
    sim.pass(100);
    sim.world.act(Act::Authorize { addon: CONNECT.into(), granted: false }, sim.now);
    assert_eq!(state(&mut sim), "UNAUTHORIZED");
    sim.world.act(Act::Authorize { addon: CONNECT.into(), granted: true }, sim.now);
    sim.pass(1_000);
    assert_eq!(sim.world.view()["connections"][CONNECT]["state"], "IDLE");
    let bad =
        Act::MappingState { addon: CONNECT.into(), object: "Contact".into(), state: "BAD_CONFIG".into() };
    sim.world.act(bad, sim.now);
    sim.pass(2_000);
    assert_eq!(names(&sim.connection()["mappings"], "/state")[1], "BAD_CONFIG");
}
