//! What single conditions say of single answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::conditions::{Condition, Healthy, Judgement, NoSessions, Polled};
use connect_core::effect::Observation;
use connect_core::evidence::{self, Evidence};
use connect_core::late::{Bindings, ConnectionName, Known, Late, Place, Role};
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
