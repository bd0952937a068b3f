//! Rules that belong together, of which the methods of a procedure make their lists.

use super::*;

/// Whose apps they are, and whether they are within reach.
pub const REACH: &[&dyn Precheck] = &[&AppsInReach, &AppGeneration];

/// Every app, whether it is stopped or not.
pub const APPS: &[&dyn Precheck] = &[&SpaceBuild, &AppNormal, &ReleaseGood, &ReleasePhase];

/// Apps that are stopped.
pub const STOPPED: &[&dyn Precheck] = &[&AppPreboot, &AppAutoscaler, &AppSchedulers];

/// The database in use.
pub const LEADER: &[&dyn Precheck] = &[&DatabaseLeader, &DatabaseReady];

/// Another version is wanted, or none.
pub const VERSION: &[&dyn Precheck] = &[&VersionNewer, &VersionKnown];

/// Another plan is wanted.
pub const PLAN: &[&dyn Precheck] = &[&PlanFits, &PlanConnections, &PlanKeepsStandby, &PlanKeepsRollback];

/// A follower takes over.
pub const FOLLOWER: &[&dyn Precheck] = &[&FollowerEqual, &FollowerFree];

/// What the service itself has in mind.
pub const SERVICE: &[&dyn Precheck] = &[&UpgradeUnscheduled, &DataMaintenance, &DatabaseReachable];

/// What holds an upgrade or a new server up.
pub const OPEN: &[&dyn Precheck] = &[&InventoryRead, &LOGICAL_SLOTS, &SUBSCRIPTIONS, &PREPARED_TRANSACTIONS];

/// What a follower does not carry.
pub const NOT_FOLLOWED: &[&dyn Precheck] = &[&UNLOGGED_TABLES, &PUBLICATIONS, &FOREIGN_SERVERS];

/// What a copy does not carry.
pub const NOT_COPIED: &[&dyn Precheck] = &[
    &UNREADABLE,
    &ROW_SECURITY,
    &PUBLICATIONS,
    &COPIED_LINKS,
    &EVENT_TRIGGERS,
    &ROLE_SETTINGS,
    &CopyCredentials,
    &CopyExtensions,
];

/// What no row count covers.
pub const BESIDE_ROWS: &[&dyn Precheck] = &[&LargeObjects, &DatabaseJobs];

/// What `pg_upgrade` refuses, or computes otherwise afterwards.
pub const UPGRADED: &[&dyn Precheck] = &[
    &TooManyObjects,
    &REG_COLUMNS,
    &SYSTEM_ROW_COLUMNS,
    &ACL_ITEM_COLUMNS,
    &POSTFIX_OPERATORS,
    &ARRAY_AGGREGATES,
    &ENCODING_CONVERSIONS,
    &CLOSED_DATABASES,
    &NULLABLE_CHILDREN,
    &GENERATED_CHILDREN,
    &REMOVED_SETTINGS,
    &SYSTEM_ROW_FUNCTIONS,
    &UNQUALIFIED_FUNCTIONS,
    &UNREAD_FUNCTIONS,
    &IDENTITY_PARTITIONS,
    &DOMAIN_CONSTRAINTS,
    &KEY_COLLATIONS,
    &LOOSE_FUNCTIONS,
    &CHANGED_INDEXES,
    &ExtensionVersions,
];

/// What a new version does not have any more, however the data gets there.
pub const GONE: &[&dyn Precheck] = &[
    &GONE_FROM_SYSTEM,
    &GONE_WHEN_CALLED,
    &NEW_KEYWORDS,
    &SAME_FUNCTIONS,
    &ExtensionsGone,
    &ExtensionsKnown,
];

/// Connect, whatever is done to its database.
pub const CONNECT: &[&dyn Precheck] = &[
    &ConnectPresent,
    &ConnectHealthy,
    &ConnectDatabase,
    &ConnectKey,
    &ConfigCopies,
    &ConfigJudged,
    &LogInFlight,
    &FailedWrites,
    &UniqueIdentifiers,
];

/// Connect is paused, and everybody else is kept out.
pub const PAUSED: &[&dyn Precheck] = &[&Clients, &TriggerLogs, &ConnectOrg, &CaptureIntact];

/// What is attached moves to another add-on.
pub const MOVED: &[&dyn Precheck] = &[&ConnectMtls, &AppMoves, &ColourVariable, &Credentials, &OldFollowers];

/// Who else is at work.
pub const OTHERS: &[&dyn Precheck] = &[&LockFree, &Notices, &LoginLifetime];
