//! Odd snapshots: those of the fixtures with names that nobody would choose, numbers from anywhere, and values missing.

use std::collections::BTreeSet;

use connect_core::late::Bindings;
use connect_core::plan::Plan;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{json, Value};

/// Names that break out of quotes, lines, terminals, pages and bindings, each in its own way.
pub const HOSTILE: [&str; 20] = [
    "it's",
    "say \"hi\"",
    "two\nlines",
    "cr\rhere",
    "tab\there",
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned;",
    "& touch pwned",
    "<script>alert(1)</script>",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{202e}gnp.exe",
    "\u{61c}mark",
    "$HOME",
    "$run",
    "$$",
    "-rf",
    "#hash",
    "back\\slash",
    "'; touch pwned; '",
];

/// Values that mean something to the code, which a rename would only turn into a block.
const WORDS: [&str; 19] = [
    "cedar",
    "succeeded",
    "IDLE",
    "DATA_SYNCED",
    "INITIAL",
    "read_write",
    "read_only",
    "none",
    "1.1",
    "1.2",
    "upgrade-db",
    "fir",
    "Available",
    "standard-0",
    "triggerLogs",
    "standby",
    "protection",
    "rollback",
    "forkFollow",
];

/// A hostile name, or any text.
pub fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any::<Index>().prop_map(|at| HOSTILE[at.index(HOSTILE.len())].to_owned()),
        1 => "\\PC{1,12}",
        1 => any::<String>().prop_map(|text| text.chars().take(12).collect()),
        1 => "\\$[a-z.]{0,8}",
    ]
}

/// A fixture in which some names are other names, everywhere where they stand.
pub fn renamed() -> impl Strategy<Value = (Snapshot, Request)> {
    let renames = prop::collection::vec((any::<Index>(), name()), 0..12);
    (any::<Index>(), renames).prop_map(|(fixture, renames)| {
        let (mut both, _) = both(fixture);
        let names: Vec<String> = texts(&both).into_iter().collect();
        let mut fresh: Vec<(String, String)> = Vec::new();
        for (number, (at, to)) in renames.into_iter().enumerate() {
            let from = names[at.index(names.len())].clone();
            // Two things with one name would be another snapshot, not an odd one.
            if !fresh.iter().any(|(known, _)| *known == from) {
                fresh.push((from, format!("{to}{number}")));
            }
        }
        rename(&mut both, &fresh);
        parse(both).expect("a renamed snapshot is a snapshot")
    })
}

/// A fixture in which anything may be anything that still is a snapshot.
pub fn scrambled() -> impl Strategy<Value = (Snapshot, Request)> {
    let changes = prop::collection::vec((any::<Index>(), any::<u8>(), any::<u64>(), name()), 0..20);
    (any::<Index>(), changes).prop_map(|(fixture, changes)| {
        let (mut both, mut kept) = both(fixture);
        for (at, kind, number, text) in changes {
            let mut pointers = Vec::new();
            leaves(&both, String::new(), &mut pointers);
            let pointer = &pointers[at.index(pointers.len())];
            if let Some(leaf) = both.pointer_mut(pointer) {
                *leaf = match (kind % 5, &leaf) {
                    (0, _) => Value::Null,
                    (1, Value::Array(_)) => json!([]),
                    (_, Value::Bool(old)) => json!(!*old),
                    (_, Value::Number(_)) => json!(number),
                    (_, Value::String(_)) => json!(text),
                    (_, other) => (*other).clone(),
                };
            }
            match parse(both.clone()) {
                Some(good) => kept = good,
                None => both = json!({ "snapshot": kept.0, "request": kept.1 }),
            }
        }
        kept
    })
}

fn both(fixture: Index) -> (Value, (Snapshot, Request)) {
    let names = super::names();
    let given = super::given(&names[fixture.index(names.len())]);
    (json!({ "snapshot": given.0, "request": given.1 }), given)
}

fn parse(mut both: Value) -> Option<(Snapshot, Request)> {
    let snapshot = serde_json::from_value(both["snapshot"].take()).ok()?;
    Some((snapshot, serde_json::from_value(both["request"].take()).ok()?))
}

fn texts(value: &Value) -> BTreeSet<String> {
    match value {
        Value::String(text) if !WORDS.contains(&text.as_str()) => BTreeSet::from([text.clone()]),
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(map) => map.values().flat_map(texts).collect(),
        _ => BTreeSet::new(),
    }
}

fn rename(value: &mut Value, names: &[(String, String)]) {
    match value {
        Value::String(text) => {
            let var = |name: &str| format!("{name}_URL");
            if let Some((_, to)) = names.iter().find(|(from, _)| from == text) {
                text.clone_from(to);
            } else if let Some((_, to)) = names.iter().find(|(from, _)| var(from) == *text) {
                *text = var(to);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        Value::Object(map) => map.values_mut().for_each(|item| rename(item, names)),
        _ => {}
    }
}

fn leaves(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            out.push(at.clone());
            items.iter().enumerate().for_each(|(index, item)| leaves(item, format!("{at}/{index}"), out));
        }
        Value::Object(map) => map.iter().for_each(|(key, item)| leaves(item, format!("{at}/{key}"), out)),
        _ => out.push(at),
    }
}

/// So many cases, and a failing one is not looked at for ever.
pub fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() }
}

/// What a run knows when it is through.
pub fn known(plan: &Plan) -> Bindings {
    let mut known: Bindings = plan.names.made_for("rabc1234");
    let position = json!({ "analyzes": "0", "bytes": "8192", "heads": "", "lsn": "0/3000148", "rows": "12", "sequences": "0", "vacuumed": "0", "vacuums": 0, "writes": "12", "xmax": "750" });
    for (name, value) in [
        ("run", json!("rabc1234")),
        ("holder", json!("me@here")),
        ("claim", json!("rabc1234")),
        ("follower.id", json!("f-1")),
        ("L0", position.clone()),
        ("N0", position),
        ("new.host", json!("h")),
        ("new.port", json!(5432)),
        ("new.database", json!("d")),
        ("new.fingerprint", json!("ab")),
        ("old.fingerprint", json!("cd")),
        ("old.host", json!("oh")),
        ("old.port", json!(5432)),
        ("old.database", json!("od")),
        ("fence.at", json!("2026-11-22 18:43:52+00")),
        ("reset.at", json!("2026-11-22 18:43:52+00")),
        ("lifted.at", json!("2026-11-22 18:43:52+00")),
        ("closed.at", json!("2026-11-22 18:43:52+00")),
        ("backups", json!(3)),
    ] {
        known.insert(name.to_owned(), value);
    }
    known.extend(plan.apps.iter().map(|app| (format!("rel.{app}.version"), json!(9))));
    let connections = plan.snapshot.connections.iter();
    known.extend(connections.map(|one| (format!("polls.{}", one.resource), json!([]))));
    known
}
