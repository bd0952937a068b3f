//! Nothing is stopped but by word or hour, after a fresh look, and with the way back written down.

use super::{check, connect, place, step, target, watch, MINUTE};
use crate::codes;
use crate::conditions::{
    AttachedAs, AttachmentsUnchanged, FormationNoted, LoginWorks, MaintenanceClear, ReleaseSucceeded,
};
use crate::late::{slots, Late};
use crate::plan::{Check, Interaction, OnFailure, Pace, Step};
use crate::snapshot::{App, Snapshot};
use crate::zone::Zone;

/// Waits for the operator or for the hour before an app is stopped.
pub fn hold_downtime() -> Step {
    hold(
        "Wait for your approval to start the downtime",
        "everything that can be done before it is done; the app is stopped only when the operator, or the hour, says so",
    )
}

/// Waits for the operator or for the hour before something is asked for that cannot be taken back.
pub fn hold_request() -> Step {
    hold(
        "Wait for your approval to ask Heroku for the change",
        "it cannot be taken back; it is asked for only when the operator, or the hour, says so",
    )
}

/// Waits until a person has read what came of a dry run.
pub fn dry_run() -> Step {
    let mut step = step(
        "dry-run",
        Zone::Prepare,
        "Wait until you have read the mail of a dry run",
        "Heroku tries the upgrade on a copy and tells what came of it by mail only",
    );
    step.interaction = Some(Interaction::DryRun);
    step
}

fn hold(title: &str, why: &str) -> Step {
    let mut step = step("hold", Zone::Prepare, title, why);
    step.interaction = Some(Interaction::Hold);
    step
}

/// Looks again at what the plan relies on, with a follower that will take over.
pub fn fresh_look(snapshot: &Snapshot) -> Step {
    let follower =
        vec![target::follows(snapshot, MINUTE, true), target::nearly(place::new(snapshot), 60 * MINUTE)];
    fresh_look_beside(
        snapshot,
        "Re-check login, attachments, releases, dynos, Connect and follower lag",
        follower,
        connect::unchanged(snapshot),
    )
}

/// The same with a database, and a Connect, of which something else must hold.
pub fn fresh_look_beside(snapshot: &Snapshot, title: &str, target: Vec<Check>, connect: Vec<Check>) -> Step {
    let mut step = fresh(title);
    step.until = undrifted(snapshot, vec![slots::NAME_OLD.into()]);
    step.until.extend(target);
    // The app that pays was looked at when the spare name was attached.
    let others = snapshot.apps.iter().filter(|app| app.name != snapshot.database.app);
    step.until.extend(others.map(released));
    step.until.extend(formations(snapshot));
    step.until.extend(connect);
    step
}

/// The same where Connect runs on; `mappings` look at what is about to be changed.
pub fn fresh_look_running(snapshot: &Snapshot, mappings: Vec<Check>) -> Step {
    let mut step = fresh("Re-check login, attachments, releases, dynos, Connect and the mappings");
    step.until = undrifted(snapshot, Vec::new());
    step.until.extend(snapshot.apps.iter().map(released));
    step.until.extend(formations(snapshot));
    step.until.extend(connect::unchanged(snapshot));
    step.until.extend(mappings);
    step
}

/// The same whatever Connect does: it is paused next, if it is not yet.
pub fn fresh_look_paused(snapshot: &Snapshot) -> Step {
    let mut step = fresh("Re-check login, attachments, releases and dynos");
    step.until = undrifted(snapshot, Vec::new());
    step.until.extend(snapshot.apps.iter().map(released));
    step.until.extend(formations(snapshot));
    step
}

fn formations(snapshot: &Snapshot) -> impl Iterator<Item = Check> + '_ {
    snapshot.apps.iter().map(|app| {
        let noted = FormationNoted {
            app: app.name.clone(),
            bind: slots::formation(&app.name),
            running: app.runs_something(),
        };
        check(noted, Pace::Slow, MINUTE, codes::DRIFT_FORMATION)
    })
}

/// The same where a prepared upgrade of the leader is about to be run; `ready` says that it still is, and `back` looks at what leads back.
pub fn fresh_look_armed(snapshot: &Snapshot, ready: Check, back: Vec<Check>) -> Step {
    let mut step = fresh("Re-check login, attachments, releases, dynos, Connect and the prepared upgrade");
    step.until = vec![ready, attachments(snapshot, Vec::new())];
    step.until.extend(back);
    step.until.extend(within_reach(snapshot));
    step.until.extend(snapshot.apps.iter().map(released));
    step.until.extend(formations(snapshot));
    step.until.extend(connect::unchanged(snapshot));
    step
}

/// The same where the service changes the database itself.
pub fn fresh_look_in_place(snapshot: &Snapshot) -> Step {
    let mut step = fresh("Re-check login, attachments, releases, plan and Connect");
    step.until = undrifted(snapshot, Vec::new());
    step.until.push(watch::plan_is(snapshot, &snapshot.database.plan, MINUTE, codes::DRIFT_PLAN));
    step.until.extend(snapshot.apps.iter().map(released));
    step.until.extend(connect::unchanged(snapshot));
    step
}

fn fresh(title: &str) -> Step {
    let why = "what the plan relies on may have changed while it was held";
    let mut step = step("fresh-look", Zone::Prepare, title, why);
    step.on_failure = OnFailure::Pause;
    step
}

fn undrifted(snapshot: &Snapshot, ours: Vec<Late<String>>) -> Vec<Check> {
    let clear =
        MaintenanceClear { addon: snapshot.database.addon.clone(), addon_id: snapshot.database.id.clone() };
    let mut undrifted =
        vec![attachments(snapshot, ours), check(clear, Pace::Slow, MINUTE, codes::DATABASE_MAINTENANCE)];
    undrifted.extend(within_reach(snapshot));
    undrifted
}

/// Without a way to a private database nothing could be proven any more; seen while no app is stopped yet.
fn within_reach(snapshot: &Snapshot) -> Option<Check> {
    let works = LoginWorks { place: place::lead_at_any_address(snapshot) };
    let reached = check(works, Pace::Slow, 10 * MINUTE, codes::SQL_OUT_OF_REACH);
    snapshot.database.private().then_some(reached)
}

fn attachments(snapshot: &Snapshot, ours: Vec<Late<String>>) -> Check {
    let attached = snapshot.attachments.iter();
    let attachments = AttachmentsUnchanged {
        addon_id: snapshot.database.id.clone(),
        attachments: attached
            .map(|one| AttachedAs { app: one.app.clone(), name: one.name.clone() })
            .collect(),
        ours,
    };
    check(attachments, Pace::Slow, MINUTE, codes::DRIFT_ATTACHMENTS)
}

fn released(app: &App) -> Check {
    let succeeded = ReleaseSucceeded { app: app.name.clone() };
    check(succeeded, Pace::Slow, 15 * MINUTE, codes::RELEASE_FAILED)
}

/// Writes the commands that bring everything back by hand.
pub fn card() -> Step {
    let mut step = step(
        "undo-card",
        Zone::Prepare,
        "Save manual rollback commands",
        "should this program and this machine be gone, they are enough",
    );
    step.interaction = Some(Interaction::UndoCard);
    step
}
