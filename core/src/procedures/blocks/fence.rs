//! The old database becomes read-only; the new one is proven to accept them, and is closed before anything moves back.

use super::{check, place, proof, step, Side, MINUTE};
use crate::codes;
use crate::conditions::{FenceSeen, NoSessions};
use crate::late::{slots, MomentSlots, Place};
use crate::ops::{FenceOff, FenceOn, Op, SessionsEnd, WriteProbe};
use crate::plan::{Check, Pace, Step};
use crate::query::FenceScope;
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// Makes the old database read-only; `why` at this moment.
pub fn fence_old(snapshot: &Snapshot, why: &str) -> Step {
    let scope = Side::old(snapshot).scope;
    let why = format!("{why}; it stays until the old database is destroyed");
    let mut step = step("fence-old", Zone::Downtime, "Make the old database read-only", &why);
    let old = || place::old(snapshot);
    step.calls = vec![FenceOn { place: old(), scope }.into()];
    let seen = FenceSeen { bind: Some(slots::FENCE), on: true, place: old(), scope };
    step.until = vec![check(seen, Pace::Tight, MINUTE, codes::DATABASE_NOT_FENCED)];
    step.undo = lifted(&old(), scope);
    // Seen before the sessions are ended: who runs comes back at once, and then it began after this moment.
    let lifted = FenceSeen { bind: Some(slots::LIFTED), on: false, place: old(), scope };
    step.undo_guards = vec![check(lifted, Pace::Tight, 2 * MINUTE, codes::DATABASE_READ_ONLY)];
    step.undo_guards_at = 1;
    // One that began while it was read-only stays so.
    step.undo_until = vec![gone(old(), &slots::LIFTED)];
    step
}

/// Ends sessions that began before the old database became read-only.
pub fn end_open_sessions(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "end-open-sessions",
        Zone::Downtime,
        "Terminate connections opened before the old database became read-only",
        "a connection that was already open can go on writing",
    );
    step.calls = vec![SessionsEnd { place: place::old(snapshot) }.into()];
    let none = NoSessions { before: slots::FENCE.at().into(), place: place::old(snapshot) };
    step.until = vec![check(none, Pace::Tight, MINUTE, codes::DATABASE_SESSIONS_OPEN)];
    step.tries = 3;
    step
}

/// Makes sure that the new database accepts writes.
pub fn open_new(snapshot: &Snapshot, new: Side) -> Step {
    let scope = new.scope;
    let mut step = step(
        "new-accepts-writes",
        Zone::CutOver,
        "Make sure that the new database accepts writes",
        "a read-only default may have travelled along; a transaction that changes nothing proves that it has not",
    );
    step.calls = lifted(&place::new(snapshot), scope);
    step.calls.push(WriteProbe { place: place::new(snapshot) }.into());
    let seen = FenceSeen { bind: None, on: false, place: place::new(snapshot), scope };
    step.until = vec![check(seen, Pace::Tight, MINUTE, codes::DATABASE_READ_ONLY)];
    step
}

/// Before anything moves back, the new side is closed and proven unwritten: a job that began meanwhile may have written
/// there, and then only a person can decide what to keep. Then the old side accepts writes again, because the release phase that a
/// move runs may write.
pub fn close_new_before_undo(step: &mut Step, snapshot: &Snapshot, side: Side) {
    let new = || place::new(snapshot);
    let scope = side.scope;
    step.undo = vec![FenceOn { place: new(), scope }.into(), SessionsEnd { place: new() }.into()];
    step.undo_guards_at = step.undo.len();
    let closed = FenceSeen { bind: Some(slots::CLOSED), on: true, place: new(), scope };
    step.undo_guards = vec![
        check(closed, Pace::Tight, MINUTE, codes::DATABASE_NOT_FENCED),
        gone(new(), &slots::CLOSED),
        // Two notes in the lock and the closing itself are the transactions of ours.
        proof::unmoved(snapshot, (new(), side), slots::N0, 3, "nobody wrote to the new database"),
    ];
    step.undo.extend(lifted(&place::old(snapshot), Side::old(snapshot).scope));
}

/// Lifts a read-only default, and ends the sessions that began under it: they would stay read-only.
fn lifted(place: &Place, scope: FenceScope) -> Vec<Op> {
    vec![FenceOff { place: place.clone(), scope }.into(), SessionsEnd { place: place.clone() }.into()]
}

fn gone(place: Place, since: &MomentSlots) -> Check {
    let none = NoSessions { before: since.at().into(), place };
    check(none, Pace::Tight, MINUTE, codes::DATABASE_SESSIONS_OPEN)
}
