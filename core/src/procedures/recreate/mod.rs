//! Destroying a connection and making it anew from its own configuration, for another plan of Connect or because its sandbox was refreshed.
//!
//! Makes executable: "Recreating a Connection" of the maintenance manual. The schema is put aside before anything is destroyed: whether
//! Connect drops it is not known, and rows that Salesforce does not have would go with it. What people built on the mapped tables is kept in
//! the database, comes off, and is made again on the new tables.

mod steps;

pub use steps::{Anew, LOAD};

use super::blocks::{names, writers};
use super::{Outline, Procedure, Rules};
use crate::late::{slots, Bindings, Known};
use crate::ops::Verb;
use crate::plan::{Names, Next, Words};
use crate::prechecks::groups::{APPS, OTHERS, REACH, STOPPED};
use crate::prechecks::{
    CaptureIntact, ConnectDatabase, ConnectDeletable, ConnectHealthy, ConnectOrg, ConnectPlanSold,
    ConnectPresent, DataMaintenance, DatabaseLeader, DatabaseReachable, FailedWrites, LogEnds, LogInFlight,
    ManualSettings, OriginRead, OwnColumns, OwnTriggers, Precheck, ReadersFail, ReferencedByFk, RightReason,
    RowsAlone, SchemaAlone, Undelivered, ViewsAgain,
};
use crate::query;
use crate::request::{self, Reason, Request};
use crate::shell::shell_word;
use crate::snapshot::Snapshot;
use crate::survey::Needs;

/// The procedure.
pub struct Recreate;

/// The connection and its database, whatever the reason is.
const CONNECTION: &[&dyn Precheck] = &[
    &ConnectPresent,
    &ConnectDatabase,
    &FailedWrites,
    &DatabaseReachable,
    &DatabaseLeader,
    &DataMaintenance,
];

/// What it is made of, and what is lost with it.
pub const ANEW: &[&dyn Precheck] = &[
    &OriginRead,
    &RightReason,
    &ConnectDeletable,
    &ConnectPlanSold,
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
];

/// Connect runs, and sends what it has captured.
const SENDS: &[&dyn Precheck] = &[&ConnectHealthy, &ConnectOrg, &CaptureIntact, &LogInFlight];

/// For another plan.
const TIER_CHANGE: Rules = &[REACH, APPS, STOPPED, CONNECTION, ANEW, SENDS, OTHERS];

/// After its sandbox was refreshed.
const SANDBOX_REFRESH: Rules = &[REACH, APPS, STOPPED, CONNECTION, ANEW, OTHERS];

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
        let resource = request.recreates()?.resource.as_ref()?;
        let named = snapshot.connections.iter().find(|one| one.resource == *resource);
        let schema = named.map(|one| one.schema.clone());
        // One of the same schema is seen: it stands against the plan.
        let mut part = snapshot.clone();
        part.connections.retain(|one| one.resource == *resource || Some(&one.schema) == schema.as_ref());
        Some(part)
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
            names: names_beside(snapshot, recreate, names::formations(snapshot)),
            words: words(snapshot, recreate),
            confirmation: apps.join(","),
            apps,
            not_covered: &[&NOT_COVERED],
        }
    }
}

fn aside(snapshot: &Snapshot, recreate: &request::Recreate) -> String {
    let schema = recreate.of(snapshot).map_or("salesforce", |(one, _)| one.schema.as_str());
    format!("{}{{run}}", query::aside_prefix(schema))
}

/// Names of what is made and put aside, beside others.
pub fn names_beside(snapshot: &Snapshot, recreate: &request::Recreate, names: Names) -> Names {
    names
        .with(&slots::NAME_CONNECTION, "herokuconnect-{run}")
        .with(&slots::NAME_ASIDE, &aside(snapshot, recreate))
}

/// What is said of a change of its database that makes it anew.
pub fn words_beside(snapshot: &Snapshot, recreate: &request::Recreate, words: Words) -> Words {
    let Some((one, _)) = recreate.of(snapshot) else { return words };
    let (resource, schema) = (&one.resource, &one.schema);
    let aside = aside(snapshot, recreate);
    let reach = (names::NEW_VAR.to_owned(), shell_word(&snapshot.database.app));
    Words {
        title: format!("{}, and recreation of {resource}", words.title),
        after: format!("{resource} is gone, and its schema is kept aside in the new database"),
        done: format!(
            "{}; a new connection has the configuration of {resource}, and its tables are loaded",
            words.done
        ),
        next: [drop_of(&aside, &reach)].into_iter().chain(words.next).collect(),
        meanwhile: read_only(snapshot, schema, &aside, &reach),
        ..words
    }
}

fn words(snapshot: &Snapshot, recreate: &request::Recreate) -> Words {
    let Some((one, origin)) = recreate.of(snapshot) else { return Words::default() };
    let (resource, schema) = (&one.resource, &one.schema);
    let plan = recreate.plan(origin).unwrap_or("?");
    let (aside, reach) = (aside(snapshot, recreate), reach(snapshot));
    Words {
        title: format!("Recreation of {resource} on {plan}, schema {schema}"),
        before: format!("{resource} is there, with its schema"),
        undone: format!("{resource} runs on as before, with its schema and what hangs on it"),
        after: format!("{resource} is gone, and its schema is kept aside"),
        done: format!("a new connection has the configuration of {resource}, and its tables are loaded"),
        next: vec![drop_of(&aside, &reach)],
        meanwhile: read_only(snapshot, schema, &aside, &reach),
        ..Words::default()
    }
}

/// Config var and app by which a person reaches a database, as they are typed.
type Reach = (String, String);

fn reach(snapshot: &Snapshot) -> Reach {
    let (var, app) =
        snapshot.reach().map_or_else(Default::default, |one| (one.config_var(), one.app.clone()));
    (shell_word(&var), shell_word(&app))
}

fn drop_of(aside: &str, reach: &Reach) -> Next {
    let drop = format!("DROP SCHEMA \"{}\" CASCADE", aside.replace('"', "\"\""));
    let why =
        format!("drops {aside} once nobody needs what is in it: rows and changes that Salesforce never got");
    Next { command: psql(reach, &drop), why }
}

/// What lets the apps read the old rows again until the run goes on, and what must be typed before it does. Writes stay refused.
fn read_only(snapshot: &Snapshot, schema: &str, aside: &str, reach: &Reach) -> Vec<Next> {
    let new = aside.replacen("_old_", "_new_", 1);
    let next = |why: &str, commands: Vec<String>| -> Vec<Next> {
        commands.into_iter().map(|command| Next { command, why: why.to_owned() }).collect()
    };
    let mut open = vec![psql(reach, &query::open_by_hand(schema, aside, &new))];
    let mut close = Vec::new();
    for app in &snapshot.apps {
        open.extend(by_hand(&writers::as_surveyed(app)));
        open.extend(by_hand(&writers::maintenance(app, app.maintenance)));
        close.extend(by_hand(&writers::maintenance(app, true)));
        close.extend(by_hand(&writers::emptied(app)));
    }
    close.push(psql(reach, &query::close_by_hand(schema, aside, &new)));
    let reads =
        "should it take long: the old tables get their name again, closed to writes, and the app may read";
    let mut all = next(reads, open);
    all.extend(next("and before the run goes on, the same the other way round", close));
    all
}

fn by_hand(op: &dyn Verb) -> Option<String> {
    op.by_hand(&Known::of(&Bindings::new())).ok()?
}

/// A statement on the database, as a person types it.
fn psql((var, app): &Reach, statement: &str) -> String {
    format!("heroku pg:psql {var} --app {app} --command {}", shell_word(statement))
}

/// What making a connection anew does not look after.
pub const NOT_COVERED: [&str; 5] = [
    "columns that hold the `id` of a mapped row without a foreign key: the rows get other ids",
    "Salesforce ids that are kept elsewhere: in a refreshed sandbox they are others",
    "who may see the connection, and who is notified: a person sets that again",
    "functions whose arguments or results are rows of mapped tables, and default privileges of the schema",
    "other readers of the database: they find empty tables until everything is loaded",
];
