//! The copy method: the data is copied into a new database of the wanted major, which takes over. The only way of the manual where a
//! plan has no followers.

use crate::command::Aftercare;
use crate::plan::{Marks, Step};
use crate::procedures::copying::Copied;
use crate::procedures::succession::Reconnection;
use crate::request::UpgradeDb;
use crate::snapshot::Snapshot;

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, request: &UpgradeDb, aftercare: Aftercare) -> (Vec<Step>, Marks) {
    let plan = request.plan(&snapshot.database);
    let (asked, connect) = (request.copy, Reconnection::resumed(snapshot));
    Copied { plan: &plan, version: request.version, asked, aftercare, connect }.steps(snapshot)
}
