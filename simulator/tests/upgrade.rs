//! The upgrade of a follower and of a leader, as the CLI does it, and what is refused on the way.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_wire::{Api, Method};
use serde_json::json;
use support::{Sim, APP, LEAD};

fn upgrade(sim: &mut Sim, addon: &str, act: &str, version: Option<&str>) -> (u16, serde_json::Value) {
    let body = version.map_or(json!({}), |version| json!({"version": version}));
    sim.data_post(&format!("/client/v11/databases/{addon}/upgrade/{act}"), body)
}

#[test]
fn by_hand_with_everything_quiet_nothing_is_lost() {
    let mut sim = Sim::new("upgrade-follower");
    let follower = sim.follower("follower-one");
    let detail = sim.data(&format!("/client/v11/databases/{follower}"));
    assert!(detail["following"].as_str().unwrap().starts_with("postgres://"), "{detail}");
    let lead = sim.addon_id(LEAD);
    assert!(sim.data(&format!("/client/v11/databases/{lead}"))["following"].is_null());

    assert_eq!(sim.connect_action("pause").0, 202);
    sim.until("paused", 5_000, |sim| sim.connection()["state"] == "PAUSED");
    sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}"), Some(json!({"maintenance": true})));
    let updates = json!({"updates": [{"type": "web", "quantity": "0"}, {"type": "worker", "quantity": "0"}]});
    sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}/formation"), Some(updates));
    sim.pass(100);
    assert_eq!(sim.get(&format!("/apps/{APP}/dynos")), json!([]));

    assert_eq!(upgrade(&mut sim, &follower, "run", Some("17")).0, 200);
    sim.settle();
    let detail = sim.data(&format!("/client/v11/databases/{follower}"));
    assert!(detail["following"].is_null());
    let version = detail["info"].as_array().unwrap().iter().find(|row| row["name"] == "PG Version").unwrap();
    assert_eq!(version["values"], json!(["17.11"]));
    let wait = sim.data(&format!("/client/v11/databases/{follower}/upgrade/wait_status"));
    assert_eq!((&wait["waiting?"], &wait["step"]), (&json!(false), &json!("7/7")));

    let body = json!({"addon": {"name": "follower-one"}, "app": {"name": APP}, "confirm": APP, "name": "DATABASE", "namespace": null});
    assert_eq!(sim.post("/addon-attachments", body).0, 201);
    sim.pass(100);
    assert_eq!(sim.connect_action("resume").0, 202);
    let updates = json!({"updates": [{"type": "web", "quantity": 1}, {"type": "worker", "quantity": 1}]});
    sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}/formation"), Some(updates));
    sim.pass(3_000);
    assert_eq!(sim.paper.lost("follower-one"), 0);
    assert!(sim.paper.lost(LEAD) > 0);
    assert_eq!(sim.paper.sent_twice(), 0);
    assert!(!sim.paper.two_leads_written());
    let view = sim.world.view();
    assert_eq!(view["connections"][support::CONNECT]["database"], "follower-one");
    assert_eq!(view["databases"]["follower-one"], json!({"version": 17, "following": null}));
}

#[test]
fn with_writers_running_both_sides_take_writes() {
    let mut sim = Sim::new("upgrade-follower");
    let follower = sim.follower("follower-one");
    upgrade(&mut sim, &follower, "run", Some("17"));
    sim.settle();
    sim.pass(200);
    let body =
        json!({"addon": {"name": "follower-one"}, "app": {"name": APP}, "confirm": APP, "name": "DATABASE"});
    assert_eq!(sim.post("/addon-attachments", body).0, 201);
    sim.pass(200);
    assert!(sim.paper.lost("follower-one") > 0);
    assert!(sim.paper.two_leads_written());
}

#[test]
fn a_leader_needs_prepare() {
    let mut sim = Sim::new("upgrade-follower");
    sim.follower("follower-one");
    let refused =
        |(status, body): (u16, serde_json::Value)| (status, body["id"].as_str().unwrap().to_owned());
    assert_eq!(refused(upgrade(&mut sim, LEAD, "run", None)), (400, "bad_request".into()));
    assert_eq!(refused(upgrade(&mut sim, LEAD, "cancel", None)), (422, "bad_request".into()));
    assert_eq!(refused(upgrade(&mut sim, LEAD, "prepare", Some("14"))), (422, "unprocessable_entity".into()));
    assert_eq!(refused(upgrade(&mut sim, LEAD, "prepare", Some("15"))), (422, "unprocessable_entity".into()));
    assert_eq!(upgrade(&mut sim, LEAD, "prepare", Some("17")).0, 200);
    assert_eq!(refused(upgrade(&mut sim, LEAD, "prepare", Some("17"))), (422, "unprocessable_entity".into()));
    assert_eq!(refused(upgrade(&mut sim, LEAD, "run", Some("17"))), (400, "bad_request".into()));
    assert_eq!(sim.data(&format!("/client/v11/databases/{LEAD}/upgrade/wait_status"))["waiting?"], true);
    sim.pass(2_000);
    let ready = sim.data(&format!("/client/v11/databases/{LEAD}/upgrade/wait_status"));
    assert_eq!(ready["waiting?"], false);
    assert!(ready["message"].as_str().unwrap().contains("pg:upgrade:run"));
    assert_eq!(refused(upgrade(&mut sim, LEAD, "run", Some("18"))), (400, "bad_request".into()));
    assert_eq!(upgrade(&mut sim, LEAD, "run", None).0, 200);
    assert_eq!(refused(upgrade(&mut sim, LEAD, "dry_run", None)), (422, "unprocessable_entity".into()));
    assert_eq!(refused(upgrade(&mut sim, LEAD, "cancel", None)), (422, "bad_request".into()));
    sim.settle();
    let view = sim.world.view();
    assert_eq!(view["databases"][LEAD]["version"], 17);
    assert_eq!(view["databases"]["follower-one"], json!({"version": 17, "following": LEAD}));
}

#[test]
fn a_prepared_upgrade_fires_by_itself() {
    let mut sim = Sim::new("upgrade-follower");
    upgrade(&mut sim, LEAD, "prepare", Some("17"));
    sim.pass(2_000);
    sim.now += 86_400_000;
    sim.settle();
    assert_eq!(sim.world.view()["databases"][LEAD]["version"], 17);
}

#[test]
fn followers_are_neither_prepared_nor_followed() {
    let mut sim = Sim::new("upgrade-follower");
    let follower = sim.follower("follower-one");
    assert_eq!(upgrade(&mut sim, &follower, "prepare", Some("17")).0, 422);
    assert_eq!(upgrade(&mut sim, &follower, "run", Some("15")).0, 422);
    assert_eq!(upgrade(&mut sim, &follower, "run", Some("99")).0, 422);
    let body =
        json!({"plan": {"name": "heroku-postgresql:standard-0"}, "config": {"follow": "follower-one"}});
    assert_eq!(sim.post(&format!("/apps/{APP}/addons"), body).0, 422);
    let body =
        json!({"plan": {"name": "heroku-postgresql:essential-0"}, "config": {"follow": "DATABASE_URL"}});
    assert_eq!(sim.post(&format!("/apps/{APP}/addons"), body).0, 422);
    let body = json!({"plan": {"name": "heroku-postgresql:mini"}});
    let (status, refused) = sim.post(&format!("/apps/{APP}/addons"), body);
    assert_eq!(status, 422);
    assert!(refused["message"].as_str().unwrap().starts_with("Couldn't find either the add-on"));
}

#[test]
fn a_database_that_is_made_answers_both_kinds_of_404() {
    let mut sim = Sim::new("upgrade-follower");
    let body = json!({"plan": {"name": "heroku-postgresql:standard-0"}, "name": "late", "config": {"follow": "DATABASE_URL"}});
    let (status, made) = sim.post(&format!("/apps/{APP}/addons"), body);
    assert_eq!((status, &made["state"]), (201, &json!("provisioning")));
    let id = made["id"].as_str().unwrap().to_owned();
    let response = sim.send(Api::Data, Method::Get, &format!("/client/v11/databases/{id}"), &[], None);
    assert_eq!((response.status, support::json_of(&response)), (404, serde_json::Value::Null));
    assert_eq!(sim.data(&format!("/client/v11/databases/{id}/wait_status"))["waiting?"], true);
    let (status, body) = sim.call(Api::Data, Method::Get, "/client/v11/databases/nobody", None);
    assert_eq!((status, &body["id"]), (404, &json!("not_found")));
    sim.settle();
    assert_eq!(sim.data(&format!("/client/v11/databases/{id}/wait_status"))["waiting?"], false);
}

#[test]
fn unfollow_is_for_followers() {
    let mut sim = Sim::new("upgrade-follower");
    let follower = sim.follower("follower-one");
    let path = |id: &str| format!("/client/v11/databases/{id}/unfollow");
    assert_eq!(sim.call(Api::Data, Method::Put, &path(LEAD), None).0, 422);
    assert_eq!(sim.call(Api::Data, Method::Put, &path(&follower), None).0, 200);
    sim.settle();
    assert!(sim.data(&format!("/client/v11/databases/{follower}"))["following"].is_null());
    assert_eq!(sim.call(Api::Data, Method::Put, &path(&follower), None).0, 422);
}

#[test]
fn the_url_may_change_with_the_version() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.switches.url_changes_on_upgrade = true;
    let mut sim = Sim::of(&scenario);
    let before = sim.get(&format!("/apps/{APP}/config-vars"))["DATABASE_URL"].clone();
    upgrade(&mut sim, LEAD, "prepare", Some("17"));
    sim.pass(2_000);
    upgrade(&mut sim, LEAD, "run", None);
    sim.pass(500);
    let after = sim.get(&format!("/apps/{APP}/config-vars"))["DATABASE_URL"].clone();
    assert_ne!(before, after);
    assert_eq!(sim.world.view()["apps"][APP]["configVars"]["DATABASE_URL"], LEAD);
    let releases = sim.get(&format!("/apps/{APP}/releases"));
    assert!(support::names(&releases, "/description").iter().any(|text| text.starts_with("Update DATABASE")));
}
