//! Attachments and releases: what moves config vars, what is refused, what a release phase changes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_simulator::Fault;
use connect_wire::{Api, Method};
use serde_json::{json, Value};
use support::{names, Sim, APP, LEAD};

fn attach(addon: &str, name: Option<&str>, confirm: bool) -> Value {
    let mut body = json!({"addon": {"name": addon}, "app": {"name": APP}, "namespace": null});
    if let Some(name) = name {
        body["name"] = json!(name);
    }
    if confirm {
        body["confirm"] = json!(APP);
    }
    body
}

fn releases(sim: &mut Sim) -> Vec<Value> {
    let headers = [("range", "version ..; max=5, order=desc")];
    let response = sim.send(Api::Platform, Method::Get, &format!("/apps/{APP}/releases"), &headers, None);
    support::json_of(&response).as_array().unwrap().clone()
}

#[test]
fn replacing_needs_a_word_and_makes_two_releases() {
    let mut sim = Sim::new("upgrade-follower");
    sim.follower("follower-one");
    let (status, body) = sim.post("/addon-attachments", attach("follower-one", Some("DATABASE"), false));
    assert_eq!((status, &body["id"]), (423, &json!("confirmation_required")));
    let (status, body) = sim.post("/addon-attachments", attach("follower-one", Some("DATABASE"), true));
    assert_eq!((status, &body["name"]), (201, &json!("DATABASE")));
    let newest = releases(&mut sim);
    assert_eq!(newest[0]["description"], "Attach DATABASE (@ref:follower-one)");
    assert_eq!(newest[1]["description"], format!("Detach DATABASE (@ref:{LEAD})"));
    let version = newest[1]["version"].as_u64().unwrap();
    let without = sim.get(&format!("/apps/{APP}/releases/{version}/config-vars"));
    assert!(without.get("DATABASE_URL").is_none());
    let with = sim.get(&format!("/apps/{APP}/releases/{}/config-vars", version + 1));
    assert_eq!(with["DATABASE_URL"], sim.get(&format!("/apps/{APP}/config-vars"))["DATABASE_URL"]);
    let (status, _) = sim.post("/addon-attachments", attach("follower-one", Some("DATABASE"), true));
    assert_eq!(status, 422, "already attached under that name");
}

#[test]
fn the_last_attachment_on_the_billing_app_stays() {
    let mut sim = Sim::new("upgrade-follower");
    sim.follower("follower-one");
    let detach = |sim: &mut Sim, name: &str| {
        let held = sim.get(&format!("/apps/{APP}/addon-attachments/{name}"));
        let path = format!("/addon-attachments/{}", held["id"].as_str().unwrap());
        sim.call(Api::Platform, Method::Delete, &path, None)
    };
    assert_eq!(detach(&mut sim, "HEROKU_POSTGRESQL_ROSE").0, 200);
    let (status, body) = detach(&mut sim, "DATABASE");
    assert_eq!(status, 422);
    assert!(body["message"].as_str().unwrap().contains("last attachment to billing app"), "{body}");
    let (status, _) = sim.post("/addon-attachments", attach("follower-one", Some("DATABASE"), true));
    assert_eq!(status, 422, "replacing the last one is refused as well");
    let (status, spare) = sim.post("/addon-attachments", attach(LEAD, None, false));
    assert_eq!(status, 201);
    assert!(spare["name"].as_str().unwrap().starts_with("HEROKU_POSTGRESQL_"));
    assert_eq!(sim.post("/addon-attachments", attach("follower-one", Some("DATABASE"), true)).0, 201);
}

#[test]
fn a_colour_of_the_billing_app_does_not_move_an_alias_does() {
    let mut sim = Sim::new("upgrade-custom-alias");
    sim.follower("follower-one");
    let (status, _) =
        sim.post("/addon-attachments", attach("follower-one", Some("HEROKU_POSTGRESQL_ROSE"), true));
    assert_eq!(status, 422);
    assert_eq!(sim.post("/addon-attachments", attach("follower-one", Some("CRM_DB"), true)).0, 201);
    sim.connect_action("pause");
    sim.until("paused", 5_000, |sim| sim.connection()["state"] == "PAUSED");
    sim.connect_action("resume");
    assert_eq!(sim.world.view()["connections"][support::CONNECT]["database"], "follower-one");
}

#[test]
fn names_of_attachments_are_checked() {
    let mut sim = Sim::new("upgrade-follower");
    assert_eq!(sim.post("/addon-attachments", attach(LEAD, Some("lower"), false)).0, 422);
    assert_eq!(sim.post("/addon-attachments", attach("nobody", Some("SPARE"), false)).0, 404);
    assert_eq!(sim.post("/addon-attachments", json!({"addon": LEAD})).0, 422);
}

#[test]
fn a_failed_release_leaves_dynos_on_the_last_good_one() {
    let mut sim = Sim::new("release-phase");
    sim.follower("follower-one");
    sim.pass(5_000);
    let before = sim.get(&format!("/apps/{APP}/dynos"));
    sim.world.inject("release-fails@DATABASE".parse::<Fault>().unwrap());
    assert_eq!(sim.post("/addon-attachments", attach("follower-one", Some("DATABASE"), true)).0, 201);
    sim.pass(500);
    let newest = releases(&mut sim);
    assert_eq!((&newest[0]["status"], &newest[0]["current"]), (&json!("failed"), &json!(false)));
    assert_eq!(sim.get(&format!("/apps/{APP}/dynos")), before);
    // The attachment says new, the current release says old: only the latter is what dynos boot with.
    let view = sim.world.view();
    assert_eq!(view["attachments"][format!("{APP}::DATABASE")], "follower-one");
    let current = newest.iter().find(|release| release["current"] == true).unwrap()["version"].clone();
    let vars = sim.get(&format!("/apps/{APP}/releases/{current}/config-vars"));
    let lead = sim.addon_id(LEAD);
    assert_eq!(vars["DATABASE_URL"], sim.data(&format!("/client/v11/databases/{lead}"))["resource_url"]);
}

#[test]
fn a_release_phase_comes_before_dynos() {
    let mut sim = Sim::new("release-phase");
    sim.pass(100);
    let (status, _) = sim.call(
        Api::Platform,
        Method::Patch,
        &format!("/apps/{APP}/config-vars"),
        Some(json!({"FLAG": "1"})),
    );
    assert_eq!(status, 200);
    assert_eq!(releases(&mut sim)[0]["status"], "pending");
    let version = |sim: &mut Sim| sim.get(&format!("/apps/{APP}/dynos"))[0]["release"]["version"].clone();
    let before = version(&mut sim);
    sim.settle();
    assert_eq!(releases(&mut sim)[0]["status"], "succeeded");
    assert_ne!(version(&mut sim), before);
}

#[test]
fn config_vars_of_add_ons_are_not_ours_to_set() {
    let mut sim = Sim::new("upgrade-follower");
    let patch = |sim: &mut Sim, body: Value| {
        sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}/config-vars"), Some(body))
    };
    assert_eq!(patch(&mut sim, json!({"DATABASE_URL": "x"})).0, 422);
    let (status, vars) = patch(&mut sim, json!({"LANG": null, "NEW": "1"}));
    assert_eq!(status, 200);
    assert!(vars.get("LANG").is_none());
    assert_eq!(vars["NEW"], "1");
}

#[test]
fn destroying_takes_the_config_vars_along() {
    let mut sim = Sim::new("upgrade-follower");
    let id = sim.follower("follower-one");
    let path = format!("/apps/{APP}/addons/{id}");
    let (status, gone) = sim.call(Api::Platform, Method::Delete, &path, Some(json!({"force": false})));
    assert_eq!((status, &gone["state"]), (200, &json!("deprovisioning")));
    sim.settle();
    assert_eq!(sim.call(Api::Platform, Method::Get, &path, None).0, 404);
    let vars = sim.get(&format!("/apps/{APP}/config-vars"));
    assert!(vars.get("FOLLOWER_ONE_FOLLOWER_URL").is_none());
    let descriptions = names(&json!(releases(&mut sim)), "/description");
    assert_eq!(descriptions[0], "Detach FOLLOWER_ONE_FOLLOWER (@ref:follower-one)");
}

#[test]
fn an_add_on_that_others_hold_is_destroyed_by_force_only() {
    let mut sim = Sim::new("two-apps");
    let path = format!("/apps/{APP}/addons/{LEAD}");
    assert_eq!(sim.call(Api::Platform, Method::Delete, &path, Some(json!({"force": false}))).0, 422);
    let other = format!("/apps/acme-admin/addons/{LEAD}");
    assert_eq!(sim.call(Api::Platform, Method::Delete, &other, Some(json!({"force": true}))).0, 403);
    assert_eq!(sim.call(Api::Platform, Method::Delete, &path, Some(json!({"force": true}))).0, 200);
    sim.settle();
    assert!(sim.get("/apps/acme-admin/config-vars").get("DATABASE_URL").is_none());
}

#[test]
fn what_is_destroyed_while_it_is_made_leaves_nothing_behind() {
    let mut sim = Sim::new("upgrade-follower");
    let body = json!({"plan": {"name": "heroku-postgresql:standard-0"}, "name": "late", "config": {"follow": "DATABASE_URL"}});
    let (_, made) = sim.post(&format!("/apps/{APP}/addons"), body);
    let path = format!("/apps/{APP}/addons/{}", made["id"].as_str().unwrap());
    assert_eq!(sim.call(Api::Platform, Method::Delete, &path, Some(json!({"force": false}))).0, 200);
    assert_eq!(sim.get(&path)["state"], "deprovisioning");
    sim.settle();
    assert_eq!(sim.call(Api::Platform, Method::Get, &path, None).0, 404);
    let code = sim.paper.answer("late", "server", "", None, sim.now).map_err(|state| state.0);
    assert_eq!(code, Err("08006".to_owned()));
    assert!(sim.world.jobs().is_empty());
}
