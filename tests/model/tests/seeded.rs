//! The table of seeded bugs, as other programs read it. `UPDATE=1` writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::seeded;
use serde_json::{json, to_string_pretty, Value};

#[test]
fn the_table_for_scripts_is_that_of_the_core() {
    let table: Vec<Value> = seeded::ALL
        .iter()
        .map(|bug| json!({ "name": bug.name, "sentence": bug.sentence, "invariant": bug.invariant }))
        .collect();
    let wanted = to_string_pretty(&table).unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/seeded-bugs.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &wanted).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), wanted, "run `npm run golden`");
}
