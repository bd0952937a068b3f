//! What the core does not depend on: no JavaScript, no runtime, no randomness.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::collections::BTreeSet;
use std::process::Command;

fn tree(target: &[&str]) -> BTreeSet<String> {
    let args =
        ["tree", "--package", "connect-core", "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let out = Command::new(env!("CARGO"))
        .args(args)
        .args(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn the_core_depends_on_no_outside_world() {
    for target in [&["--target", "wasm32-unknown-unknown"][..], &[]] {
        let found = tree(target);
        assert!(found.contains("connect-core") && found.contains("serde"), "{found:?}");
        for banned in [
            "wasm-bindgen",
            "js-sys",
            "web-sys",
            "tokio",
            "rand",
            "getrandom",
            "reqwest",
            "chrono",
            "time",
            "proptest",
            "ts-rs",
        ] {
            assert!(!found.contains(banned), "{target:?}: {banned} is among {found:?}");
        }
    }
}

#[test]
fn the_core_depends_on_the_wire_and_four_libraries() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let section = text.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let names: BTreeSet<&str> = section
        .lines()
        .filter(|line| line.contains('=') && !line.contains("optional"))
        .filter_map(|line| line.split(['.', ' ']).next())
        .collect();
    assert_eq!(names, BTreeSet::from(["connect-wire", "serde", "serde_json", "sha2", "thiserror"]));
}
