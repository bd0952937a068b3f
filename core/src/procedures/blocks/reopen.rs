//! Reopening: every app as it was.

use super::{cut_over, landed, step, writers, MINUTE};
use crate::plan::{OnFailure, Pace, Step};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// Id of the step after which requests come again, or of the one that starts dynos where no app was open to requests.
pub fn last_id(snapshot: &Snapshot) -> Option<String> {
    requests(snapshot).or_else(|| dynos(snapshot)).map(|step| step.id)
}

/// Starts every process type as it was.
pub fn dynos(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "reopen-dynos",
        Zone::Settle,
        "start every process type as it was",
        "each dyno must be up on a release that holds the new database",
    );
    for app in snapshot.apps.iter().filter(|app| app.runs_something()) {
        step.calls.push(writers::scale_back(app).into());
        step.until.push(writers::dynos_up(app, cut_over::release_of(snapshot, app)));
    }
    (!step.calls.is_empty()).then_some(step)
}

/// Switches maintenance mode off where it was off.
pub fn requests(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "reopen-requests",
        Zone::Settle,
        "maintenance mode off",
        "every dyno is up on the new database, so requests may come",
    );
    for app in snapshot.apps.iter().filter(|app| !app.maintenance) {
        let off = writers::maintenance(app, false);
        step.until.push(landed(off.clone(), Pace::Brisk, 2 * MINUTE));
        step.calls.push(off.into());
    }
    (!step.calls.is_empty()).then_some(step)
}

/// Switches autoscalers on again.
pub fn autoscalers(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "autoscaler-on",
        Zone::Settle,
        "switch the autoscaler on again",
        "it was switched off for the downtime",
    );
    step.calls = writers::switches(snapshot, true);
    step.until = step.calls.iter().map(|call| landed(call.clone(), Pace::Slow, MINUTE)).collect();
    step.on_failure = OnFailure::GoOn;
    (!step.calls.is_empty()).then_some(step)
}
