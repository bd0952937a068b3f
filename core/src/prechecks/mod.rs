//! What is judged before anything is done: one file per rule, with its code, its sentence and its next step.

mod app_generation;
mod app_normal;
mod app_preboot;
mod app_schedulers;
mod app_space;
mod apps_in_reach;
mod capture_intact;
mod config_copies;
mod connect_database;
mod connect_healthy;
mod connect_key;
mod connect_present;
mod credentials;
mod data_maintenance;
mod database_leader;
mod database_reachable;
mod database_ready;
mod database_tier;
mod failed_writes;
mod lock_free;
mod log_in_flight;
mod login_lifetime;
mod notices;
mod old_followers;
mod release_good;
mod release_phase;
mod unique_identifiers;
mod upgrade_unscheduled;
mod version_newer;

use crate::diagnostic::{Diagnostic, Severity};
use crate::procedures::upgrade_db::Request;
use crate::snapshot::Snapshot;

/// One rule.
pub trait Precheck: Sync {
    /// Its code; a finding may carry a more special one.
    fn code(&self) -> &'static str;
    /// The finding.
    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic;
}

/// The registry: one line per rule, in the order in which they are shown.
pub const ALL: [&dyn Precheck; 29] = [
    &apps_in_reach::AppsInReach,
    &app_generation::AppGeneration,
    &app_space::AppSpace,
    &app_normal::AppNormal,
    &release_good::ReleaseGood,
    &release_phase::ReleasePhase,
    &app_preboot::AppPreboot,
    &app_schedulers::AppSchedulers,
    &database_tier::DatabaseTier,
    &database_leader::DatabaseLeader,
    &database_ready::DatabaseReady,
    &version_newer::VersionNewer,
    &upgrade_unscheduled::UpgradeUnscheduled,
    &data_maintenance::DataMaintenance,
    &database_reachable::DatabaseReachable,
    &connect_present::ConnectPresent,
    &connect_healthy::ConnectHealthy,
    &connect_database::ConnectDatabase,
    &connect_key::ConnectKey,
    &config_copies::ConfigCopies,
    &capture_intact::CaptureIntact,
    &log_in_flight::LogInFlight,
    &failed_writes::FailedWrites,
    &unique_identifiers::UniqueIdentifiers,
    &lock_free::LockFree,
    &credentials::Credentials,
    &old_followers::OldFollowers,
    &notices::Notices,
    &login_lifetime::LoginLifetime,
];

/// All findings.
#[must_use]
pub fn judge(snapshot: &Snapshot, request: &Request) -> Vec<Diagnostic> {
    ALL.iter().map(|one| one.judge(snapshot, request)).collect()
}

/// Turns a block into a note if the operator accepted its code.
fn accepted(request: &Request, finding: Diagnostic) -> Diagnostic {
    if finding.severity == Severity::Block && request.accept.contains(&finding.code) {
        return Diagnostic::note(&finding.code.clone(), format!("accepted: {}", finding.message));
    }
    finding
}
