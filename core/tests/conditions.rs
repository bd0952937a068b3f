//! What single conditions say of single answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::conditions::{Condition, Follows, Healthy, Judgement, NoSessions, Polled, Unfollowed};
use connect_core::effect::Observation;
use connect_core::evidence::{self, Evidence};
use connect_core::late::{Bindings, ConnectionName, Known, Late, Location, Place, Role};
use connect_core::look::{Look, Stop};
use serde_json::{json, Value};

fn judged(condition: impl Into<Condition>, answers: &[Observation]) -> Judgement {
    let (condition, bindings) = (condition.into(), Bindings::new());
    match condition.known().unwrap().judge(&Known::of(&bindings), &Look::at(answers)) {
        Ok(judgement) | Err(Stop::Judged(judgement)) => judgement,
        Err(other) => panic!("{other:?}"),
    }
}

fn http(body: Value) -> Observation {
    Observation::Http { status: 200, body, error_id: None, has_message: false }
}

fn healthy() -> Healthy {
    let text = |text: &str| text.to_owned();
    Healthy {
        before: vec![Polled { object: text("Account"), sf_poll: Some(text("then")) }],
        connection: ConnectionName {
            app: text("a"),
            connection: text("c"),
            region: text("https://connect.example"),
            resource: text("r"),
        },
    }
}

fn connection(mapping_state: &str) -> Observation {
    let mapping = json!({ "object_name": "Account", "state": mapping_state, "times": { "sf_poll": "now" } });
    http(json!({ "state": "IDLE", "mappings": [mapping] }))
}

#[test]
fn an_aborted_mapping_is_broken_before_and_after_the_upgrade() {
    assert!(matches!(judged(healthy(), &[connection("DATA_SYNCED")]), Judgement::Holds { .. }));
    // The states for which the precheck refuses to begin.
    for state in [
        "ABORTED",
        "BULK_LOAD_ERROR",
        "SYSTEM_ERROR",
        "DB_UNAVAILABLE",
        "BAD_CONFIG",
        "SYNC_REMOVED",
        "INACTIVE_ORG",
        "UNAUTHORIZED",
    ] {
        let seen = judged(healthy(), &[connection(state)]);
        assert!(matches!(seen, Judgement::Never { .. }), "{state}: {seen:?}");
    }
}

fn none_open(role: Role) -> Vec<Evidence> {
    let place = Place { app: "a".into(), config_var: Late::from("X_URL"), expect: None, role };
    let row = Observation::Sql { row: json!({ "sessions": 0 }) };
    match judged(NoSessions { before: None, place }, &[row]) {
        Judgement::Holds { evidence, .. } => evidence,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_proof_of_one_side_does_not_take_the_place_of_the_others() {
    let mut all = none_open(Role::Old);
    evidence::add(&mut all, &none_open(Role::New));
    evidence::add(&mut all, &none_open(Role::New));
    let titles: Vec<&str> = all.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["sessions on the old database", "sessions on the new database"]);
}

#[test]
fn silence_is_never_a_yes() {
    for answer in [
        Observation::Sql { row: Value::Null },
        Observation::Sql { row: json!({}) },
        Observation::SqlFailed { code: "57014".into() },
    ] {
        let place = Place { app: "a".into(), config_var: Late::from("X_URL"), expect: None, role: Role::Old };
        let seen = judged(NoSessions { before: None, place }, std::slice::from_ref(&answer));
        assert!(matches!(seen, Judgement::NotYet(_)), "{answer:?}: {seen:?}");
    }
}

/// What the gate makes of a database's detail.
fn detail(following: Value) -> Observation {
    let url = json!({ "host": "h", "port": 5432, "database": "d", "fingerprint": "f" });
    let mut body = json!({ "resource_url": url, "info": [{ "name": "Plan", "values": ["Standard 0"] }] });
    if following != json!("absent") {
        body["following"] = following;
    }
    http(body)
}

#[test]
fn a_database_whose_answer_has_no_following_is_a_leader() {
    let seen = |answer| judged(Unfollowed { addon_id: Late::from("id") }, &[answer]);
    for leader in [json!("absent"), Value::Null] {
        assert!(matches!(seen(detail(leader)), Judgement::Holds { .. }));
    }
    let place = json!({ "host": "l", "port": 5432, "database": "d", "fingerprint": "f" });
    // What is there but is no URL comes through as its length.
    for follower in [place, json!(80)] {
        assert!(matches!(seen(detail(follower)), Judgement::NotYet(_)));
    }
    // An answer that says nothing of a database says nothing of its leader either.
    for silence in [Value::Null, json!({}), json!([])] {
        assert!(matches!(seen(http(silence)), Judgement::NotYet(_)));
    }
}

#[test]
fn a_follower_whose_leader_cannot_be_read_is_looked_at_again() {
    let leader = Location { database: Late::from("d"), host: Late::from("l"), port: Late::Now(5432) };
    let follows = || Follows { addon_id: Late::from("id"), leader: Some(leader.clone()) };
    let url = |host: &str| json!({ "host": host, "port": 5432, "database": "d", "fingerprint": "f" });
    assert!(matches!(judged(follows(), &[detail(url("l"))]), Judgement::Holds { .. }));
    assert!(matches!(judged(follows(), &[detail(url("other"))]), Judgement::Never { .. }));
    assert!(matches!(judged(follows(), &[detail(json!(80))]), Judgement::NotYet(_)));
}
