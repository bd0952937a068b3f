//! Small words for writing steps down.

use serde_json::{json, Value};

use crate::args::quoted;
use crate::plan::{Call, Check, OnFailure, Pace, Step, Zone};
use crate::snapshot::{App, Connection, Snapshot};

pub const SECOND: u64 = 1_000;
pub const MINUTE: u64 = 60 * SECOND;
pub const HOUR: u64 = 60 * MINUTE;

/// A step without anything in it.
pub fn step(id: &str, zone: Zone, title: &str, why: &str) -> Step {
    Step {
        id: id.to_owned(),
        zone,
        title: title.to_owned(),
        why: why.to_owned(),
        special: None,
        guards: Vec::new(),
        calls: Vec::new(),
        until: Vec::new(),
        undo: Vec::new(),
        undo_guards: Vec::new(),
        undo_guards_at: 0,
        undo_until: Vec::new(),
        on_failure: OnFailure::Undo,
        fallback: Vec::new(),
        tries: 1,
    }
}

pub fn call(op: &str, args: Value) -> Call {
    Call { op: format!("{op}@1"), args }
}

pub fn check(condition: &str, args: Value, pace: Pace, deadline_ms: u64, code: &str) -> Check {
    Check { condition: format!("{condition}@1"), args, pace, deadline_ms, times: 1, code: code.to_owned() }
}

/// The change of a call as a condition.
pub fn landed(call: &Call, pace: Pace, deadline_ms: u64) -> Check {
    let mut args = call.args.clone();
    if let Value::Object(map) = &mut args {
        map.insert("op".to_owned(), json!(call.op));
    }
    Check {
        condition: "landed@1".to_owned(),
        args,
        pace,
        deadline_ms,
        times: 1,
        code: "service/no-effect".to_owned(),
    }
}

/// SQL on the lead database, before anything is moved.
pub fn leader(snapshot: &Snapshot) -> Value {
    let (app, var) = snapshot
        .reach()
        .map_or((String::new(), String::new()), |one| (one.app.clone(), format!("{}_URL", one.name)));
    json!({ "app": quoted(&app), "configVar": quoted(&var), "expect": snapshot.database.url.as_ref().map(|url| quoted(&url.fingerprint)) })
}

/// SQL on the old database through its spare alias: the same before and after the move.
pub fn old(snapshot: &Snapshot) -> Value {
    json!({ "app": quoted(&snapshot.database.app), "configVar": "$name.oldVar", "expect": "$old.fingerprint" })
}

/// SQL on the new database through its own attachment.
pub fn new(snapshot: &Snapshot) -> Value {
    json!({ "app": quoted(&snapshot.database.app), "configVar": "$name.newVar", "expect": "$new.fingerprint" })
}

/// Arguments that name a connection.
pub fn connection(one: &Connection) -> Value {
    json!({ "app": quoted(&one.app), "resource": quoted(&one.resource), "region": quoted(&one.region), "connection": quoted(&one.id) })
}

/// The same with more.
pub fn with(mut args: Value, more: Value) -> Value {
    if let (Value::Object(args), Value::Object(more)) = (&mut args, more) {
        args.extend(more);
    }
    args
}

/// The formation of an app as arguments.
pub fn formation(app: &App) -> Value {
    app.formation
        .iter()
        .map(|process| json!({ "type": quoted(&process.kind), "quantity": process.quantity, "size": process.size.as_deref().map(quoted) }))
        .collect()
}

/// The same with every quantity zero.
pub fn empty_formation(app: &App) -> Value {
    app.formation.iter().map(|process| json!({ "type": quoted(&process.kind), "quantity": 0 })).collect()
}

/// True if the app runs anything.
pub fn runs_something(app: &App) -> bool {
    app.formation.iter().any(|process| process.quantity > 0)
}

/// Guard: every connection is still paused.
pub fn still_paused(snapshot: &Snapshot) -> Vec<Check> {
    snapshot
        .connections
        .iter()
        .map(|one| {
            check("connection_paused", connection(one), Pace::Brisk, 10 * SECOND, "connect/not-paused")
        })
        .collect()
}

/// Guard: no app runs a dyno.
pub fn still_stopped(snapshot: &Snapshot) -> Vec<Check> {
    snapshot
        .apps
        .iter()
        .map(|app| {
            check(
                "no_dynos",
                json!({ "app": quoted(&app.name) }),
                Pace::Brisk,
                20 * SECOND,
                "app/dynos-running",
            )
        })
        .collect()
}

/// Nobody wrote to the old database since L0, but for `own` transactions of ours.
pub fn unmoved(snapshot: &Snapshot, own: u64, title: &str) -> Check {
    let args = json!({ "place": old(snapshot), "schemas": quoted(&snapshot.schemas()), "position": "$L0", "own": own, "title": title });
    check("position_unmoved", args, Pace::Tight, 30 * SECOND, "window/position-unreadable")
}
