//! Large, slow and busy worlds in simulated time: each upgrade ends done, within its own time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/known.rs"]
mod known;

use std::collections::BTreeSet;

use connect_core::ending::Ending;
use connect_model::case::{Bounds, Case};
use connect_model::large::{large, ALL};
use connect_model::play::Play;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

const NONE: Bounds = Bounds { faults: 0, crashes: 0 };

/// What is wrong with the upgrade of a world, if anything.
fn wrong(name: &str) -> Option<String> {
    let case = match Case::upgrade_in(&large(name).unwrap(), NONE) {
        Ok(case) => case,
        Err(findings) => return Some(format!("no plan: {}", findings.lines().next().unwrap_or_default())),
    };
    match Play::begin(&case).patient().to_the_end() {
        Ok(end) if end.ending == Ending::Done => None,
        Ok(end) => Some(format!("{}: {}", end.code, end.detail)),
        Err((_, broken)) => Some(broken.invariant.to_owned()),
    }
}

#[test]
fn a_large_slow_or_busy_database_is_upgraded() {
    let named = |name: &&str| wrong(name).map(|wrong| format!("{name} · {wrong}"));
    let found: BTreeSet<String> = ALL.into_par_iter().filter_map(|name| named(&name)).collect();
    known::compare("large", &found);
}
