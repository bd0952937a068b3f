//! Upgrading the version of a Heroku Postgres database that Heroku Connect uses.
//!
//! Makes executable: "Upgrading the Version of a Heroku Postgres Database" of the maintenance manual.

mod follower;
mod methods;

use super::blocks::names;
use super::{Outline, Procedure};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::late::{slots, Bindings, Late, Location};
use crate::plan::{Method, Next, Plan, Words};
use crate::prechecks::{self, Precheck};
use crate::request::{bound, Finish, Request, UpgradeMethod};
use crate::shell::shell_word;
use crate::snapshot::{Attachment, Snapshot};
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
        let order = match (&upgrade.follower, &upgrade.follower_plan) {
            (Some(_), _) => Order::Nothing,
            (None, None) => Order::SamePlan,
            (None, Some(_)) => Order::OtherPlan,
        };
        Needs { order, follower: upgrade.follower.clone(), ..Needs::everything() }
    }

    fn prechecks(&self) -> &'static [&'static dyn Precheck] {
        PRECHECKS
    }

    fn findings(&self, _: &Snapshot, request: &Request) -> Vec<Diagnostic> {
        let method = request.upgrade().and_then(|upgrade| upgrade.method);
        let missing = method.filter(|method| *method != UpgradeMethod::Follower).map(|method| {
            Diagnostic::block(
                codes::METHOD_NOT_BUILT,
                format!("the {} method is not built into this version", method.name()),
                "leave `--method` out to use the follower method",
            )
        });
        missing.into_iter().collect()
    }

    fn already(&self, snapshot: &Snapshot, request: &Request) -> Option<String> {
        let (wanted, database) = (request.upgrade()?.version, &snapshot.database);
        // With a lock in it, a run has still something to do.
        let there = database.major == Some(wanted.0) && snapshot.lock.is_none();
        there.then(|| format!("`{}` is on Postgres {wanted} already", database.addon))
    }

    fn methods(&self, snapshot: &Snapshot, request: &Request) -> Vec<Method> {
        methods::considered(snapshot, request.upgrade())
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(upgrade) = request.upgrade() else { return Outline::default() };
        let (steps, marks) = follower::steps(snapshot, upgrade);
        let mut apps: Vec<String> = snapshot.apps.iter().map(|app| app.name.clone()).collect();
        apps.extend(snapshot.out_of_reach.iter().cloned());
        let mut words = words(
            snapshot,
            &format!("Upgrade of {} to Postgres {}", snapshot.database.addon, upgrade.version),
        );
        words.next.extend(prechecks::extension_updates(snapshot, request));
        Outline {
            steps,
            marks,
            names: names::beside(snapshot, upgrade.follower.as_deref()),
            words,
            confirmation: apps.join(","),
            apps,
        }
    }

    fn not_covered(&self) -> &'static [&'static str] {
        &NOT_COVERED
    }

    fn finishing(&self, plan: &Plan, run: &str, bindings: &Bindings) -> Option<Request> {
        let database = &plan.snapshot.database;
        let finish = Finish {
            run: run.to_owned(),
            addon: database.addon.clone(),
            billing_app: database.app.clone(),
            attachment: bound(bindings, &slots::NAME_OLD)?,
            schemas: plan.snapshot.schemas(),
            position: bound(bindings, &slots::L0)?,
            lead: Location {
                database: Late::Now(bound(bindings, &slots::NEW.database())?),
                host: Late::Now(bound(bindings, &slots::NEW.host())?),
                port: Late::Now(bound(bindings, &slots::NEW.port())?),
            },
            backups: bound(bindings, &slots::BACKUPS).unwrap_or(0),
        };
        Some(Request::finish(finish, &plan.request))
    }
}

fn words(snapshot: &Snapshot, title: &str) -> Words {
    let old = &snapshot.database.addon;
    let cost = snapshot.database.price_cents.map_or(String::new(), |cents| {
        let day = cents.saturating_mul(12) / 365;
        format!(", and costs about ${}.{:02} a day until it is destroyed", day / 100, day % 100)
    });
    let next = |command: String, why: String| Next { command, why };
    let staying: Vec<String> =
        snapshot.attachments.iter().filter(|one| snapshot.stays(one)).map(Attachment::config_var).collect();
    let stays = (!staying.is_empty()).then(|| {
        let why = format!(
            "{} of {} keeps pointing at the old database, on which nobody can write",
            staying.join(", "),
            snapshot.database.app
        );
        next(format!("heroku addons:info {}", shell_word(old)), why)
    });
    let copies = snapshot.copies().map(|(app, name)| {
        next(
            format!("heroku config:edit {} --app {}", shell_word(name), shell_word(&app.name)),
            "it holds the address of the old database, on which nobody can write".to_owned(),
        )
    });
    Words {
        title: title.to_owned(),
        before: format!("writers run on {old}"),
        undone: format!("everything is as it was, on {old}"),
        after: "the app runs on the new database".to_owned(),
        done: format!("everything runs on the new database; the old one ({old}) is read-only{cost}"),
        next: copies
            .chain(stays)
            .chain([
                next(
                    "heroku connect:runs:finish {run}".to_owned(),
                    format!("destroys the old database {old} after the soak"),
                ),
                next(
                    format!(
                        "heroku addons:create {} --app {} -- --follow DATABASE_URL",
                        shell_word(&snapshot.database.plan),
                        shell_word(&snapshot.database.app)
                    ),
                    "the new database has no follower".to_owned(),
                ),
            ])
            .collect(),
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
    &prechecks::AppPreboot,
    &prechecks::AppAutoscaler,
    &prechecks::AppSchedulers,
    &prechecks::DatabaseTier,
    &prechecks::DatabaseLeader,
    &prechecks::DatabaseReady,
    &prechecks::VersionNewer,
    &prechecks::VersionKnown,
    &prechecks::TargetPlan,
    &prechecks::PlanHolds,
    &prechecks::FollowerEqual,
    &prechecks::FollowerFree,
    &prechecks::UpgradeUnscheduled,
    &prechecks::DataMaintenance,
    &prechecks::DatabaseReachable,
    &prechecks::InventoryRead,
    &prechecks::UNLOGGED_TABLES,
    &prechecks::LOGICAL_SLOTS,
    &prechecks::PUBLICATIONS,
    &prechecks::SUBSCRIPTIONS,
    &prechecks::PREPARED_TRANSACTIONS,
    &prechecks::FOREIGN_SERVERS,
    &prechecks::LargeObjects,
    &prechecks::DatabaseJobs,
    &prechecks::REG_COLUMNS,
    &prechecks::SYSTEM_ROW_COLUMNS,
    &prechecks::ACL_ITEM_COLUMNS,
    &prechecks::POSTFIX_OPERATORS,
    &prechecks::ARRAY_AGGREGATES,
    &prechecks::ENCODING_CONVERSIONS,
    &prechecks::CLOSED_DATABASES,
    &prechecks::NULLABLE_CHILDREN,
    &prechecks::GENERATED_CHILDREN,
    &prechecks::REMOVED_SETTINGS,
    &prechecks::GONE_FROM_SYSTEM,
    &prechecks::SYSTEM_ROW_FUNCTIONS,
    &prechecks::UNQUALIFIED_FUNCTIONS,
    &prechecks::UNREAD_FUNCTIONS,
    &prechecks::IDENTITY_PARTITIONS,
    &prechecks::DOMAIN_CONSTRAINTS,
    &prechecks::KEY_COLLATIONS,
    &prechecks::LOOSE_FUNCTIONS,
    &prechecks::GONE_WHEN_CALLED,
    &prechecks::NEW_KEYWORDS,
    &prechecks::SAME_FUNCTIONS,
    &prechecks::CHANGED_INDEXES,
    &prechecks::ExtensionsGone,
    &prechecks::ExtensionsKnown,
    &prechecks::ExtensionVersions,
    &prechecks::Clients,
    &prechecks::ConnectPresent,
    &prechecks::TriggerLogs,
    &prechecks::ConnectHealthy,
    &prechecks::ConnectDatabase,
    &prechecks::ConnectOrg,
    &prechecks::ConnectKey,
    &prechecks::AppMoves,
    &prechecks::ConfigCopies,
    &prechecks::ConfigJudged,
    &prechecks::ColourVariable,
    &prechecks::CaptureIntact,
    &prechecks::LogInFlight,
    &prechecks::FailedWrites,
    &prechecks::UniqueIdentifiers,
    &prechecks::LockFree,
    &prechecks::Credentials,
    &prechecks::OldFollowers,
    &prechecks::Notices,
    &prechecks::LoginLifetime,
];

/// What this procedure does not look after; said in the plan and in the report.
const NOT_COVERED: [&str; 7] = [
    "an index that depends on the system's collation may need REINDEX if the new server's library differs; that cannot be seen from outside",
    "clients outside Heroku that hold a copied connection string",
    "backup schedules, dataclips, log drains and pooler settings of the old add-on",
    "followers of the old database",
    "counters of use, such as those of pg_stat_statements: they begin anew",
    "triggers, jobs or replicas that write to the database from inside it",
    "row counts of tables over 32 MiB are proven by position, not by counting",
];
