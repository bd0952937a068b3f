//! The steps that a run in memory visits, the conditions held in each, and how it ends: the same run in the sandbox must
//! agree (tests/e2e/support/in-memory.mjs). `UPDATE=1` writes the lists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::PathBuf;

use connect_core::directive::Directive;
use connect_model::desk::{scenario, Desk};
use serde_json::{json, Value};
use support::{context, drive, upgrade};

/// What a journal says of its course: `[step, what]`, where `what` is a condition held, `done`, `deferred`, `undone`, …
///
/// Conditions of one step that are waited for together may come true in any order: they are sorted.
fn course(journal: &[Value]) -> Vec<Value> {
    let mut steps: Vec<(String, Vec<String>)> = Vec::new();
    for record in journal {
        let entry = &record["record"]["entry"];
        let (kind, step) = (entry["kind"].as_str().unwrap(), entry["step"].as_str().unwrap_or_default());
        let what = match kind {
            "held" => entry["condition"].as_str().unwrap(),
            "entered" | "issued" | "answered" | "begun" => {
                if kind == "entered" {
                    steps.push((step.to_owned(), Vec::new()));
                }
                continue;
            }
            other => other,
        };
        match steps.last_mut() {
            Some((last, held)) if last == step => held.push(what.to_owned()),
            _ => steps.push((step.to_owned(), vec![what.to_owned()])),
        }
    }
    for (_, held) in &mut steps {
        held.sort();
        held.dedup();
    }
    steps.into_iter().map(|(step, held)| json!({ "step": step, "held": held })).collect()
}

fn visited(name: &str) -> Value {
    let mut desk = Desk::new(&scenario(name).unwrap());
    let mut journal = Vec::new();
    let (ending, exit_code) = drive(&mut desk, upgrade("acme-sync"), context(), |exchange| {
        if let Directive::Append { line, .. } = exchange.directive {
            journal.push(serde_json::from_str(line).unwrap());
        }
    });
    json!({ "scenario": name, "steps": course(&journal), "ending": ending, "exitCode": exit_code })
}

fn check(name: &str) {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../fixtures/differential/{name}.json"));
    let seen = serde_json::to_string_pretty(&visited(name)).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &seen).unwrap();
    }
    let kept = std::fs::read_to_string(&path).expect("UPDATE=1 writes it");
    assert_eq!(seen, kept, "{name}: UPDATE=1 writes it anew");
}

#[test]
fn the_follower_scenario() {
    check("upgrade-follower");
}

#[test]
fn the_custom_db_key_scenario() {
    check("upgrade-custom-db-key");
}

#[test]
fn the_custom_alias_scenario() {
    check("upgrade-custom-alias");
}
