//! A connection destroyed and made again by hand, over the services' own requests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_simulator::scenario::{ApiVersionAtAuth, DestroyDropsSchema, ReauthOtherOrg, SchemaInUse};
use connect_simulator::{Fault, JobKind, LoginOrg};
use connect_wire::{Api, Method, Response};
use serde_json::{json, Value};
use support::anew::{
    act, authorize_url, browse, create, destroy, detail, export, gone, import, listed, path, rest,
    scale_to_zero, set_up, synced, there, with, ASIDE, NEW, ORG, SCHEMA,
};
use support::{json_of, Sim, APP, CONNECT, LEAD};

fn fine() -> Sim {
    with(|_| {})
}

fn arm(sim: &mut Sim, fault: &str) {
    sim.world.inject(fault.parse::<Fault>().unwrap());
}

fn mapping(sim: &mut Sim, addon: &str, object: &str) -> Value {
    let shown = detail(sim, addon);
    let all = shown["mappings"].as_array().unwrap();
    all.iter().find(|one| one["object_name"] == object).cloned().unwrap_or(Value::Null)
}

fn login(sim: &mut Sim, org: &str) -> Response {
    let body = json!({"environment": "production", "next": "http://127.0.0.1:9/back", "api_version": "62.0"});
    let page = authorize_url(sim, NEW, body);
    browse(sim, &format!("{page}?org={org}"))
}

/// From a fresh world to a new connection that is authorized, the old schema put aside.
fn made_anew(sim: &mut Sim) -> Value {
    let file = export(sim);
    assert_eq!(sim.connect_action("pause").0, 202);
    sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
    assert!(sim.paper.put_aside(LEAD, SCHEMA, ASIDE));
    gone(sim, CONNECT);
    let (status, shown) = set_up(sim);
    assert_eq!((status, &shown["state"]), (200, &json!("NEED_AUTHENTICATION")), "{shown}");
    assert!(shown["database"]["port"].is_u64() || shown["database"]["port"].is_string(), "{shown}");
    assert_eq!(login(sim, "right").status, 302);
    sim.settle();
    file
}

#[test]
fn by_hand_from_destroy_to_loaded_with_every_write_sent_once() {
    let mut sim = fine();
    sim.pass(500);
    let file = export(&mut sim);
    let before = detail(&mut sim, CONNECT);
    assert_eq!(before["deletable"], true);
    // Everything is sent, then nobody writes.
    scale_to_zero(&mut sim);
    sim.pass(3_000);
    assert_eq!(sim.connect_action("pause").0, 202);
    sim.until("paused", 3_000, |sim| sim.connection()["state"] == "PAUSED");
    assert!(sim.paper.put_aside(LEAD, SCHEMA, ASIDE));
    assert_eq!(sim.paper.stranded(LEAD), 0, "drained");
    let releases = sim.get(&format!("/apps/{APP}/releases")).as_array().unwrap().len();
    let (status, shown) = destroy(&mut sim, CONNECT);
    assert_eq!((status, &shown["state"]), (200, &json!("deprovisioning")));
    assert!(listed(&mut sim).is_empty(), "discovery forgets it at once");
    assert_eq!(sim.get(&format!("/addons/{CONNECT}"))["state"], "deprovisioning");
    sim.until("the add-on is gone", 3_000, |sim| there(sim, CONNECT) == 404);

    let (status, shown) = set_up(&mut sim);
    assert_eq!((status, &shown["state"]), (200, &json!("NEED_AUTHENTICATION")), "{shown}");
    assert_eq!(shown["database"], before["database"]);
    assert_eq!(sim.paper.connect_schemas(LEAD), [(ASIDE.to_owned(), true)], "not before it is authorized");
    let answer = login(&mut sim, "right");
    assert_eq!((answer.status, answer.headers["location"].as_str()), (302, "http://127.0.0.1:9/back"));
    sim.settle();
    let shown = detail(&mut sim, NEW);
    assert_eq!((&shown["organization_id"], &shown["sf_info"]["api_version"]), (&json!(ORG), &json!("62.0")));
    assert!(shown["auth_updated"].is_string());
    assert_eq!(sim.paper.org_of(LEAD, SCHEMA).as_deref(), Some(ORG));
    assert_eq!(sim.get(&format!("/apps/{APP}/releases")).as_array().unwrap().len(), releases, "no release");

    assert_eq!(import(&mut sim, NEW, &file), 202);
    rest(&mut sim, NEW);
    for one in before["mappings"].as_array().unwrap() {
        let object = one["object_name"].as_str().unwrap();
        let now = mapping(&mut sim, NEW, object);
        for key in ["access", "fields", "indexes", "upsert_field", "sf_polling_seconds"] {
            assert_eq!(now["config"][key], one["config"][key], "{object} {key}");
        }
        let columns = |schema| sim.paper.columns(LEAD, schema, &object.to_lowercase()).unwrap();
        let (mut old, mut new) = (columns(ASIDE), columns(SCHEMA));
        old.sort();
        new.sort();
        assert_eq!(old, new, "{object}");
    }
    // Writers come back, and find their tables.
    let written = sim.paper.acknowledged();
    let updates = json!([{"type": "web", "quantity": 1}]);
    sim.call(
        Api::Platform,
        Method::Patch,
        &format!("/apps/{APP}/formation"),
        Some(json!({"updates": updates})),
    );
    sim.pass(3_000);
    assert!(sim.paper.acknowledged() > written + 5);
    scale_to_zero(&mut sim);
    sim.until("everything is sent", 5_000, |sim| {
        let pending = |one: &Value| one["counts"]["pending"].as_u64().unwrap();
        detail(sim, NEW)["mappings"].as_array().unwrap().iter().all(|one| pending(one) == 0)
    });
    assert_eq!((sim.paper.lost(LEAD), sim.paper.sent_twice(), sim.paper.stranded(LEAD)), (0, 0, 0));
    assert_eq!(detail(&mut sim, NEW)["state"].as_str().map(|state| state != "SYSTEM_ERROR"), Some(true));
}

#[test]
fn apps_cannot_write_while_their_tables_are_aside() {
    let mut sim = fine();
    assert!(sim.paper.put_aside(LEAD, SCHEMA, ASIDE));
    let written = sim.paper.acknowledged();
    let (knows, org) = (sim.paper.connect_schemas(LEAD), sim.paper.org_of(LEAD, ASIDE));
    assert_eq!((knows, org.as_deref()), (vec![(ASIDE.to_owned(), true)], Some(ORG)));
    arm(&mut sim, "poll-stuck");
    sim.paper.tick(&sim.world);
    assert_eq!(sim.paper.acknowledged(), written);
    assert!(!sim.paper.put_aside(LEAD, SCHEMA, ASIDE), "it is aside already");
    assert!(sim.paper.take_back(LEAD, ASIDE, SCHEMA));
    sim.paper.tick(&sim.world);
    assert!(sim.paper.acknowledged() > written);
}

#[test]
fn what_is_aside_counts_as_stranded() {
    let mut sim = fine();
    arm(&mut sim, "poll-stuck");
    sim.pass(2_000);
    assert!(sim.paper.put_aside(LEAD, SCHEMA, ASIDE));
    assert!(sim.paper.stranded(LEAD) > 0);
}

#[test]
fn orders_are_for_plans_that_there_are() {
    let mut sim = fine();
    let wish = json!({"plan": {"name": "herokuconnect:gold"}, "name": NEW});
    let (status, refused) = sim.post(&format!("/apps/{APP}/addons"), wish);
    assert_eq!(status, 422, "{refused}");
    let (status, made) = create(&mut sim);
    assert_eq!((status, &made["plan"]["name"]), (201, &json!("herokuconnect:demo")));
    assert_eq!(create(&mut sim).0, 422, "the name is taken");
}

#[test]
fn an_addon_of_connect_may_make_a_release() {
    for wanted in [false, true] {
        let mut sim = with(|switches| switches.connect_addon_release = wanted);
        let releases = |sim: &mut Sim| sim.get(&format!("/apps/{APP}/releases")).as_array().unwrap().len();
        let before = releases(&mut sim);
        assert_eq!(create(&mut sim).0, 201);
        assert_eq!(releases(&mut sim) - before, usize::from(wanted));
        assert_eq!(destroy(&mut sim, NEW).0, 200);
        assert_eq!(releases(&mut sim) - before, 2 * usize::from(wanted));
    }
}

#[test]
fn destroying_drops_the_schema_as_the_switch_says() {
    let left = |drops: DestroyDropsSchema, dependant: bool, aside: bool| {
        let mut sim = with(|switches| switches.destroy_drops_schema = drops);
        scale_to_zero(&mut sim);
        sim.pass(2_000);
        if dependant {
            sim.paper.dependant(LEAD, SCHEMA, "contact", "name", "public.contacts", true);
        }
        if aside {
            assert!(sim.paper.put_aside(LEAD, SCHEMA, ASIDE));
        }
        gone(&mut sim, CONNECT);
        sim.paper.connect_schemas(LEAD).len()
    };
    use DestroyDropsSchema::{Cascade, No, Yes};
    assert_eq!([left(No, false, false), left(Yes, false, false), left(Cascade, false, false)], [1, 0, 0]);
    assert_eq!([left(No, true, false), left(Yes, true, false), left(Cascade, true, false)], [1, 1, 0]);
    assert_eq!([left(No, false, true), left(Yes, false, true), left(Cascade, true, true)], [1, 1, 1]);
}

#[test]
fn what_was_captured_goes_with_a_schema_that_is_dropped() {
    let mut sim = with(|switches| switches.destroy_drops_schema = DestroyDropsSchema::Yes);
    arm(&mut sim, "poll-stuck");
    sim.pass(2_000);
    scale_to_zero(&mut sim);
    let lost = sim.paper.lost(LEAD);
    gone(&mut sim, CONNECT);
    assert!(sim.paper.lost(LEAD) > lost);
    // And the apps find no table any more.
    let written = sim.paper.acknowledged();
    let updates = json!([{"type": "web", "quantity": 1}]);
    sim.call(
        Api::Platform,
        Method::Patch,
        &format!("/apps/{APP}/formation"),
        Some(json!({"updates": updates})),
    );
    sim.pass(1_000);
    assert_eq!(sim.paper.acknowledged(), written);
}

#[test]
fn one_that_cannot_be_deleted_stays() {
    let mut sim = with(|switches| switches.undeletable = vec![CONNECT.to_owned()]);
    assert_eq!(destroy(&mut sim, CONNECT).0, 422);
    act(&mut sim, &json!({"kind": "connectionDeletable", "addon": CONNECT, "deletable": true}));
    assert_eq!(detail(&mut sim, CONNECT)["deletable"], true);
    act(&mut sim, &json!({"kind": "connectionDeletable", "addon": CONNECT, "deletable": false}));
    assert_eq!(detail(&mut sim, CONNECT)["deletable"], false);
    let (status, refused) = destroy(&mut sim, CONNECT);
    assert_eq!(status, 422, "{refused}");
    assert!(refused["message"].is_string());
    assert_eq!(sim.get(&format!("/addons/{CONNECT}"))["state"], "provisioned");
    act(&mut sim, &json!({"kind": "connectionDeletable", "addon": CONNECT, "deletable": true}));
    gone(&mut sim, CONNECT);
}

#[test]
fn a_schema_in_use_is_refused_adopted_or_an_error() {
    let after = |in_use: SchemaInUse| {
        let mut sim = with(|switches| switches.schema_in_use = in_use);
        scale_to_zero(&mut sim);
        sim.pass(2_000);
        gone(&mut sim, CONNECT);
        let (status, _) = set_up(&mut sim);
        login(&mut sim, "wrong");
        sim.pass(1_000);
        let shown = detail(&mut sim, NEW);
        (status, shown["state"].as_str().unwrap().to_owned(), sim.paper.org_of(LEAD, SCHEMA).unwrap())
    };
    let (status, state, org) = after(SchemaInUse::Refuse);
    assert_eq!((status, state.as_str(), org.as_str()), (409, "NEW", ORG));
    let (status, state, org) = after(SchemaInUse::Adopt);
    assert_eq!(status, 200);
    assert!(["IDLE", "POLLING_DB_CHANGES"].contains(&state.as_str()), "{state}");
    assert_ne!(org, ORG, "the org is noted");
    let (status, state, org) = after(SchemaInUse::Error);
    assert_eq!((status, state.as_str(), org.as_str()), (200, "SYSTEM_ERROR", ORG));
}

#[test]
fn a_free_schema_is_nobodys_concern() {
    for in_use in [SchemaInUse::Refuse, SchemaInUse::Error] {
        let mut sim = with(|switches| switches.schema_in_use = in_use);
        let file = made_anew(&mut sim);
        assert_eq!(import(&mut sim, NEW, &file), 202);
        rest(&mut sim, NEW);
    }
}

#[test]
fn another_schema_is_made_and_loaded() {
    let mut sim = fine();
    let path = path(&mut sim, CONNECT);
    let (status, shown) = sim.region(Method::Patch, &path, Some(json!({"schema_name": "other"})));
    assert_eq!((status, &shown["schema_name"]), (200, &json!("other")));
    rest(&mut sim, CONNECT);
    assert!(sim.paper.columns(LEAD, "other", "contact").is_some());
    sim.pass(2_000);
    let state = detail(&mut sim, CONNECT)["state"].clone();
    assert!(["IDLE", "POLLING_DB_CHANGES"].contains(&state.as_str().unwrap()), "{state}");
}

#[test]
fn the_page_is_for_browsers_and_its_address_is_used_once() {
    for once in [true, false] {
        let mut sim = with(|switches| switches.authorize_url_once = once);
        create(&mut sim);
        sim.call(Api::ConnectDiscovery, Method::Post, &format!("/auth/{APP}"), None);
        let body = json!({"environment": "sandbox", "next": "http://127.0.0.1:9/?a=b c"});
        let page = authorize_url(&mut sim, NEW, body);
        let shown = json_of(&browse(&mut sim, &page));
        for org in LoginOrg::ALL {
            assert!(shown.as_str().unwrap().contains(&format!("?org={}", org.word())), "{shown}");
        }
        assert_eq!(browse(&mut sim, &format!("{page}?org=unknown")).status, 400);
        let refused = browse(&mut sim, &format!("{page}?org=refuse"));
        assert_eq!(refused.status, 302);
        assert_eq!(refused.headers["location"], "http://127.0.0.1:9/?a=b%20c&error=access_denied");
        assert_eq!(detail(&mut sim, NEW)["organization_id"], Value::Null);
        let again = browse(&mut sim, &format!("{page}?org=right"));
        assert_eq!(again.status, if once { 410 } else { 302 });
        assert_eq!(detail(&mut sim, NEW)["organization_id"].is_null(), once);
        assert_eq!(browse(&mut sim, "/salesforce/login/none").status, 404);
        let elsewhere = sim.send(
            Api::ConnectRegion,
            Method::Get,
            &format!("/api/v3/apps/{APP}"),
            &[("authorization", "")],
            None,
        );
        assert_eq!(elsewhere.status, 401, "everything else still asks for a token");
    }
}

#[test]
fn what_is_shown_follows_the_org_that_was_logged_into() {
    let shown = |org: &str, body: Value| {
        let mut sim = fine();
        create(&mut sim);
        sim.call(Api::ConnectDiscovery, Method::Post, &format!("/auth/{APP}"), None);
        let page = authorize_url(&mut sim, NEW, body);
        browse(&mut sim, &format!("{page}?org={org}"));
        let shown = detail(&mut sim, NEW);
        assert_eq!(shown["organization_id"], shown["sf_info"]["organization_id"]);
        shown
    };
    let production = json!({"environment": "production", "next": "http://n/"});
    let custom = json!({"environment": "custom", "domain": "acme.my.salesforce.com", "next": "http://n/"});
    let right = shown("right", production.clone());
    assert_eq!(
        (&right["organization_id"], &right["sf_info"]["environment"]),
        (&json!(ORG), &json!("production"))
    );
    let wrong = shown("wrong", production.clone());
    assert_ne!(wrong["organization_id"], json!(ORG));
    assert_ne!(wrong["sf_info"]["username"], right["sf_info"]["username"]);
    let other = shown("other-sandbox", production.clone());
    assert_eq!(other["sf_info"]["environment"], "sandbox");
    let custom_other = shown("other-sandbox", custom.clone());
    assert_eq!(
        (&custom_other["sf_info"]["environment"], &custom_other["sf_info"]["domain"]),
        (&json!("custom"), &json!("acme.my.salesforce.com"))
    );
    assert_eq!(shown("production", custom)["sf_info"]["environment"], "production");
    let orgs = [&right, &wrong, &other, &shown("production", production)]
        .map(|shown| shown["organization_id"].as_str().unwrap().to_owned());
    assert_eq!(orgs.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "{orgs:?}");
}

#[test]
fn the_version_of_the_authorization_is_honoured_or_not() {
    for (how, version) in [(ApiVersionAtAuth::Honoured, "62.0"), (ApiVersionAtAuth::Ignored, "64.0")] {
        let mut sim = with(|switches| switches.api_version_at_auth = how);
        made_anew(&mut sim);
        assert_eq!(detail(&mut sim, NEW)["sf_info"]["api_version"], version);
    }
}

#[test]
fn another_org_later_is_allowed_or_not() {
    for (how, changes) in [(ReauthOtherOrg::Allowed, true), (ReauthOtherOrg::Refused, false)] {
        let mut sim = with(|switches| switches.reauth_other_org = how);
        act(&mut sim, &json!({"kind": "login", "addon": CONNECT, "org": "wrong"}));
        sim.settle();
        assert_eq!(detail(&mut sim, CONNECT)["organization_id"] != json!(ORG), changes);
        assert_eq!(sim.paper.org_of(LEAD, SCHEMA).as_deref() != Some(ORG), changes);
        act(&mut sim, &json!({"kind": "login", "addon": CONNECT, "org": "right"}));
        assert_eq!(detail(&mut sim, CONNECT)["organization_id"], ORG);
        rest(&mut sim, CONNECT);
    }
}

#[test]
fn the_act_does_what_the_page_does() {
    let mut sim = fine();
    let file = export(&mut sim);
    assert!(sim.paper.put_aside(LEAD, SCHEMA, ASIDE));
    gone(&mut sim, CONNECT);
    assert_eq!(set_up(&mut sim).0, 200);
    act(&mut sim, &json!({"kind": "login", "addon": NEW, "org": "refuse"}));
    assert_eq!(detail(&mut sim, NEW)["state"], "NEED_AUTHENTICATION");
    assert_eq!(import(&mut sim, NEW, &file), 409, "not before it is authorized");
    act(&mut sim, &json!({"kind": "login", "addon": NEW, "org": "right"}));
    sim.now += 5_000;
    sim.world.advance(sim.now);
    let work: Vec<JobKind> = sim.world.jobs().into_iter().map(|job| job.kind).collect();
    let made = |kind: &JobKind| matches!(kind, JobKind::InstallSchema { .. });
    assert_eq!(work.iter().filter(|kind| kind.target().is_some()).count(), 1, "nothing before its schema");
    assert!(work.iter().any(made));
    sim.settle();
    assert_eq!(import(&mut sim, NEW, &file), 202);
    rest(&mut sim, NEW);
}

#[test]
fn a_file_of_another_org_is_taken_or_not() {
    for (checks, status) in [(false, 202), (true, 409)] {
        let mut sim = with(|switches| switches.import_checks_org = checks);
        let mut file = made_anew(&mut sim);
        file["connection"] = json!({"organization_id": "00Danother"});
        assert_eq!(import(&mut sim, NEW, &file), status);
        file["connection"] = json!({"organization_id": ORG});
        sim.pass(1_000);
        assert_eq!(import(&mut sim, NEW, &file), 202);
    }
}

#[test]
fn an_import_replaces_fields_or_adds_them() {
    for (replaces, stays) in [(true, false), (false, true)] {
        let mut sim = with(|switches| switches.import_replaces_fields = replaces);
        let mut file = export(&mut sim);
        for one in file["mappings"].as_array_mut().unwrap() {
            one["config"]["fields"].as_object_mut().unwrap().remove("Version__c");
        }
        assert_eq!(import(&mut sim, CONNECT, &file), 202);
        rest(&mut sim, CONNECT);
        let shown = mapping(&mut sim, CONNECT, "Contact");
        assert_eq!(shown["config"]["fields"].get("Version__c").is_some(), stays, "{shown}");
    }
}

#[test]
fn imported_mappings_appear_later() {
    for wait in [0, 2_000] {
        let mut sim = with(|switches| switches.mappings_appear_ms = wait);
        let file = made_anew(&mut sim);
        assert_eq!(import(&mut sim, NEW, &file), 202);
        let shown = |sim: &mut Sim| detail(sim, NEW)["mappings"].as_array().unwrap().len();
        assert_eq!(shown(&mut sim), if wait == 0 { 4 } else { 0 });
        sim.pass(1_950);
        assert_eq!(shown(&mut sim), if wait == 0 { 4 } else { 0 });
        sim.pass(100);
        assert_eq!(shown(&mut sim), 4);
        rest(&mut sim, NEW);
    }
}

#[test]
fn a_refreshed_org_is_another_one() {
    let mut sim = fine();
    let file = export(&mut sim);
    act(&mut sim, &json!({"kind": "refreshOrg"}));
    sim.until("the connection notices", 3_000, |sim| detail(sim, CONNECT)["state"] == "INACTIVE_ORG");
    assert_eq!(sim.connect_action("pause").0, 409);
    sim.pass(2_000);
    assert_eq!(detail(&mut sim, CONNECT)["state"], "INACTIVE_ORG");
    assert!(sim.paper.put_aside(LEAD, SCHEMA, ASIDE));
    gone(&mut sim, CONNECT);
    assert_eq!(set_up(&mut sim).0, 200);
    let answer = login(&mut sim, "right");
    assert_eq!(answer.headers["location"], "http://127.0.0.1:9/back");
    sim.settle();
    let shown = detail(&mut sim, NEW);
    assert_ne!(shown["organization_id"], ORG);
    assert_eq!(shown["sf_info"]["environment"], "sandbox");
    assert_eq!(import(&mut sim, NEW, &file), 202);
    rest(&mut sim, NEW);
    assert_eq!(sim.paper.org_of(LEAD, SCHEMA).as_deref(), shown["organization_id"].as_str());
    assert_eq!(sim.paper.org_of(LEAD, ASIDE).as_deref(), Some(ORG));
}

#[test]
fn only_sandbox_orgs_are_refreshed_where_there_are_some() {
    let mut scenario = support::scenario("two-connections");
    scenario.switches.sandbox_orgs = vec![scenario.connections[0].organization_id.clone()];
    let mut sim = Sim::of(&scenario);
    act(&mut sim, &json!({"kind": "refreshOrg"}));
    sim.pass(2_000);
    let view = sim.world.view();
    let state = |at: usize| view["connections"][&scenario.connections[at].addon]["state"].clone();
    assert_eq!(state(0), "INACTIVE_ORG");
    assert_eq!(state(1), "IDLE");
}

#[test]
fn a_feature_is_switched_by_a_person() {
    let mut sim = fine();
    assert_eq!(detail(&mut sim, CONNECT)["features"]["poll_db_no_merge"], true);
    let off =
        json!({"kind": "connectionFeature", "addon": CONNECT, "feature": "poll_db_no_merge", "on": false});
    act(&mut sim, &off);
    assert_eq!(detail(&mut sim, CONNECT)["features"]["poll_db_no_merge"], false);
}

#[test]
fn an_addon_that_cannot_be_made_is_not_there() {
    let mut sim = fine();
    arm(&mut sim, &format!("connect-create-fails@{APP}#1"));
    assert_eq!(create(&mut sim).0, 503);
    assert_eq!(there(&mut sim, NEW), 404);
    assert_eq!(create(&mut sim).0, 201);
}

#[test]
fn an_import_that_leaves_one_out_takes_it_the_next_time() {
    let mut sim = fine();
    let file = made_anew(&mut sim);
    arm(&mut sim, &format!("import-drops-one@{NEW}#1"));
    assert_eq!(import(&mut sim, NEW, &file), 202);
    sim.until("the others are synced", 3_000, |sim| synced(sim, NEW, 3));
    let last = file["mappings"].as_array().unwrap().last().unwrap().clone();
    let object = last["object_name"].as_str().unwrap().to_owned();
    assert_eq!(mapping(&mut sim, NEW, &object), Value::Null);
    assert_eq!(import(&mut sim, NEW, &json!({"version": 1, "mappings": [last]})), 202);
    rest(&mut sim, NEW);
}

#[test]
fn a_destruction_that_is_refused_changes_nothing() {
    let mut sim = fine();
    arm(&mut sim, &format!("destroy-refused@{CONNECT}#1"));
    let (status, refused) = destroy(&mut sim, CONNECT);
    assert_eq!(status, 422, "{refused}");
    assert_eq!(sim.get(&format!("/addons/{CONNECT}"))["state"], "provisioned");
    assert_eq!(listed(&mut sim), [CONNECT]);
    gone(&mut sim, CONNECT);
}

#[test]
fn a_destruction_may_never_end() {
    let mut sim = fine();
    arm(&mut sim, &format!("deprovision-stuck@{CONNECT}"));
    let works = |sim: &Sim| sim.world.jobs().iter().any(|job| job.kind.target().is_some());
    // Time passes, and nobody does the work.
    sim.now += 5_000;
    sim.world.advance(sim.now);
    assert!(works(&sim));
    assert_eq!(destroy(&mut sim, CONNECT).0, 200);
    assert!(!works(&sim), "its work ends");
    sim.pass(20_000);
    assert_eq!(sim.get(&format!("/addons/{CONNECT}"))["state"], "deprovisioning");
    assert_eq!(destroy(&mut sim, CONNECT).0, 422);
    let now = sim.now;
    sim.world.heal(now);
    sim.until("the add-on is gone", 3_000, |sim| there(sim, CONNECT) == 404);
}
