//! Upgrading the version of a Heroku Postgres database that Heroku Connect uses.
//!
//! Makes executable: "Upgrading the Version of a Heroku Postgres Database" of the maintenance manual.

mod copy;
mod direct;
mod follower;
mod methods;
mod rules;

use super::blocks::way_back;
use super::{copying, succession, Outline, Procedure, Rules};
use crate::late::Bindings;
use crate::plan::{Method, Next, Plan, Words};
use crate::prechecks;
use crate::request::{Request, UpgradeDb as Wanted, UpgradeMethod, WayBack};
use crate::shell::shell_word;
use crate::snapshot::Snapshot;
use crate::survey::{Needs, Order};

/// The procedure.
pub struct UpgradeDb;

impl Procedure for UpgradeDb {
    fn id(&self) -> &'static str {
        "upgrade-db"
    }

    fn manual(&self) -> &'static str {
        "Upgrading the Version of a Heroku Postgres Database"
    }

    fn needs(&self, request: &Request) -> Needs {
        let Some(upgrade) = request.upgrade() else { return Needs::everything() };
        if upgrade.direct() {
            return Needs {
                use_of_it: true,
                followers: true,
                kept: true,
                upgrade: true,
                order: if upgrade.way_back == Some(WayBack::Copy) { Order::SamePlan } else { Order::Nothing },
                ..Needs::everything()
            };
        }
        let order = match (&upgrade.follower, &upgrade.follower_plan) {
            (Some(_), _) => Order::Nothing,
            (None, None) => Order::SamePlan,
            (None, Some(_)) => Order::OtherPlan,
        };
        Needs {
            order,
            follower: upgrade.follower.clone(),
            kept: true,
            followers: true,
            ..Needs::everything()
        }
    }

    fn rules(&self) -> &'static [Rules] {
        &[rules::FOLLOWER, rules::DIRECT, rules::COPY]
    }

    fn prechecks(&self, snapshot: &Snapshot, request: &Request) -> Rules {
        match request.upgrade().map(|upgrade| upgrade.method(&snapshot.database)) {
            Some(UpgradeMethod::Copy) => rules::COPY,
            Some(UpgradeMethod::Direct) => rules::DIRECT,
            Some(UpgradeMethod::Follower) | None => rules::FOLLOWER,
        }
    }

    fn built(&self) -> &'static [&'static str] {
        &["follower", "direct", "copy"]
    }

    fn already(&self, snapshot: &Snapshot, request: &Request) -> Option<String> {
        let (wanted, database) = (request.upgrade()?.version, &snapshot.database);
        // With a lock in it, a run has still something to do.
        let there = database.major == Some(wanted.0) && snapshot.lock.is_none();
        there.then(|| format!("`{}` is on Postgres {wanted} already", database.addon))
    }

    fn methods(&self, snapshot: &Snapshot, request: &Request) -> Vec<Method> {
        methods::considered(snapshot, request.upgrade(), request.aftercare)
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(upgrade) = request.upgrade() else { return Outline::default() };
        if upgrade.direct() {
            return in_place(snapshot, request, upgrade);
        }
        let title = format!("Upgrade of {} to Postgres {}", snapshot.database.addon, upgrade.version);
        let existing = upgrade.follower.as_deref();
        let mut words =
            succession::words(snapshot, title, &snapshot.database.plan, existing, request.aftercare);
        words.next.extend(prechecks::extension_updates(snapshot, request));
        let asked = request.aftercare;
        if upgrade.method(&snapshot.database) == UpgradeMethod::Copy {
            let steps = copy::steps(snapshot, upgrade, asked);
            let outline = succession::outline(snapshot, steps, None, words, asked);
            return Outline { not_covered: &[&copying::NOT_COVERED], ..outline };
        }
        let steps = follower::steps(snapshot, upgrade, asked);
        let outline = succession::outline(snapshot, steps, existing, words, asked);
        Outline { not_covered: &[&NOT_COVERED], ..outline }
    }

    fn finishing(&self, plan: &Plan, run: &str, bindings: &Bindings) -> Option<Request> {
        let upgrade = plan.request.upgrade()?;
        match upgrade.direct().then(|| upgrade.leads_back(&plan.snapshot.database)) {
            None => succession::finishing(plan, run, bindings),
            Some(WayBack::Copy) => way_back::finishing(plan, run, bindings),
            // Nothing is left behind.
            Some(WayBack::Backup | WayBack::None) => None,
        }
    }
}

/// The leader is upgraded where it is.
fn in_place(snapshot: &Snapshot, request: &Request, upgrade: &Wanted) -> Outline {
    let (steps, marks) = direct::steps(snapshot, request, upgrade);
    let mut apps: Vec<String> = snapshot.apps.iter().map(|app| app.name.clone()).collect();
    apps.extend(snapshot.out_of_reach.iter().cloned());
    let addon = &snapshot.database.addon;
    let mut next = prechecks::extension_updates(snapshot, request);
    let back = match upgrade.leads_back(&snapshot.database) {
        WayBack::Backup => vec![Next {
            command: format!("heroku pg:backups --app {}", shell_word(&snapshot.database.app)),
            why: "lists the backup that was taken before the upgrade; restoring it loses what was written since".to_owned(),
        }],
        WayBack::Copy => {
            next.push(way_back::next(succession::a_day(snapshot)));
            way_back::commands(snapshot)
        }
        WayBack::None => Vec::new(),
    };
    let version = snapshot.database.version.clone().unwrap_or_default();
    Outline {
        steps,
        marks,
        names: direct::names(snapshot, upgrade),
        words: Words {
            title: format!("Upgrade of {addon} to Postgres {} in place", upgrade.version),
            before: format!("the apps run on {addon}"),
            undone: format!(
                "everything is as it was, {addon} is on Postgres {version} and no upgrade of it is prepared"
            ),
            after: format!("the apps run on {addon}"),
            done: format!("the apps run on {addon}, which was upgraded in place"),
            next,
            back,
            ..Words::default()
        },
        confirmation: apps.join(","),
        apps,
        not_covered: &[&NOT_COVERED_IN_PLACE],
    }
}

/// What an upgrade in place does not look after.
const NOT_COVERED_IN_PLACE: [&str; 8] = [
    "an index that depends on the system's collation may need REINDEX if the new server's library differs; that cannot be seen from outside",
    "clients outside Heroku that hold a copied connection string, and credentials other than the default one: they are not made read-only",
    "what Heroku does to the server while the upgrade runs",
    "readers of followers, which Heroku makes anew: they wait for hours",
    "whether the dry run went well: its result comes by mail",
    "counters of use, such as those of pg_stat_statements: they begin anew",
    "triggers, jobs or replicas that write to the database from inside it",
    "rows of tables over 32 MiB are not counted",
];

/// What this procedure does not look after; said in the plan and in the report.
const NOT_COVERED: [&str; 7] = [
    "an index that depends on the system's collation may need REINDEX if the new server's library differs; that cannot be seen from outside",
    "clients outside Heroku that hold a copied connection string",
    "dataclips of the old database: choose the new one for each at https://data.heroku.com/dataclips",
    "settings of the old database's pooler",
    "counters of use, such as those of pg_stat_statements: they begin anew",
    "triggers, jobs or replicas that write to the database from inside it",
    "row counts of tables over 32 MiB are proven by position, not by counting",
];
