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

fn hold(title: &str, why: &str) -> Step {
    let mut step = step("hold", Zone::Prepare, title, why);
    step.interaction = Some(Interaction::Hold);
    step
}

/// Looks again at what the plan relies on, with a database that will take over.
pub fn fresh_look(snapshot: &Snapshot) -> Step {
    let mut step = fresh("Re-check login, attachments, releases, dynos, Connect and follower lag");
    step.until = undrifted(snapshot, vec![slots::NAME_OLD.into()]);
    step.until.extend([target::follows(snapshot, MINUTE, true), target::nearly(snapshot, 60 * MINUTE)]);
    // The app that pays was looked at when the spare name was attached.
    let others = snapshot.apps.iter().filter(|app| app.name != snapshot.database.app);
    step.until.extend(others.map(released));
    step.until.extend(snapshot.apps.iter().map(|app| {
        let noted = FormationNoted {
            app: app.name.clone(),
            bind: slots::formation(&app.name),
            running: app.runs_something(),
        };
        check(noted, Pace::Slow, MINUTE, codes::DRIFT_FORMATION)
    }));
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
    let attached = snapshot.attachments.iter();
    let attachments = AttachmentsUnchanged {
        addon_id: snapshot.database.id.clone(),
        attachments: attached
            .map(|one| AttachedAs { app: one.app.clone(), name: one.name.clone() })
            .collect(),
        ours,
    };
    let clear =
        MaintenanceClear { addon: snapshot.database.addon.clone(), addon_id: snapshot.database.id.clone() };
    let mut undrifted = vec![
        check(attachments, Pace::Slow, MINUTE, codes::DRIFT_ATTACHMENTS),
        check(clear, Pace::Slow, MINUTE, codes::DATABASE_MAINTENANCE),
    ];
    if snapshot.database.private() {
        // Without a way to it nothing could be proven any more, and no app is stopped yet.
        let works = LoginWorks { place: place::lead_at_any_address(snapshot) };
        undrifted.push(check(works, Pace::Slow, 10 * MINUTE, codes::SQL_OUT_OF_REACH));
    }
    undrifted
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
