//! A connection destroyed and made again by hand: the requests of it.

use connect_simulator::scenario::Switches;
use connect_simulator::Act;
use connect_wire::{Api, Method, Response};
use serde_json::{json, Value};

use super::{scenario, Sim, APP, CONNECT};

pub const NEW: &str = "herokuconnect-run-1";
pub const SCHEMA: &str = "salesforce";
pub const ASIDE: &str = "salesforce_old";
pub const ORG: &str = "00D5g00000AcmeSyEA";

pub fn with(change: impl FnOnce(&mut Switches)) -> Sim {
    let mut scenario = scenario("upgrade-follower");
    change(&mut scenario.switches);
    let mut sim = Sim::of(&scenario);
    rest(&mut sim, CONNECT);
    sim
}

pub fn act(sim: &mut Sim, act: &Value) {
    sim.world.act(serde_json::from_value::<Act>(act.clone()).unwrap(), sim.now);
}

pub fn listed(sim: &mut Sim) -> Vec<String> {
    let (_, found) = sim.call(Api::ConnectDiscovery, Method::Get, &format!("/connections?app={APP}"), None);
    super::names(&found["results"], "/resource_name")
}

/// Path of an add-on's connection on the regional API.
pub fn path(sim: &mut Sim, addon: &str) -> String {
    let query = format!("/connections?app={APP}&resource_name={addon}");
    let (_, found) = sim.call(Api::ConnectDiscovery, Method::Get, &query, None);
    let id = found["results"][0]["id"].as_str().unwrap_or_else(|| panic!("no {addon}: {found}"));
    format!("/api/v3/connections/{id}")
}

pub fn detail(sim: &mut Sim, addon: &str) -> Value {
    let path = path(sim, addon);
    sim.region(Method::Get, &format!("{path}?deep=true"), None).1
}

pub fn synced(sim: &mut Sim, addon: &str, number: usize) -> bool {
    let shown = detail(sim, addon);
    let all = shown["mappings"].as_array().unwrap();
    all.len() == number && all.iter().all(|one| one["state"] == "DATA_SYNCED")
}

pub fn rest(sim: &mut Sim, addon: &str) {
    sim.settle();
    sim.until("every mapping is synced", 5_000, |sim| synced(sim, addon, 4));
}

pub fn export(sim: &mut Sim) -> Value {
    let path = path(sim, CONNECT);
    let mut file = sim.region(Method::Get, &format!("{path}/actions/export"), None).1;
    file.as_object_mut().unwrap().remove("connection");
    file
}

pub fn destroy(sim: &mut Sim, addon: &str) -> (u16, Value) {
    let (app, addon) = (sim.get(&format!("/apps/{APP}"))["id"].clone(), sim.addon_id(addon));
    let path = format!("/apps/{}/addons/{addon}", app.as_str().unwrap());
    sim.call(Api::Platform, Method::Delete, &path, Some(json!({"force": false})))
}

pub fn there(sim: &mut Sim, addon: &str) -> u16 {
    sim.call(Api::Platform, Method::Get, &format!("/addons/{addon}"), None).0
}

pub fn gone(sim: &mut Sim, addon: &str) {
    assert_eq!(destroy(sim, addon).0, 200);
    sim.until("the add-on is gone", 3_000, |sim| there(sim, addon) == 404);
}

pub fn create(sim: &mut Sim) -> (u16, Value) {
    let body = json!({"plan": {"name": "herokuconnect:demo"}, "name": NEW, "confirm": APP});
    sim.post(&format!("/apps/{APP}/addons"), body)
}

/// Makes the new add-on, comes onto its list, and names its database.
pub fn set_up(sim: &mut Sim) -> (u16, Value) {
    let (status, made) = create(sim);
    assert_eq!((status, &made["state"]), (201, &json!("provisioned")), "{made}");
    assert!(!listed(sim).contains(&NEW.to_owned()), "nobody is on its list");
    assert_eq!(sim.call(Api::ConnectDiscovery, Method::Post, &format!("/auth/{APP}"), None).0, 200);
    let shown = detail(sim, NEW);
    assert_eq!((&shown["state"], &shown["organization_id"]), (&json!("NEW"), &Value::Null));
    assert_eq!((&shown["database"], &shown["mappings"]), (&Value::Null, &json!([])));
    let path = path(sim, NEW);
    sim.region(Method::Patch, &path, Some(json!({"db_key": "DATABASE_URL", "schema_name": SCHEMA})))
}

pub fn authorize_url(sim: &mut Sim, addon: &str, body: Value) -> String {
    let path = path(sim, addon);
    let (status, given) = sim.region(Method::Post, &format!("{path}/authorize_url"), Some(body));
    assert_eq!(status, 201, "{given}");
    let redirect = given["redirect"].as_str().unwrap();
    redirect.strip_prefix("http://127.0.0.1:5599").expect("an absolute address").to_owned()
}

/// A browser has no token.
pub fn browse(sim: &mut Sim, path: &str) -> Response {
    sim.send(Api::ConnectRegion, Method::Get, path, &[("authorization", "")], None)
}

pub fn import(sim: &mut Sim, addon: &str, file: &Value) -> u16 {
    let path = path(sim, addon);
    sim.region(Method::Post, &format!("{path}/actions/import"), Some(file.clone())).0
}

pub fn scale_to_zero(sim: &mut Sim) {
    let updates = json!([{"type": "web", "quantity": 0}, {"type": "worker", "quantity": 0}]);
    let path = format!("/apps/{APP}/formation");
    sim.call(Api::Platform, Method::Patch, &path, Some(json!({"updates": updates})));
    sim.pass(500);
}
