//! Every fault does what its sentence says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_simulator::{Fault, FaultKind};
use connect_wire::{Api, Body, Method};
use serde_json::json;
use support::{names, Sim, APP, CONNECT, LEAD};

fn with(fault: &str) -> Sim {
    let mut sim = Sim::new("upgrade-follower");
    sim.world.inject(fault.parse().unwrap());
    sim
}

#[test]
fn texts_are_read() {
    let fault: Fault = "refuse:422:invalid_params@POST /apps#2".parse().unwrap();
    assert_eq!(fault.kind, FaultKind::Refuse { status: 422, id: "invalid_params".into() });
    assert_eq!((fault.target.as_deref(), fault.times, fault.name()), (Some("POST /apps"), Some(2), "refuse"));
    for info in Fault::catalogue() {
        let text = if info.name == "refuse" {
            "refuse:500:internal_server_error".to_owned()
        } else {
            info.name.to_owned()
        };
        let fault: Fault = text.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(fault.name(), info.name);
        let again: Fault = serde_json::from_value(serde_json::to_value(&fault).unwrap()).unwrap();
        assert_eq!(again, fault);
    }
    for wrong in ["nonsense", "refuse", "refuse:x:y", "pause-stuck:1", "pause-stuck#x"] {
        assert!(wrong.parse::<Fault>().is_err(), "{wrong}");
    }
}

#[test]
fn a_stuck_pause_is_accepted() {
    let mut sim = with("pause-stuck");
    assert_eq!(sim.connect_action("pause").0, 202);
    sim.pass(10_000);
    assert_eq!(sim.world.view()["connections"][CONNECT]["state"], "IDLE");
    sim.world.heal(sim.now);
    sim.connect_action("pause");
    sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
}

#[test]
fn resuming_can_stick_or_fail() {
    for (fault, state) in [("resume-stuck", "PAUSED"), ("resume-fails", "SYSTEM_ERROR")] {
        let mut sim = with(&format!("{fault}@{CONNECT}#1"));
        sim.connect_action("pause");
        sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
        assert_eq!(sim.connect_action("resume").0, 202);
        sim.pass(2_000);
        assert_eq!(sim.connection()["state"], state, "{fault}");
        assert!(sim.world.faults().is_empty());
    }
}

#[test]
fn connect_can_stick_elsewhere() {
    let mut sim = with("poll-stuck");
    sim.pass(3_000);
    assert_eq!(sim.connection()["state"], "POLLING_DB_CHANGES");
    sim.connect_action("pause");
    sim.pass(3_000);
    assert_eq!(sim.connection()["state"], "POLLING_DB_CHANGES");
    let mut sim = with("mapping-stuck");
    sim.pass(3_000);
    assert_eq!(names(&sim.connection()["mappings"], "/state")[..2], ["POLLING_SF_CHANGES", "DATA_SYNCED"]);
    let mut sim = with("reconnect-stuck");
    sim.follower("follower-one");
    sim.connect_action("pause");
    sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
    let body =
        json!({"addon": {"name": "follower-one"}, "app": {"name": APP}, "confirm": APP, "name": "DATABASE"});
    sim.post("/addon-attachments", body);
    sim.connect_action("resume");
    sim.pass(2_000);
    assert_eq!(sim.world.view()["connections"][CONNECT]["database"], LEAD);
}

#[test]
fn upgrades_go_wrong_in_three_ways() {
    for (fault, waiting, error, version) in [
        ("upgrade-fails", false, true, 15),
        ("upgrade-stuck", true, false, 15),
        ("upgrade-noop", false, false, 15),
    ] {
        let mut sim = with(fault);
        let follower = sim.follower("follower-one");
        sim.data_post(&format!("/client/v11/databases/{follower}/upgrade/run"), json!({"version": "17"}));
        sim.pass(1_000);
        let status = sim.data(&format!("/client/v11/databases/{follower}/upgrade/wait_status"));
        assert_eq!(status["waiting?"], waiting, "{fault}");
        assert_eq!(status["error?"].as_bool().unwrap_or(false), error, "{fault}");
        assert_eq!(sim.world.view()["databases"]["follower-one"]["version"], version, "{fault}");
    }
    let mut sim = with("upgrade-fires");
    sim.data_post(&format!("/client/v11/databases/{LEAD}/upgrade/prepare"), json!({"version": "17"}));
    sim.pass(2_000);
    assert_eq!(sim.world.view()["databases"][LEAD]["version"], 17);
}

#[test]
fn a_new_database_can_stick_or_fail() {
    for (fault, state) in [("replica-stuck", "provisioning"), ("replica-fails", "deprovisioned")] {
        let mut sim = with(&format!("{fault}@{LEAD}"));
        let id = sim.follower("follower-one");
        sim.pass(1_000);
        assert_eq!(sim.get(&format!("/addons/{id}"))["state"], state);
        assert!(sim.get(&format!("/apps/{APP}/config-vars")).get("FOLLOWER_ONE_FOLLOWER_URL").is_none());
    }
    let mut sim = with("replica-stuck");
    let id = sim.follower("follower-one");
    let path = format!("/apps/{APP}/addons/{id}");
    assert_eq!(sim.call(Api::Platform, Method::Delete, &path, Some(json!({"force": false}))).0, 200);
    assert_eq!(sim.call(Api::Platform, Method::Get, &path, None).0, 404, "there was nothing to remove");
    let mut sim = with("unfollow-early");
    sim.follower("follower-one");
    sim.pass(500);
    assert_eq!(sim.world.view()["databases"]["follower-one"]["following"], json!(null));
}

#[test]
fn accepted_is_not_done() {
    let mut sim = with("promote-noop");
    sim.follower("follower-one");
    let before = sim.world.view();
    let body =
        json!({"addon": {"name": "follower-one"}, "app": {"name": APP}, "confirm": APP, "name": "DATABASE"});
    assert_eq!(sim.post("/addon-attachments", body).0, 201);
    sim.pass(100);
    assert_eq!(sim.world.view(), before);
    let mut sim = with("scale-noop");
    let body = json!({"updates": [{"type": "web", "quantity": 0}]});
    let (status, shown) =
        sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}/formation"), Some(body));
    assert_eq!((status, &shown[0]["quantity"]), (200, &json!(1)));
}

#[test]
fn dynos_go_on_or_never_come() {
    let mut sim = with(&format!("dyno-stuck@{APP}"));
    let body = json!({"updates": [{"type": "worker", "quantity": 0}]});
    sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}/formation"), Some(body));
    sim.pass(1_000);
    assert_eq!(names(&sim.get(&format!("/apps/{APP}/dynos")), "/name"), ["web.1", "worker.1"]);
    let mut sim = with("dyno-crash#1");
    sim.call(Api::Platform, Method::Delete, &format!("/apps/{APP}/dynos/worker.1"), None);
    sim.pass(1_000);
    assert_eq!(names(&sim.get(&format!("/apps/{APP}/dynos")), "/state"), ["up", "crashed"]);
}

#[test]
fn services_refuse() {
    let mut sim = with("connect-maintenance");
    let response = sim.send(Api::ConnectDiscovery, Method::Get, "/connections", &[], None);
    assert!(response.status == 503 && matches!(response.body, Body::Text(_)));
    let mut sim = with("refuse:500:internal_server_error@GET /apps/acme-sync/releases#2");
    for status in [500, 500, 200] {
        assert_eq!(sim.call(Api::Platform, Method::Get, &format!("/apps/{APP}/releases"), None).0, status);
    }
    let mut sim = with("two-factor");
    let patch = |sim: &mut Sim, headers: &[(&str, &str)], path: &str| {
        sim.send(Api::Platform, Method::Patch, path, headers, Some(json!({"maintenance": true})))
    };
    let app = format!("/apps/{APP}");
    let response = patch(&mut sim, &[], &app);
    let body = support::json_of(&response);
    assert_eq!(
        (response.status, &body["id"], &body["app"]["name"]),
        (403, &json!("two_factor"), &json!(APP))
    );
    assert_eq!(patch(&mut sim, &[("heroku-two-factor-code", "123456")], &app).status, 200);
    let code = [("heroku-two-factor-code", "123456")];
    let grant = sim.send(Api::Platform, Method::Put, &format!("{app}/pre-authorizations"), &code, None);
    assert_eq!(grant.status, 200);
    assert_eq!(patch(&mut sim, &[], &app).status, 200);
}

#[test]
fn reads_can_be_stale() {
    let mut sim = with(&format!("stale-reads@/apps/{APP}#2"));
    sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}"), Some(json!({"maintenance": true})));
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(sim.get(&format!("/apps/{APP}"))["maintenance"].clone());
    }
    assert_eq!(seen, [json!(false), json!(false), json!(true)]);
}
