//! Heroku Connect: discovery, pause and resume, states, the database it resolved.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_simulator::scenario::{PausePolicy, Reconnect};
use connect_simulator::{Act, JobKind, JobResult, Outcome, SyncCounts, WriteError};
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

#[test]
fn refused_writes_are_listed_for_a_day_for_the_connection_and_for_their_mapping() {
    let mut sim = Sim::new("upgrade-follower");
    let job = until_reading(&mut sim);
    let refused = WriteError { id: 41, table: "contact".into(), record: 7, message: "no such field".into() };
    let counts = SyncCounts { written: 1, refused: vec![refused] };
    sim.world.complete(job, Outcome::Done(JobResult::Counts(counts)), sim.now);
    let id = sim.connection_id();
    let of_connection = format!("/api/v3/connections/{id}/errors");
    let (_, errors) = sim.region(Method::Get, &of_connection, None);
    assert_eq!(errors["count"], 1, "{errors}");
    assert_eq!(
        (&errors["results"][0]["id"], &errors["results"][0]["record_id"]),
        (&json!(41), &json!(7)),
        "{errors}"
    );
    assert_eq!(errors["results"][0]["table_name"], "contact");
    let counted = |sim: &mut Sim| -> Vec<(String, u64, u64)> {
        let mappings = sim.connection()["mappings"].as_array().unwrap().clone();
        let count = |one: &Value, sim: &mut Sim| {
            let path = one["errors_url"].as_str().unwrap().to_owned();
            sim.region(Method::Get, &path, None).1["count"].as_u64().unwrap()
        };
        mappings
            .iter()
            .map(|one| {
                let shown = one["counts"]["errors"].as_u64().unwrap();
                (one["object_name"].as_str().unwrap().to_owned(), shown, count(one, sim))
            })
            .collect()
    };
    for (object, shown, listed) in counted(&mut sim) {
        let own = u64::from(object == "Contact");
        assert_eq!((shown, listed), (own, own), "{object}");
    }
    sim.now += 86_400_001;
    assert_eq!(sim.region(Method::Get, &of_connection, None).1["count"], 0);
}

#[test]
fn notifications_have_a_span_and_what_is_outside_of_it_stays() {
    let mut sim = Sim::new("upgrade-follower");
    let bad =
        Act::MappingState { addon: CONNECT.into(), object: "Contact".into(), state: "BAD_CONFIG".into() };
    sim.world.act(bad, sim.now);
    sim.now += 60_000;
    let said = Act::Notify { addon: CONNECT.into(), event_type: "other".into(), message: "more".into() };
    sim.world.act(said, sim.now);
    let path = format!("/api/v3/connections/{}/notifications", sim.connection_id());
    let list = |sim: &mut Sim, query: &str| {
        let (status, found) = sim.region(Method::Get, &format!("{path}{query}"), None);
        assert_eq!(status, 200, "{query}: {found}");
        names(&found["results"], "/event_type")
    };
    assert_eq!(list(&mut sim, ""), ["other", "mapping-error"]);
    assert_eq!(list(&mut sim, "?page_size=1"), ["other"]);
    assert_eq!(list(&mut sim, "?event_type=mapping-error"), ["mapping-error"]);
    let (_, all) = sim.region(Method::Get, &path, None);
    assert!(all["results"][0]["id"].is_string(), "{all}");
    let older = all["results"][1]["created_at"].as_str().unwrap().to_owned();
    assert_eq!(list(&mut sim, &format!("?before={older}")), ["mapping-error"]);
    assert_eq!(list(&mut sim, &format!("?after={older}")).len(), 2);
    for wrong in ["?before=yesterday", "?after=", "?page_size=many"] {
        for (method, path) in [(Method::Get, path.clone()), (Method::Post, format!("{path}/acknowledge"))] {
            let (status, body) = sim.region(method, &format!("{path}{wrong}"), None);
            assert_eq!(status, 400, "{wrong}: {body}");
            assert!(body["message"].is_string(), "{wrong}: {body}");
        }
    }
    let (status, _) = sim.region(Method::Post, &format!("{path}/acknowledge?before={older}"), None);
    assert_eq!(status, 204);
    assert_eq!(list(&mut sim, ""), ["other"]);
}

#[test]
fn a_validation_follows_the_world() {
    let mut sim = Sim::new("upgrade-follower");
    let id = sim.connection_id();
    let rules = |sim: &mut Sim, list: &str| {
        sim.region(Method::Post, &format!("/api/v3/connections/{id}/validations"), None);
        sim.now += 500;
        let (_, found) =
            sim.region(Method::Get, &format!("/api/v3/connections/{id}/validations/result"), None);
        let broken = found["mappings"]["Contact"]["errors"].as_array().unwrap().len();
        (names(&found[list], "/rule_id"), broken)
    };
    assert_eq!(rules(&mut sim, "errors"), (vec![], 0));
    assert_eq!(rules(&mut sim, "warnings").0, ["SHOULD_HAVE_LOG_DRAIN"]);
    let bad =
        Act::MappingState { addon: CONNECT.into(), object: "Contact".into(), state: "BAD_CONFIG".into() };
    sim.world.act(bad, sim.now);
    assert_eq!(rules(&mut sim, "errors"), (vec![], 1));
    let mappings = sim.connection()["mappings"].as_array().unwrap().clone();
    let contact = mappings.iter().find(|one| one["object_name"] == "Contact").unwrap();
    let path = format!("{}/validations", contact["detail_url"].as_str().unwrap());
    let (_, found) = sim.region(Method::Get, &path, None);
    assert_eq!(names(&found["errors"], "/rule_id"), ["MUST_HAVE_VALID_CONFIGURATION"], "{found}");
}

#[test]
fn a_connection_without_a_login_is_not_helped_by_a_restart() {
    let mut sim = Sim::new("upgrade-follower");
    sim.world.act(Act::Authorize { addon: CONNECT.into(), granted: false }, sim.now);
    assert_eq!(sim.connect_action("restart").0, 409);
    sim.pass(1_000);
    assert_eq!(state(&mut sim), "UNAUTHORIZED");
}

#[test]
fn the_detail_has_what_the_service_shows() {
    let mut sim = Sim::new("upgrade-follower");
    let detail = sim.connection();
    assert!(detail["features"].as_object().unwrap().len() >= 21);
    for pointer in ["/user_info/email", "/sf_info/username", "/sf_info/domain"] {
        assert!(detail.pointer(pointer).unwrap().is_string(), "{pointer}");
    }
}

#[test]
fn a_url_that_was_set_by_hand_is_a_key_without_an_addon() {
    let mut sim = Sim::new("upgrade-follower");
    let vars = json!({"BY_HAND": "postgres://u:p@db.example:5432/d", "OTHER": "text"});
    let (status, _) = sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}/config-vars"), Some(vars));
    assert_eq!(status, 200);
    let (_, found) = sim.region(Method::Get, &format!("/api/v3/apps/{APP}"), None);
    let keys = found["db_keys"].as_array().unwrap();
    assert!(keys.contains(&json!({"name": "BY_HAND", "addon": null})), "{found}");
    assert!(keys.iter().any(|one| one["addon"]["plan"].is_string()), "{found}");
    assert!(!keys.iter().any(|one| one["name"] == "OTHER"), "{found}");
}

#[test]
fn another_api_version_needs_a_paused_connection_and_one_that_exists() {
    let mut sim = Sim::new("upgrade-follower");
    let id = sim.connection_id();
    let change = |sim: &mut Sim, version: &str| {
        let path = format!("/api/v3/connections/{id}/actions/change-sf-api-version");
        sim.region(Method::Post, &path, Some(json!({"target_version": version})))
    };
    let (status, refused) = change(&mut sim, "65.0");
    assert_eq!(status, 409, "{refused}");
    assert_eq!(sim.connect_action("pause").0, 202);
    sim.until("paused", 3_000, |sim| state(sim) == "PAUSED");
    for unknown in ["999.0", "65", "new"] {
        assert_eq!(change(&mut sim, unknown).0, 400, "{unknown}");
    }
    let (status, changed) = change(&mut sim, "65.0");
    assert_eq!(status, 202, "{changed}");
    assert!(changed["guid"].is_string());
    assert_eq!(
        (&changed["current_api_version"], &changed["target_version"]),
        (&json!("64.0"), &json!("65.0"))
    );
    assert_eq!(changed["mappings"].as_array().unwrap().len(), 4);
    assert_eq!(sim.connection()["sf_info"]["api_version"], "65.0");
    let (_, diff) = sim.region(Method::Get, &format!("/api/v3/connections/{id}/schema-diff"), None);
    assert_eq!((&diff["current_api_version"], &diff["target_api_version"]), (&json!("65.0"), &json!("66.0")));
}

#[test]
fn an_addon_of_connect_is_ordered_on_its_default_plan() {
    let mut sim = Sim::new("upgrade-follower");
    let (status, made) = sim.post(&format!("/apps/{APP}/addons"), json!({"plan": "herokuconnect"}));
    assert_eq!(status, 201, "{made}");
    assert_eq!(made["plan"]["name"], "herokuconnect:demo", "{made}");
}
