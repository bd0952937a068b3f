//! Writers: stopped in every app, their sessions ended, and back as they were.

use super::{check, connect, landed, place, step, MINUTE, SECOND};
use crate::codes;
use crate::conditions::{DynosUp, NoDynos, NoSessions};
use crate::late::Late;
use crate::ops::{AutoscalerSwitch, ConnectionsReset, DynosStop, FormationScale, MaintenanceSet, Op};
use crate::plan::{Check, Pace, Step};
use crate::snapshot::{App, Snapshot};
use crate::zone::Zone;

/// Native autoscalers would start web dynos inside the window.
pub fn autoscalers_off(snapshot: &Snapshot) -> Option<Step> {
    let off = switches(snapshot, false);
    if off.is_empty() {
        return None;
    }
    let mut step = step(
        "autoscaler-off",
        Zone::Prepare,
        "switch the autoscaler of web dynos off",
        "it would start writers inside the window",
    );
    step.until = off.iter().map(|call| landed(call.clone(), Pace::Slow, MINUTE)).collect();
    step.calls = off;
    step.undo = switches(snapshot, true);
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

/// Maintenance mode on, every process type to 0.
pub fn stop(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "stop-writers",
        Zone::Window,
        "maintenance mode on, every process type to 0",
        "maintenance mode only stops new requests: threads, workers, one-off and Scheduler dynos go on writing",
    );
    step.guards = connect::still_paused(snapshot);
    for app in &snapshot.apps {
        if !app.maintenance {
            step.calls.push(maintenance(app, true).into());
        }
        if app.runs_something() {
            step.calls.push(FormationScale { app: app.name.clone(), formation: app.emptied() }.into());
        }
        for kind in one_off_types(app) {
            step.calls.push(DynosStop { app: app.name.clone(), kind }.into());
        }
        let none = NoDynos { app: app.name.clone() };
        step.until.push(check(none, Pace::Brisk, 5 * MINUTE, codes::APP_DYNOS_RUNNING));
    }
    for app in snapshot.apps.iter().filter(|app| app.runs_something()) {
        step.undo.push(scale_back(app).into());
        step.undo_until.push(dynos_up(app, Late::Now(app.release)));
    }
    let closed = snapshot.apps.iter().filter(|app| !app.maintenance);
    step.undo.extend(closed.map(|app| maintenance(app, false).into()));
    step
}

/// Ends every session on the old database.
pub fn end_sessions(snapshot: &Snapshot) -> Step {
    let database = &snapshot.database;
    // Old web dynos of preboot go on for about three minutes and cannot be stopped.
    let deadline =
        if snapshot.apps.iter().any(|app| app.preboot != Some(false)) { 8 * MINUTE } else { 2 * MINUTE };
    let mut step = step(
        "end-sessions",
        Zone::Window,
        "end every session on the old database",
        "a session that stays open can go on writing, and its counters are not seen until it ends",
    );
    let reset = ConnectionsReset {
        addon: database.addon.clone(),
        addon_id: database.id.clone(),
        app: database.app.clone(),
        place: place::old(snapshot),
    };
    step.calls = vec![reset.into()];
    let none = NoSessions { before: None, place: place::old(snapshot) };
    step.until = vec![check(none, Pace::Tight, deadline, codes::DATABASE_SESSIONS_OPEN)];
    step
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

/// Every process type as it was.
pub fn scale_back(app: &App) -> FormationScale {
    FormationScale { app: app.name.clone(), formation: app.formation.clone() }
}

/// Every dyno is up on this release or a later one.
pub fn dynos_up(app: &App, release: Late<u64>) -> Check {
    let up = DynosUp { app: app.name.clone(), formation: app.formation.clone(), release };
    check(up, Pace::Brisk, 15 * MINUTE, codes::APP_DYNOS_NOT_UP)
}

/// Types that no formation holds. Scheduler's jobs come and go, so they are stopped whether there is one now or not.
fn one_off_types(app: &App) -> Vec<String> {
    let mut types = app.one_offs.clone();
    let scheduled = app.services.iter().any(|service| service == "scheduler");
    if scheduled && !types.iter().any(|kind| kind == "scheduler") {
        types.push("scheduler".to_owned());
    }
    types
}
