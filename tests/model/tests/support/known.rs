//! What is broken today: `known-violations.json`, a list for each test that may only shrink. `UPDATE=1` drops what holds now;
//! `UPDATE=known` adds what does not.
#![allow(dead_code, reason = "every suite uses its own part")]

use std::collections::{BTreeMap, BTreeSet};

const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/known-violations.json");

/// True if golden files are to be written.
pub fn updates() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Compares what one test found broken with what is known.
pub fn compare(test: &str, found: &BTreeSet<String>) {
    let text = std::fs::read_to_string(KNOWN).unwrap();
    let mut all: BTreeMap<String, BTreeSet<String>> = serde_json::from_str(&text).unwrap();
    let known = all.entry(test.to_owned()).or_default();
    if updates() {
        let adds = std::env::var("UPDATE").is_ok_and(|update| update == "known");
        *known = found.iter().filter(|one| adds || known.contains(*one)).cloned().collect();
    }
    let fresh: Vec<_> = found.difference(known).cloned().collect();
    let stale: Vec<_> = known.difference(found).cloned().collect();
    if updates() {
        std::fs::write(KNOWN, serde_json::to_string_pretty(&all).unwrap() + "\n").unwrap();
    }
    assert!(fresh.is_empty(), "{} broken, TELL=1 tells more: {fresh:#?}", fresh.len());
    assert!(stale.is_empty(), "{} hold now, UPDATE=1 drops them: {stale:#?}", stale.len());
}
