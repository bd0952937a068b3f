//! What it does.
//!
//! Makes executable: "Its chapter" of the maintenance manual.

use crate::plan::Step;
use crate::snapshot::Snapshot;

/// Its steps, in their order.
#[must_use]
pub fn steps(_: &Snapshot) -> Vec<Step> {
    Vec::new()
}
