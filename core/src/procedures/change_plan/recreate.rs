//! Recreate: the data is copied into a new database on the wanted plan, and the connection is destroyed and made anew on it. The manual's
//! other way between Essential plans and others ("Recreating a Connection"), for whom Heroku's support asks for it or a refused `db_key`
//! leaves no other.

use super::copy;
use crate::plan::{Marks, Step};
use crate::procedures::recreate::{Anew, LOAD};
use crate::procedures::succession::Reconnection;
use crate::request::{ChangePlan, Recreate, Request};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// The steps, and what some of them mean.
pub fn steps(
    snapshot: &Snapshot,
    request: &Request,
    change: &ChangePlan,
    recreate: &Recreate,
) -> (Vec<Step>, Marks) {
    let Some(anew) = Anew::moved(snapshot, request, recreate) else { return Default::default() };
    // The copy has no definitions of its own, so they are kept once it has everything.
    let mut before = anew.kept(Zone::CutOver);
    before.extend(anew.aside(Zone::CutOver));
    let (between, kept_for) = anew.made();
    let connect = Reconnection {
        anew: true,
        before,
        begin: anew.destroy(),
        between,
        after: Vec::new(),
        runs: LOAD.to_owned(),
        healthy: None,
        kept_for,
    };
    copy::steps_with(snapshot, change, request.aftercare, connect)
}
