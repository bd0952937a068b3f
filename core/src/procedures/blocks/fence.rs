//! The old database becomes read-only; the new one is proven to accept them, and is closed before anything moves back.

use super::{check, place, proof, step, writers, Side, MINUTE};
use crate::codes;
use crate::conditions::{FenceSeen, NoSessions};
use crate::late::{slots, MomentSlots, Place};
use crate::ops::{FenceOff, FenceOn, Op, SessionsEnd, WriteProbe};
use crate::plan::{Check, OnUndoFailure, Pace, Step};
use crate::query::FenceScope;
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// Makes the old database read-only for web dynos that stay, before its position is read: only for their credential, because the service
/// has still to work on it.
pub fn fence_web(snapshot: &Snapshot) -> Option<Step> {
    writers::apps_staying(snapshot).next()?;
    let scope = FenceScope::Credential;
    let mut step = step(
        "fence-web",
        Zone::Downtime,
        "Make the old database read-only for the apps' credential",
        "web dynos stay, and their threads go on; it travels to the follower, and is lifted there before anything is moved",
    );
    let old = || place::old(snapshot);
    step.calls = vec![FenceOn { place: old(), scope }.into()];
    let seen = FenceSeen { bind: Some(slots::FENCE_WEB), on: true, place: old(), scope };
    step.until = vec![check(seen, Pace::Tight, MINUTE, codes::DATABASE_NOT_FENCED)];
    step.undo = lifted(&old(), &[scope]);
    let lifted = FenceSeen { bind: Some(slots::LIFTED), on: false, place: old(), scope };
    step.undo_guards = vec![check(lifted, Pace::Tight, 2 * MINUTE, codes::DATABASE_READ_ONLY)];
    step.undo_guards_at = 1;
    // What web opened while it was read-only stays so.
    step.undo.extend(writers::restarts_staying(snapshot));
    // One that nothing ends can only refuse to write: no reason to keep an app stopped.
    step.undo_until = vec![Check { leave: true, ..gone(old(), &slots::LIFTED) }];
    Some(step)
}

/// Every fence that a side can have in this plan: that of its own, and that of web dynos which stay.
fn scopes(snapshot: &Snapshot, side: Side) -> Vec<FenceScope> {
    let mut scopes = vec![side.scope];
    if side.scope != FenceScope::Credential && writers::apps_staying(snapshot).next().is_some() {
        scopes.push(FenceScope::Credential);
    }
    scopes
}

/// Makes the old database read-only; `why` at this moment.
pub fn fence_old(snapshot: &Snapshot, why: &str) -> Step {
    let why = format!("{why}; it stays until the old database is destroyed");
    let step = step("fence-old", Zone::Downtime, "Make the old database read-only", &why);
    fenced(step, &place::old(snapshot), Side::old(snapshot).scope)
}

/// Makes a database read-only on which the service itself is about to work: that works as a superuser, whom it does not hit.
pub fn fence_worked_on(database: &Place) -> Step {
    let step = step(
        "fence",
        Zone::Downtime,
        &format!("Make the {} read-only for its default credential", database.role.words()),
        "until the upgrade is proven nobody may write to it; what Heroku itself does is not hit by this",
    );
    fenced(step, database, FenceScope::Credential)
}

/// Makes a database read-only that is destroyed if anything is taken back: no app waits for it to accept writes again.
pub fn closed(mut step: Step, database: &Place, scope: FenceScope) -> Step {
    step.calls = vec![FenceOn { place: database.clone(), scope }.into()];
    let seen = FenceSeen { bind: None, on: true, place: database.clone(), scope };
    step.until = vec![check(seen, Pace::Tight, MINUTE, codes::DATABASE_NOT_FENCED)];
    step.undo = vec![FenceOff { place: database.clone(), scope }.into()];
    step.on_undo_failure = OnUndoFailure::Said;
    step
}

fn fenced(mut step: Step, database: &Place, scope: FenceScope) -> Step {
    let place = || database.clone();
    step.calls = vec![FenceOn { place: place(), scope }.into()];
    let seen = FenceSeen { bind: Some(slots::FENCE), on: true, place: place(), scope };
    step.until = vec![check(seen, Pace::Tight, MINUTE, codes::DATABASE_NOT_FENCED)];
    step.undo = lifted(database, &[scope]);
    // Seen before the sessions are ended: who runs comes back at once, and then it began after this moment.
    let lifted = FenceSeen { bind: Some(slots::LIFTED), on: false, place: place(), scope };
    step.undo_guards = vec![check(lifted, Pace::Tight, 2 * MINUTE, codes::DATABASE_READ_ONLY)];
    step.undo_guards_at = 1;
    // One that began while it was read-only stays so.
    step.undo_until = vec![gone(place(), &slots::LIFTED)];
    step
}

/// Lifts that once the service is done, and proves with a fresh session that writes are accepted.
pub fn lift_worked_on(database: &Place) -> Step {
    let scope = FenceScope::Credential;
    let mut step = step(
        "lift",
        Zone::Settle,
        &format!("Let the {} accept writes again", database.role.words()),
        "the upgrade is proven",
    );
    step.calls = vec![FenceOff { place: database.clone(), scope }.into()];
    let seen = FenceSeen { bind: Some(slots::LIFTED), on: false, place: database.clone(), scope };
    step.until = vec![check(seen, Pace::Tight, MINUTE, codes::DATABASE_READ_ONLY)];
    step
}

/// Ends the sessions that began while it was read-only, and proves with a fresh one that writes are accepted.
pub fn end_fenced_sessions(database: &Place) -> Step {
    let mut step = step(
        "end-fenced-sessions",
        Zone::Settle,
        "Terminate connections that began while it was read-only, and try a write",
        "a session that began while the database was read-only stays so; a fresh one proves that writes are accepted",
    );
    step.calls =
        vec![SessionsEnd { place: database.clone() }.into(), WriteProbe { place: database.clone() }.into()];
    step.until = vec![gone(database.clone(), &slots::LIFTED)];
    step.tries = 3;
    step
}

/// Ends sessions that began before this database became read-only.
pub fn end_open_sessions(database: &Place) -> Step {
    let mut step = step(
        "end-open-sessions",
        Zone::Downtime,
        &format!("Terminate connections opened before the {} became read-only", database.role.words()),
        "a connection that was already open can go on writing",
    );
    step.calls = vec![SessionsEnd { place: database.clone() }.into()];
    let none = NoSessions { before: slots::FENCE.at().into(), place: database.clone() };
    step.until = vec![check(none, Pace::Tight, MINUTE, codes::DATABASE_SESSIONS_OPEN)];
    step.tries = 3;
    step
}

/// Makes sure that the new database accepts writes.
pub fn open_new(snapshot: &Snapshot, new: Side) -> Step {
    let scopes = scopes(snapshot, new);
    let mut step = step(
        "new-accepts-writes",
        Zone::CutOver,
        "Make sure that the new database accepts writes",
        "a read-only default may have travelled along; a transaction that changes nothing proves that it has not",
    );
    step.calls = lifted(&place::new(snapshot), &scopes);
    step.calls.push(WriteProbe { place: place::new(snapshot) }.into());
    let seen = |scope: &FenceScope| {
        let seen = FenceSeen { bind: None, on: false, place: place::new(snapshot), scope: *scope };
        check(seen, Pace::Tight, MINUTE, codes::DATABASE_READ_ONLY)
    };
    step.until = scopes.iter().map(seen).collect();
    step
}

/// Before anything moves back, the new side is closed and proven unwritten: a job that began meanwhile may have written
/// there, and then only a person can decide what to keep. Then the old side accepts writes again, because the release phase that a
/// move runs may write.
pub fn close_new_before_undo(step: &mut Step, snapshot: &Snapshot, side: Side, defining: bool) {
    let new = || place::new(snapshot);
    let scope = side.scope;
    step.undo = vec![FenceOn { place: new(), scope }.into(), SessionsEnd { place: new() }.into()];
    step.undo_guards_at = step.undo.len();
    let closed = FenceSeen { bind: Some(slots::CLOSED), on: true, place: new(), scope };
    step.undo_guards = vec![
        check(closed, Pace::Tight, MINUTE, codes::DATABASE_NOT_FENCED),
        gone(new(), &slots::CLOSED),
        // Two notes in the lock and the closing itself are the transactions of ours, if no definition is changed there.
        if defining {
            proof::new_rows_unmoved(snapshot)
        } else {
            proof::unmoved(snapshot, (new(), side), slots::N0, 3, proof::NEW_UNWRITTEN)
        },
    ];
    step.undo.extend(lifted(&place::old(snapshot), &scopes(snapshot, Side::old(snapshot))));
}

/// Lifts a read-only default, and ends the sessions that began under it: they would stay read-only.
fn lifted(place: &Place, scopes: &[FenceScope]) -> Vec<Op> {
    let off = |scope: &FenceScope| FenceOff { place: place.clone(), scope: *scope }.into();
    let mut ops: Vec<Op> = scopes.iter().map(off).collect();
    ops.push(SessionsEnd { place: place.clone() }.into());
    ops
}

fn gone(place: Place, since: &MomentSlots) -> Check {
    let none = NoSessions { before: since.at().into(), place };
    check(none, Pace::Tight, MINUTE, codes::DATABASE_SESSIONS_OPEN)
}
