//! The follower method: steps of the prepare zone, and the order of all zones.
//!
//! The order is the manual's, with what practice added: Connect is paused while the app still writes, the follower's own
//! upgrade is the only unfollow, and nobody may have written to the old leader since its position was read.

use serde_json::{json, Value};

use super::build::*;
use super::{settle, window, Request};
use crate::args::quoted;
use crate::plan::{Pace, Special, Step, Zone};
use crate::snapshot::{Connection, Snapshot};

/// A follower this close (commits) is mostly caught up.
const NEARLY: u64 = 1_000;

pub fn steps(snapshot: &Snapshot, request: &Request) -> Vec<Step> {
    let mut steps = vec![lock(snapshot), target(snapshot, request), alias(snapshot)];
    steps.extend(autoscalers(snapshot));
    steps.push(at_rest(snapshot));
    steps.push(nearly(snapshot));
    steps.push(hold());
    steps.push(fresh_look(snapshot));
    steps.push(pause(snapshot));
    steps.push(card());
    steps.push(note_window(snapshot));
    steps.extend(window::steps(snapshot, request));
    steps.extend(settle::steps(snapshot));
    steps
}

fn lock(snapshot: &Snapshot) -> Step {
    let original: Value = snapshot
        .apps
        .iter()
        .map(|app| {
            json!({
                "app": quoted(&app.name),
                "maintenance": app.maintenance,
                "formation": formation(app),
                "autoscaler": app.autoscaler.as_deref().map(quoted),
                "preboot": app.preboot,
            })
        })
        .collect();
    let row = json!({
        "runId": "$run",
        "holder": "$holder",
        "since": snapshot.taken_at.to_string(),
        "zone": "prepare",
        "head": "",
        "original": original,
    });
    let take = call("lock_take", json!({ "place": leader(snapshot), "run": "$run", "row": row }));
    let mut step = step(
        "take-lock",
        Zone::Prepare,
        "note the original state and lock the database for this run",
        "a second operator must not take the window for the original state, and another machine can undo from this row",
    );
    step.until = vec![landed(&take, Pace::Slow, MINUTE)];
    step.calls = vec![take];
    step.undo = vec![call("lock_release", json!({ "place": leader(snapshot), "run": "$run" }))];
    step
}

fn target(snapshot: &Snapshot, request: &Request) -> Step {
    let (database, app) = (&snapshot.database, quoted(&snapshot.database.app));
    let provisioned = |addon: Value| {
        let args = json!({ "app": app, "addon": addon, "bind": "follower" });
        check("addon_provisioned", args, Pace::Slow, 12 * HOUR, "database/not-provisioned")
    };
    let resolves = check(
        "config_resolves",
        json!({ "app": app, "configVar": "$name.newVar", "bind": "new" }),
        Pace::Slow,
        10 * MINUTE,
        "service/no-effect",
    );
    let follows = follows(snapshot, 30 * MINUTE);
    let login = check("login_valid", json!({}), Pace::Slow, MINUTE, "login/unclear");
    if let Some(existing) = &request.follower {
        let attach = call(
            "attachment_create",
            json!({ "app": app, "addon": quoted(existing), "attachment": "$name.new" }),
        );
        let detach = call("attachment_destroy", json!({ "app": app, "attachment": "$name.new" }));
        let mut step = step(
            "adopt-follower",
            Zone::Prepare,
            &format!("use follower {existing}"),
            "it must follow this very leader, now",
        );
        step.guards = vec![login, provisioned(json!(quoted(existing))), follows];
        step.calls = vec![attach];
        step.until = vec![resolves];
        step.undo = vec![detach];
        return step;
    }
    let create = call(
        "follower_create",
        json!({
            "app": app,
            "plan": quoted(&database.plan),
            "addon": "$name.follower",
            "attachment": "$name.new",
            "leader": quoted(&database.addon),
        }),
    );
    let destroy = call("addon_destroy", json!({ "app": app, "addon": "$name.follower" }));
    let mut step = step(
        "make-follower",
        Zone::Prepare,
        &format!("make a follower of {} on plan {}", database.addon, database.plan),
        "the new database is an exact copy that is upgraded while the old one stays as it is",
    );
    step.guards = vec![login];
    step.calls = vec![create];
    step.until = vec![provisioned(json!("$name.follower")), resolves, follows];
    step.undo_until =
        vec![check("addon_gone", destroy.args.clone(), Pace::Slow, 30 * MINUTE, "service/no-effect")];
    step.undo = vec![destroy];
    step
}

fn follows(snapshot: &Snapshot, deadline_ms: u64) -> crate::plan::Check {
    let url = snapshot.database.url.as_ref();
    let leader = url
        .map(|url| json!({ "host": quoted(&url.host), "port": url.port, "database": quoted(&url.database) }));
    check(
        "follows",
        json!({ "addonId": "$follower.id", "leader": leader }),
        Pace::Slow,
        deadline_ms,
        "target/not-a-copy",
    )
}

fn alias(snapshot: &Snapshot) -> Step {
    let (app, addon) = (quoted(&snapshot.database.app), quoted(&snapshot.database.addon));
    let attach = call("attachment_create", json!({ "app": app, "addon": addon, "attachment": "$name.old" }));
    let detach = call("attachment_destroy", json!({ "app": app, "attachment": "$name.old" }));
    let same = snapshot.database.url.as_ref().map(|url| quoted(&url.fingerprint));
    let mut step = step(
        "spare-alias",
        Zone::Prepare,
        &format!("attach {} under a spare name", snapshot.database.addon),
        "the old database must stay within reach after its attachments have moved, and the last one cannot be replaced",
    );
    step.calls = vec![attach];
    step.until = vec![check(
        "config_resolves",
        json!({ "app": app, "configVar": "$name.oldVar", "bind": "old", "same": same }),
        Pace::Slow,
        10 * MINUTE,
        "service/no-effect",
    )];
    step.undo_until = vec![landed(&detach, Pace::Slow, 5 * MINUTE)];
    step.undo = vec![detach];
    step
}

/// Native autoscalers would start web dynos inside the window.
fn autoscalers(snapshot: &Snapshot) -> Option<Step> {
    let switch = |active: bool| {
        snapshot
            .apps
            .iter()
            .filter_map(|app| {
                let monitor = app.autoscaler.as_ref()?;
                let args = json!({ "app": quoted(&app.name), "appId": quoted(&app.id), "monitor": quoted(monitor), "active": active });
                Some(call("autoscaler_switch", args))
            })
            .collect::<Vec<_>>()
    };
    let off = switch(false);
    if off.is_empty() {
        return None;
    }
    let mut step = step(
        "autoscaler-off",
        Zone::Prepare,
        "switch the autoscaler of web dynos off",
        "it would start writers inside the window",
    );
    step.until = off.iter().map(|call| landed(call, Pace::Slow, MINUTE)).collect();
    step.calls = off;
    step.undo = switch(true);
    Some(step)
}

fn at_rest(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "mappings-at-rest",
        Zone::Prepare,
        "wait until every mapping is at rest",
        "a mapping that is loading when Connect is paused keeps writing",
    );
    step.until = snapshot
        .connections
        .iter()
        .map(|one| {
            check("mappings_at_rest", connection(one), Pace::Slow, 2 * HOUR, "connect/mappings-working")
        })
        .collect();
    step
}

fn nearly(snapshot: &Snapshot) -> Step {
    let _ = snapshot;
    let mut step = step(
        "follower-close",
        Zone::Prepare,
        "wait until the follower is mostly caught up",
        "what is left is replayed inside the window",
    );
    step.until = vec![check(
        "nearly_caught_up",
        json!({ "addonId": "$follower.id", "commits": NEARLY }),
        Pace::Slow,
        24 * HOUR,
        "target/lagging",
    )];
    step
}

fn hold() -> Step {
    let mut step = step(
        "hold",
        Zone::Prepare,
        "everything before the window is done",
        "writers are stopped only when the operator, or the hour, says so",
    );
    step.special = Some(Special::Hold);
    step
}

fn fresh_look(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "fresh-look",
        Zone::Prepare,
        "look again: login, attachments, formation, follower",
        "what the plan relies on may have changed while it was held",
    );
    let attachments: Value = snapshot
        .attachments
        .iter()
        .map(|one| json!({ "app": quoted(&one.app), "name": quoted(&one.name) }))
        .collect();
    step.until = vec![
        check("login_valid", json!({}), Pace::Slow, MINUTE, "login/unclear"),
        check(
            "attachments_unchanged",
            json!({ "addonId": quoted(&snapshot.database.id), "attachments": attachments, "ours": ["$name.old"] }),
            Pace::Slow,
            MINUTE,
            "drift/attachments",
        ),
        follows(snapshot, MINUTE),
        check(
            "nearly_caught_up",
            json!({ "addonId": "$follower.id", "commits": NEARLY }),
            Pace::Slow,
            HOUR,
            "target/lagging",
        ),
    ];
    step.until.extend(snapshot.apps.iter().map(|app| {
        let args = json!({ "app": quoted(&app.name), "formation": formation(app) });
        check("formation_unchanged", args, Pace::Slow, MINUTE, "drift/formation")
    }));
    step
}

fn pause(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "pause-connect",
        Zone::Prepare,
        "pause Connect and wait until it is quiet",
        "it may take long and costs no stopped writes: the log captures what the app writes meanwhile",
    );
    let url = snapshot.database.url.as_ref();
    let database = url
        .map(|url| json!({ "host": quoted(&url.host), "port": url.port, "database": quoted(&url.database) }));
    for one in &snapshot.connections {
        let rest =
            check("mappings_at_rest", connection(one), Pace::Brisk, 10 * MINUTE, "connect/mappings-working");
        step.guards.push(rest);
        step.calls.push(call("connection_pause", connection(one)));
        step.until.push(quiet(snapshot, one));
        step.undo.push(call("connection_resume", connection(one)));
        step.undo_until.push(check(
            "connection_resumed",
            with(connection(one), json!({ "database": database })),
            Pace::Brisk,
            5 * MINUTE,
            "connect/not-resumed",
        ));
    }
    step.tries = 3;
    step
}

fn quiet(snapshot: &Snapshot, one: &Connection) -> crate::plan::Check {
    let accepted =
        one.log.as_ref().filter(|log| log.oldest_pending_seconds > 86_400).map_or(0, |log| log.pending);
    let args = with(
        connection(one),
        json!({ "place": old(snapshot), "schema": quoted(&one.schema), "baseline": accepted }),
    );
    let mut check = check("quiesced", args, Pace::Brisk, MINUTE, "connect/not-quiet");
    check.times = 3;
    check
}

fn card() -> Step {
    let mut step = step(
        "undo-card",
        Zone::Prepare,
        "write down how to reopen everything by hand",
        "should this program and this machine be gone, the card is enough",
    );
    step.special = Some(Special::UndoCard);
    step
}

fn note_window(snapshot: &Snapshot) -> Step {
    let row = json!({ "runId": "$run", "zone": "window" });
    let mut step = step(
        "note-window",
        Zone::Prepare,
        "note in the lock that the window opens",
        "another machine can see how far this run is",
    );
    let note = call("lock_zone", json!({ "place": leader(snapshot), "run": "$run", "row": row }));
    step.until = vec![landed(&note, Pace::Brisk, MINUTE)];
    step.calls = vec![note];
    step
}
