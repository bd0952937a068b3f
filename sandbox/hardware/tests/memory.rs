//! An org that works for hours: what happened is in its file, not in memory.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use connect_hardware::org::fields;
use connect_hardware::Source;
use serde_json::{json, Value};
use support::*;

const RECORDS: usize = 1_000;
const CHANGES: usize = 5;

/// Kibibytes of this process that are in memory.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn a_history_takes_no_memory_and_a_record_only_its_place() {
    let folder = Folder::new("memory");
    let org = org(&folder);
    let before = resident();
    for n in 0..RECORDS {
        let values = fields([("External_Id__c", json!(format!("k{n}"))), ("Version__c", json!(0))]);
        let id = org.insert("Account", values, Source::Connect).unwrap().id;
        for version in 1..CHANGES {
            let values = fields([("Version__c", json!(version)), ("Name", json!("n".repeat(2_000)))]);
            org.update("Account", &id, values, Source::Org).unwrap();
        }
    }
    let grown = resident().saturating_sub(before);
    assert!(grown < 2_000, "{grown} KiB for {RECORDS} records with {CHANGES} changes each");

    let dump: Value = serde_json::from_slice(&org.dump().unwrap()).unwrap();
    assert_eq!(dump["history"].as_array().unwrap().len(), RECORDS * CHANGES);
    assert_eq!(dump["records"]["Account"].as_array().unwrap().len(), RECORDS);
    assert_eq!(org.find("Account", "External_Id__c", "k77").unwrap()[0].number("Version__c"), Some(4.0));
}
