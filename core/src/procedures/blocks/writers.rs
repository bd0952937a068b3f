//! The app's and Connect's writes: stopped in every app, their sessions ended, and back as they were.

use super::{check, landed, place, step, MINUTE, SECOND};
use crate::codes;
use crate::conditions::{DynosNoted, DynosRestarted, DynosUp, MomentNoted, NoDynos, NoSessions};
use crate::late::{slots, Late, Place};
use crate::ops::{
    AutoscalerSwitch, ConnectionsReset, DynosRestart, DynosStop, FormationScale, MaintenanceSet, Op,
};
use crate::plan::{Check, OnFailure, Pace, Step};
use crate::snapshot::{App, Process, Snapshot};
use crate::zone::Zone;

/// The process type that serves requests, and in a space the maintenance page.
const WEB: &str = "web";
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

/// Process types that stay while the others are stopped: the web dynos of an app in a space serve its maintenance page.
pub fn staying(app: &App) -> &'static [&'static str] {
    let web = app.formation.iter().any(|process| process.kind == WEB && process.quantity > 0);
    if app.space.is_some() && web {
        &[WEB]
    } else {
        &[]
    }
}

/// Apps of which something stays.
pub fn apps_staying(snapshot: &Snapshot) -> impl Iterator<Item = &App> {
    snapshot.apps.iter().filter(|app| !staying(app).is_empty())
}

fn kinds_staying(app: &App) -> Vec<String> {
    staying(app).iter().map(|kind| (*kind).to_owned()).collect()
}

/// Maintenance mode on, every process type to 0 but those that stay, once these hold.
pub fn stop(snapshot: &Snapshot, guards: Vec<Check>) -> Step {
    let (title, why) = if apps_staying(snapshot).next().is_none() {
        (
            "Turn on maintenance mode and scale all dynos to 0",
            "maintenance mode only stops new requests: threads, workers and one-off dynos go on writing",
        )
    } else {
        (
            "Turn on maintenance mode and scale all dynos but web of apps in a space to 0",
            "in a space the maintenance page is served by the web dynos: they stay, and their threads go on until the database refuses \
             their writes",
        )
    };
    let mut step = step("stop-writers", Zone::Downtime, title, why);
    step.guards = guards;
    for app in &snapshot.apps {
        if !app.maintenance {
            step.calls.push(maintenance(app, true).into());
        }
        let stopped: Vec<Process> =
            app.emptied().into_iter().filter(|one| !staying(app).contains(&one.kind.as_str())).collect();
        if app.runs_something() && !stopped.is_empty() {
            step.calls.push(FormationScale { app: app.name.clone(), formation: Late::Now(stopped) }.into());
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
        step.until.push(check(no_dynos(app), Pace::Brisk, STOPPING, codes::APP_DYNOS_RUNNING));
    }
    step.together_from = Some(0);
    step
}

/// Ends every session on this database.
pub fn end_sessions(snapshot: &Snapshot, place: &Place) -> Step {
    let database = &snapshot.database;
    let mut step = step(
        "end-sessions",
        Zone::Downtime,
        &format!("Terminate every connection to the {}", place.role.words()),
        "one that stays open can go on writing; who connects anew is stopped by the read-only database and named",
    );
    let noted = MomentNoted { bind: slots::RESET, place: place.clone() };
    step.guards = vec![check(noted, Pace::Tight, MINUTE, codes::DATABASE_SESSIONS_OPEN)];
    let reset = ConnectionsReset {
        addon: database.addon.clone(),
        addon_id: database.id.clone(),
        app: database.app.clone(),
        place: place.clone(),
    };
    step.calls = vec![reset.into()];
    let none = NoSessions { before: slots::RESET.at().into(), place: place.clone() };
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

/// Restarts what stays: nothing of what it opened before its database refused writes is left then.
pub fn restart_staying(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "restart-web",
        Zone::Downtime,
        "Restart the web dynos that serve the maintenance page",
        "a connection that was opened before the database became read-only could go on writing; one that writes while it boots crashes, \
         and then there is no maintenance page",
    );
    for app in apps_staying(snapshot) {
        let (app, kind, before) = (app.name.clone(), WEB.to_owned(), slots::dynos(&app.name));
        step.calls.push(DynosRestart { app: app.clone(), kind: kind.clone() }.into());
        let noted = DynosNoted { app: app.clone(), bind: before.clone(), kind: kind.clone() };
        step.guards.push(check(noted, Pace::Brisk, MINUTE, codes::APP_DYNOS_NOT_UP));
        let restarted = DynosRestarted { app, before: before.into(), kind };
        step.until.push(check(restarted, Pace::Brisk, 5 * MINUTE, codes::APP_DYNOS_NOT_UP));
    }
    step.together_from = Some(0);
    let none = NoSessions { before: slots::FENCE_WEB.at().into(), place: place::old(snapshot) };
    step.until.push(check(none, Pace::Tight, MINUTE, codes::DATABASE_SESSIONS_OPEN));
    (!step.calls.is_empty()).then_some(step)
}

/// Restarts of what stays.
pub fn restarts_staying(snapshot: &Snapshot) -> Vec<Op> {
    let restart = |app: &App| DynosRestart { app: app.name.clone(), kind: WEB.to_owned() }.into();
    apps_staying(snapshot).map(restart).collect()
}

/// Guard: no app runs a dyno but those that stay.
pub fn still_stopped(snapshot: &Snapshot) -> Vec<Check> {
    let none = |app: &App| check(no_dynos(app), Pace::Brisk, 20 * SECOND, codes::APP_DYNOS_RUNNING);
    snapshot.apps.iter().map(none).collect()
}

fn no_dynos(app: &App) -> NoDynos {
    NoDynos { app: app.name.clone(), but: kinds_staying(app) }
}

/// Maintenance mode of an app.
pub fn maintenance(app: &App, on: bool) -> MaintenanceSet {
    MaintenanceSet { app: app.name.clone(), on }
}

/// Every process type as it was when it was looked at last before the downtime.
pub fn scale_back(app: &App) -> FormationScale {
    FormationScale { app: app.name.clone(), formation: slots::formation(&app.name).into() }
}

/// Every process type as it was surveyed.
pub fn as_surveyed(app: &App) -> FormationScale {
    FormationScale { app: app.name.clone(), formation: Late::Now(app.formation.clone()) }
}

/// Every process type at 0.
pub fn emptied(app: &App) -> FormationScale {
    FormationScale { app: app.name.clone(), formation: Late::Now(app.emptied()) }
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
