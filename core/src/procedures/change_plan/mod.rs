//! Changing the plan of a Heroku Postgres database that Heroku Connect uses.
//!
//! Makes executable: "Changing the Plan of Your Heroku Postgres Database" of the maintenance manual.

mod changeover;
mod copy;
mod in_place;
mod methods;
mod recreate;
mod rules;

use super::{copying, succession, Outline, Procedure, Rules};
use crate::late::{slots, Bindings};
use crate::plan::{Method, Names, Plan, Words};
use crate::request::{self, ChangeMethod, ChangePlan as ChangePlanRequest, Request};
use crate::snapshot::{plan_name, Snapshot};
use crate::survey::{Needs, Order};

/// The procedure.
pub struct ChangePlan;

impl Procedure for ChangePlan {
    fn id(&self) -> &'static str {
        "change-plan"
    }

    fn manual(&self) -> &'static str {
        "Changing the Plan of Your Heroku Postgres Database"
    }

    fn needs(&self, request: &Request) -> Needs {
        let change = request.changes_plan();
        let follower = change.and_then(|change| change.follower.clone());
        Needs {
            order: Order::OtherPlan,
            use_of_it: true,
            followers: true,
            follower,
            kept: true,
            other_tier: change.map(ChangePlanRequest::full),
            origin: request.recreates().map(|recreate| recreate.resource.clone()),
            health: request.recreates().is_some(),
            ..Needs::everything()
        }
    }

    fn rules(&self) -> &'static [Rules] {
        &[rules::IN_PLACE, rules::CHANGEOVER, rules::COPY, rules::RECREATE]
    }

    fn prechecks(&self, snapshot: &Snapshot, request: &Request) -> Rules {
        match request.changes_plan().map(|change| change.method(&snapshot.database)) {
            Some(ChangeMethod::Changeover) => rules::CHANGEOVER,
            Some(ChangeMethod::Copy) => rules::COPY,
            Some(ChangeMethod::Recreate) => rules::RECREATE,
            Some(ChangeMethod::InPlace) | None => rules::IN_PLACE,
        }
    }

    fn built(&self) -> &'static [&'static str] {
        &["in-place", "changeover", "copy", "recreate"]
    }

    fn already(&self, snapshot: &Snapshot, request: &Request) -> Option<String> {
        let (change, database) = (request.changes_plan()?, &snapshot.database);
        // With a lock in it, a run has still something to do.
        let there =
            change.full() == database.plan && database.waiting == Some(false) && snapshot.lock.is_none();
        there.then(|| format!("`{}` is on {} already", database.addon, change.plan))
    }

    fn methods(&self, snapshot: &Snapshot, request: &Request) -> Vec<Method> {
        request
            .changes_plan()
            .map_or_else(Vec::new, |change| methods::considered(snapshot, change, request.aftercare))
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(change) = request.changes_plan() else { return Outline::default() };
        let (method, asked) = (change.method(&snapshot.database), request.aftercare);
        let existing = change.follower.as_deref();
        let moved = || succession::words(snapshot, title(snapshot, change), &change.full(), existing, asked);
        let copied = |steps, words| succession::outline(snapshot, steps, None, words, asked);
        match method {
            ChangeMethod::InPlace => {}
            ChangeMethod::Changeover => {
                let steps = changeover::steps(snapshot, change, asked);
                let outline = succession::outline(snapshot, steps, existing, moved(), asked);
                return Outline { not_covered: &[&NOT_COVERED_BY_CHANGEOVER], ..outline };
            }
            ChangeMethod::Copy => {
                let outline = copied(copy::steps(snapshot, change, asked), moved());
                return Outline { not_covered: &[&copying::NOT_COVERED], ..outline };
            }
            ChangeMethod::Recreate => {
                let Some(anew) = request.recreates() else { return Outline::default() };
                let steps = recreate::steps(snapshot, request, change, anew);
                let outline = copied(steps, super::recreate::words_beside(snapshot, anew, moved()));
                return Outline {
                    names: super::recreate::names_beside(snapshot, anew, outline.names),
                    not_covered: &[&copying::NOT_COVERED, &super::recreate::NOT_COVERED],
                    ..outline
                };
            }
        }
        let (steps, marks) = in_place::steps(snapshot, change, request.aftercare);
        let mut apps: Vec<String> = snapshot.apps.iter().map(|app| app.name.clone()).collect();
        apps.extend(snapshot.out_of_reach.iter().cloned());
        Outline {
            steps,
            marks,
            names: Names::default().with(&slots::NAME_RELEASE, "CONNECT_RELEASE_{RUN}"),
            words: words(snapshot, change),
            confirmation: apps.join(","),
            apps,
            not_covered: &[&NOT_COVERED_IN_PLACE],
        }
    }

    fn finishing(&self, plan: &Plan, run: &str, bindings: &Bindings) -> Option<Request> {
        let change = plan.request.changes_plan()?;
        let method = change.method(&plan.snapshot.database);
        (method != ChangeMethod::InPlace).then(|| succession::finishing(plan, run, bindings))?
    }
}

fn title(snapshot: &Snapshot, change: &request::ChangePlan) -> String {
    let (addon, from) = (&snapshot.database.addon, plan_name(&snapshot.database.plan));
    let version = change.version.filter(|version| Some(version.0) != snapshot.database.major);
    let version = version.map_or(String::new(), |version| format!(", and to Postgres {version}"));
    format!("Change of {addon} from {from} to {}{version}", change.plan)
}

fn words(snapshot: &Snapshot, change: &request::ChangePlan) -> Words {
    let (addon, from) = (&snapshot.database.addon, plan_name(&snapshot.database.plan));
    Words {
        title: title(snapshot, change),
        before: format!("the apps run on {addon}"),
        undone: format!("everything is as it was, {addon} is on {from}"),
        after: format!("the apps run on {addon}"),
        done: format!("{addon} is on {}", change.plan),
        next: Vec::new(),
        ..Words::default()
    }
}

/// What is not looked after in place; said in the plan and in the report.
const NOT_COVERED_IN_PLACE: [&str; 4] = [
    "writes that were acknowledged between the last test write on the old server and the first one on the new server",
    "what Connect had sent to Salesforce and not yet noted is sent again: only a unique identifier protects from a second record",
    "clients outside Heroku that hold a copied connection string",
    "plans of the followers: they stay as they are",
];

/// What a changeover does not look after.
const NOT_COVERED_BY_CHANGEOVER: [&str; 6] = [
    "clients outside Heroku that hold a copied connection string",
    "dataclips of the old database: choose the new one for each at https://data.heroku.com/dataclips",
    "settings of the old database's pooler",
    "counters of use, such as those of pg_stat_statements: they begin anew, and autovacuum waits for them; sequences may skip up to 32",
    "triggers, jobs or replicas that write to the database from inside it",
    "row counts of tables over 32 MiB are proven by position, not by counting",
];
