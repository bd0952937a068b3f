//! Changing the plan of a Heroku Postgres database that Heroku Connect uses.
//!
//! Makes executable: "Changing the Plan of Your Heroku Postgres Database" of the maintenance manual.

mod changeover;
mod in_place;
mod methods;
mod rules;

use super::{succession, Outline, Procedure};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::late::{slots, Bindings};
use crate::plan::{Method, Names, Plan, Words};
use crate::prechecks::Precheck;
use crate::request::{self, ChangeMethod, Request};
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
        let kept = change.is_some_and(|change| change.method == ChangeMethod::Changeover);
        Needs {
            order: Order::OtherPlan,
            use_of_it: true,
            followers: true,
            follower,
            kept,
            ..Needs::everything()
        }
    }

    fn rules(&self) -> &'static [&'static [&'static dyn Precheck]] {
        &[rules::IN_PLACE, rules::CHANGEOVER]
    }

    fn prechecks(&self, request: &Request) -> &'static [&'static dyn Precheck] {
        match request.changes_plan().map(|change| change.method) {
            Some(ChangeMethod::Changeover) => rules::CHANGEOVER,
            Some(ChangeMethod::InPlace | ChangeMethod::Copy) | None => rules::IN_PLACE,
        }
    }

    fn built(&self) -> &'static [&'static str] {
        &["in-place", "changeover"]
    }

    fn findings(&self, _: &Snapshot, request: &Request) -> Vec<Diagnostic> {
        let method = request.changes_plan().map(|change| change.method);
        let missing = method.filter(|method| !self.built().contains(&method.name())).map(|method| {
            Diagnostic::block(
                codes::METHOD_NOT_BUILT,
                format!("the {} method is not built into this version", method.name()),
                "leave `--method` out to change the plan in place",
            )
        });
        missing.into_iter().collect()
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
        if change.method == ChangeMethod::Changeover {
            let (existing, asked) = (change.follower.as_deref(), request.aftercare);
            let title = title(snapshot, change);
            let words = succession::words(snapshot, title, &change.full(), existing, asked);
            let steps = changeover::steps(snapshot, change, asked);
            let outline = succession::outline(snapshot, steps, existing, words, asked);
            return Outline { not_covered: &NOT_COVERED_BY_CHANGEOVER, ..outline };
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
            not_covered: &NOT_COVERED_IN_PLACE,
        }
    }

    fn finishing(&self, plan: &Plan, run: &str, bindings: &Bindings) -> Option<Request> {
        let change = plan.request.changes_plan()?;
        (change.method == ChangeMethod::Changeover).then(|| succession::finishing(plan, run, bindings))?
    }
}

fn title(snapshot: &Snapshot, change: &request::ChangePlan) -> String {
    let (addon, from) = (&snapshot.database.addon, plan_name(&snapshot.database.plan));
    format!("Change of {addon} from {from} to {}", change.plan)
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
