//! Changing the plan of a Heroku Postgres database that Heroku Connect uses.
//!
//! Makes executable: "Changing the Plan of Your Heroku Postgres Database" of the maintenance manual.

mod in_place;
mod methods;

use super::{Outline, Procedure};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::late::slots;
use crate::plan::{Method, Names, Words};
use crate::prechecks::{self, Precheck};
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

    fn needs(&self, _: &Request) -> Needs {
        Needs { order: Order::OtherPlan, use_of_it: true, ..Needs::everything() }
    }

    fn prechecks(&self) -> &'static [&'static dyn Precheck] {
        PRECHECKS
    }

    fn findings(&self, _: &Snapshot, request: &Request) -> Vec<Diagnostic> {
        let method = request.changes_plan().and_then(|change| change.method);
        let missing = method.filter(|method| *method != ChangeMethod::InPlace).map(|method| {
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
        request.changes_plan().map_or_else(Vec::new, |change| methods::considered(snapshot, change))
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(change) = request.changes_plan() else { return Outline::default() };
        let (steps, marks) = in_place::steps(snapshot, change);
        let mut apps: Vec<String> = snapshot.apps.iter().map(|app| app.name.clone()).collect();
        apps.extend(snapshot.out_of_reach.iter().cloned());
        Outline {
            steps,
            marks,
            names: Names::default().with(&slots::NAME_RELEASE, "CONNECT_RELEASE_{RUN}"),
            words: words(snapshot, change),
            confirmation: apps.join(","),
            apps,
        }
    }

    fn not_covered(&self) -> &'static [&'static str] {
        &NOT_COVERED
    }
}

fn words(snapshot: &Snapshot, change: &request::ChangePlan) -> Words {
    let (addon, from) = (&snapshot.database.addon, plan_name(&snapshot.database.plan));
    Words {
        title: format!("Change of {addon} from {from} to {}", change.plan),
        before: format!("the apps run on {addon}"),
        undone: format!("everything is as it was, {addon} is on {from}"),
        after: format!("the apps run on {addon}"),
        done: format!("{addon} is on {}", change.plan),
        next: Vec::new(),
    }
}

/// In the order in which they are shown.
const PRECHECKS: &[&dyn Precheck] = &[
    &prechecks::AppsInReach,
    &prechecks::AppGeneration,
    &prechecks::AppSpace,
    &prechecks::AppNormal,
    &prechecks::ReleaseGood,
    &prechecks::ReleasePhase,
    &prechecks::Reconnects,
    &prechecks::DatabaseLeader,
    &prechecks::DatabaseReady,
    &prechecks::PlanOffered,
    &prechecks::PlanFits,
    &prechecks::PlanConnections,
    &prechecks::PlanKeepsStandby,
    &prechecks::PlanKeepsRollback,
    &prechecks::PlanFollowers,
    &prechecks::UpgradeUnscheduled,
    &prechecks::DataMaintenance,
    &prechecks::DatabaseReachable,
    &prechecks::ConnectPresent,
    &prechecks::ConnectHealthy,
    &prechecks::ConnectDatabase,
    &prechecks::ConnectKey,
    &prechecks::ConfigCopies,
    &prechecks::ConfigJudged,
    &prechecks::LogInFlight,
    &prechecks::FailedWrites,
    &prechecks::UniqueIdentifiers,
    &prechecks::LockFree,
    &prechecks::Notices,
    &prechecks::LoginLifetime,
];

/// What this procedure does not look after; said in the plan and in the report.
const NOT_COVERED: [&str; 4] = [
    "writes that were acknowledged between the last test write on the old server and the first one on the new server",
    "what Connect had sent to Salesforce and not yet noted is sent again: only a unique identifier protects from a second record",
    "clients outside Heroku that hold a copied connection string",
    "plans of the followers: they stay as they are",
];
