//! Writers stop only by word or hour, after a fresh look, and with the way back written down.

use super::{check, step, target, HOUR, MINUTE};
use crate::codes;
use crate::conditions::{AttachedAs, AttachmentsUnchanged, FormationUnchanged};
use crate::late::slots;
use crate::plan::{Interaction, Pace, Step};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// Waits for the operator or for the hour.
pub fn hold() -> Step {
    let mut step = step(
        "hold",
        Zone::Prepare,
        "everything before the downtime is done",
        "writers are stopped only when the operator, or the hour, says so",
    );
    step.interaction = Some(Interaction::Hold);
    step
}

/// Looks again at what the plan relies on.
pub fn fresh_look(snapshot: &Snapshot) -> Step {
    let mut step = step(
        "fresh-look",
        Zone::Prepare,
        "look again: login, attachments, formation, follower",
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
        target::login(),
        check(attachments, Pace::Slow, MINUTE, codes::DRIFT_ATTACHMENTS),
        target::follows(snapshot, MINUTE),
        target::nearly(HOUR),
    ];
    step.until.extend(snapshot.apps.iter().map(|app| {
        let same = FormationUnchanged { app: app.name.clone(), formation: app.formation.clone() };
        check(same, Pace::Slow, MINUTE, codes::DRIFT_FORMATION)
    }));
    step
}

/// Writes the undo card.
pub fn card() -> Step {
    let mut step = step(
        "undo-card",
        Zone::Prepare,
        "write down how to reopen everything by hand",
        "should this program and this machine be gone, the card is enough",
    );
    step.interaction = Some(Interaction::UndoCard);
    step
}
