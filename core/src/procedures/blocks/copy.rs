//! The service copies the old database into the new one: once to see whether it can, while everybody works, and once for good.

use super::{check, connect, place, proof, step, target, writers, MINUTE};
use crate::codes;
use crate::conditions::{InventoryEqual, RightsKept, TransferEnded, TransfersNoted, TrialCurrent};
use crate::late::{slots, Late, Location, TransferSlots, Transferred};
use crate::ops::{CopyStart, GrantsApply, TransferCancel};
use crate::plan::{Check, OnFailure, OnUndoFailure, Pace, Step};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// What a copy may take in any case: it is made on a machine that others use.
const LEAST: u64 = 15 * MINUTE;
/// Three times what Heroku says of a gigabyte.
const A_GIGABYTE: u64 = 9 * MINUTE;

/// Copies while everybody works, to see whether it can be done and how long it takes.
pub fn trial(snapshot: &Snapshot) -> Step {
    let mut step = copying(
        snapshot,
        ("trial-copy", Zone::Prepare, &slots::TRIAL, None),
        "Copy the database once, to see whether that can be done and how long it takes",
        "what is missing in the new database, or may not be copied, is seen before an app is stopped; while it reads, changes of \
         tables wait",
    );
    step.guards.push(noted(snapshot, &slots::TRIAL));
    step
}

/// Compares definitions and rights of the trial: its rows are not those of any moment.
pub fn trial_compared(snapshot: &Snapshot) -> Step {
    let mut step = rights(snapshot, "trial-compare", Zone::Prepare);
    step.title = "Compare definitions and rights of the trial with the old database".to_owned();
    step.why = "a copy that lacks something would be found out with the apps stopped".to_owned();
    let inventory = InventoryEqual { new: place::new(snapshot), old: place::old(snapshot) };
    step.until.insert(0, check(inventory, Pace::Slow, 5 * MINUTE, codes::TARGET_UNPROVEN));
    step
}

/// Nothing that the trial left has been dropped in the old database.
pub fn trial_current(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "trial-current",
        Zone::Prepare,
        "Check that nothing of the trial was dropped since",
        "a copy removes only what its source has; what was dropped there in the meantime would stay in the new database",
    );
    let current = TrialCurrent { new: place::new(snapshot), old: place::old(snapshot) };
    step.until = vec![check(current, Pace::Slow, 5 * MINUTE, codes::COPY_TRIAL_STALE)];
    step.on_failure = OnFailure::Anew;
    step
}

/// Copies for good; `tried` tells how long that took before.
pub fn real(snapshot: &Snapshot, tried: bool) -> Step {
    let trial = tried.then(|| slots::TRIAL.took().into());
    let mut step = copying(
        snapshot,
        ("copy", Zone::Downtime, &slots::COPY, trial),
        "Copy the database",
        "nobody writes to it, so the copy is one of this very moment; what was tried before is written over",
    );
    let mut guards = writers::still_stopped(snapshot);
    guards.extend(connect::still_paused(snapshot));
    guards.append(&mut step.guards);
    guards.push(proof::old_unmoved(snapshot, 0, "nobody wrote before the copy"));
    guards.push(noted(snapshot, &slots::COPY));
    step.guards = guards;
    step
}

/// Makes rights and settings that no copy carries.
pub fn rights_kept(snapshot: &Snapshot) -> Step {
    rights(snapshot, "rights", Zone::Downtime)
}

/// How long a copy, or reading all of it, may take where nothing was tried.
pub fn longest_ms(snapshot: &Snapshot, least: u64, a_gigabyte: u64) -> u64 {
    let gigabytes = snapshot.database.bytes.unwrap_or(0) / 1_000_000_000 + 1;
    gigabytes.saturating_mul(a_gigabyte).max(least)
}

type Which<'a> = (&'static str, Zone, &'a TransferSlots, Option<Late<u64>>);

fn copying(snapshot: &Snapshot, (id, zone, bind, trial): Which<'_>, title: &str, why: &str) -> Step {
    let copy = transferred(snapshot, bind);
    let start = CopyStart {
        addon_id: slots::FOLLOWER.id().into(),
        copy: copy.clone(),
        from: place::old(snapshot),
        to: place::new(snapshot),
    };
    let pace = if zone == Zone::Prepare { Pace::Slow } else { Pace::Brisk };
    let mut step = step(id, zone, title, why);
    step.guards = vec![target::alone(snapshot, pace)];
    step.calls = vec![start.into()];
    // The trial moved about as much; before there is one, the database takes up more than a copy moves.
    let whole = match trial {
        Some(_) => Some(slots::TRIAL.bytes().into()),
        None => snapshot.database.bytes.map(Late::Now),
    };
    let ended = TransferEnded { bind: bind.clone(), copy: copy.clone(), trial, whole };
    step.until = vec![check(ended, pace, longest_ms(snapshot, LEAST, A_GIGABYTE), codes::COPY_FAILED)];
    step.undo = vec![TransferCancel { copy }.into()];
    // It writes only to what is destroyed afterwards.
    step.on_undo_failure = OnUndoFailure::Said;
    step
}

fn rights(snapshot: &Snapshot, id: &str, zone: Zone) -> Step {
    let (new, old) = (|| place::new(snapshot), || place::old(snapshot));
    let pace = if zone == Zone::Prepare { Pace::Slow } else { Pace::Tight };
    let mut step = step(
        id,
        zone,
        "Make owners, grants and settings as they are in the old database",
        "a copy is made as the default credential, and rights of others are not in it",
    );
    step.calls = vec![GrantsApply { new: new(), old: old() }.into()];
    let kept = RightsKept { new: new(), old: old() };
    step.until = vec![check(kept, pace, 2 * MINUTE, codes::TARGET_UNPROVEN)];
    step
}

fn noted(snapshot: &Snapshot, slots: &TransferSlots) -> Check {
    let noted = TransfersNoted { app: snapshot.database.app.clone(), bind: slots.after() };
    check(noted, Pace::Brisk, MINUTE, codes::SERVICE_UNAVAILABLE)
}

fn transferred(snapshot: &Snapshot, slots: &TransferSlots) -> Transferred {
    Transferred {
        after: slots.after().into(),
        app: snapshot.database.app.clone(),
        from: Location::found(&slots::OLD),
        from_name: slots::NAME_OLD.into(),
        to: Location::found(&slots::NEW),
        to_name: slots::NAME_NEW.into(),
    }
}
