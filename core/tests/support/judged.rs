//! Answers, and what conditions make of them.

use connect_core::conditions::{Condition, Judgement};
use connect_core::effect::Observation;
use connect_core::late::{Bindings, ConnectionName, Known, Late, Place, Role};
use connect_core::look::{Look, Stop};
use serde_json::Value;

/// What a condition says of these answers.
pub fn judged(condition: impl Into<Condition>, answers: &[Observation]) -> Judgement {
    let (condition, bindings) = (condition.into(), Bindings::new());
    match condition.known().unwrap().judge(&Known::of(&bindings), &Look::at(answers)) {
        Ok(judgement) | Err(Stop::Judged(judgement)) => judgement,
        Err(other) => panic!("{other:?}"),
    }
}

/// An answer of a service.
pub fn http(body: Value) -> Observation {
    Observation::Http { status: 200, body, error_id: None, has_message: false }
}

/// A row.
pub fn sql(row: Value) -> Observation {
    Observation::Sql { row }
}

/// A connection.
pub fn connection_name() -> ConnectionName {
    let text = |text: &str| text.to_owned();
    ConnectionName {
        app: text("a"),
        connection: text("c"),
        region: text("https://connect.example"),
        resource: text("r"),
    }
}

/// A database.
pub fn place(role: Role) -> Place {
    Place { app: "a".into(), config_var: Late::from("X_URL"), expect: None, role, bastion: None }
}

/// The old database.
pub fn place_of_old() -> Place {
    place(Role::Old)
}
