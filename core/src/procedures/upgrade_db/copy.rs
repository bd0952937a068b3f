//! The copy method: the data is copied into a new database of the wanted major, which takes over. The only way of the manual where a
//! plan has no followers.

use crate::command::Aftercare;
use crate::plan::{Marks, Step};
use crate::prechecks::{self, Precheck};
use crate::procedures::copying::Copied;
use crate::request::UpgradeDb;
use crate::snapshot::Snapshot;

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, request: &UpgradeDb, aftercare: Aftercare) -> (Vec<Step>, Marks) {
    let plan = request.plan(&snapshot.database);
    Copied { plan: &plan, version: request.version, asked: request.copy, aftercare }.steps(snapshot)
}

/// In the order in which they are shown.
pub const PRECHECKS: &[&dyn Precheck] = &[
    &prechecks::AppsInReach,
    &prechecks::AppGeneration,
    &prechecks::SpaceWeb { stays: false },
    &prechecks::SpaceNetwork,
    &prechecks::SpaceAccess { moves: true },
    &prechecks::SpaceBuild,
    &prechecks::AppNormal,
    &prechecks::ReleaseGood,
    &prechecks::ReleasePhase,
    &prechecks::AppPreboot,
    &prechecks::AppAutoscaler,
    &prechecks::AppSchedulers,
    &prechecks::CopyTier,
    &prechecks::DatabaseLeader,
    &prechecks::DatabaseReady,
    &prechecks::VersionNewer,
    &prechecks::VersionKnown,
    &prechecks::CopyPlan,
    &prechecks::PlanHolds,
    &prechecks::CopySize,
    &prechecks::CopyTime,
    &prechecks::UpgradeUnscheduled,
    &prechecks::DataMaintenance,
    &prechecks::DatabaseReachable,
    &prechecks::InventoryRead,
    &prechecks::UNREADABLE,
    &prechecks::ROW_SECURITY,
    &prechecks::LOGICAL_SLOTS,
    &prechecks::PUBLICATIONS,
    &prechecks::SUBSCRIPTIONS,
    &prechecks::PREPARED_TRANSACTIONS,
    &prechecks::COPIED_LINKS,
    &prechecks::EVENT_TRIGGERS,
    &prechecks::ROLE_SETTINGS,
    &prechecks::CopyCredentials,
    &prechecks::CopyExtensions,
    &prechecks::LargeObjects,
    &prechecks::DatabaseJobs,
    &prechecks::GONE_FROM_SYSTEM,
    &prechecks::GONE_WHEN_CALLED,
    &prechecks::NEW_KEYWORDS,
    &prechecks::SAME_FUNCTIONS,
    &prechecks::ExtensionsGone,
    &prechecks::ExtensionsKnown,
    &prechecks::Clients,
    &prechecks::ConnectPresent,
    &prechecks::TriggerLogs,
    &prechecks::ConnectHealthy,
    &prechecks::ConnectDatabase,
    &prechecks::ConnectMtls,
    &prechecks::ConnectOrg,
    &prechecks::ConnectKey,
    &prechecks::AppMoves,
    &prechecks::ConfigCopies,
    &prechecks::ConfigJudged,
    &prechecks::ColourVariable,
    &prechecks::CaptureIntact,
    &prechecks::LogInFlight,
    &prechecks::CopyLog,
    &prechecks::CopyIds,
    &prechecks::FailedWrites,
    &prechecks::UniqueIdentifiers,
    &prechecks::LockFree,
    &prechecks::Credentials,
    &prechecks::OldFollowers,
    &prechecks::Notices,
    &prechecks::LoginLifetime,
];
