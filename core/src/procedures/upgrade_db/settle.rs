//! The follower method: from the resume of Connect on there is only forward.

use serde_json::{json, Value};

use super::build::*;
use super::window::{dynos_up, maintenance, scale_back};
use crate::args::quoted;
use crate::plan::{OnFailure, Pace, Step, Zone};
use crate::snapshot::Snapshot;

pub fn steps(snapshot: &Snapshot) -> Vec<Step> {
    let mut steps = vec![resume(snapshot)];
    if snapshot.apps.iter().any(runs_something) {
        steps.push(reopen_dynos(snapshot));
    }
    if snapshot.apps.iter().any(|app| !app.maintenance) {
        steps.push(reopen_requests(snapshot));
    }
    steps.push(healthy(snapshot));
    steps.extend(autoscalers(snapshot));
    steps.push(backup(snapshot));
    steps.push(old_untouched(snapshot));
    steps.push(unlock(snapshot));
    steps
}

fn resume(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "resume-connect",
        Zone::Settle,
        "resume Connect on the new database",
        "the point of no return: from its first request on there is only forward. An unwell Connect is paused again and never \
         keeps the app closed",
    );
    let database = json!({ "host": "$new.host", "port": "$new.port", "database": "$new.database" });
    for one in &snapshot.connections {
        step.calls.push(call("connection_resume", connection(one)));
        step.fallback.push(call("connection_pause", connection(one)));
        step.until.push(check(
            "connection_resumed",
            with(connection(one), json!({ "database": database })),
            Pace::Brisk,
            MINUTE,
            "connect/not-resumed",
        ));
    }
    step.guards = still_paused(snapshot);
    step.on_failure = OnFailure::GoOn;
    step
}

fn reopen_dynos(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "reopen-dynos",
        Zone::Settle,
        "start every process type as it was",
        "each dyno must be up on a release that holds the new database",
    );
    for app in snapshot.apps.iter().filter(|app| runs_something(app)) {
        step.calls.push(scale_back(app));
        let moved = snapshot.attachments.iter().any(|one| {
            one.app == app.name
                && one.namespace.is_none()
                && !(one.name.starts_with("HEROKU_POSTGRESQL_") && one.app == snapshot.database.app)
        });
        let release = if moved { json!(format!("$rel.{}.version", app.name)) } else { json!(app.release) };
        step.until.push(dynos_up(app, release));
    }
    step
}

fn reopen_requests(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "reopen-requests",
        Zone::Settle,
        "maintenance mode off",
        "every dyno is up on the new database, so requests may come",
    );
    for app in snapshot.apps.iter().filter(|app| !app.maintenance) {
        let off = maintenance(app, false);
        step.until.push(landed(&off, Pace::Brisk, 2 * MINUTE));
        step.calls.push(off);
    }
    step
}

fn healthy(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "connect-healthy",
        Zone::Settle,
        "wait until Connect is healthy",
        "waited for after reopening, never with writers stopped",
    );
    for one in &snapshot.connections {
        let before: Value = one
            .mappings
            .iter()
            .map(|mapping| json!({ "object": quoted(&mapping.object), "sfPoll": mapping.sf_poll.as_deref().map(quoted) }))
            .collect();
        let args = with(connection(one), json!({ "before": before }));
        step.until.push(check("healthy", args, Pace::Slow, HOUR, "connect/not-healthy-yet"));
    }
    step.on_failure = OnFailure::GoOn;
    step
}

fn autoscalers(snapshot: &Snapshot) -> Option<Step> {
    let mut step = step(
        "autoscaler-on",
        Zone::Settle,
        "switch the autoscaler on again",
        "it was switched off for the window",
    );
    for app in &snapshot.apps {
        if let Some(monitor) = &app.autoscaler {
            let args = json!({ "app": quoted(&app.name), "appId": quoted(&app.id), "monitor": quoted(monitor), "active": true });
            let on = call("autoscaler_switch", args);
            step.until.push(landed(&on, Pace::Slow, MINUTE));
            step.calls.push(on);
        }
    }
    step.on_failure = OnFailure::GoOn;
    (!step.calls.is_empty()).then_some(step)
}

fn backup(snapshot: &Snapshot) -> Step {
    let app = quoted(&snapshot.database.app);
    let capture = call(
        "backup_capture",
        json!({ "app": app, "addon": "$name.target", "addonId": "$follower.id", "after": "$backups" }),
    );
    let mut step = step(
        "first-backup",
        Zone::Settle,
        "begin a first backup of the new database",
        "there is no point-in-time recovery across the upgrade",
    );
    step.guards = vec![check(
        "transfers_noted",
        json!({ "app": app, "bind": "backups" }),
        Pace::Slow,
        MINUTE,
        "service/unavailable",
    )];
    step.until = vec![landed(&capture, Pace::Slow, 5 * MINUTE)];
    step.calls = vec![capture];
    step.on_failure = OnFailure::GoOn;
    step
}

fn old_untouched(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "old-untouched",
        Zone::Settle,
        "prove that the old database had no write since",
        "a fence is for honest writers; the position is the proof",
    );
    step.until = vec![unmoved(snapshot, 1, "old database since the fence")];
    step
}

fn unlock(snapshot: &Snapshot) -> Step {
    let release = call("lock_release", json!({ "place": new(snapshot), "run": "$run" }));
    let mut step = step("release-lock", Zone::Settle, "remove the lock of this run", "the run is over");
    step.until = vec![landed(&release, Pace::Slow, 2 * MINUTE)];
    step.calls = vec![release];
    step
}
