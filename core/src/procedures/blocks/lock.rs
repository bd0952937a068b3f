//! The durable lock: one run per database, and the original state noted once.

use super::{landed, place, step, MINUTE};
use crate::late::{slots, Place};
use crate::ops::{LockRelease, LockReturn, LockTake, LockZone, Original, Undo, Verb};
use crate::plan::{OnFailure, OnUndoFailure, Pace, Step};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// Takes the lock in this database.
pub fn take(snapshot: &Snapshot, lead: &Place) -> Step {
    take_instead(snapshot, lead, None)
}

/// Takes it in a database that did not come with ours: it is destroyed where anything is taken back.
pub fn take_new(snapshot: &Snapshot) -> Step {
    let why = "a database that went back in time does not know of this run, and what is kept stands beside the lock";
    Step {
        id: "take-lock-new".to_owned(),
        zone: Zone::Downtime,
        why: why.to_owned(),
        title: "Lock the new database for this run".to_owned(),
        on_undo_failure: OnUndoFailure::Said,
        ..take(snapshot, &place::new(snapshot))
    }
}

/// The same from a run that is over and holds the lock for a purpose that this run ends.
pub fn take_instead(snapshot: &Snapshot, lead: &Place, instead_of: Option<String>) -> Step {
    let original = snapshot.apps.iter().map(|app| Original {
        app: app.name.clone(),
        autoscaler: app.autoscaler.clone(),
        formation: app.formation.clone(),
        maintenance: app.maintenance,
        preboot: app.preboot.unwrap_or(false),
    });
    let take = LockTake {
        claim: slots::CLAIM.into(),
        holder: slots::HOLDER.into(),
        instead_of,
        original: original.collect(),
        place: lead.clone(),
        run: slots::RUN.into(),
        since: snapshot.taken_at.to_string(),
    };
    let mut step = step(
        "take-lock",
        Zone::Prepare,
        "Note the original state and lock the database for this run",
        "a second operator must not take the downtime for the original state, and another machine can go on from this row",
    );
    step.until = vec![landed(take.clone(), Pace::Slow, MINUTE)];
    if let Undo::By(back) = take.undo() {
        step.undo = vec![*back];
    }
    step.calls = vec![take.into()];
    step.quiet = true;
    step
}

/// Notes that the downtime begins.
pub fn note_downtime(snapshot: &Snapshot, database: Place) -> Step {
    let step = step(
        "note-downtime",
        Zone::Prepare,
        "Note in the lock that the downtime begins",
        "another machine can see how far this run is, and go on from what it has learnt",
    );
    let mut step = note(step, database, Zone::Downtime, Pace::Brisk);
    step.undo = vec![noted(place::lead(snapshot), Zone::Prepare).into()];
    step.on_failure = OnFailure::Pause;
    step
}

/// Notes that traffic is about to move.
pub fn note_cut_over(snapshot: &Snapshot) -> Step {
    let step = step(
        "note-cut-over",
        Zone::CutOver,
        "Note the cut-over in the lock",
        "the lock came along with the copy",
    );
    note(step, place::new(snapshot), Zone::CutOver, Pace::Tight)
}

/// Notes in this database that there is only forward.
pub fn note_settle(lead: Place, zone: Zone) -> Step {
    let step = step(
        "note-settle",
        zone,
        "Note in the lock that there is no way back",
        "another machine must not take back what Connect has built on",
    );
    note(step, lead, Zone::Settle, Pace::Tight)
}

fn note(mut step: Step, place: Place, zone: Zone, pace: Pace) -> Step {
    let note = noted(place, zone);
    step.until = vec![landed(note.clone(), pace, MINUTE)];
    step.calls = vec![note.into()];
    step.quiet = true;
    step
}

fn noted(place: Place, zone: Zone) -> LockZone {
    LockZone { claim: slots::CLAIM.into(), holder: slots::HOLDER.into(), place, run: slots::RUN.into(), zone }
}

/// Removes the lock from this database.
pub fn release(lead: Place) -> Step {
    let release = LockRelease { place: lead, run: slots::RUN.into() };
    let mut step = step("release-lock", Zone::Settle, "Remove the lock of this run", "the run is over");
    step.until = vec![landed(release.clone(), Pace::Slow, 2 * MINUTE)];
    step.calls = vec![release.into()];
    step.quiet = true;
    step
}

/// Gives the lock back to the run whose purpose goes on for what this run was not about.
pub fn give_back(lead: Place, to: String) -> Step {
    let back = LockReturn { place: lead, run: slots::RUN.into(), to };
    let mut step = step(
        "return-lock",
        Zone::Settle,
        "Give the lock back to the run that holds the rest paused",
        "what it paused and this run did not resume stays noted",
    );
    step.until = vec![landed(back.clone(), Pace::Slow, 2 * MINUTE)];
    step.calls = vec![back.into()];
    step.quiet = true;
    step
}
