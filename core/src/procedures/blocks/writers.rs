//! The app's and Connect's writes: stopped in every app, their sessions ended, and back as they were.

use super::{check, landed, place, step, MINUTE, SECOND};
use crate::codes;
use crate::conditions::{DynosUp, MomentNoted, NoDynos, NoSessions};
use crate::late::{slots, Late};
use crate::ops::{
    AutoscalerSwitch, ConnectionsReset, DynosRestart, DynosStop, FormationScale, MaintenanceSet, Op,
};
use crate::plan::{Check, OnFailure, Pace, Step};
use crate::snapshot::{App, Snapshot};
use crate::zone::Zone;

/// How long a dyno may take to stop: Heroku kills one after 30 s, and lists are late.
const STOPPING: u64 = 5 * MINUTE;
/// How long sessions may take to end before the rest are ended once more.
const ENDING: u64 = 40 * SECOND;
/// Old web dynos of preboot go on for about three minutes and cannot be stopped: that many more times sessions are ended.
const ENDED_PREBOOT: u8 = 8;

/// Native autoscalers would start web dynos in the downtime.
pub fn autoscalers_off(snapshot: &Snapshot) -> Option<Step> {
    let off = switches(snapshot, false);
    if off.is_empty() {
        return None;
    }
    let mut step = step(
        "autoscaler-off",
        Zone::Prepare,
        "Turn autoscaling of web dynos off",
        "it would start dynos in the downtime",
    );
    step.until = off.iter().map(|call| landed(call.clone(), Pace::Slow, MINUTE)).collect();
    step.calls = off;
    step.undo = switches(snapshot, true);
    step.on_failure = OnFailure::Pause;
    Some(step)
}

/// Switches of every autoscaler that was active.
pub fn switches(snapshot: &Snapshot, active: bool) -> Vec<Op> {
    let switch = |app: &App| {
        let monitor = app.autoscaler.clone()?;
        Some(AutoscalerSwitch { active, app: app.name.clone(), app_id: app.id.clone(), monitor }.into())
    };
    snapshot.apps.iter().filter_map(switch).collect()
}

/// Maintenance mode on, every process type to 0, once these hold.
pub fn stop(snapshot: &Snapshot, guards: Vec<Check>) -> Step {
    let mut step = step(
        "stop-writers",
        Zone::Downtime,
        "Turn on maintenance mode and scale all dynos to 0",
        "maintenance mode only stops new requests: threads, workers and one-off dynos go on writing",
    );
    step.guards = guards;
    for app in &snapshot.apps {
        if !app.maintenance {
            step.calls.push(maintenance(app, true).into());
        }
        if app.runs_something() {
            let formation = Late::Now(app.emptied());
            step.calls.push(FormationScale { app: app.name.clone(), formation }.into());
        }
    }
    step.together_from = Some(0);
    for app in snapshot.apps.iter().filter(|app| app.runs_something()) {
        step.undo.push(scale_back(app).into());
        let up = dynos_up(app, Late::Now(app.release), Late::Now(false));
        let up = check(up, Pace::Brisk, 5 * MINUTE, codes::APP_DYNOS_NOT_UP);
        step.undo_until.push(Check { leave: true, ..up });
    }
    let closed = snapshot.apps.iter().filter(|app| !app.maintenance);
    step.undo.extend(closed.map(|app| maintenance(app, false).into()));
    step.undo_together_from = Some(0);
    step
}

/// Stops what no formation holds: one-off dynos and jobs of a scheduler.
pub fn stop_one_offs(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "stop-one-offs",
        Zone::Downtime,
        "Stop one-off dynos, and wait until no dyno is left",
        "one-off dynos and jobs of a scheduler are in no process type and go on writing",
    );
    for app in &snapshot.apps {
        let kept = app.formation.iter().map(|process| process.kind.clone()).collect();
        step.calls.push(DynosStop { app: app.name.clone(), but: kept }.into());
        step.until.push(check(
            NoDynos { app: app.name.clone() },
            Pace::Brisk,
            STOPPING,
            codes::APP_DYNOS_RUNNING,
        ));
    }
    step.together_from = Some(0);
    step
}

/// Ends every session on the old database.
pub fn end_sessions(snapshot: &Snapshot) -> Step {
    let database = &snapshot.database;
    let mut step = step(
        "end-sessions",
        Zone::Downtime,
        "Terminate every connection to the old database",
        "one that stays open can go on writing; who connects anew is stopped by the read-only database and named",
    );
    let noted = MomentNoted { bind: slots::RESET, place: place::old(snapshot) };
    step.guards = vec![check(noted, Pace::Tight, MINUTE, codes::DATABASE_SESSIONS_OPEN)];
    let reset = ConnectionsReset {
        addon: database.addon.clone(),
        addon_id: database.id.clone(),
        app: database.app.clone(),
        place: place::old(snapshot),
    };
    step.calls = vec![reset.into()];
    let none = NoSessions { before: slots::RESET.at().into(), place: place::old(snapshot) };
    step.until = vec![check(none, Pace::Tight, ENDING, codes::DATABASE_SESSIONS_OPEN)];
    step.tries = if snapshot.apps.iter().any(|app| app.preboot != Some(false)) { ENDED_PREBOOT } else { 3 };
    step
}

/// Restarts of every process type that runs something.
pub fn restarts(snapshot: &Snapshot) -> Vec<Op> {
    let of = |app: &App| {
        let running = app.formation.iter().filter(|process| process.quantity > 0);
        running
            .map(|process| DynosRestart { app: app.name.clone(), kind: process.kind.clone() }.into())
            .collect::<Vec<Op>>()
    };
    snapshot.apps.iter().flat_map(of).collect()
}

/// Guard: no app runs a dyno.
pub fn still_stopped(snapshot: &Snapshot) -> Vec<Check> {
    let none = |app: &App| {
        check(NoDynos { app: app.name.clone() }, Pace::Brisk, 20 * SECOND, codes::APP_DYNOS_RUNNING)
    };
    snapshot.apps.iter().map(none).collect()
}

/// Maintenance mode of an app.
pub fn maintenance(app: &App, on: bool) -> MaintenanceSet {
    MaintenanceSet { app: app.name.clone(), on }
}

/// Every process type as it was when it was looked at last before the downtime.
pub fn scale_back(app: &App) -> FormationScale {
    FormationScale { app: app.name.clone(), formation: slots::formation(&app.name).into() }
}

/// Every dyno that was up before is up on this release or a later one; `seen` if somebody saw it.
pub fn dynos_up(app: &App, release: Late<u64>, seen: Late<bool>) -> DynosUp {
    DynosUp {
        app: app.name.clone(),
        down: app.down.clone(),
        formation: slots::formation(&app.name).into(),
        release,
        seen,
    }
}
