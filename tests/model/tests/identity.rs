//! States that count as the same are the same: the model check enters only one of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_model::case::{Bounds, Case};
use connect_model::identity::compare;

fn same(faults: u8, crashes: u8) {
    let compared = compare(&Case::upgrade("upgrade-follower", Bounds { faults, crashes }).unwrap()).unwrap();
    for one in compared.disagreements.iter().take(20) {
        println!("{one:?}");
    }
    assert!(compared.again > 100, "{} states were reached again", compared.again);
    assert_eq!(compared.disagreements.len(), 0, "of {}", compared.again);
}

#[test]
fn after_a_fault() {
    same(1, 0);
}

#[test]
fn after_a_crash() {
    same(0, 1);
}

#[test]
fn after_both() {
    same(1, 1);
}
