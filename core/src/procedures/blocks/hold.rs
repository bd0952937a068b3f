//! Nothing is stopped but by word or hour, after a fresh look, and with the way back written down.

use super::{check, connect, step, target, MINUTE};
use crate::codes;
use crate::conditions::{
    AttachedAs, AttachmentsUnchanged, FormationNoted, MaintenanceClear, ReleaseSucceeded,
};
use crate::late::slots;
use crate::plan::{Interaction, OnFailure, Pace, Step};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// Waits for the operator or for the hour.
pub fn hold() -> Step {
    let mut step = step(
        "hold",
        Zone::Prepare,
        "Wait for your approval to start the downtime",
        "everything that can be done before it is done; the app is stopped only when the operator, or the hour, says so",
    );
    step.interaction = Some(Interaction::Hold);
    step
}

/// Looks again at what the plan relies on.
pub fn fresh_look(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "fresh-look",
        Zone::Prepare,
        "Re-check login, attachments, releases, dynos, Connect and follower lag",
        "what the plan relies on may have changed while it was held",
    );
    let attached = snapshot.attachments.iter();
    let attachments = AttachmentsUnchanged {
        addon_id: snapshot.database.id.clone(),
        attachments: attached
            .map(|one| AttachedAs { app: one.app.clone(), name: one.name.clone() })
            .collect(),
        ours: vec![slots::NAME_OLD.into()],
    };
    step.until = vec![
        check(attachments, Pace::Slow, MINUTE, codes::DRIFT_ATTACHMENTS),
        check(
            MaintenanceClear {
                addon: snapshot.database.addon.clone(),
                addon_id: snapshot.database.id.clone(),
            },
            Pace::Slow,
            MINUTE,
            codes::DATABASE_MAINTENANCE,
        ),
        target::follows(snapshot, MINUTE, true),
        target::nearly(snapshot, 60 * MINUTE),
    ];
    // The app that pays was looked at when the spare name was attached.
    let others = snapshot.apps.iter().filter(|app| app.name != snapshot.database.app);
    step.until.extend(others.map(|app| {
        let succeeded = ReleaseSucceeded { app: app.name.clone() };
        check(succeeded, Pace::Slow, 15 * MINUTE, codes::RELEASE_FAILED)
    }));
    step.until.extend(snapshot.apps.iter().map(|app| {
        let noted = FormationNoted {
            app: app.name.clone(),
            bind: slots::formation(&app.name),
            running: app.runs_something(),
        };
        check(noted, Pace::Slow, MINUTE, codes::DRIFT_FORMATION)
    }));
    step.until.extend(connect::unchanged(snapshot));
    step.on_failure = OnFailure::Pause;
    step
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
