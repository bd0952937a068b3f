//! What is judged before anything is done: one file per rule, with its code, its sentence and its next step. A procedure lists
//! its own.

mod app_autoscaler;
mod app_generation;
mod app_moves;
mod app_normal;
mod app_preboot;
mod app_schedulers;
mod apps_in_reach;
mod capture_intact;
mod clients;
mod colour_variable;
mod config_copies;
mod config_judged;
mod connect_database;
mod connect_healthy;
mod connect_key;
mod connect_mtls;
mod connect_org;
mod connect_present;
mod copies;
mod credentials;
mod data_maintenance;
mod database_leader;
mod database_reachable;
mod database_ready;
mod database_tier;
mod extensions;
mod failed_writes;
mod fields;
mod follower_equal;
mod follower_free;
mod followers_unused;
mod found;
pub mod groups;
mod health;
mod inventory_read;
mod large_objects;
mod lock_free;
mod log_in_flight;
mod login_lifetime;
mod newer;
mod notices;
mod old_followers;
mod old_unused;
mod pauses;
mod plan_fits;
mod plan_followers;
mod plan_holds;
mod plan_loses;
mod plan_offered;
mod prepared;
mod reconnects;
mod recreate;
mod release_good;
mod release_phase;
mod resync;
mod size;
mod space_access;
mod space_build;
mod space_network;
mod space_web;
mod target_plan;
mod too_many_objects;
mod trigger_logs;
mod unique_identifiers;
mod upgrade_unscheduled;
mod version_known;
mod version_newer;
mod way_back;

pub use app_autoscaler::AppAutoscaler;
pub use app_generation::AppGeneration;
pub use app_moves::AppMoves;
pub use app_normal::AppNormal;
pub use app_preboot::AppPreboot;
pub use app_schedulers::AppSchedulers;
pub use apps_in_reach::AppsInReach;
pub use capture_intact::CaptureIntact;
pub use clients::Clients;
pub use colour_variable::ColourVariable;
pub use config_copies::ConfigCopies;
pub use config_judged::ConfigJudged;
pub use connect_database::ConnectDatabase;
pub use connect_healthy::ConnectHealthy;
pub use connect_key::ConnectKey;
pub use connect_mtls::ConnectMtls;
pub use connect_org::ConnectOrg;
pub use connect_present::ConnectPresent;
pub use copies::{
    CopyCredentials, CopyExtensions, CopyIds, CopyLog, CopyPlan, CopySize, CopyTier, CopyTime, TierGains,
    TierKeeps,
};
pub use credentials::Credentials;
pub use data_maintenance::DataMaintenance;
pub use database_leader::DatabaseLeader;
pub use database_reachable::DatabaseReachable;
pub use database_ready::DatabaseReady;
pub use database_tier::DatabaseTier;
pub use extensions::{extension_updates, DatabaseJobs, ExtensionVersions, ExtensionsGone, ExtensionsKnown};
pub use failed_writes::FailedWrites;
pub use fields::{
    ConnectWorks, DependantsKnown, FieldsFit, FieldsFollow, FieldsGuessed, FieldsJudged, FieldsKnown,
    LargeTable, LocalValues, NothingPending, StatementsFail, ViewsMissing,
};
pub use follower_equal::FollowerEqual;
pub use follower_free::FollowerFree;
pub use followers_unused::FollowersUnused;
pub use found::{
    ItemRule, ACL_ITEM_COLUMNS, ARRAY_AGGREGATES, CLOSED_DATABASES, COPIED_LINKS, ENCODING_CONVERSIONS,
    EVENT_TRIGGERS, FOREIGN_SERVERS, GENERATED_CHILDREN, GONE_FROM_SYSTEM, LOGICAL_SLOTS, NULLABLE_CHILDREN,
    POSTFIX_OPERATORS, PREPARED_TRANSACTIONS, PUBLICATIONS, REG_COLUMNS, REMOVED_SETTINGS, ROLE_SETTINGS,
    ROW_SECURITY, SUBSCRIPTIONS, SYSTEM_ROW_COLUMNS, SYSTEM_ROW_FUNCTIONS, UNLOGGED_TABLES,
    UNQUALIFIED_FUNCTIONS, UNREADABLE, UNREAD_FUNCTIONS,
};
pub(crate) use health::OLDEST_API;
pub use health::{
    ApiVersion, ConnectLogged, KeysUnique, LogIdsLeft, NoneFenced, NothingAside, SfidPresent, WritesTaken,
};
pub use inventory_read::InventoryRead;
pub use large_objects::LargeObjects;
pub use lock_free::LockFree;
pub use log_in_flight::LogInFlight;
pub use login_lifetime::LoginLifetime;
pub use newer::{
    CHANGED_INDEXES, DOMAIN_CONSTRAINTS, GONE_WHEN_CALLED, IDENTITY_PARTITIONS, KEY_COLLATIONS,
    LOOSE_FUNCTIONS, NEW_KEYWORDS, SAME_FUNCTIONS,
};
pub use notices::Notices;
pub use old_followers::OldFollowers;
pub use old_unused::OldUnused;
pub use pauses::{
    ConnectPausable, ConnectResumable, HeldForThis, LogGrowth, NotRolledBack, PausedAlready, PausedByOthers,
    PausedTooLong, SameDatabase, Streaming,
};
pub use plan_fits::{PlanConnections, PlanFits};
pub use plan_followers::PlanFollowers;
pub use plan_holds::PlanHolds;
pub use plan_loses::{PlanKeepsRollback, PlanKeepsStandby};
pub use plan_offered::PlanOffered;
pub use prepared::{dry_run_command, DryRunRead, FollowersRebuilt, PreparedVersion, WindowFar};
pub use reconnects::Reconnects;
pub use recreate::{
    ConnectDeletable, ConnectPlanSold, LogEnds, ManualSettings, OriginRead, OwnColumns, OwnTriggers,
    ReadersFail, ReferencedByFk, RightReason, RowsAlone, SchemaAlone, Undelivered, ViewsAgain,
};
pub use release_good::ReleaseGood;
pub use release_phase::ReleasePhase;
pub use resync::{
    AcrossUpgrade, CameBack, GapKnown, IsCopy, KeptBefore, KeysOfOthers, LosesWrites, OldReached, PastRead,
    ReloadCalls, ReloadTriggers, RollbackRange, RowsEaten, RunsHere, SentTwice, TablesWhole, ValuesOfNow,
};
pub use space_access::SpaceAccess;
pub use space_build::SpaceBuild;
pub use space_network::SpaceNetwork;
pub use space_web::SpaceWeb;
pub use target_plan::TargetPlan;
pub use too_many_objects::TooManyObjects;
pub use trigger_logs::TriggerLogs;
pub use unique_identifiers::UniqueIdentifiers;
pub use upgrade_unscheduled::UpgradeUnscheduled;
pub use version_known::{offered_majors, VersionKnown};
pub use version_newer::VersionNewer;
pub use way_back::WayBackThere;

use std::fmt::Display;

use crate::codes::Code;
use crate::diagnostic::{Diagnostic, Severity};
use crate::request::{Request, UpgradeMethod, Wanted};
use crate::shell::shell_word;
use crate::snapshot::{Dependant, Snapshot};

/// One rule.
pub trait Precheck: Sync {
    /// Its code; a finding may carry a more special one.
    fn code(&self) -> Code;
    /// The finding.
    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic;
    /// True if it judges what is asked for, and nothing without that.
    fn of_target(&self) -> bool {
        false
    }
    /// True if what it says names what is there: who accepted it accepted these and no others.
    fn names_it(&self) -> bool {
        false
    }
    /// True if everything that it judges was read.
    fn judged(&self, snapshot: &Snapshot) -> bool {
        let _ = snapshot;
        true
    }
}

/// Turns a block into a note if the operator accepted its code.
fn accepted(request: &Request, finding: Diagnostic) -> Diagnostic {
    if finding.severity == Severity::Block && request.accepts(&finding.code) {
        let message = format!("accepted: {}", finding.message);
        return Diagnostic { severity: Severity::Note, message, help: None, ..finding };
    }
    finding
}

/// Blocks where rows of other tables could not be pointed at their records again, once mapped tables are loaded anew.
fn keyless<'a>(code: Code, hung: impl Iterator<Item = &'a Dependant>) -> Option<Diagnostic> {
    let lost = Dependant::names(hung.filter(|one| one.points_blindly()));
    let message = || {
        format!(
            "rows of a table without a primary key point at rows of mapped tables, and could not be told apart: {}",
            lost.join(", ")
        )
    };
    let help = "give the table a primary key, or drop the constraint, and plan it anew";
    (!lost.is_empty()).then(|| Diagnostic::block(code, message(), help))
}

/// These words, and the trial that is the net for whatever no rule of ours knows: the service's own, or that of the copy.
fn with_trial(said: impl Display, snapshot: &Snapshot, request: &Request) -> String {
    let database = &snapshot.database;
    let (by_service, by_copy) = match &request.procedure {
        Wanted::UpgradeDb(upgrade) => {
            let copied = upgrade.method(database) == UpgradeMethod::Copy;
            (!copied, copied)
        }
        Wanted::ChangePlan(change) => (false, change.method(database).copies()),
        Wanted::Look => (true, false),
        Wanted::Quiesce(_)
        | Wanted::ResumeSync(_)
        | Wanted::ChangeField(_)
        | Wanted::Recreate(_)
        | Wanted::Resync(_)
        | Wanted::Finish(_) => (false, false),
    };
    if by_service {
        let version = request.version().map_or(String::new(), |version| format!(" --version {version}"));
        let (addon, app) = (shell_word(&database.addon), shell_word(&database.app));
        format!(
            "{said}; Heroku tries the upgrade on a copy and mails what came of it: `heroku pg:upgrade:dryrun {addon} --app {app}{version}`"
        )
    } else if by_copy && !request.copying().no_trial {
        format!("{said}; the copy is tried and compared before an app is stopped")
    } else {
        said.to_string()
    }
}
