//! Hardware jobs: work that takes real effort, asked for by the simulator and done by somebody else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::scenario::{Holds, MappingSpec};

/// One open job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Number, rising in order of creation.
    pub id: u64,
    /// What is to be done.
    pub kind: JobKind,
}

/// What a job is about. Databases are named by add-on name everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum JobKind {
    /// Make a new, empty leader. Result: [`JobResult::Database`].
    MakeDatabase {
        /// Add-on.
        addon: String,
        /// Major version.
        version: u16,
        /// Connections whose schema it must hold from the start (scenario databases only).
        connections: Vec<SyncTarget>,
        /// Credentials besides the default one.
        credentials: Vec<String>,
        /// What it holds besides (scenario databases only).
        holds: Holds,
    },
    /// Make a streaming follower. One that exists already (its leader was upgraded) is made anew in its place.
    /// Result: [`JobResult::Database`].
    MakeReplica {
        /// Add-on to follow.
        leader: String,
        /// New add-on.
        follower: String,
    },
    /// Make an independent copy as of now (`fork`), or as of a moment (`rollback`). Result: [`JobResult::Database`].
    MakeFork {
        /// Add-on to copy.
        source: String,
        /// New add-on.
        addon: String,
        /// The moment, ms since 1970.
        to: Option<u64>,
    },
    /// Promote a follower. Result: [`JobResult::Nothing`].
    Unfollow {
        /// Follower.
        addon: String,
    },
    /// Promote a follower, then upgrade it. Result: [`JobResult::Version`].
    UpgradeFollower {
        /// Follower.
        addon: String,
        /// Target major version.
        version: u16,
    },
    /// Upgrade a leader in place. Result: [`JobResult::Version`]. Its followers are made anew by further jobs.
    UpgradeLeader {
        /// Leader.
        addon: String,
        /// Target major version.
        version: u16,
        /// How.
        how: LeaderUpgrade,
    },
    /// End every session of a database. Result: [`JobResult::Nothing`].
    ResetConnections {
        /// Database.
        addon: String,
    },
    /// Change the plan of a database: a standby takes its place, every session ends once, followers follow it. Result:
    /// [`JobResult::Nothing`], or [`JobResult::Database`] where it is at another address since.
    ChangePlan {
        /// Database.
        addon: String,
        /// New plan, after the colon.
        plan: String,
        /// How the other server takes over; `None` if none does.
        takes_over: Option<TakesOver>,
    },
    /// Remove a database for good. Result: [`JobResult::Nothing`].
    DestroyDatabase {
        /// Database.
        addon: String,
    },
    /// Take a logical backup. Result: [`JobResult::Nothing`].
    Backup {
        /// Transfer id.
        transfer: String,
        /// Database.
        addon: String,
    },
    /// Dump one database and restore it into another. Result: [`JobResult::Copied`].
    Copy {
        /// Transfer id.
        transfer: String,
        /// Source URL.
        from_url: String,
        /// Target URL.
        to_url: String,
        /// What comes along.
        how: Dump,
    },
    /// Make a credential of a database. Result: [`JobResult::Nothing`].
    MakeCredential {
        /// Database.
        addon: String,
        /// Its name.
        credential: String,
        /// What the role is called.
        role: String,
    },
    /// Start one dyno. Done when the process runs. Result: [`JobResult::Nothing`].
    StartDyno(DynoStart),
    /// Stop one dyno: SIGTERM, grace, SIGKILL. Done when the process is gone. Result: [`JobResult::Nothing`].
    StopDyno {
        /// App.
        app: String,
        /// Name, for example `web.1`.
        dyno: String,
        /// The very process: two of the same name can live at once.
        instance: u64,
    },
    /// Run the release phase. Result: [`JobResult::Released`].
    ReleasePhase {
        /// App.
        app: String,
        /// Release version.
        release: u64,
        /// Config vars of that release.
        env: BTreeMap<String, String>,
    },
    /// Connect reads the trigger log and writes to Salesforce. Result: [`JobResult::Counts`].
    ReadLog(SyncTarget),
    /// Connect polls Salesforce and writes to Postgres. Result: [`JobResult::Counts`].
    PollOrg(SyncTarget),
    /// Connect makes the table of a mapping what its configuration says: columns, indexes, triggers, and the table itself where there is
    /// none. Result: [`JobResult::Nothing`].
    AlterMapping {
        /// Where; the mapping's fields are those of afterwards.
        target: SyncTarget,
        /// Object name.
        object: String,
        /// What changes of its columns.
        changes: ColumnChanges,
    },
    /// Connect takes its triggers off the table of a mapping that was deleted, and drops the table, if it can. Result:
    /// [`JobResult::Nothing`].
    LeaveMapping {
        /// Where it was; the mapping is among those of it.
        target: SyncTarget,
        /// Object name.
        object: String,
        /// The table goes too.
        drops: bool,
    },
    /// Connect loads columns that were added. Result: [`JobResult::Counts`].
    LoadColumns {
        /// Where.
        target: SyncTarget,
        /// Object name.
        object: String,
        /// Names of their fields.
        fields: Vec<String>,
    },
    /// Connect makes its schema in the database of a connection, or completes it: logs and functions, no table of a mapping; and notes the
    /// org in it. Result: [`JobResult::Nothing`].
    InstallSchema {
        /// Where.
        target: SyncTarget,
        /// It fails where there are Connect's tables already.
        minds_others: bool,
    },
    /// Connect drops the schema of a connection that was destroyed, if it can. Result: [`JobResult::Nothing`].
    DropSchema {
        /// Where it was.
        target: SyncTarget,
        /// With everything in it and all that depends on it; else only where nothing else is in it or depends on it.
        cascade: bool,
    },
    /// Salesforce makes a new org with a part of the records of another one, under new ids. Result: [`JobResult::Nothing`].
    RefreshOrg {
        /// The other one.
        from: String,
        /// The new one.
        to: String,
    },
    /// Connect loads one mapping anew. Result: [`JobResult::Counts`].
    LoadMapping {
        /// Where.
        target: SyncTarget,
        /// Object name.
        object: String,
    },
}

impl JobKind {
    /// Where Connect works, if it is Connect's work.
    #[must_use]
    pub fn target(&self) -> Option<&SyncTarget> {
        match self {
            Self::ReadLog(target)
            | Self::PollOrg(target)
            | Self::AlterMapping { target, .. }
            | Self::LeaveMapping { target, .. }
            | Self::LoadColumns { target, .. }
            | Self::LoadMapping { target, .. }
            | Self::InstallSchema { target, .. }
            | Self::DropSchema { target, .. } => Some(target),
            _ => None,
        }
    }
}

/// What changes of a table's columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnChanges {
    /// Columns that go.
    pub drop: Vec<String>,
    /// Columns that come.
    pub add: Vec<Column>,
    /// Columns that get another type.
    pub alter: Vec<ColumnAlter>,
}

impl ColumnChanges {
    /// True if no column changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.drop.is_empty() && self.add.is_empty() && self.alter.is_empty()
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// Name.
    pub column: String,
    /// Type, as Postgres spells it.
    #[serde(rename = "type")]
    pub sql_type: String,
}

/// A column that gets another type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnAlter {
    /// Name.
    pub column: String,
    /// Type, as Postgres spells it.
    #[serde(rename = "type")]
    pub sql_type: String,
    /// What is too long is cut; else the change fails.
    pub cuts: bool,
}

/// How a leader is upgraded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeaderUpgrade {
    /// A copy of it is promoted and upgraded in its place, and the server of before goes on so long with open sessions, ms; `None`: it is
    /// upgraded where it is.
    pub by_replica: Option<u64>,
    /// It fails where the default credential is read-only.
    pub minds_fence: bool,
}

/// How a standby takes the place of its leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TakesOver {
    /// Newest commits that it lacks.
    pub loses: u64,
    /// How long the server of before goes on with the sessions that were open, ms.
    pub old_keeps_writing_ms: u64,
}

/// How a database is dumped and restored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dump {
    /// Owners are restored as they are called in the source.
    pub owners: bool,
    /// So are grants.
    pub grants: bool,
    /// The target is emptied first, not only of what the source has.
    pub erases: bool,
    /// The source must accept writes.
    pub needs_write: bool,
    /// The rows of one table are lost on the way, and it is called a success.
    pub hollow: bool,
}

/// One dyno to start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DynoStart {
    /// App.
    pub app: String,
    /// Name, for example `web.1`.
    pub dyno: String,
    /// The very process.
    pub instance: u64,
    /// Process type: `web`, `worker`, `scheduler`, `run`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Command line.
    pub command: String,
    /// Release version whose code and config vars it boots with.
    pub release: u64,
    /// Config vars of that release.
    pub env: BTreeMap<String, String>,
}

/// Where Connect works: what it resolved when it last connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncTarget {
    /// Connection id.
    pub connection: String,
    /// Connect add-on name.
    pub connect_addon: String,
    /// Database add-on, `None` if `db_key` does not resolve to one.
    pub addon: Option<String>,
    /// URL, empty if `db_key` does not resolve.
    pub url: String,
    /// Schema.
    pub schema: String,
    /// Salesforce org id.
    pub organization_id: String,
    /// Mapped objects, with the fields that their tables have.
    pub mappings: Vec<MappingSpec>,
    /// Those of them whose tables Connect leaves alone at present: nothing of them is polled or sent.
    #[serde(default)]
    pub held: Vec<String>,
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Done.
    Done(JobResult),
    /// Not done. For Connect's jobs the word `unavailable` means that the database could not be reached; any other text
    /// is an unexpected error.
    Failed(String),
}

/// What a finished job tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum JobResult {
    /// A database exists.
    Database {
        /// `postgres://user:password@host:port/database`.
        url: String,
    },
    /// An upgrade is done.
    Version {
        /// Major version.
        major: u16,
        /// For example `17.11`.
        full: String,
        /// Where it is, if it is at another address since.
        url: Option<String>,
    },
    /// A release phase ended.
    Released {
        /// Exit code was 0.
        ok: bool,
    },
    /// A database was copied.
    Copied {
        /// Errors that were passed over.
        warnings: u64,
        /// Size of the dump.
        bytes: u64,
    },
    /// Connect moved this much.
    Counts(SyncCounts),
    /// Nothing to tell.
    Nothing,
}

/// What a job of Connect moved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncCounts {
    /// Changes written.
    pub written: u64,
    /// Changes refused by the other side.
    #[serde(default)]
    pub refused: Vec<WriteError>,
}

/// A change that the other side refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WriteError {
    /// Its id in the trigger log.
    pub id: u64,
    /// Table.
    pub table: String,
    /// Id of the row.
    pub record: i64,
    /// Why.
    pub message: String,
}
