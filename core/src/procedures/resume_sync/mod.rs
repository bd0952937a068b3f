//! Resuming Heroku Connect after a pause, on the database that was paused and on no other.
//!
//! Makes executable: "Pausing Synchronization" of the maintenance manual, its second half. A database that was rolled back meanwhile, or
//! that another run holds fenced, is never resumed on: what was sent would be sent again, or go to the wrong side. Afterwards it is waited
//! for until every mapping has polled and everything captured meanwhile has left the queue.

use super::blocks::{after, connect, held, lock, place};
use super::quiesce::{apps, resources};
use super::{Outline, Procedure, Rules};
use crate::api::connect::standing;
use crate::face::second;
use crate::plan::{Marks, Names, Words};
use crate::prechecks::groups::REACH;
use crate::prechecks::{
    ConnectPresent, ConnectResumable, DatabaseReachable, HeldForThis, LoginLifetime, NotRolledBack, Notices,
    PausedByOthers, PausedTooLong, SameDatabase,
};
use crate::request::Request;
use crate::snapshot::Snapshot;
use crate::survey::Needs;

/// The procedure.
pub struct ResumeSync;

/// In the order in which they are shown.
const RULES: Rules = &[
    REACH,
    &[
        &ConnectPresent,
        &HeldForThis,
        &DatabaseReachable,
        &SameDatabase,
        &NotRolledBack,
        &PausedByOthers,
        &PausedTooLong,
        &ConnectResumable,
        &Notices,
        &LoginLifetime,
    ],
];

impl Procedure for ResumeSync {
    fn id(&self) -> &'static str {
        "resume-sync"
    }

    fn manual(&self) -> &'static str {
        "Pausing Synchronization"
    }

    fn needs(&self, _: &Request) -> Needs {
        Needs::everything()
    }

    fn part(&self, snapshot: &Snapshot, request: &Request) -> Option<Snapshot> {
        Some(request.resumes_sync()?.of(snapshot))
    }

    fn rules(&self) -> &'static [Rules] {
        &[RULES]
    }

    fn already(&self, snapshot: &Snapshot, request: &Request) -> Option<String> {
        let resume = request.resumes_sync()?;
        match snapshot.held() {
            Some(held) if resume.overdue && held.due > snapshot.taken_at => {
                Some(format!("the pause is due {}, and not overdue", second(held.due)))
            }
            None if resume.overdue && snapshot.lock.is_none() => {
                Some("no pause of a run is overdue on this database".to_owned())
            }
            None if snapshot.lock.is_none() && resume.run.is_none() => {
                let chosen = resume.of(snapshot);
                let runs = chosen.connections.iter().all(|one| standing(&one.state) == "running");
                (runs && !chosen.connections.is_empty()).then(|| format!("{} not paused", resources(&chosen)))
            }
            _ => None,
        }
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let lead = place::lead(snapshot);
        let held = snapshot.held();
        let mut resume = connect::resume_as_it_was(snapshot);
        resume.guards = held::heads_kept(snapshot, &lead, held);
        resume.guards.extend(connect::polls_noted(snapshot));
        let marks = Marks {
            sync_resumes: Some(resume.id.clone()),
            point_of_no_return: Some(resume.id.clone()),
            ..Marks::default()
        };
        let instead_of = snapshot.lock.as_ref().filter(|_| held.is_some()).map(|lock| lock.run_id.clone());
        let id = resume.id.clone();
        let some = request.resumes_sync().is_some_and(|resume| resume.leaves_some(snapshot));
        let last = match instead_of.clone().filter(|_| some) {
            Some(to) => lock::give_back(lead.clone(), to),
            None => lock::release(lead.clone()),
        };
        let steps = vec![
            lock::take_instead(snapshot, &lead, instead_of),
            resume,
            after(&id, connect::healthy(snapshot, &lead, &id)),
            after(&id, held::processed(snapshot, &lead, &id)),
            last,
        ];
        Outline {
            steps,
            marks,
            names: Names::default(),
            words: words(snapshot),
            apps: apps(snapshot),
            confirmation: snapshot.app.clone(),
            not_covered: &[&NOT_COVERED],
        }
    }
}

fn words(snapshot: &Snapshot) -> Words {
    let names = resources(snapshot);
    Words {
        title: format!("Resumption of {names} on {}", snapshot.database.addon),
        before: format!("{names} as it was found: {}", states(snapshot)),
        undone: format!("nothing was resumed: {}", states(snapshot)),
        after: "Connect runs".to_owned(),
        done: format!("{names} running and healthy; what was captured meanwhile has left the queue"),
        next: Vec::new(),
        ..Words::default()
    }
}

fn states(snapshot: &Snapshot) -> String {
    let states: Vec<&str> = snapshot.connections.iter().map(|one| one.state.as_str()).collect();
    states.join(", ")
}

/// What resuming does not look after.
const NOT_COVERED: [&str; 2] = [
    "what was deleted in Salesforce longer than 15 days ago: reload the mappings",
    "writes that Salesforce refuses: they are counted, and stay refused",
];
