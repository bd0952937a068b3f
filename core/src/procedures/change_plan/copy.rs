//! Copy: the data is copied into a new database on the wanted plan, which takes over, with Connect and its connection kept. The only way
//! between Essential plans and others.

use crate::command::Aftercare;
use crate::plan::{Marks, Step};
use crate::procedures::copying::Copied;
use crate::procedures::succession::Reconnection;
use crate::request::{ChangePlan, Major};
use crate::snapshot::Snapshot;

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, request: &ChangePlan, aftercare: Aftercare) -> (Vec<Step>, Marks) {
    steps_with(snapshot, request, aftercare, Reconnection::resumed(snapshot))
}

/// The same with Connect coming to run on it in another way.
pub fn steps_with(
    snapshot: &Snapshot,
    request: &ChangePlan,
    aftercare: Aftercare,
    connect: Reconnection,
) -> (Vec<Step>, Marks) {
    // One whose version is not shown is not changed: a precheck says so.
    let version = request.version.unwrap_or(Major(snapshot.database.major.unwrap_or(0)));
    Copied { plan: &request.full(), version, asked: request.copy, aftercare, connect }.steps(snapshot)
}
