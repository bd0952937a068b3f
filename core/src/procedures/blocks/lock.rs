//! The durable lock: one run per database, and the original state noted once.

use super::{landed, place, step, MINUTE};
use crate::late::{slots, Place};
use crate::ops::{LockRelease, LockTake, LockZone, Original};
use crate::plan::{Pace, Step};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// Takes the lock.
pub fn take(snapshot: &Snapshot) -> Step {
    let original = snapshot.apps.iter().map(|app| Original {
        app: app.name.clone(),
        autoscaler: app.autoscaler.clone(),
        formation: app.formation.clone(),
        maintenance: app.maintenance,
        preboot: app.preboot.unwrap_or(false),
    });
    let take = LockTake {
        holder: slots::HOLDER.into(),
        original: original.collect(),
        place: place::lead(snapshot),
        run: slots::RUN.into(),
        since: snapshot.taken_at.to_string(),
    };
    let mut step = step(
        "take-lock",
        Zone::Prepare,
        "note the original state and lock the database for this run",
        "a second operator must not take the window for the original state, and another machine can undo from this row",
    );
    step.until = vec![landed(take.clone(), Pace::Slow, MINUTE)];
    step.calls = vec![take.into()];
    step.undo = vec![LockRelease { place: place::lead(snapshot), run: slots::RUN.into() }.into()];
    step
}

/// Notes that the downtime begins.
pub fn note_window(snapshot: &Snapshot) -> Step {
    let step = step(
        "note-window",
        Zone::Prepare,
        "note in the lock that the window opens",
        "another machine can see how far this run is",
    );
    note(step, place::lead(snapshot), Zone::Window, Pace::Brisk)
}

/// Notes that traffic is about to move.
pub fn note_cut_over(snapshot: &Snapshot) -> Step {
    let step = step(
        "note-cut-over",
        Zone::CutOver,
        "note the cut-over in the lock",
        "the lock came along with the copy",
    );
    note(step, place::new(snapshot), Zone::CutOver, Pace::Tight)
}

fn note(mut step: Step, place: Place, zone: Zone, pace: Pace) -> Step {
    let note = LockZone { place, run: slots::RUN.into(), zone };
    step.until = vec![landed(note.clone(), pace, MINUTE)];
    step.calls = vec![note.into()];
    step
}

/// Removes the lock.
pub fn release(snapshot: &Snapshot) -> Step {
    let release = LockRelease { place: place::new(snapshot), run: slots::RUN.into() };
    let mut step = step("release-lock", Zone::Settle, "remove the lock of this run", "the run is over");
    step.until = vec![landed(release.clone(), Pace::Slow, 2 * MINUTE)];
    step.calls = vec![release.into()];
    step
}
