//! The follower method: window and cut-over.

use serde_json::{json, Value};

use super::build::*;
use super::Request;
use crate::args::quoted;
use crate::plan::{Call, Check, Pace, Step, Zone};
use crate::snapshot::{App, Attachment, Connection, Snapshot};

pub fn steps(snapshot: &Snapshot, request: &Request) -> Vec<Step> {
    vec![
        stop_writers(snapshot),
        end_sessions(snapshot),
        position(snapshot),
        replayed(snapshot),
        upgrade(snapshot, request),
        fence(snapshot),
        end_open_sessions(snapshot),
        unwritten(snapshot),
        upgraded(snapshot, request),
        unfence(snapshot),
        note_cut_over(snapshot),
        analyze(snapshot),
        true_copy(snapshot),
        move_attachments(snapshot),
    ]
}

fn stop_writers(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "stop-writers",
        Zone::Window,
        "maintenance mode on, every process type to 0",
        "maintenance mode only stops new requests: threads, workers, one-off and Scheduler dynos go on writing",
    );
    step.guards = still_paused(snapshot);
    for app in &snapshot.apps {
        if !app.maintenance {
            step.calls.push(maintenance(app, true));
        }
        if runs_something(app) {
            step.calls.push(call(
                "formation_scale",
                json!({ "app": quoted(&app.name), "formation": empty_formation(app) }),
            ));
        }
        for kind in one_off_types(app) {
            step.calls.push(call("dynos_stop", json!({ "app": quoted(&app.name), "type": quoted(&kind) })));
        }
        step.until.push(check(
            "no_dynos",
            json!({ "app": quoted(&app.name) }),
            Pace::Brisk,
            5 * MINUTE,
            "app/dynos-running",
        ));
    }
    for app in &snapshot.apps {
        if runs_something(app) {
            step.undo.push(scale_back(app));
            step.undo_until.push(dynos_up(app, json!(app.release)));
        }
    }
    step.undo.extend(snapshot.apps.iter().filter(|app| !app.maintenance).map(|app| maintenance(app, false)));
    step
}

pub fn maintenance(app: &App, on: bool) -> Call {
    call("maintenance_set", json!({ "app": quoted(&app.name), "on": on }))
}

pub fn scale_back(app: &App) -> Call {
    call("formation_scale", json!({ "app": quoted(&app.name), "formation": formation(app) }))
}

pub fn dynos_up(app: &App, release: Value) -> Check {
    let args = json!({ "app": quoted(&app.name), "formation": formation(app), "release": release });
    check("dynos_up", args, Pace::Brisk, 15 * MINUTE, "app/dynos-not-up")
}

fn one_off_types(app: &App) -> Vec<String> {
    let mut types = app.one_offs.clone();
    if app.services.iter().any(|service| service == "scheduler")
        && !types.iter().any(|kind| kind == "scheduler")
    {
        types.push("scheduler".to_owned());
    }
    types
}

fn end_sessions(snapshot: &Snapshot) -> Step {
    let database = &snapshot.database;
    // Old web dynos of preboot go on for about three minutes and cannot be stopped.
    let deadline = if snapshot.apps.iter().any(|app| app.preboot) { 8 * MINUTE } else { 2 * MINUTE };
    let mut step = step(
        "end-sessions",
        Zone::Window,
        "end every session on the old database",
        "a session that stays open can go on writing, and its counters are not seen until it ends",
    );
    step.calls = vec![call(
        "connections_reset",
        json!({ "app": quoted(&database.app), "addon": quoted(&database.addon), "addonId": quoted(&database.id), "place": old(snapshot) }),
    )];
    step.until = vec![check(
        "no_sessions",
        json!({ "place": old(snapshot) }),
        Pace::Tight,
        deadline,
        "database/sessions-open",
    )];
    step
}

fn position(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "position-l0",
        Zone::Window,
        "read the position of the old database (L0)",
        "everything up to here must be in the new database, and nothing may come after it",
    );
    let args = json!({ "place": old(snapshot), "schemas": quoted(&snapshot.schemas()), "bind": "L0", "title": "position L0 of the old database" });
    step.until = vec![check("position_noted", args, Pace::Tight, 2 * MINUTE, "window/position-unreadable")];
    step
}

fn caught_up(snapshot: &Snapshot, deadline_ms: u64) -> Check {
    let args = json!({ "place": new(snapshot), "position": "$L0" });
    check("replayed", args, Pace::Tight, deadline_ms, "target/lagging")
}

fn replayed(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "follower-replayed",
        Zone::Window,
        "wait until the follower has replayed L0",
        "a follower that stops following earlier loses what it has not replayed",
    );
    step.until = vec![caught_up(snapshot, 20 * MINUTE)];
    step
}

fn upgrade(snapshot: &Snapshot, request: &Request) -> Step {
    let mut step = step(
        "upgrade-run",
        Zone::Window,
        &format!("run the upgrade of the follower to Postgres {}", request.version),
        "it stops following and is upgraded; this is the only unfollow, and a follower cannot be spent twice",
    );
    step.guards = still_stopped(snapshot);
    step.guards.extend(still_paused(snapshot));
    step.guards.push(caught_up(snapshot, MINUTE));
    step.guards.push(unmoved(snapshot, 0, "nobody wrote before the unfollow"));
    step.calls = vec![call(
        "upgrade_run",
        json!({
            "app": quoted(&snapshot.database.app),
            "addon": "$name.target",
            "addonId": "$follower.id",
            "version": request.version.to_string(),
        }),
    )];
    step.until = vec![check(
        "unfollowed",
        json!({ "addonId": "$follower.id" }),
        Pace::Tight,
        20 * MINUTE,
        "upgrade/not-started",
    )];
    step
}

fn fence(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "fence-old",
        Zone::Window,
        "fence the old database: read-only by default",
        "set after the unfollow, because it would travel to a follower; it stays until the old database is destroyed",
    );
    step.calls = vec![call("fence_on", json!({ "place": old(snapshot) }))];
    step.until = vec![check(
        "fence_seen",
        json!({ "place": old(snapshot), "on": true, "bind": "fence" }),
        Pace::Tight,
        MINUTE,
        "database/not-fenced",
    )];
    let lift = call("fence_off", json!({ "place": old(snapshot) }));
    step.undo_until = vec![landed(&lift, Pace::Tight, 2 * MINUTE)];
    step.undo = vec![lift];
    step
}

fn end_open_sessions(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "end-open-sessions",
        Zone::Window,
        "end sessions that began before the fence",
        "the fence does not hold for a session that was already open",
    );
    step.calls = vec![call("sessions_end", json!({ "place": old(snapshot) }))];
    let args = json!({ "place": old(snapshot), "before": "$fence.at" });
    step.until = vec![check("no_sessions", args, Pace::Tight, MINUTE, "database/sessions-open")];
    step
}

fn unwritten(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "position-l1",
        Zone::Window,
        "prove that nobody wrote since L0 (L1 = L0)",
        "a write between L0 and the fence is on the old database only: then everything is reopened there and nothing is lost",
    );
    // The fence itself is the one transaction of ours.
    step.until = vec![unmoved(snapshot, 1, "L1 = L0 on the old database")];
    step
}

fn upgraded(snapshot: &Snapshot, request: &Request) -> Step {
    let mut step = step(
        "upgraded",
        Zone::Window,
        &format!("wait until the new database is Postgres {}", request.version),
        "a finished wait proves nothing: the version itself is read, from the API and from the server",
    );
    let app = quoted(&snapshot.database.app);
    // The address may change with the upgrade, so the fingerprint known so far is not insisted on.
    let place = json!({ "app": app, "configVar": "$name.newVar" });
    step.until = vec![
        check(
            "upgraded",
            json!({ "addonId": "$follower.id", "place": place, "version": request.version.to_string() }),
            Pace::Tight,
            HOUR,
            "upgrade/not-finished",
        ),
        check(
            "config_resolves",
            json!({ "app": app, "configVar": "$name.newVar", "bind": "new" }),
            Pace::Brisk,
            2 * MINUTE,
            "service/no-effect",
        ),
    ];
    step
}

fn unfence(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "new-accepts-writes",
        Zone::CutOver,
        "make sure that the new database accepts writes",
        "a read-only default may have travelled along; a transaction that changes nothing proves that it has not",
    );
    step.calls = vec![
        call("fence_off", json!({ "place": new(snapshot) })),
        call("write_probe", json!({ "place": new(snapshot) })),
    ];
    step.until = vec![check(
        "fence_seen",
        json!({ "place": new(snapshot), "on": false }),
        Pace::Tight,
        MINUTE,
        "database/read-only",
    )];
    step
}

fn note_cut_over(snapshot: &Snapshot) -> Step {
    let row = json!({ "runId": "$run", "zone": "cut-over" });
    let note = call("lock_zone", json!({ "place": new(snapshot), "run": "$run", "row": row }));
    let mut step = step(
        "note-cut-over",
        Zone::CutOver,
        "note the cut-over in the lock",
        "the lock came along with the copy",
    );
    step.until = vec![landed(&note, Pace::Tight, MINUTE)];
    step.calls = vec![note];
    step
}

fn analyze(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "analyze",
        Zone::CutOver,
        "collect planner statistics on the new database",
        "an upgrade carries none before Postgres 18, and without them queries time out on the first day",
    );
    step.calls = vec![call("analyze", json!({ "place": new(snapshot) }))];
    step.until = vec![check(
        "statistics_present",
        json!({ "place": new(snapshot) }),
        Pace::Tight,
        5 * MINUTE,
        "database/no-statistics",
    )];
    step
}

fn true_copy(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "true-copy",
        Zone::CutOver,
        "prove that the new database is a true copy",
        "Connect's objects, sequences, trigger log and row counts are compared while nobody writes to either side",
    );
    for one in &snapshot.connections {
        let schema = quoted(&one.schema);
        let tables = one
            .objects
            .as_ref()
            .map(|objects| objects.tables.iter().map(|table| quoted(table)).collect::<Vec<_>>());
        let org = one.objects.as_ref().and_then(|objects| objects.org_id.as_deref()).map(quoted);
        let proof =
            |condition: &str, args: Value| check(condition, args, Pace::Tight, 5 * MINUTE, "target/unproven");
        step.until.push(proof(
            "connect_objects",
            json!({ "place": new(snapshot), "schema": schema, "orgId": org, "tables": tables }),
        ));
        step.until.push(proof("sequences_past", json!({ "place": new(snapshot), "schema": schema })));
        step.until.push(proof(
            "row_counts_equal",
            json!({ "old": old(snapshot), "new": new(snapshot), "schema": schema }),
        ));
    }
    let args = json!({ "place": new(snapshot), "schemas": quoted(&snapshot.schemas()), "position": "$L0" });
    let noted = json!({
        "place": new(snapshot),
        "schemas": quoted(&snapshot.schemas()),
        "bind": "N0",
        "title": "position N0 of the new database",
    });
    step.until.push(check("position_noted", noted, Pace::Tight, 2 * MINUTE, "window/position-unreadable"));
    step.until.push(check("log_carried_over", args, Pace::Tight, 2 * MINUTE, "target/unproven"));
    step
}

/// Attachments that move: all but the colour names on the billing app, which belong to the old add-on.
fn movable(snapshot: &Snapshot) -> impl Iterator<Item = &Attachment> {
    let owner = &snapshot.database.app;
    snapshot
        .attachments
        .iter()
        .filter(move |one| !(one.name.starts_with("HEROKU_POSTGRESQL_") && one.app == *owner))
}

/// Connections whose `db_key` names something that does not move.
fn to_patch(snapshot: &Snapshot) -> Vec<&Connection> {
    snapshot
        .connections
        .iter()
        .filter(|one| {
            !movable(snapshot).any(|item| item.app == one.app && format!("{}_URL", item.name) == one.db_key)
        })
        .collect()
}

fn move_attachments(snapshot: &Snapshot) -> Step {
    let patched = to_patch(snapshot);
    let moved: Vec<String> = movable(snapshot).map(|one| format!("{}::{}", one.app, one.name)).collect();
    let mut title = format!("move {} to the new database", moved.join(", "));
    let mut why = "attachments are moved where they can be, so that every name keeps its meaning".to_owned();
    if !patched.is_empty() {
        let names: Vec<&str> = patched.iter().map(|one| one.resource.as_str()).collect();
        title.push_str(&format!(" and set db_key of {}", names.join(", ")));
        why.push_str("; a colour name on the app that pays for the old database cannot move, so Connect is pointed at the new one's own name");
    }
    let mut step = step("move-attachments", Zone::CutOver, &title, &why);
    step.guards = still_stopped(snapshot);
    step.guards.extend(still_paused(snapshot));
    step.guards.push(unmoved(snapshot, 1, "nobody wrote to the old database before the move"));
    close_new_before_undo(&mut step, snapshot);
    let attach = |one: &Attachment, addon: Value| {
        let args = json!({ "app": quoted(&one.app), "addon": addon, "attachment": quoted(&one.name), "namespace": one.namespace.as_deref().map(quoted) });
        call("attachment_create", args)
    };
    for one in movable(snapshot) {
        step.calls.push(attach(one, json!("$name.target")));
        step.undo.push(attach(one, json!(quoted(&snapshot.database.addon))));
        if one.namespace.is_none() {
            step.until.push(attached(one, "$new.fingerprint", "rel", 20 * MINUTE));
            step.undo_until.push(attached(one, "$old.fingerprint", "back", 20 * MINUTE));
        }
    }
    for one in patched {
        let set = call("db_key_set", with(connection(one), json!({ "dbKey": "$name.newVar" })));
        step.until.push(landed(&set, Pace::Brisk, MINUTE));
        step.calls.push(set);
        let back = call("db_key_set", with(connection(one), json!({ "dbKey": quoted(&one.db_key) })));
        step.undo_until.push(landed(&back, Pace::Brisk, MINUTE));
        step.undo.push(back);
    }
    step
}

/// Before anything moves back, the new side is closed and proven unwritten: a job that began meanwhile may have written
/// there, and then only a person can decide what to keep.
fn close_new_before_undo(step: &mut Step, snapshot: &Snapshot) {
    let place = || json!({ "place": new(snapshot) });
    step.undo = vec![call("fence_on", place()), call("sessions_end", place())];
    step.undo_guards_at = step.undo.len();
    let unwritten = json!({
        "place": new(snapshot),
        "schemas": quoted(&snapshot.schemas()),
        "position": "$N0",
        "own": 1,
        "title": "nobody wrote to the new database",
    });
    step.undo_guards = vec![
        check("no_sessions", place(), Pace::Tight, MINUTE, "database/sessions-open"),
        check("position_unmoved", unwritten, Pace::Tight, 30 * SECOND, "window/position-unreadable"),
    ];
}

fn attached(one: &Attachment, fingerprint: &str, bind: &str, deadline_ms: u64) -> Check {
    let args = json!({
        "app": quoted(&one.app),
        "configVar": quoted(&format!("{}_URL", one.name)),
        "fingerprint": fingerprint,
        "bind": format!("{bind}.{}", one.app),
    });
    check("attached", args, Pace::Brisk, deadline_ms, "release/not-seen")
}
