//! A sandbox that is asked for hours: what it saw is in its file, not in memory, and nothing of it is missing.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use connect_sandbox::record::{Arrival, Records};
use connect_wire::Api;
use serde_json::json;

const REQUESTS: u64 = 5_000;

/// Kibibytes of this process that are in memory.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn requests_take_no_memory_and_all_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let records = Records::create(&folder.path().join("requests.jsonl")).unwrap();
    let before = resident();
    for n in 0..REQUESTS {
        let arrival = Arrival {
            at: n,
            method: "POST".into(),
            path: format!("/apps/{n}/addons"),
            api: Api::Platform,
            host: "localhost".into(),
            body: Some(json!({"config": "c".repeat(1_000)})),
        };
        let number = records.arrived(&arrival).unwrap();
        records.answered(number, Some(201), None).unwrap();
    }
    let grown = resident().saturating_sub(before);
    assert!(grown < 1_000, "{grown} KiB for {REQUESTS} requests");

    let dump = records.dump(0).unwrap();
    let seen = dump["requests"].as_array().unwrap();
    assert_eq!(seen.len(), REQUESTS as usize);
    assert!((0..REQUESTS).zip(seen).all(|(n, request)| {
        request["path"] == format!("/apps/{n}/addons") && request["n"] == n && request["status"] == 201
    }));
}
