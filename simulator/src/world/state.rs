//! What the world remembers. Entities are shared until they change, so that a clone of the world is cheap.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use crate::field::{Fields, MappedField};
use crate::job::{ColumnChanges, WriteError};
use crate::scenario::{Access, Holds, MappingSpec, ScheduleSpec, Switches};
use crate::world::words::{MappingState, SyncState};

/// A name: shared text.
pub(crate) type Name = Arc<str>;
/// Config vars of one release, or of one app: shared, never changed in place by a reader.
pub(crate) type Vars = Arc<BTreeMap<String, String>>;

/// What never changes after the start.
#[derive(Debug)]
pub(crate) struct Settings {
    pub base_url: String,
    pub email: String,
    pub switches: Switches,
    /// The org's objects and the definitions of their fields, as they were at the start.
    pub org: BTreeMap<String, Fields>,
}

/// One app.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub id: u64,
    pub name: Name,
    pub region: Name,
    pub space: Option<Name>,
    pub maintenance: bool,
    pub features: BTreeMap<Name, bool>,
    pub formation: Vec<Process>,
    pub dynos: Vec<Dyno>,
    /// Config vars set by people, not by add-ons.
    pub own_vars: Vars,
    pub releases: Vec<Arc<Release>>,
    pub release_phase: bool,
    pub monitors: Vec<Monitor>,
}

/// One process type.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    pub kind: Name,
    pub quantity: u32,
    pub size: Name,
    pub command: Name,
    /// Its dynos crash as often as they are started.
    pub crashes: bool,
}

/// State of a dyno's process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum DynoState {
    Starting,
    Up,
    /// A stop is under way.
    Down,
    Crashed,
}

/// One process of an app.
#[derive(Debug, Clone)]
pub(crate) struct Dyno {
    pub instance: u64,
    pub kind: Name,
    pub number: u32,
    pub state: DynoState,
    pub release: u64,
    /// Digest of the config vars it booted with.
    pub digest: u64,
    /// False for an old web dyno that preboot keeps, or one that was replaced and is still stopping.
    pub listed: bool,
    pub since: u64,
    pub stop_at: Option<u64>,
    pub command: Name,
}

/// Outcome of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ReleaseStatus {
    Pending,
    Succeeded,
    Failed,
}

/// One release.
#[derive(Debug, Clone)]
pub(crate) struct Release {
    pub id: u64,
    pub version: u64,
    pub description: Name,
    pub status: ReleaseStatus,
    pub vars: Vars,
    pub digest: u64,
    pub at: u64,
}

/// Native autoscaling.
#[derive(Debug, Clone)]
pub(crate) struct Monitor {
    pub id: u64,
    pub process: Name,
    pub min: u32,
    pub max: u32,
    pub p95: u32,
    pub active: bool,
}

/// State of an add-on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AddonState {
    Provisioning,
    Provisioned,
    Deprovisioning,
    Deprovisioned,
}

/// One add-on of any service.
#[derive(Debug, Clone)]
pub(crate) struct Addon {
    pub id: u64,
    pub name: Name,
    pub app: Name,
    pub service: Name,
    /// Plan after the colon.
    pub plan: Name,
    pub state: AddonState,
    pub at: u64,
    /// Config vars that it sets by itself (not Postgres: those come from attachments).
    pub vars: Vars,
    pub database: Option<Database>,
    /// When one that is destroyed is gone.
    pub gone_at: Option<u64>,
}

/// What a Postgres add-on holds.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    pub version: u16,
    pub full: Name,
    pub url: Option<Name>,
    pub following: Option<Name>,
    pub forked_from: Option<Name>,
    /// The moment whose data it is made with, if it is a rollback.
    pub rolled_back_to: Option<u64>,
    /// Since when its log is kept, so that it can be rolled back to any moment after: a server that was promoted or upgraded has none of
    /// before.
    pub log_since: Option<u64>,
    pub lag: u64,
    pub in_recovery: bool,
    pub bytes: u64,
    pub sessions: u32,
    pub upgrade: Upgrade,
    pub work: DatabaseWork,
    pub credentials: Vec<Name>,
    /// Those of them that are still being made.
    pub making: Vec<Name>,
    pub holds: Arc<Holds>,
    pub window: Option<Name>,
    pub schedules: Vec<ScheduleSpec>,
    pub settings: BTreeMap<Name, Value>,
    pub bastion: Bastion,
    /// When the not yet begun making of it may begin.
    pub begin_at: Option<u64>,
    /// Until when it has no standby although its plan does.
    pub alone_until: Option<u64>,
    /// Until when it cannot be followed, forked or rolled back although its plan can.
    pub unsaved_until: Option<u64>,
    /// It stopped following by itself.
    pub strayed: bool,
    /// Schemas in which there are Connect's tables, as last measured.
    pub connect_schemas: Arc<Vec<Name>>,
}

/// The bastion before a database, where it is a private one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Bastion {
    /// Host and private key, where there is hardware; on paper they are made up.
    pub real: Option<(Name, Name)>,
    /// How often the key was changed.
    pub rekeyed: u32,
    /// Since when it knows the database.
    pub from: u64,
}

/// What a database is busy with, upgrades apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum DatabaseWork {
    None,
    Unfollowing {
        /// When the work begins; `None` once it has.
        begins: Option<u64>,
    },
    /// It leads, and is shown as following until then.
    ShownFollowing {
        until: u64,
    },
    PlanChange {
        plan: Name,
        /// When the work begins; `None` once it has.
        begins: Option<u64>,
        /// The plan that was asked for meanwhile.
        then: Option<Name>,
    },
}

/// Where a version upgrade stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Upgrade {
    None,
    Preparing {
        version: u16,
        until: u64,
    },
    Ready {
        version: u16,
        fires_at: u64,
    },
    /// It was cancelled, and is still shown as prepared until then.
    Cancelling {
        fires_at: u64,
        until: u64,
    },
    /// A follower stops following before it is upgraded.
    Unfollowing {
        version: u16,
    },
    Running {
        version: u16,
        /// It followed another database until then.
        followed: bool,
    },
    /// The leader is done, its followers are made anew.
    Followers {
        left: u32,
    },
    Done {
        version: u16,
    },
    Failed,
}

/// One attachment.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub id: u64,
    pub name: Name,
    pub namespace: Option<Name>,
    pub app: Name,
    pub addon: Name,
    pub at: u64,
}

/// One dump and restore.
#[derive(Debug, Clone)]
pub(crate) struct Transfer {
    pub id: u64,
    pub number: u32,
    pub app: Name,
    pub addon: Name,
    pub from_name: Name,
    pub from_url: Name,
    pub to_name: Name,
    pub to_url: Option<Name>,
    pub started: u64,
    /// When it ends or ended; a moment to come as long as it goes on.
    pub finished: Option<u64>,
    pub canceled: Option<u64>,
    pub succeeded: bool,
    pub warnings: u64,
    pub bytes: u64,
}

impl Transfer {
    /// True once it is over.
    pub fn over(&self, now: u64) -> bool {
        self.finished.is_some_and(|end| end <= now)
    }
}

/// One Connect connection.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub id: u64,
    pub addon: Name,
    pub app: Name,
    pub db_key: Option<Name>,
    pub schema: Name,
    /// The org that was logged into last; empty if none was.
    pub org: Name,
    /// Who logged into it, and how.
    pub login: Option<Arc<Login>>,
    /// Addresses at which it can be authorized.
    pub tickets: Vec<Ticket>,
    /// The service lets it be destroyed.
    pub deletable: bool,
    /// Its schema.
    pub install: Install,
    pub state: SyncState,
    /// A pause was accepted and is not reached yet.
    pub pausing: bool,
    pub accessible: bool,
    pub resolved: Option<Resolved>,
    pub mappings: Vec<Mapping>,
    pub features: Arc<BTreeMap<String, bool>>,
    pub api_version: Name,
    pub next_read: u64,
    pub next_poll: u64,
    /// End of a state that ends by time.
    pub timer: Option<u64>,
    pub reconnect_at: Option<u64>,
    pub read_job: Option<u64>,
    pub poll_job: Option<u64>,
    pub reload_at_resume: bool,
    /// It follows its database to another address by itself.
    pub rides: bool,
    pub log: LogRows,
    pub last_write: Option<u64>,
    pub notifications: Vec<Notification>,
    /// Writes that the org refused, and when.
    pub errors: Vec<(u64, WriteError)>,
    pub validation: Option<u64>,
}

/// A login to Salesforce.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Login {
    /// `production`, `sandbox` or `custom`.
    pub environment: Name,
    pub username: Name,
    pub domain: Name,
    pub at: u64,
}

/// An address at which a connection can be authorized.
#[derive(Debug, Clone)]
pub(crate) struct Ticket {
    pub id: u64,
    pub environment: Name,
    pub domain: Option<Name>,
    /// Where the browser goes afterwards.
    pub next: Option<Name>,
    pub api_version: Option<Name>,
    pub used: bool,
    /// When somebody who is at hand logs in there.
    pub due: Option<u64>,
}

/// Whether Connect's schema is where a connection says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Install {
    /// As far as Connect knows.
    Done,
    /// It has to be made, or to learn of another org.
    Wanted {
        /// Nothing of this connection's was there before.
        fresh: bool,
    },
    /// A job makes it.
    Working(u64),
}

impl Install {
    /// Without the number of a job.
    pub fn stage(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Wanted { fresh } => 1 + u8::from(fresh),
            Self::Working(_) => 3,
        }
    }
}

/// The orgs of Salesforce that people log into.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Orgs {
    /// The org that belongs to the connections of an app.
    pub of_app: BTreeMap<Name, Name>,
    /// What kind of org each is of those that a scenario names, or that took the place of one.
    pub environments: BTreeMap<Name, Name>,
    /// Those that are gone.
    pub gone: BTreeSet<Name>,
    /// What took the place of those.
    pub anew: BTreeMap<Name, Name>,
}

impl Connection {
    /// Writes that the org has refused since: all, or those of one mapping.
    pub fn errors_of(&self, mapping: Option<usize>, since: u64) -> impl Iterator<Item = &(u64, WriteError)> {
        let table = mapping.and_then(|at| self.mappings.get(at)).map(|one| one.spec.object.to_lowercase());
        let recent = move |(at, one): &&(u64, WriteError)| {
            *at >= since && table.as_ref().is_none_or(|table| *table == one.table)
        };
        self.errors.iter().filter(recent)
    }
}

/// The database that Connect resolved when it last connected.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Resolved {
    pub addon: Option<Name>,
    pub url: Name,
}

/// Rows of the trigger log, as last measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct LogRows {
    pub new: u64,
    pub pending: u64,
    pub failed: u64,
}

/// One unacknowledged notification.
#[derive(Debug, Clone)]
pub(crate) struct Notification {
    pub id: u64,
    pub at: u64,
    pub kind: Name,
    pub message: Name,
}

/// One mapping.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    pub id: u64,
    pub spec: Arc<MappingSpec>,
    pub state: MappingState,
    pub revision: u32,
    pub load_job: Option<u64>,
    pub polling: bool,
    pub db: u64,
    pub sf: u64,
    /// Captured changes of its own table, where they are measured.
    pub pending: Option<u64>,
    pub polled: Option<u64>,
    pub written: Option<u64>,
    /// Fields whose columns the table has, as far as Connect knows.
    pub columns: Arc<Vec<MappedField>>,
    /// What is to be done to the table before anything else.
    pub planned: Option<Arc<Planned>>,
    /// Fields whose columns are there and not loaded.
    pub unloaded: Vec<String>,
    /// When work that failed is tried again.
    pub again_at: u64,
    /// The configuration was changed while it was worked on.
    pub replan: bool,
    /// When the configuration was changed.
    pub changed: Option<u64>,
    /// When it is shown for the first time.
    pub shown_from: Option<u64>,
}

/// What makes a table what its mapping says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Planned {
    pub changes: ColumnChanges,
    /// The columns of afterwards.
    pub after: Arc<Vec<MappedField>>,
    /// Fields whose columns are then to be loaded.
    pub added: Vec<String>,
    /// The table is made: all of it is loaded.
    pub first: bool,
    /// Indexes or triggers change too.
    pub installs: bool,
}

impl Mapping {
    /// The service shows it.
    pub fn shown(&self, now: u64) -> bool {
        self.shown_from.is_none_or(|from| from <= now)
    }

    pub fn writes(&self) -> bool {
        self.spec.access == Access::ReadWrite
    }

    /// Its configuration as Connect works by it: of its fields those that have a column, with the type of that.
    pub fn working(&self) -> MappingSpec {
        let mut spec = (*self.spec).clone();
        if !Arc::ptr_eq(&self.columns, &spec.fields) {
            let listed = |column: &&MappedField| spec.fields.iter().any(|field| field.is(&column.name));
            let fields = self.columns.iter().filter(listed).cloned().collect();
            spec.fields = Arc::new(fields);
        }
        spec
    }

    /// Its table is altered, filled for the first time, or not there: nothing is polled or sent.
    pub fn held(&self) -> bool {
        match self.state {
            MappingState::SchemaChanged | MappingState::Resync => true,
            MappingState::Initial => self.planned.is_some(),
            MappingState::BadConfig => self.planned.as_ref().is_some_and(|planned| planned.first),
            _ => false,
        }
    }
}

/// An incident on the status page.
#[derive(Debug, Clone)]
pub(crate) struct Incident {
    pub id: u64,
    pub title: Name,
    /// What is said of a maintenance that is announced; none of an incident.
    pub said: Option<Name>,
    pub open: bool,
    pub at: u64,
}
