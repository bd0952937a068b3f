//! Speeds, and the facts about Heroku that nobody outside could settle.

use serde::{Deserialize, Serialize};

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
    /// Destroying the Connect add-on drops its schema.
    pub destroy_drops_schema: bool,
    /// The database's URL changes in an upgrade (another host name for the same server).
    pub url_changes_on_upgrade: bool,
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
            destroy_drops_schema: false,
            url_changes_on_upgrade: false,
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
            one_off_ms: 0,
            page_size: 200,
            rate_limit: 4_500,
            default_version: 18,
            versions: vec![15, 16, 17, 18],
            bare_not_found: false,
        }
    }
}
