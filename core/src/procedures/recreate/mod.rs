//! Destroying a connection and making it anew from its own configuration, for another plan of Connect or because its sandbox was refreshed.
//!
//! Makes executable: "Recreating a Connection" of the maintenance manual. The schema is put aside before anything is destroyed: whether
//! Connect drops it is not known, and rows that Salesforce does not have would go with it. What people built on the mapped tables is kept in
//! the database, comes off, and is made again on the new tables.

mod steps;

use super::blocks::names as named;
use super::{Outline, Procedure, Rules};
use crate::late::slots;
use crate::plan::{Names, Next, Words};
use crate::prechecks::groups::{APPS, OTHERS, REACH, STOPPED};
use crate::prechecks::{
    CaptureIntact, ConnectDatabase, ConnectDeletable, ConnectHealthy, ConnectOrg, ConnectPresent,
    DataMaintenance, DatabaseLeader, DatabaseReachable, FailedWrites, LogEnds, LogInFlight, ManualSettings,
    OriginRead, OwnColumns, OwnTriggers, Precheck, ReadersFail, ReferencedByFk, RightReason, RowsAlone,
    SchemaAlone, Undelivered, ViewsAgain,
};
use crate::request::{self, Reason, Request};
use crate::shell::shell_word;
use crate::snapshot::Snapshot;
use crate::survey::Needs;

/// The procedure.
pub struct Recreate;

/// Whatever the reason is.
const CONNECTION: &[&dyn Precheck] = &[
    &ConnectPresent,
    &ConnectDatabase,
    &OriginRead,
    &RightReason,
    &ConnectDeletable,
    &SchemaAlone,
    &RowsAlone,
    &Undelivered,
    &OwnColumns,
    &ReferencedByFk,
    &ViewsAgain,
    &OwnTriggers,
    &ManualSettings,
    &ReadersFail,
    &LogEnds,
    &FailedWrites,
    &DatabaseReachable,
    &DatabaseLeader,
    &DataMaintenance,
];

/// Connect runs, and sends what it has captured.
const SENDS: &[&dyn Precheck] = &[&ConnectHealthy, &ConnectOrg, &CaptureIntact, &LogInFlight];

/// For another plan.
const TIER_CHANGE: Rules = &[REACH, APPS, STOPPED, CONNECTION, SENDS, OTHERS];

/// After its sandbox was refreshed.
const SANDBOX_REFRESH: Rules = &[REACH, APPS, STOPPED, CONNECTION, OTHERS];

impl Procedure for Recreate {
    fn id(&self) -> &'static str {
        "recreate"
    }

    fn manual(&self) -> &'static str {
        "Recreating a Connection"
    }

    fn needs(&self, request: &Request) -> Needs {
        let origin = request.recreates().map(|recreate| recreate.resource.clone());
        Needs { origin, health: true, ..Needs::everything() }
    }

    fn part(&self, snapshot: &Snapshot, request: &Request) -> Option<Snapshot> {
        let resource = request.recreates()?.resource.as_deref()?;
        Some(snapshot.of_connection(Some(resource)))
    }

    fn rules(&self) -> &'static [Rules] {
        &[TIER_CHANGE, SANDBOX_REFRESH]
    }

    fn prechecks(&self, _: &Snapshot, request: &Request) -> Rules {
        match request.recreates().map(|recreate| recreate.reason) {
            Some(Reason::SandboxRefresh) => SANDBOX_REFRESH,
            Some(Reason::TierChange) | None => TIER_CHANGE,
        }
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(recreate) = request.recreates() else { return Outline::default() };
        let (steps, marks) = steps::steps(snapshot, request, recreate);
        let apps: Vec<String> = snapshot.apps.iter().map(|app| app.name.clone()).collect();
        Outline {
            steps,
            marks,
            names: names(snapshot, recreate),
            words: words(snapshot, recreate),
            confirmation: apps.join(","),
            apps,
            not_covered: &NOT_COVERED,
        }
    }
}

/// Of a schema's name so much stays, that it fits with the run's.
const SCHEMA_BYTES: usize = 40;

fn aside(snapshot: &Snapshot, recreate: &request::Recreate) -> String {
    let mut schema = recreate.of(snapshot).map_or("salesforce", |(one, _)| one.schema.as_str()).to_owned();
    while schema.len() > SCHEMA_BYTES {
        schema.pop();
    }
    format!("{schema}_old_{{run}}")
}

fn names(snapshot: &Snapshot, recreate: &request::Recreate) -> Names {
    named::formations(snapshot)
        .with(&slots::NAME_CONNECTION, "herokuconnect-{run}")
        .with(&slots::NAME_ASIDE, &aside(snapshot, recreate))
}

fn words(snapshot: &Snapshot, recreate: &request::Recreate) -> Words {
    let Some((one, origin)) = recreate.of(snapshot) else { return Words::default() };
    let (resource, schema) = (&one.resource, &one.schema);
    let plan = recreate.plan(origin).unwrap_or("?");
    let aside = aside(snapshot, recreate);
    let drop = format!("DROP SCHEMA \"{}\" CASCADE", aside.replace('"', "\"\""));
    let (var, app) =
        snapshot.reach().map_or_else(Default::default, |one| (one.config_var(), one.app.clone()));
    Words {
        title: format!("Recreation of {resource} on {plan}, schema {schema}"),
        before: format!("{resource} is there, with its schema"),
        undone: format!("{resource} runs on as before, with its schema and what hangs on it"),
        after: format!("{resource} is gone, and its schema is kept aside"),
        done: format!("a new connection has the configuration of {resource}, and its tables are loaded"),
        next: vec![Next {
            command: format!(
                "heroku pg:psql {} --app {} --command {}",
                shell_word(&var),
                shell_word(&app),
                shell_word(&drop)
            ),
            why: format!(
                "drops {aside} once nobody needs what is in it: rows and changes that Salesforce never got"
            ),
        }],
        back: Vec::new(),
        again: Vec::new(),
    }
}

/// What making a connection anew does not look after.
const NOT_COVERED: [&str; 5] = [
    "columns that hold the `id` of a mapped row without a foreign key: the rows get other ids",
    "Salesforce ids that are kept elsewhere: in a refreshed sandbox they are others",
    "who may see the connection, and who is notified: a person sets that again",
    "functions whose arguments or results are rows of mapped tables, and default privileges of the schema",
    "other readers of the database: they find empty tables until everything is loaded",
];
