//! Tokens, budgets, paging, resolvers, scaling and dynos.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_simulator::{Act, JobKind};
use connect_wire::{Api, Body, Method};
use serde_json::{json, Value};
use support::{names, Sim, APP, LEAD};

#[test]
fn only_known_tokens_pass() {
    let mut sim = Sim::new("upgrade-follower");
    for token in ["Bearer undefined", "Bearer other", "Basic OnNhbmRib3gtdG9rZW4=", ""] {
        let response = sim.send(Api::Platform, Method::Get, "/account", &[("authorization", token)], None);
        assert_eq!(response.status, 401, "{token}");
        assert_eq!(support::json_of(&response)["id"], "unauthorized");
    }
    let basic = [("authorization", "Basic OnNhbmRib3gtdG9rZW4=")];
    let path = format!("/postgres/v0/databases/{LEAD}/credentials");
    assert_eq!(sim.send(Api::Data, Method::Get, &path, &basic, None).status, 200);
    let response =
        sim.send(Api::Status, Method::Get, "/api/v4/current-status", &[("authorization", "")], None);
    assert_eq!(response.status, 200);
    sim.world.act(Act::TokenExpires { token: "sandbox-token".into() }, sim.now);
    assert_eq!(sim.call(Api::Platform, Method::Get, "/account", None).0, 401);
}

#[test]
fn answers_carry_ids_and_the_budget() {
    let mut sim = Sim::new("upgrade-follower");
    let one = sim.send(Api::Platform, Method::Get, "/account", &[], None);
    let two = sim.send(Api::Platform, Method::Get, "/account", &[], None);
    assert_ne!(one.headers["request-id"], two.headers["request-id"]);
    let left = |headers: &std::collections::BTreeMap<String, String>| {
        headers["ratelimit-remaining"].parse::<u32>().unwrap()
    };
    assert_eq!(left(&one.headers), left(&two.headers) + 1);
    let limits = sim.get("/account/rate-limits");
    assert_eq!(limits["remaining"], left(&two.headers));
}

#[test]
fn the_budget_runs_out_and_refills() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.switches.rate_limit = 3;
    let mut sim = Sim::of(&scenario);
    for _ in 0..3 {
        assert_eq!(sim.call(Api::Platform, Method::Get, "/account", None).0, 200);
    }
    let (status, body) = sim.call(Api::Platform, Method::Get, "/account", None);
    assert_eq!((status, &body["id"]), (429, &json!("rate_limit")));
    assert_eq!(sim.call(Api::Platform, Method::Get, "/account/rate-limits", None).1["remaining"], 0);
    sim.now += 2_000;
    assert_eq!(sim.call(Api::Platform, Method::Get, "/account", None).0, 200);
}

#[test]
fn long_lists_come_in_pages() {
    let mut scenario = support::scenario("upgrade-follower");
    scenario.switches.page_size = 2;
    let mut sim = Sim::of(&scenario);
    let mut all = Vec::new();
    let mut range: Option<String> = None;
    loop {
        let headers: Vec<(&str, &str)> = range.iter().map(|range| ("range", range.as_str())).collect();
        let response = sim.send(Api::Platform, Method::Get, "/addon-attachments", &headers, None);
        let page = support::json_of(&response);
        assert!(page.as_array().unwrap().len() <= 2);
        all.extend(names(&page, "/name"));
        match response.headers.get("next-range") {
            Some(next) => {
                assert_eq!(response.status, 206);
                range = Some(next.clone());
            }
            None => break,
        }
    }
    assert_eq!(all, ["DATABASE", "HEROKU_POSTGRESQL_ROSE", "SCHEDULER", "HEROKUCONNECT"]);
}

#[test]
fn attachments_resolve_by_many_names() {
    let mut sim = Sim::new("upgrade-follower");
    let id = sim.addon_id(LEAD);
    let mut resolve = |wanted: &str| {
        let body = json!({"addon_attachment": wanted, "app": APP});
        sim.post("/actions/addon-attachments/resolve", body)
    };
    for wanted in ["DATABASE", "DATABASE_URL"] {
        assert_eq!(names(&resolve(wanted).1, "/name"), ["DATABASE"], "{wanted}");
    }
    for wanted in [LEAD, &id] {
        assert_eq!(names(&resolve(wanted).1, "/name"), ["DATABASE", "HEROKU_POSTGRESQL_ROSE"], "{wanted}");
    }
    for wanted in ["rose", "HEROKU_POSTGRESQL_ROSE_URL", "other::DATABASE", "acme-sync::rose"] {
        let (status, found) = resolve(wanted);
        match wanted {
            "other::DATABASE" => assert_eq!((status, &found["resource"]), (404, &json!("app"))),
            _ => assert_eq!(names(&found, "/name"), ["HEROKU_POSTGRESQL_ROSE"], "{wanted}"),
        }
    }
    let (status, body) = resolve("NOBODY");
    assert_eq!((status, &body["id"]), (404, &json!("not_found")));
    assert!(body["resource"].is_string() && body["message"].is_string());
    let (_, found) = resolve("DATABASE");
    assert_eq!(found[0]["addon"]["plan"]["name"], "heroku-postgresql:standard-0");
    assert_eq!(found[0]["config_vars"], json!(["DATABASE_URL"]));
}

#[test]
fn plans_and_config_vars_are_shown_on_request_only() {
    let mut sim = Sim::new("upgrade-follower");
    let plain = sim.send(Api::Platform, Method::Get, &format!("/apps/{APP}/addon-attachments"), &[], None);
    let plain = support::json_of(&plain);
    assert!(plain[0].get("config_vars").is_none() && plain[0]["addon"].get("plan").is_none());
    let addon = sim.send(Api::Platform, Method::Get, &format!("/addons/{LEAD}"), &[], None);
    assert!(support::json_of(&addon)["plan"].get("price").is_none());
    assert_eq!(sim.get(&format!("/addons/{LEAD}"))["plan"]["price"]["cents"], 5_000);
}

#[test]
fn add_ons_resolve() {
    let mut sim = Sim::new("upgrade-follower");
    let mut resolve = |addon: &str, app: Value| {
        let (status, found) = sim.post("/actions/addons/resolve", json!({"addon": addon, "app": app}));
        (
            status,
            if status == 200 {
                names(&found, "/name")
            } else {
                vec![found["resource"].as_str().unwrap().into()]
            },
        )
    };
    assert_eq!(resolve("DATABASE_URL", json!(APP)), (200, vec![LEAD.into()]));
    assert_eq!(resolve("herokuconnect", json!(APP)), (200, vec![support::CONNECT.into()]));
    assert_eq!(resolve(LEAD, Value::Null), (200, vec![LEAD.into()]));
    assert_eq!(resolve("nobody", json!(APP)), (404, vec!["add_on".into()]));
}

#[test]
fn paths_are_decoded() {
    let mut sim = Sim::new("upgrade-follower");
    assert_eq!(sim.get("/apps/acme%2Dsync")["name"], APP);
    assert_eq!(sim.call(Api::Platform, Method::Get, "/apps/acme%2", None).0, 404);
    let id = sim.get(&format!("/apps/{APP}"))["id"].as_str().unwrap().to_owned();
    assert_eq!(sim.get(&format!("/apps/{id}/formation")).as_array().unwrap().len(), 2);
    let (status, body) = sim.call(Api::Platform, Method::Get, "/apps/nobody/formation", None);
    assert_eq!((status, &body["resource"]), (404, &json!("app")));
}

#[test]
fn scaling_takes_texts() {
    let mut sim = Sim::new("upgrade-follower");
    let scale = |sim: &mut Sim, kind: &str, quantity: Value| {
        let body = json!({"updates": [{"type": kind, "quantity": quantity}]});
        let (status, body) =
            sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}/formation"), Some(body));
        (status, body[1]["quantity"].clone())
    };
    assert_eq!(scale(&mut sim, "worker", json!("+2")), (200, json!(3)));
    assert_eq!(scale(&mut sim, "worker", json!("-1")), (200, json!(2)));
    assert_eq!(scale(&mut sim, "worker", json!("0")), (200, json!(0)));
    assert_eq!(scale(&mut sim, "worker", json!("many")).0, 422);
    assert_eq!(scale(&mut sim, "worker", json!(4_000)).0, 422);
    assert_eq!(scale(&mut sim, "clock", json!(1)).0, 404);
    // A dyno that stops is listed until its process is gone.
    assert_eq!(names(&sim.get(&format!("/apps/{APP}/dynos")), "/state"), ["up", "down", "down", "down"]);
    sim.settle();
    assert_eq!(names(&sim.get(&format!("/apps/{APP}/dynos")), "/name"), ["web.1"]);
}

#[test]
fn preboot_keeps_old_web_dynos_unlisted() {
    let mut sim = Sim::new("release-phase");
    sim.pass(100);
    sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}/config-vars"), Some(json!({"FLAG": "1"})));
    sim.settle();
    let listed = sim.get(&format!("/apps/{APP}/dynos"));
    assert_eq!(names(&listed, "/name"), ["web.1", "worker.1"]);
    sim.pass(100);
    let stops = |sim: &Sim| {
        sim.world.jobs().iter().filter(|job| matches!(job.kind, JobKind::StopDyno { .. })).count()
    };
    assert_eq!(stops(&sim), 0);
    sim.now += 3_000;
    sim.world.advance(sim.now);
    assert_eq!(stops(&sim), 1);
}

#[test]
fn one_off_dynos_start_in_maintenance_mode_and_can_be_stopped() {
    let mut sim = Sim::new("upgrade-follower");
    sim.call(Api::Platform, Method::Patch, &format!("/apps/{APP}"), Some(json!({"maintenance": true})));
    let act = Act::OneOff { app: APP.into(), dyno_type: "scheduler".into(), command: "rake nightly".into() };
    sim.world.act(act, sim.now);
    sim.settle();
    assert_eq!(names(&sim.get(&format!("/apps/{APP}/dynos")), "/name"), ["web.1", "worker.1", "scheduler.1"]);
    let path = format!("/apps/{APP}/dynos/scheduler.1/actions/stop");
    assert_eq!(sim.call(Api::Platform, Method::Post, &path, None).0, 202);
    sim.settle();
    assert_eq!(names(&sim.get(&format!("/apps/{APP}/dynos")), "/name"), ["web.1", "worker.1"]);
    assert_eq!(sim.call(Api::Platform, Method::Post, &path, None).0, 404);
}

#[test]
fn a_process_that_ends_is_started_anew() {
    let mut sim = Sim::new("upgrade-follower");
    let first = sim.get(&format!("/apps/{APP}/dynos"))[1]["id"].clone();
    let instance = u64::from_str_radix(first.as_str().unwrap().rsplit('-').next().unwrap(), 16).unwrap();
    sim.world.act(Act::DynoExited { app: APP.into(), instance }, sim.now);
    sim.settle();
    let now = sim.get(&format!("/apps/{APP}/dynos"));
    assert_eq!(names(&now, "/name"), ["web.1", "worker.1"]);
    assert_ne!(now[1]["id"], first);
}

#[test]
fn autoscaling_is_switched_through_metrics() {
    let mut sim = Sim::new("release-phase");
    let id = sim.get(&format!("/apps/{APP}"))["id"].as_str().unwrap().to_owned();
    let path = format!("/apps/{id}/formation/web/monitors");
    let (_, monitors) = sim.call(Api::Metrics, Method::Get, &path, None);
    assert_eq!((&monitors[0]["action_type"], &monitors[0]["is_active"]), (&json!("scale"), &json!(true)));
    let one = format!("{path}/{}", monitors[0]["id"].as_str().unwrap());
    let body = json!({"is_active": false, "op": "GREATER_OR_EQUAL", "period": 1});
    assert_eq!(sim.call(Api::Metrics, Method::Patch, &one, Some(body)).0, 202);
    assert_eq!(sim.world.view()["apps"][APP]["autoscaler"]["web"]["active"], false);
}

#[test]
fn a_route_that_is_not_there_says_so() {
    let mut sim = Sim::new("upgrade-follower");
    let response = sim.send(Api::Platform, Method::Put, "/apps", &[], None);
    assert_eq!(response.status, 404);
    assert!(matches!(response.body, Body::Json(_)));
}
