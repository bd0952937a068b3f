//! Backups, copies, credentials, maintenances, plan changes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_simulator::scenario::{BastionManner, Switches};
use connect_wire::{Api, Method};
use serde_json::json;
use support::{Sim, APP, LEAD};

#[test]
fn a_backup_is_a_transfer() {
    let mut sim = Sim::new("upgrade-follower");
    let (status, made) = sim.data_post(&format!("/client/v11/databases/{LEAD}/backups"), json!(null));
    assert_eq!((status, &made["num"], &made["finished_at"]), (201, &json!(1), &json!(null)));
    sim.settle();
    let shown = sim.data(&format!("/client/v11/apps/{APP}/transfers/{}", made["uuid"].as_str().unwrap()));
    assert_eq!((&shown["succeeded"], &shown["to_type"]), (&json!(true), &json!("gof3r")));
    assert!(sim.data(&format!("/client/v11/apps/{APP}/transfers/1?verbose=true"))["logs"].is_array());
    assert_eq!(sim.call(Api::Data, Method::Get, &format!("/client/v11/apps/{APP}/transfers/9"), None).0, 404);
}

#[test]
fn a_copy_brings_what_was_there() {
    let mut sim = Sim::new("upgrade-follower");
    sim.pass(300);
    let body = json!({"plan": {"name": "heroku-postgresql:standard-0"}, "name": "target", "config": {"version": "17"}});
    let (_, target) = sim.post(&format!("/apps/{APP}/addons"), body);
    sim.settle();
    let vars = sim.get(&format!("/apps/{APP}/config-vars"));
    let to = vars[target["config_vars"][0].as_str().unwrap()].clone();
    assert!(sim.paper.lost("target") > 0);
    let path = format!("/client/v11/databases/{}/transfers", target["id"].as_str().unwrap());
    let wrong = json!({"from_url": vars["DATABASE_URL"], "to_url": vars["DATABASE_URL"]});
    assert_eq!(sim.data_post(&path, wrong).0, 422);
    let (status, copy) = sim.data_post(
        &path,
        json!({"from_name": "A", "from_url": vars["DATABASE_URL"], "to_name": "B", "to_url": to}),
    );
    assert_eq!((status, &copy["to_type"]), (201, &json!("pg_restore")));
    sim.settle();
    assert_eq!(sim.paper.lost("target"), 0);
    assert_eq!(sim.world.view()["databases"]["target"]["version"], 17);
}

#[test]
fn a_fork_stands_alone() {
    let mut sim = Sim::new("upgrade-follower");
    let body = json!({"plan": {"name": "heroku-postgresql:standard-0"}, "name": "the-fork", "config": {"fork": "DATABASE_URL"}});
    let (status, fork) = sim.post(&format!("/apps/{APP}/addons"), body);
    assert_eq!(status, 201);
    sim.settle();
    let detail = sim.data(&format!("/client/v11/databases/{}", fork["id"].as_str().unwrap()));
    assert!(detail["following"].is_null() && detail["forked_from"].is_string());
}

#[test]
fn a_plan_change_takes_time_and_keeps_the_version() {
    let mut sim = Sim::new("upgrade-follower");
    let path = format!("/apps/{APP}/addons/{LEAD}");
    let patch = |sim: &mut Sim, plan: &str| {
        sim.call(Api::Platform, Method::Patch, &path, Some(json!({"plan": {"name": plan}})))
    };
    assert_eq!(patch(&mut sim, "heroku-postgresql:essential-0").0, 422);
    let (status, body) = patch(&mut sim, "heroku-postgresql:none");
    assert_eq!(status, 422);
    assert!(body["message"].as_str().unwrap().starts_with("Couldn't find either the add-on"));
    assert_eq!(patch(&mut sim, "heroku-postgresql:standard-2").0, 200);
    assert_eq!(sim.data(&format!("/client/v11/databases/{LEAD}/wait_status"))["waiting?"], true);
    sim.pass(2_000);
    assert_eq!(sim.get(&path)["plan"]["name"], "heroku-postgresql:standard-2");
    assert_eq!(sim.world.view()["databases"][LEAD]["version"], 15);
}

#[test]
fn maintenances_show_a_prepared_upgrade() {
    let mut sim = Sim::new("upgrade-follower");
    let app = sim.get(&format!("/apps/{APP}"))["id"].as_str().unwrap().to_owned();
    assert_eq!(sim.data(&format!("/data/maintenances/v1/apps/{app}")), json!({"maintenances": []}));
    assert_eq!(sim.data_post(&format!("/data/maintenances/v1/{LEAD}/run"), json!(null)).0, 422);
    sim.data_post(&format!("/client/v11/databases/{LEAD}/upgrade/prepare"), json!({"version": "17"}));
    sim.pass(2_000);
    let due = sim.data(&format!("/data/maintenances/v1/apps/{app}"));
    assert_eq!(due["maintenances"][0]["status"], "ready");
    let (status, moved) =
        sim.data_post(&format!("/data/maintenances/v1/{LEAD}/schedule"), json!({"delay_weeks": "1"}));
    assert_eq!(status, 200);
    assert_ne!(moved["scheduled_for"], moved["previously_scheduled_for"]);
    assert_eq!(
        sim.data_post(&format!("/data/maintenances/v1/{LEAD}/schedule"), json!({"delay_weeks": "NaN"})).0,
        400
    );
    assert_eq!(sim.data_post(&format!("/data/maintenances/v1/{LEAD}/run"), json!(null)).0, 200);
    sim.settle();
    assert_eq!(sim.world.view()["databases"][LEAD]["version"], 17);
    assert_eq!(
        sim.data(&format!("/data/maintenances/v1/{LEAD}/history/?limit=5")),
        json!({"maintenances": []})
    );
}

#[test]
fn credentials_come_without_secrets() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.databases[0].credentials = vec!["reporting".into()];
    let mut sim = Sim::of(&scenario);
    let all = sim.data(&format!("/postgres/v0/databases/{LEAD}/credentials"));
    assert_eq!(support::names(&all, "/name"), ["default", "reporting"]);
    assert!(all[0]["credentials"][0]["password"].is_null());
    assert_eq!(
        sim.call(Api::Data, Method::Get, &format!("/postgres/v0/databases/{LEAD}/credentials/nobody"), None)
            .0,
        404
    );
}

#[test]
fn advanced_databases_are_served_elsewhere() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.databases[0].plan = "advanced".into();
    let mut sim = Sim::of(&scenario);
    assert_eq!(sim.call(Api::Data, Method::Get, &format!("/client/v11/databases/{LEAD}"), None).0, 422);
}

#[test]
fn essential_databases_upgrade_in_place() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.databases[0].plan = "essential-0".into();
    let mut sim = Sim::of(&scenario);
    let path = |act: &str| format!("/client/v11/databases/{LEAD}/upgrade/{act}");
    assert_eq!(sim.data_post(&path("prepare"), json!({"version": "17"})).0, 422);
    assert_eq!(sim.data_post(&path("run"), json!({"version": "17"})).0, 200);
    sim.settle();
    assert_eq!(sim.world.view()["databases"][LEAD]["version"], 17);
}

/// The scenario's database in a space, and what comes of a question about its bastion.
fn bastion(plan: &str, switch: impl FnOnce(&mut Switches)) -> (u16, serde_json::Value) {
    let mut scenario = support::scenario("upgrade-follower");
    plan.clone_into(&mut scenario.databases[0].plan);
    switch(&mut scenario.switches);
    let mut sim = Sim::of(&scenario);
    sim.call(Api::Data, Method::Get, &format!("/client/v11/databases/{LEAD}/bastion"), None)
}

#[test]
fn the_bastion_of_a_private_database_is_told_and_no_other() {
    let (status, told) = bastion("private-0", |_| ());
    assert_eq!((status, told["private_key"].is_string(), told["host"].is_string()), (200, true, true));
    assert_eq!(bastion("shield-0", |_| ()).0, 404);
    assert_eq!(bastion("standard-0", |_| ()).0, 404);
    assert_eq!(bastion("private-0", |one| one.bastion = BastionManner::None).0, 404);
}
