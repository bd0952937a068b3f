//! Speeds, and the facts about Heroku that nobody outside could settle.

use serde::{Deserialize, Serialize};

use crate::LoginOrg;

/// What Connect does with a pause that arrives while it is not `IDLE`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PausePolicy {
    /// Remembered until the pending work is done.
    #[default]
    Defer,
    /// Refused with 409.
    Refuse,
}

/// When Connect looks again at the config var behind `db_key`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reconnect {
    /// At resume, restart, recovery and after a change of `db_key`.
    #[default]
    OnResume,
    /// `reconnectMs` after any of these and after a release that changed the value.
    Lazy,
}

/// How exactly the moment of a rollback is met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RollbackGranularity {
    /// To the second.
    #[default]
    Second,
    /// To the minute before it.
    Minute,
    /// To the hour before it: another moment than was asked for.
    Hour,
}

impl RollbackGranularity {
    /// The moment that is met instead of this one.
    #[must_use]
    pub fn of(self, ms: u64) -> u64 {
        match self {
            Self::Second => ms,
            Self::Minute => ms / 60_000 * 60_000,
            Self::Hour => ms / 3_600_000 * 3_600_000,
        }
    }
}

/// When an add-on shows the plan that it was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanShown {
    /// As soon as the change is accepted.
    Accepted,
    /// When it is done.
    #[default]
    Done,
}

/// When an accepted plan change begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanChangeFires {
    /// As soon as it is prepared.
    #[default]
    Ready,
    /// In the maintenance window.
    Window,
}

/// What becomes of a second plan change while one is under way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanChangeBack {
    /// It is refused.
    #[default]
    Refused,
    /// It follows the first.
    Queued,
    /// It takes the place of the first.
    Cancels,
}

/// When a follower that was told to stop following is shown as following nobody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnfollowSeen {
    /// When it leads.
    #[default]
    Done,
    /// As soon as it was told.
    Early,
    /// `promoteMs` after it leads.
    Late,
}

/// Where a prepared upgrade of a leader is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PreparedShownAs {
    /// As a data maintenance.
    Maintenance,
    /// In the message of its state.
    Message,
    /// In both.
    #[default]
    Both,
}

/// What an acknowledgement of Connect's notifications takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AckScope {
    /// Those of the span of time that is named.
    #[default]
    Range,
    /// All.
    All,
}

/// What the description of an object tells of its fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchemaFields {
    /// Name, and whether it is required.
    Bare,
    /// Type and length as well.
    #[default]
    Typed,
}

/// Where a changed mapping brings the revision that it was made from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevisionPlace {
    /// In `config`.
    Config,
    /// Beside it.
    Top,
    /// In any of the two.
    #[default]
    Either,
}

/// What becomes of a changed mapping that was made from an older revision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StaleRevision {
    /// It is refused with 409.
    #[default]
    #[serde(rename = "409")]
    Refused,
    /// It takes the place of the newer one.
    Accepted,
}

/// What becomes of a changed mapping of a connection that is paused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PutWhilePaused {
    /// It is refused with 409.
    #[default]
    Refuse,
    /// It is applied when the connection is resumed.
    Queue,
}

/// How a column is made shorter in which something longer stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlterNarrow {
    /// It is not: the statement fails.
    #[default]
    Error,
    /// What is too long is cut.
    Truncate,
}

/// What becomes of a captured change whose column is not mapped any more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnmappedPending {
    /// All of it is written to Salesforce.
    Sent,
    /// It fails.
    Failed,
    /// The rest of it is written.
    #[default]
    Ignored,
}

/// What destroying a Connect add-on does to the schema that its connection names at that moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DestroyDropsSchema {
    /// Nothing.
    #[default]
    No,
    /// Connect's own tables and functions are dropped, and the schema, unless something else is in it or depends on it: then all stays.
    Yes,
    /// It is dropped with everything in it and all that depends on it.
    Cascade,
}

/// What is behind the address at which a connection is authorized.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoginPage {
    /// A page on which a person chooses an org, or refuses.
    #[default]
    Choices,
    /// No page: whoever asks for it is logged into the right org and sent back.
    Redirect,
}

/// What becomes of the table of a mapping that is deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnmapLeaves {
    /// It stays, and goes on capturing what nobody sends.
    #[default]
    All,
    /// It stays without Connect's triggers.
    Table,
    /// It is dropped, unless something depends on it.
    Nothing,
}

/// What becomes of a connection that is told to use a schema in which there are Connect's tables already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchemaInUse {
    /// It is refused with 409.
    Refuse,
    /// It goes on with what is there.
    #[default]
    Adopt,
    /// It is accepted, and ends in `SYSTEM_ERROR`.
    Error,
}

/// What becomes of the version of Salesforce's API that is named with an authorization.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApiVersionAtAuth {
    /// The connection has it from then on.
    #[default]
    Honoured,
    /// Nothing.
    Ignored,
}

/// What becomes of an authorized connection when somebody logs into another org.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReauthOtherOrg {
    /// It is that org's.
    #[default]
    Allowed,
    /// It stays as it is.
    Refused,
}

/// How the service upgrades a leader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UpgradeLeaderBy {
    /// The server is stopped and upgraded where it is.
    #[default]
    PgUpgrade,
    /// A copy of it is promoted and upgraded, and takes its place.
    Replica,
}

/// What Connect does when another server takes over its database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnFailover {
    /// It goes on.
    #[default]
    Rides,
    /// It loses its database and finds it again by itself.
    DbUnavailable,
    /// It loses its database until it is restarted.
    Stuck,
}

/// What becomes of a copy into a database that holds something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyIntoFilled {
    /// What the source has too is replaced, the rest stays.
    #[default]
    CleanOnly,
    /// It is emptied first.
    Erased,
    /// It is refused.
    Refused,
}

/// What the names of a copy's ends are shown as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransferNames {
    /// As they were sent.
    #[default]
    Kept,
    /// Names of the service's own.
    Own,
}

/// Who owns what a copy restores.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyOwner {
    /// The default credential of the target.
    #[default]
    TargetDefault,
    /// Whoever owned it in the source, if there is such a role.
    Source,
}

/// What the role of a credential is called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialRoleName {
    /// As the credential.
    #[default]
    Same,
    /// A name of the service's own.
    Own,
}

/// What becomes of those who come through the bastion of a Private or Shield Space.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BastionManner {
    /// It lets through who has the key of a database.
    #[default]
    Ok,
    /// There is none.
    None,
    /// It is named, and lets nobody through.
    Refuses,
    /// It ends every connection after a while.
    Breaks,
}

/// Speeds, and the facts about Heroku that nobody outside could settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Switches {
    /// Time from the end of one database poll of Connect to the next, ms (Heroku: 120,000).
    pub connect_cycle_ms: u64,
    /// Time from the end of one Salesforce poll to the next, ms (Heroku: 600,000).
    pub poll_org_ms: u64,
    /// Time between two Scheduler jobs of one app, ms (Heroku: ten minutes at the least).
    pub scheduler_ms: u64,
    /// Time from "nothing pending" to `PAUSED`, ms.
    pub pause_ms: u64,
    /// Time in `RECOVERY`, ms.
    pub recovery_ms: u64,
    /// Pause while not `IDLE`.
    pub pause_policy: PausePolicy,
    /// A Salesforce poll under way keeps its mapping's working state when the connection is paused.
    pub pause_leaves_polls: bool,
    /// Connect keeps one session on its database while it is paused, to listen for changes of the log.
    pub paused_connect_listens: bool,
    /// When Connect resolves `db_key` again.
    pub reconnect: Reconnect,
    /// Delay of [`Reconnect::Lazy`], ms.
    pub reconnect_ms: u64,
    /// `PATCH` of `db_key` is accepted while `PAUSED`.
    pub patch_while_paused: bool,
    /// A `PATCH` that changes `db_key` reloads every mapping at the next resume.
    pub patch_reloads: bool,
    /// The `region_url` of discovery ends with a slash.
    pub region_url_slash: bool,
    /// The detail of a leader has no `following` at all, instead of `null`.
    pub leader_without_following: bool,
    /// How long config vars are shown as they were before a release, ms.
    pub config_lag_ms: u64,
    /// A release phase writes to the database that its config vars name, and fails where it cannot.
    pub release_phase_writes: bool,
    /// Application names of clients outside Heroku that hold a session on every database of the scenario and connect again
    /// as soon as it is ended.
    pub monitors: Vec<String>,
    /// Commits by which a new follower is behind when it is provisioned.
    pub follower_behind: u64,
    /// Commits that a follower replays in a second.
    pub replays_per_second: u64,
    /// Commits of a leader in a second while writers run.
    pub commits_per_second: u64,
    /// Ids of the orgs that are sandboxes; all others are of production.
    pub sandbox_orgs: Vec<String>,
    /// Connect add-ons that the service does not let anybody destroy.
    pub undeletable: Vec<String>,
    /// What destroying a Connect add-on does to its schema.
    pub destroy_drops_schema: DestroyDropsSchema,
    /// Time from an accepted destruction of a Connect add-on to when it is gone, ms.
    pub deprovision_ms: u64,
    /// The plan that an add-on of Connect has can be ordered.
    pub connect_plan_sold: bool,
    /// Making or destroying a Connect add-on makes a release.
    pub connect_addon_release: bool,
    /// A schema with Connect's tables that another connection is told to use.
    pub schema_in_use: SchemaInUse,
    /// The address at which a connection is authorized can be used once.
    pub authorize_url_once: bool,
    /// What a browser gets there: a page on which a person chooses an org, or the way back at once, authorized for the right one.
    pub login_page: LoginPage,
    /// Into which org somebody logs in who is at hand when such an address is given; nobody is if absent.
    pub login: Option<LoginOrg>,
    /// Time that he takes for it, ms.
    pub login_ms: u64,
    /// How exactly the moment of a rollback is met.
    pub rollback_granularity: RollbackGranularity,
    /// On paper, what databases held at every moment is kept, so that they can be rolled back. Real servers always keep it.
    pub keeps_past: bool,
    /// The version of Salesforce's API that is named with an authorization.
    pub api_version_at_auth: ApiVersionAtAuth,
    /// An authorized connection is authorized again, for another org.
    pub reauth_other_org: ReauthOtherOrg,
    /// A configuration that was exported from another org is refused.
    pub import_checks_org: bool,
    /// A mapping that is imported again has the fields of the file and no others; else those of before too.
    pub import_replaces_fields: bool,
    /// How long mappings that were imported are not shown yet, ms.
    pub mappings_appear_ms: u64,
    /// The database's URL changes in an upgrade (another host name for the same server).
    pub url_changes_on_upgrade: bool,
    /// The password changes in an upgrade of a leader.
    pub password_changes_on_upgrade: bool,
    /// The name of the database in its URL changes in an upgrade of a leader.
    pub database_changes_on_upgrade: bool,
    /// How a leader is upgraded.
    pub upgrade_leader_by: UpgradeLeaderBy,
    /// How long the server of before goes on with open sessions once a copy of it leads, ms.
    pub stop_gap_ms: u64,
    /// Where a prepared upgrade is shown.
    pub prepared_shown_as: PreparedShownAs,
    /// What an acknowledgement of Connect's notifications takes.
    pub ack_scope: AckScope,
    /// What the description of an object tells of its fields.
    pub schema_fields: SchemaFields,
    /// The difference of an object's definitions is told for the present version of Salesforce's API too.
    pub schema_diff_sees_drift: bool,
    /// Where a changed mapping brings its revision.
    pub revision_place: RevisionPlace,
    /// One that is not the newest.
    pub stale_revision: StaleRevision,
    /// A changed mapping of a connection that is paused.
    pub put_while_paused: PutWhilePaused,
    /// A mapping that is saved as it is follows changed lengths of its fields.
    pub put_same_config_alters: bool,
    /// A column that becomes too short for what stands in it.
    pub alter_narrow: AlterNarrow,
    /// The column of a field that is not mapped any more is dropped.
    pub unmap_drops_column: bool,
    /// What is left of the table of a mapping that is deleted.
    pub unmap_leaves: UnmapLeaves,
    /// A captured change whose column is not mapped any more. On paper nothing is told of columns.
    pub unmapped_pending: UnmappedPending,
    /// `upgrade/run` on a leader takes a version; else it is refused with one.
    pub run_version_on_leader: bool,
    /// Followers keep their URL when they are made anew after an upgrade of their leader.
    pub followers_keep_url: bool,
    /// A leader whose default credential is read-only cannot be upgraded: it fails.
    pub fence_breaks_upgrade: bool,
    /// How long a prepared upgrade that was cancelled is still shown, ms.
    pub cancel_lags: u64,
    /// What Connect does when its database is upgraded while it is not paused.
    pub connect_on_upgrade: OnFailover,
    /// A paused Connect goes on writing what it polls, and breaks when that is refused.
    pub paused_connect_writes: bool,
    /// Time from an accepted add-on create to the start of its work, ms.
    pub provision_ms: u64,
    /// Time from `upgrade/prepare` to ready, ms.
    pub prepare_ms: u64,
    /// Time from ready to the maintenance window in which Heroku runs the upgrade by itself, ms.
    pub window_ms: u64,
    /// How long old web dynos go on, unlisted, after a release with preboot, ms (Heroku: 180,000).
    pub preboot_ms: u64,
    /// Time from an accepted plan change to the start of its work, ms.
    pub plan_change_ms: u64,
    /// Time from an accepted unfollow to the start of its work, ms.
    pub promote_ms: u64,
    /// When it is seen.
    pub unfollow_seen: UnfollowSeen,
    /// The follower's URL changes when it stops following (another host name for the same server).
    pub url_changes_on_unfollow: bool,
    /// Time until a server that began to lead has a standby, on plans that have one, ms.
    pub ha_ms: u64,
    /// Time until a database that began to lead can be followed, forked and rolled back, ms.
    pub fork_follow_ms: u64,
    /// Attaching a database with the namespace of a pooler makes the pooler; else it is refused.
    pub pooler_by_attach: bool,
    /// The database's URL changes with its plan (another host name for the same server).
    pub url_changes_on_plan_change: bool,
    /// When the wanted plan is shown.
    pub plan_shown: PlanShown,
    /// When a plan change begins.
    pub plan_change_fires: PlanChangeFires,
    /// Newest commits that the server which takes over lacks.
    pub plan_change_loses: u64,
    /// A second plan change while one is under way.
    pub plan_change_back: PlanChangeBack,
    /// How long the server of before goes on with the sessions that were open, ms.
    pub old_keeps_writing_ms: u64,
    /// A plan change makes a release although no config var changed.
    pub plan_change_releases: bool,
    /// What Connect does then.
    pub connect_on_failover: OnFailover,
    /// A change of plan of an Essential database moves it to another server.
    pub essential_plan_moves: bool,
    /// Time that a copy takes at the least, ms.
    pub copy_ms: u64,
    /// Who owns what it restores.
    pub copy_owner: CopyOwner,
    /// It restores grants.
    pub copy_carries_grants: bool,
    /// What becomes of one into a database that holds something.
    pub copy_into_filled: CopyIntoFilled,
    /// It needs a source that accepts writes.
    pub copy_needs_write: bool,
    /// How long one that was cancelled goes on, ms.
    pub copy_cancel_lags: u64,
    /// Errors that a restore passes over are counted as warnings.
    pub warnings_shown: bool,
    /// How the ends of a copy are named.
    pub transfer_names: TransferNames,
    /// What the role of a credential is called.
    pub credential_role_name: CredentialRoleName,
    /// Life of a one-off dyno that nobody stops, ms; 0 means until its process ends.
    pub one_off_ms: u64,
    /// Longest array before `Next-Range`.
    pub page_size: usize,
    /// Tokens of the hourly budget at the start (Heroku: 4,500).
    pub rate_limit: u32,
    /// Major version that `addons:create` gives without `--version`.
    pub default_version: u16,
    /// Major versions that can be had.
    pub versions: Vec<u16>,
    /// What becomes of those who come through a bastion.
    pub bastion: BastionManner,
    /// The key of a database's bastion changes when the database stops following or is upgraded.
    pub bastion_rekeys: bool,
    /// Time from when a new private database can be used to when its bastion knows it, ms.
    pub bastion_lag: u64,
    /// Error bodies of unknown resources carry no `message` (both forms exist).
    pub bare_not_found: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            connect_cycle_ms: 700,
            poll_org_ms: 1_000,
            scheduler_ms: 600_000,
            pause_ms: 150,
            recovery_ms: 500,
            pause_policy: PausePolicy::Defer,
            pause_leaves_polls: false,
            paused_connect_listens: false,
            reconnect: Reconnect::OnResume,
            reconnect_ms: 1_500,
            patch_while_paused: true,
            patch_reloads: false,
            region_url_slash: false,
            leader_without_following: false,
            config_lag_ms: 0,
            release_phase_writes: false,
            monitors: Vec::new(),
            follower_behind: 0,
            replays_per_second: 1_000,
            commits_per_second: 0,
            sandbox_orgs: Vec::new(),
            undeletable: Vec::new(),
            destroy_drops_schema: DestroyDropsSchema::No,
            deprovision_ms: 300,
            connect_plan_sold: true,
            connect_addon_release: false,
            schema_in_use: SchemaInUse::Adopt,
            authorize_url_once: true,
            login_page: LoginPage::Choices,
            login: None,
            login_ms: 30_000,
            rollback_granularity: RollbackGranularity::Second,
            keeps_past: false,
            api_version_at_auth: ApiVersionAtAuth::Honoured,
            reauth_other_org: ReauthOtherOrg::Allowed,
            import_checks_org: false,
            import_replaces_fields: true,
            mappings_appear_ms: 100,
            url_changes_on_upgrade: false,
            password_changes_on_upgrade: false,
            database_changes_on_upgrade: false,
            upgrade_leader_by: UpgradeLeaderBy::PgUpgrade,
            stop_gap_ms: 0,
            prepared_shown_as: PreparedShownAs::Both,
            ack_scope: AckScope::Range,
            schema_fields: SchemaFields::Typed,
            schema_diff_sees_drift: true,
            revision_place: RevisionPlace::Either,
            stale_revision: StaleRevision::Refused,
            put_while_paused: PutWhilePaused::Refuse,
            put_same_config_alters: true,
            alter_narrow: AlterNarrow::Error,
            unmap_drops_column: true,
            unmap_leaves: UnmapLeaves::All,
            unmapped_pending: UnmappedPending::Ignored,
            run_version_on_leader: true,
            followers_keep_url: true,
            fence_breaks_upgrade: false,
            cancel_lags: 0,
            connect_on_upgrade: OnFailover::Rides,
            paused_connect_writes: false,
            provision_ms: 0,
            prepare_ms: 1_500,
            window_ms: 86_400_000,
            preboot_ms: 3_000,
            plan_change_ms: 1_500,
            promote_ms: 0,
            unfollow_seen: UnfollowSeen::Done,
            url_changes_on_unfollow: false,
            ha_ms: 0,
            fork_follow_ms: 0,
            pooler_by_attach: true,
            url_changes_on_plan_change: false,
            plan_shown: PlanShown::Done,
            plan_change_fires: PlanChangeFires::Ready,
            plan_change_loses: 0,
            plan_change_back: PlanChangeBack::Refused,
            old_keeps_writing_ms: 0,
            plan_change_releases: false,
            connect_on_failover: OnFailover::Rides,
            essential_plan_moves: true,
            copy_ms: 0,
            copy_owner: CopyOwner::TargetDefault,
            copy_carries_grants: false,
            copy_into_filled: CopyIntoFilled::CleanOnly,
            copy_needs_write: false,
            copy_cancel_lags: 0,
            warnings_shown: true,
            transfer_names: TransferNames::Kept,
            credential_role_name: CredentialRoleName::Same,
            one_off_ms: 0,
            page_size: 200,
            rate_limit: 4_500,
            default_version: 18,
            versions: vec![15, 16, 17, 18],
            bastion: BastionManner::Ok,
            bastion_rekeys: false,
            bastion_lag: 0,
            bare_not_found: false,
        }
    }
}
