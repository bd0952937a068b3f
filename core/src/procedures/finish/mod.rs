//! After the soak: destroy the old database of a run, if nobody has used it since.
//!
//! The sequel of every procedure that leaves a database behind; `connect:runs:finish`.

use super::blocks::{check, landed, place, proof, HOUR, MINUTE};
use super::{Outline, Procedure, Rules};
use crate::codes;
use crate::conditions::{
    AddonGone, AttachedAs, AttachmentsUnchanged, BackupTaken, FenceSeen, PositionUnmoved, Safeguarded,
};
use crate::late::{Late, Place, Role};
use crate::ops::{AddonDestroy, AttachmentDestroy};
use crate::plan::{Check, Marks, Names, OnFailure, Pace, Step, Words};
use crate::prechecks::{FollowersUnused, OldUnused};
use crate::procedures::blocks::step;
use crate::request::{self, Request};
use crate::snapshot::{Attachment, Following, Safeguard, Snapshot};
use crate::survey::Needs;
use crate::zone::Zone;

/// The procedure.
pub struct Finish;

impl Procedure for Finish {
    fn id(&self) -> &'static str {
        "finish"
    }

    fn manual(&self) -> &'static str {
        ""
    }

    fn needs(&self, _: &Request) -> Needs {
        Needs { followers: true, ..Needs::the_database_alone() }
    }

    fn rules(&self) -> &'static [Rules] {
        &[&[&[&OldUnused, &FollowersUnused]]]
    }

    fn destroys(&self) -> bool {
        true
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(finish) = request.finishes() else { return Outline::default() };
        let destroy = destroy(snapshot, finish);
        Outline {
            marks: Marks { point_of_no_return: Some(destroy.id.clone()), ..Marks::default() },
            steps: std::iter::once(destroy).chain(detach(finish)).collect(),
            names: Names::default(),
            words: Words {
                title: format!("Destruction of {}, left behind by run {}", finish.addon, finish.run),
                before: format!("{} is as it was", finish.addon),
                undone: format!("{} is as it was", finish.addon),
                after: String::new(),
                done: format!("{} and its data are destroyed", finish.addon),
                next: Vec::new(),
                ..Words::default()
            },
            apps: vec![finish.billing_app.clone()],
            confirmation: finish.addon.clone(),
            not_covered: &[],
        }
    }
}

fn destroy(snapshot: &Snapshot, finish: &request::Finish) -> Step {
    let old = || Place {
        app: finish.billing_app.clone(),
        config_var: Late::Now(format!("{}_URL", finish.attachment)),
        expect: None,
        role: Role::Old,
        bastion: place::before(&snapshot.database.plan, Late::Now(snapshot.database.id.clone())),
    };
    let addon = || Late::Now(finish.addon.clone());
    let mut step = step(
        "destroy-old",
        Zone::Settle,
        &format!("Destroy {} and its data", finish.addon),
        match &finish.protected {
            None => "it is read-only, no app uses it, nobody connects to it, nobody wrote to it since it was left, and the new one is backed up",
            Some(_) => "it is read-only, no app uses it, nobody connects to it, nobody wrote to it since it was left, and Heroku protects the new one, of which there is no backup",
        },
    );
    let unmoved = PositionUnmoved {
        own: 1,
        place: old(),
        position: Late::Now(finish.position.clone()),
        schemas: finish.schemas.clone(),
        shared: finish.shared,
        title: "old database since it became read-only".to_owned(),
    };
    let unattached = AttachmentsUnchanged {
        addon_id: snapshot.database.id.clone(),
        attachments: own_names(snapshot, finish),
        ours: Vec::new(),
    };
    let safe = match &finish.protected {
        None => {
            let (after, app) = (Late::Now(finish.backups), finish.billing_app.clone());
            let taken = BackupTaken { after, app, location: finish.lead.clone() };
            check(taken, Pace::Slow, HOUR, codes::BACKUP_NOT_TAKEN)
        }
        Some(lead) => {
            let protected = Safeguarded {
                addon: Late::Now(lead.name.clone()),
                addon_id: Late::Now(lead.id.clone()),
                app: finish.billing_app.clone(),
                wanted: vec![Safeguard::Protection, Safeguard::Rollback],
            };
            check(protected, Pace::Slow, MINUTE, codes::DATABASE_LESS_SAFE)
        }
    };
    let fenced = FenceSeen { bind: None, on: true, place: old(), scope: finish.fence };
    step.guards = vec![
        check(unattached, Pace::Slow, MINUTE, codes::DATABASE_STILL_ATTACHED),
        safe,
        check(fenced, Pace::Slow, MINUTE, codes::DATABASE_NOT_FENCED),
        proof::unvisited(old(), 6),
        check(unmoved, Pace::Slow, 5 * MINUTE, codes::DOWNTIME_POSITION_UNREADABLE),
    ];
    step.guards.extend(snapshot.followers.iter().map(unread));
    step.calls = vec![AddonDestroy { addon: addon(), app: finish.billing_app.clone() }.into()];
    let gone = AddonGone { addon: addon(), app: finish.billing_app.clone() };
    step.until = vec![check(gone, Pace::Slow, 5 * MINUTE, codes::SERVICE_NO_EFFECT)];
    step
}

/// Nothing reads a follower of it by a name of its own choice.
fn unread(one: &Following) -> Check {
    let own = |held: &&Attachment| one.readers().all(|reader| reader != *held);
    let attached = |held: &Attachment| AttachedAs { app: held.app.clone(), name: held.name.clone() };
    let unread = AttachmentsUnchanged {
        addon_id: one.id.clone(),
        attachments: one.attachments.iter().filter(own).map(attached).collect(),
        ours: Vec::new(),
    };
    check(unread, Pace::Slow, MINUTE, codes::DATABASE_FOLLOWER_IN_USE)
}

/// Takes the spare name of the database that leads away: one more release of the app that pays for it.
fn detach(finish: &request::Finish) -> Option<Step> {
    let spare = finish.spare.as_ref()?;
    let detach = AttachmentDestroy { app: finish.billing_app.clone(), attachment: Late::Now(spare.clone()) };
    let mut step = step(
        "detach-spare",
        Zone::Settle,
        &format!("Detach {spare}, the spare name of the new database"),
        "it was made for the run, and nothing uses it any more",
    );
    step.until = vec![landed(detach.clone(), Pace::Slow, 5 * MINUTE)];
    step.calls = vec![detach.into()];
    step.on_failure = OnFailure::GoOn;
    Some(step)
}

/// Names that belong to the add-on itself: a colour on the app that pays, and the spare name of the run.
fn own_names(snapshot: &Snapshot, finish: &request::Finish) -> Vec<AttachedAs> {
    let own = |one: &&Attachment| {
        one.app == finish.billing_app
            && (one.name == finish.attachment || one.name.starts_with("HEROKU_POSTGRESQL_"))
    };
    let attached = snapshot.attachments.iter().filter(own);
    attached.map(|one| AttachedAs { app: one.app.clone(), name: one.name.clone() }).collect()
}
