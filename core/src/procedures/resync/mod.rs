//! Bringing tables and Salesforce together after a database went back in time.
//!
//! Makes executable: "Recovering Synchronization After a Database Rollback" of the maintenance manual, and the rollback itself where it is
//! asked for. With the database its trigger log went back: what was sent since then would be sent a second time. So Connect stays paused
//! until each such change is judged by the log of the database as it was; then every mapping is reloaded, one by one.

mod order;
mod steps;

use super::blocks::names as named;
use super::succession;
use super::{Outline, Procedure, Rules};
use crate::command::Aftercare;
use crate::face::instant;
use crate::late::Bindings;
use crate::plan::{Names, Next, Plan, Words};
use crate::prechecks::groups::{APPS, LEADER, OTHERS, REACH, STOPPED};
use crate::prechecks::{
    AcrossUpgrade, CameBack, CaptureIntact, ConnectDatabase, ConnectPausable, ConnectPresent,
    DataMaintenance, DatabaseLeader, DatabaseReachable, FailedWrites, GapKnown, IsCopy, KeptBefore,
    KeysOfOthers, LosesWrites, OldReached, PastRead, Precheck, ReloadCalls, ReloadTriggers, RollbackRange,
    RowsEaten, RunsHere, SentTwice, TablesWhole, ValuesOfNow, UNLOGGED_TABLES,
};
use crate::request::{self, Request};
use crate::shell::shell_word;
use crate::snapshot::Snapshot;
use crate::survey::{Needs, Order, PastNeed};

/// The procedure.
pub struct Resync;

/// However the rollback comes about.
const TABLES: &[&dyn Precheck] = &[
    &ConnectPresent,
    &ConnectPausable,
    &PastRead,
    &TablesWhole,
    &RowsEaten,
    &KeysOfOthers,
    &ReloadTriggers,
    &ReloadCalls,
    &ValuesOfNow,
    &CaptureIntact,
    &FailedWrites,
    &DatabaseReachable,
    &DataMaintenance,
];

/// It is made.
const MAKE: Rules = &[
    REACH,
    APPS,
    STOPPED,
    LEADER,
    &[&RollbackRange, &AcrossUpgrade, &LosesWrites, &KeptBefore, &ConnectDatabase, &UNLOGGED_TABLES],
    TABLES,
    OTHERS,
];

/// It was made already.
const DONE: Rules = &[
    REACH,
    APPS,
    STOPPED,
    &[&DatabaseLeader, &RunsHere, &OldReached, &IsCopy, &KeptBefore, &CameBack, &SentTwice, &GapKnown],
    TABLES,
    OTHERS,
];

impl Procedure for Resync {
    fn id(&self) -> &'static str {
        "resync"
    }

    fn manual(&self) -> &'static str {
        "Recovering Synchronization After a Database Rollback"
    }

    fn needs(&self, request: &Request) -> Needs {
        let Some(resync) = request.resyncs() else { return Needs::everything() };
        let past = PastNeed { at: resync.at, old: resync.old.clone(), ahead: resync.makes() };
        Needs {
            origin: Some(resync.resource.clone()),
            health: true,
            past: Some(past),
            kept: resync.makes(),
            order: if resync.makes() { Order::SamePlan } else { Order::Nothing },
            ..Needs::everything()
        }
    }

    fn part(&self, snapshot: &Snapshot, request: &Request) -> Option<Snapshot> {
        let resync = request.resyncs()?;
        let resource = resync.resource.as_deref().filter(|_| !resync.makes())?;
        Some(snapshot.of_connection(Some(resource)))
    }

    fn rules(&self) -> &'static [Rules] {
        &[MAKE, DONE]
    }

    fn prechecks(&self, _: &Snapshot, request: &Request) -> Rules {
        match request.resyncs().is_some_and(request::Resync::makes) {
            true => MAKE,
            false => DONE,
        }
    }

    fn finishing(&self, plan: &Plan, run: &str, bindings: &Bindings) -> Option<Request> {
        plan.request.resyncs().filter(|resync| resync.makes())?;
        succession::finishing(plan, run, bindings)
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(resync) = request.resyncs() else { return Outline::default() };
        if resync.makes() {
            let made = steps::made(snapshot, request, resync);
            let words = words(snapshot, resync);
            let outline = succession::outline(snapshot, made, None, words, Aftercare::default());
            return Outline { not_covered: &[&NOT_COVERED], ..outline };
        }
        let (steps, marks) = steps::done(snapshot, request, resync);
        let apps: Vec<String> = snapshot.apps.iter().map(|app| app.name.clone()).collect();
        Outline {
            steps,
            marks,
            names: names(snapshot),
            words: words(snapshot, resync),
            confirmation: apps.join(","),
            apps,
            not_covered: &[&NOT_COVERED],
        }
    }
}

fn names(snapshot: &Snapshot) -> Names {
    named::formations(snapshot)
}

fn words(snapshot: &Snapshot, resync: &request::Resync) -> Words {
    let (addon, at) = (&snapshot.database.addon, instant(resync.at));
    let loaded = "every mapped table is as Salesforce has it, and this run sent nothing that Salesforce had";
    if resync.makes() {
        return Words {
            title: format!("Rollback of {addon} to {at}, and reload of its mappings"),
            before: format!("writers run on {addon}"),
            undone: format!("everything is as it was, on {addon}"),
            after: "the app runs on the database that was rolled back".to_owned(),
            done: format!("the app runs on the database of {at}; {loaded}; {addon} is read-only"),
            next: looked(snapshot, resync)
                .chain([Next {
                    command: "heroku connect:runs:finish {run}".to_owned(),
                    why: format!("destroys {addon}, which alone has what was never sent; be reminded of it on {{reminder}}"),
                }])
                .collect(),
            ..Words::default()
        };
    }
    Words {
        title: format!("Resynchronization of {addon}, which went back to {at}"),
        before: "the app runs on the database that went back; Connect was not resumed by this run".to_owned(),
        undone:
            "the app runs as before; Connect stays paused: what came back into its log would be sent again"
                .to_owned(),
        after: "Connect runs, and what came back was judged".to_owned(),
        done: loaded.to_owned(),
        next: looked(snapshot, resync).collect(),
        ..Words::default()
    }
}

/// What came back was counted, and what was put out of Connect's reach is kept, where a person can look.
fn looked(snapshot: &Snapshot, resync: &request::Resync) -> impl Iterator<Item = Next> {
    let why = "says how many changes came back, what became of them, and what Connect had sent before";
    let files = if resync.export_rows { "; and which files of the run's folder hold the rows" } else { "" };
    let counts =
        Next { command: "heroku connect:runs:info {run} --verbose".to_owned(), why: format!("{why}{files}") };
    let kept = snapshot.reach().map(|reach| {
        let (var, app) = (shell_word(&reach.config_var()), shell_word(&reach.app));
        let statement = shell_word("TABLE heroku_connect_maintenance.revived");
        Next {
            command: format!("heroku pg:psql {var} --app {app} --command {statement}"),
            why: "lists the changes that were not sent again, if there are any; drop the table once nobody needs them"
                .to_owned(),
        }
    });
    [counts].into_iter().chain(kept)
}

/// What it does not look after.
const NOT_COVERED: [&str; 5] = [
    "writes to tables that are not mapped, made after the moment: they are in the old database only",
    "values that Salesforce got from the database after the moment: tables get what it holds now",
    "columns that hold the `id` of a mapped row without a foreign key: the rows get other ids",
    "Connect's own high-water marks: they cannot be read; a reload is taken to reset them",
    "other readers of the database: they find tables empty while these are loaded",
];
