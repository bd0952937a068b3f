//! Upgrading the version of a Heroku Postgres database that Heroku Connect uses.
//!
//! Makes executable: "Upgrading the Version of a Heroku Postgres Database" of the maintenance manual.

mod follower;
mod methods;

use super::{succession, Outline, Procedure};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::late::Bindings;
use crate::plan::{Method, Plan};
use crate::prechecks::{self, Precheck};
use crate::request::Request;
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

    fn rules(&self) -> &'static [&'static [&'static dyn Precheck]] {
        &[PRECHECKS]
    }

    fn built(&self) -> &'static [&'static str] {
        &["follower"]
    }

    fn findings(&self, _: &Snapshot, request: &Request) -> Vec<Diagnostic> {
        let method = request.upgrade().and_then(|upgrade| upgrade.method);
        let missing = method.filter(|method| !self.built().contains(&method.name())).map(|method| {
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
        methods::considered(snapshot, request.upgrade(), request.aftercare)
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(upgrade) = request.upgrade() else { return Outline::default() };
        let title = format!("Upgrade of {} to Postgres {}", snapshot.database.addon, upgrade.version);
        let existing = upgrade.follower.as_deref();
        let mut words =
            succession::words(snapshot, title, &snapshot.database.plan, existing, request.aftercare);
        words.next.extend(prechecks::extension_updates(snapshot, request));
        let steps = follower::steps(snapshot, upgrade, request.aftercare);
        let outline = succession::outline(snapshot, steps, existing, words, request.aftercare);
        Outline { not_covered: &NOT_COVERED, ..outline }
    }

    fn finishing(&self, plan: &Plan, run: &str, bindings: &Bindings) -> Option<Request> {
        succession::finishing(plan, run, bindings)
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
    "dataclips of the old database: choose the new one for each at https://data.heroku.com/dataclips",
    "settings of the old database's pooler",
    "counters of use, such as those of pg_stat_statements: they begin anew",
    "triggers, jobs or replicas that write to the database from inside it",
    "row counts of tables over 32 MiB are proven by position, not by counting",
];
