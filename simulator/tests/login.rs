//! Somebody is at hand who logs into Salesforce whenever an address is given.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::hash::{DefaultHasher, Hasher};

use connect_simulator::scenario::{LoginPage, Switches};
use connect_simulator::LoginOrg;
use connect_wire::Method;
use serde_json::{json, Value};
use support::anew::{
    act, authorize_url, browse, detail, export, gone, import, path, rest, scale_to_zero, set_up, with, ASIDE,
    NEW, ORG, SCHEMA,
};
use support::{Sim, CONNECT, LEAD};

const HOUR: u64 = 3_600_000;

/// A world with such a person.
fn world(login: Option<LoginOrg>) -> Sim {
    with(|switches| switches.login = login)
}

/// Up to the connection that has to be authorized, its old schema put aside.
fn made(sim: &mut Sim) {
    gone(sim, CONNECT);
    let aside = json!({"aside": ASIDE, "tables": [], "waits": null}).to_string();
    sim.paper.answer(LEAD, "schema_aside", SCHEMA, Some(&aside), sim.now).unwrap();
    let (status, shown) = set_up(sim);
    assert_eq!((status, &shown["state"]), (200, &json!("NEED_AUTHENTICATION")), "{shown}");
}

/// An address with a version of Salesforce's API.
fn given(sim: &mut Sim, version: &str) -> String {
    let body =
        json!({"environment": "production", "next": "http://127.0.0.1:9/back", "api_version": version});
    authorize_url(sim, NEW, body)
}

fn state(sim: &mut Sim) -> String {
    detail(sim, NEW)["state"].as_str().unwrap().to_owned()
}

fn org(sim: &mut Sim) -> Value {
    detail(sim, NEW)["organization_id"].clone()
}

fn version(sim: &mut Sim) -> Value {
    detail(sim, NEW)["sf_info"]["api_version"].clone()
}

#[test]
fn a_client_without_a_browser_is_sent_back_at_once_where_there_is_no_page() {
    for (shows, status) in [(LoginPage::Choices, 200), (LoginPage::Redirect, 302)] {
        let mut sim = with(|switches| switches.login_page = shows);
        made(&mut sim);
        let page = given(&mut sim, "62.0");
        let answer = browse(&mut sim, &page);
        assert_eq!(answer.status, status, "{shows:?}");
        let back = answer.headers.get("location").map(String::as_str);
        assert_eq!(back, (status == 302).then_some("http://127.0.0.1:9/back"));
        sim.pass(3_000);
        assert_eq!(state(&mut sim) == "IDLE", status == 302, "{shows:?}");
    }
}

#[test]
fn nobody_browses_and_the_connection_is_made_anew() {
    let mut sim = world(Some(LoginOrg::Right));
    sim.pass(500);
    let file = export(&mut sim);
    scale_to_zero(&mut sim);
    sim.pass(3_000);
    assert_eq!(sim.connect_action("pause").0, 202);
    sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
    made(&mut sim);
    sim.pass(40_000);
    assert_eq!(state(&mut sim), "NEED_AUTHENTICATION", "no address was given");
    let page = given(&mut sim, "62.0");
    sim.pass(29_950);
    assert_eq!((state(&mut sim).as_str(), org(&mut sim)), ("NEED_AUTHENTICATION", Value::Null));
    sim.pass(50);
    sim.until("it is idle", 1_000, |sim| state(sim) == "IDLE");
    let shown = detail(&mut sim, NEW);
    assert_eq!((&shown["organization_id"], &shown["sf_info"]["api_version"]), (&json!(ORG), &json!("62.0")));
    assert!(shown["auth_updated"].is_string());
    assert_eq!(sim.paper.org_of(LEAD, SCHEMA).as_deref(), Some(ORG));
    assert_eq!(browse(&mut sim, &page).status, 410);
    assert_eq!(import(&mut sim, NEW, &file), 202);
    rest(&mut sim, NEW);
    assert_eq!((sim.paper.lost(LEAD), sim.paper.sent_twice(), sim.paper.stranded(LEAD)), (0, 0, 0));
}

#[test]
fn he_may_choose_another_org() {
    for (choice, other) in [
        (LoginOrg::Right, ORG),
        (LoginOrg::Wrong, "00D7w0000WRONG1EAA"),
        (LoginOrg::Production, "00D8p0000PROD01EAA"),
        (LoginOrg::OtherSandbox, "00D9s0000OTHER1EAA"),
    ] {
        let mut sim = world(Some(choice));
        made(&mut sim);
        given(&mut sim, "62.0");
        sim.pass(30_000);
        assert_eq!(org(&mut sim), other);
        assert_eq!(sim.paper.org_of(LEAD, SCHEMA).as_deref(), Some(other));
    }
}

#[test]
fn who_refuses_uses_the_address_up() {
    let mut sim = world(Some(LoginOrg::Refuse));
    made(&mut sim);
    let page = given(&mut sim, "62.0");
    sim.pass(29_950);
    assert_eq!(browse(&mut sim, &page).status, 200);
    sim.pass(50);
    assert_eq!((state(&mut sim).as_str(), org(&mut sim)), ("NEED_AUTHENTICATION", Value::Null));
    assert_eq!(browse(&mut sim, &format!("{page}?org=right")).status, 410);
    // He is asked again, and refuses again.
    let page = given(&mut sim, "62.0");
    sim.pass(30_000);
    assert_eq!((browse(&mut sim, &page).status, org(&mut sim)), (410, Value::Null));
}

#[test]
fn where_nobody_is_nothing_happens_in_a_day() {
    assert_eq!(Switches::default().login, None);
    let mut sim = world(None);
    made(&mut sim);
    let page = given(&mut sim, "62.0");
    for _ in 0..24 {
        sim.now += HOUR;
        sim.settle();
    }
    assert_eq!((state(&mut sim).as_str(), org(&mut sim)), ("NEED_AUTHENTICATION", Value::Null));
    assert_eq!(browse(&mut sim, &format!("{page}?org=right")).status, 302);
    assert_eq!(org(&mut sim), ORG);
}

#[test]
fn an_address_that_was_used_is_left_alone() {
    let mut sim = world(Some(LoginOrg::Wrong));
    made(&mut sim);
    let page = given(&mut sim, "62.0");
    assert_eq!(browse(&mut sim, &format!("{page}?org=right")).status, 302);
    sim.pass(31_000);
    assert_eq!(org(&mut sim), ORG);
}

#[test]
fn of_several_that_are_due_the_newest_counts() {
    let mut sim = world(Some(LoginOrg::Right));
    made(&mut sim);
    let pages = ["61.0", "62.0"].map(|version| given(&mut sim, version));
    sim.pass(10_000);
    let later = given(&mut sim, "63.0");
    sim.pass(20_000);
    assert_eq!(version(&mut sim), "62.0");
    for page in pages {
        assert_eq!(browse(&mut sim, &page).status, 410);
    }
    assert_eq!(browse(&mut sim, &later).status, 200, "its time has not come");
    sim.pass(10_000);
    assert_eq!((version(&mut sim), browse(&mut sim, &later).status), (json!("63.0"), 410));
}

#[test]
fn who_finds_connect_maintained_waits() {
    let mut sim = world(Some(LoginOrg::Right));
    made(&mut sim);
    given(&mut sim, "62.0");
    act(&mut sim, &json!({"kind": "connectMaintenance", "ms": 60_000}));
    sim.pass(59_950);
    let shown = |sim: &Sim| sim.world.view()["connections"][NEW]["state"].clone();
    assert_eq!(shown(&sim), "NEED_AUTHENTICATION");
    sim.pass(50);
    assert_eq!(shown(&sim), "IDLE");
}

#[test]
fn an_authorized_connection_is_authorized_again() {
    let mut sim = with(|switches| (switches.login, switches.login_ms) = (Some(LoginOrg::Wrong), 1_000));
    let path = path(&mut sim, CONNECT);
    let body = json!({"environment": "production"});
    assert_eq!(sim.region(Method::Post, &format!("{path}/authorize_url"), Some(body)).0, 201);
    sim.pass(950);
    assert_eq!(sim.connection()["organization_id"], ORG);
    sim.pass(50);
    assert_ne!(sim.connection()["organization_id"], ORG);
}

#[test]
fn what_is_left_of_the_wait_tells_worlds_apart() {
    for (login, differs) in [(None, false), (Some(LoginOrg::Right), true)] {
        let mut sim = world(login);
        made(&mut sim);
        given(&mut sim, "62.0");
        let print = |ms: u64| {
            let mut hasher = DefaultHasher::new();
            sim.world.fingerprint(sim.now + ms, &mut hasher);
            hasher.finish()
        };
        assert_eq!(print(0) != print(10_000), differs);
    }
}

#[test]
fn a_scenario_names_him_by_the_word_of_the_org() {
    for choice in LoginOrg::ALL {
        let read: Switches = serde_json::from_value(json!({"login": choice.word(), "loginMs": 5})).unwrap();
        assert_eq!((read.login, read.login_ms), (Some(choice), 5));
    }
    let read: Switches = serde_json::from_value(json!({"login": null})).unwrap();
    assert_eq!((read.login, read.login_ms), (None, 30_000));
    assert!(serde_json::from_value::<Switches>(json!({"login": "nobody"})).is_err());
}
