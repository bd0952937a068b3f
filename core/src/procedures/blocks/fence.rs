//! The fence: the old database refuses writes; the new one is proven to accept them, and is closed before anything moves back.

use super::{check, landed, place, proof, step, MINUTE};
use crate::codes;
use crate::conditions::{FenceSeen, NoSessions};
use crate::late::slots;
use crate::ops::{FenceOff, FenceOn, SessionsEnd, WriteProbe};
use crate::plan::{Pace, Step};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// Fences the old database.
pub fn fence_old(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "fence-old",
        Zone::Downtime,
        "fence the old database: read-only by default",
        "set after the unfollow, because it would travel to a follower; it stays until the old database is destroyed",
    );
    step.calls = vec![FenceOn { place: place::old(snapshot) }.into()];
    let seen = FenceSeen { bind: Some(slots::FENCE), on: true, place: place::old(snapshot) };
    step.until = vec![check(seen, Pace::Tight, MINUTE, codes::DATABASE_NOT_FENCED)];
    let lift = FenceOff { place: place::old(snapshot) };
    step.undo_until = vec![landed(lift.clone(), Pace::Tight, 2 * MINUTE)];
    step.undo = vec![lift.into()];
    step
}

/// Ends sessions that began before the fence.
pub fn end_open_sessions(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "end-open-sessions",
        Zone::Downtime,
        "end sessions that began before the fence",
        "the fence does not hold for a session that was already open",
    );
    step.calls = vec![SessionsEnd { place: place::old(snapshot) }.into()];
    let none = NoSessions { before: Some(slots::FENCE.at().into()), place: place::old(snapshot) };
    step.until = vec![check(none, Pace::Tight, MINUTE, codes::DATABASE_SESSIONS_OPEN)];
    step
}

/// Makes sure that the new database accepts writes.
pub fn open_new(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "new-accepts-writes",
        Zone::CutOver,
        "make sure that the new database accepts writes",
        "a read-only default may have travelled along; a transaction that changes nothing proves that it has not",
    );
    step.calls = vec![
        FenceOff { place: place::new(snapshot) }.into(),
        WriteProbe { place: place::new(snapshot) }.into(),
    ];
    let seen = FenceSeen { bind: None, on: false, place: place::new(snapshot) };
    step.until = vec![check(seen, Pace::Tight, MINUTE, codes::DATABASE_READ_ONLY)];
    step
}

/// Before anything moves back, the new side is closed and proven unwritten: a job that began meanwhile may have written
/// there, and then only a person can decide what to keep.
pub fn close_new_before_undo(step: &mut Step, snapshot: &Snapshot) {
    let new = || place::new(snapshot);
    step.undo = vec![FenceOn { place: new() }.into(), SessionsEnd { place: new() }.into()];
    step.undo_guards_at = step.undo.len();
    let none = NoSessions { before: None, place: new() };
    step.undo_guards = vec![
        check(none, Pace::Tight, MINUTE, codes::DATABASE_SESSIONS_OPEN),
        proof::unmoved(snapshot, new(), slots::N0, 1, "nobody wrote to the new database"),
    ];
}
