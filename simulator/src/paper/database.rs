//! One database on paper.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::Value;

use super::lock_row::Lock;
use super::revived::WentBack;
use super::writes::{Write, Writes};
use crate::job::SyncTarget;
use crate::scenario::{Access, Holds, MappingSpec};

/// A name: shared text.
pub(super) type Name = Arc<str>;

/// What seldom changes of Connect's schema in a database.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub org: Name,
    /// Table name and access.
    pub tables: Vec<(String, Access)>,
    /// By table: the columns of its fields with their types, in the table's order. Those that every mapped table has are not among them.
    pub columns: BTreeMap<String, Vec<(String, String)>>,
    /// What depends on a column: table, column, name.
    pub dependants: BTreeSet<(String, String, String)>,
    /// A sum of columns and dependants since they were changed.
    pub sum: u64,
}

impl Shape {
    /// Without tables.
    pub fn empty(org: Name) -> Self {
        Self { org, tables: Vec::new(), columns: BTreeMap::new(), dependants: BTreeSet::new(), sum: 0 }
    }

    fn of(target: &SyncTarget) -> Self {
        let mut shape = Self::empty(target.organization_id.as_str().into());
        target.mappings.iter().for_each(|mapping| shape.map(mapping));
        shape
    }

    /// Columns or dependants were changed.
    pub fn sum_up(&mut self) {
        let mut hasher = DefaultHasher::new();
        (&self.tables, &self.columns, &self.dependants).hash(&mut hasher);
        self.sum = hasher.finish();
    }

    /// A mapping's table, which is made if there is none; one that there is gets the access of the mapping.
    pub fn map(&mut self, mapping: &MappingSpec) {
        let table = mapping.object.to_lowercase();
        match self.tables.iter_mut().find(|(known, _)| *known == table) {
            Some((_, access)) => *access = mapping.access,
            None => {
                let columns = mapping.fields.iter().map(|field| (field.column(), field.column_type()));
                self.columns.insert(table.clone(), columns.collect());
                self.tables.push((table, mapping.access));
            }
        }
    }
}

/// The write-ahead log carries a sequence so many values at a time: a physical copy goes on behind them (`SEQ_LOG_VALS` of
/// PostgreSQL's sequence.c).
const SEQUENCE_LOGGED: u64 = 32;

/// Connect's schema in a database. Its trigger log is the captured writes that are not archived.
#[derive(Debug, Clone)]
pub(super) struct Schema {
    pub shape: Arc<Shape>,
    /// In the log as `NEW`.
    pub new: Writes,
    /// In the log as `PENDING`.
    pub pending: Writes,
    /// Highest log id ever given.
    pub head: u64,
    /// Its tables take no writes, and its triggers are off.
    pub closed: bool,
}

impl Schema {
    /// Rows of the trigger log.
    pub fn logged(&self) -> usize {
        self.new.len() + self.pending.len()
    }
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    pub since: u64,
    /// The default it was opened under.
    pub read_only: bool,
}

/// Who holds a session: a dyno by instance, a connection by id, a client outside Heroku by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Owner {
    Dyno(u64),
    Connect(Name),
    Monitor(Name),
    /// Nothing ends it.
    Stuck,
}

impl Owner {
    /// What it calls itself.
    pub fn application(&self) -> &str {
        match self {
            Self::Dyno(_) => "app",
            Self::Connect(_) => "Heroku Connect",
            Self::Monitor(name) => name,
            Self::Stuck => "psql",
        }
    }
}

/// A commit that a server which takes over may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Commit {
    Write(Write),
    Beat,
}

/// Why a write was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// SQLSTATE 25006.
    ReadOnly,
    /// SQLSTATE 42P01, or what keeps a table closed.
    NoTable,
    /// No such server.
    Unavailable,
}

/// One database.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub port: u16,
    /// Port of the database whose physical copy it is, its own if of none: user, password and database are named after it.
    pub login: u16,
    pub major: u16,
    pub following: Option<Name>,
    /// Writes it holds.
    pub writes: Writes,
    pub schemas: Arc<BTreeMap<Name, Schema>>,
    /// There are mapped tables, or were.
    pub mapped: bool,
    pub lock: Option<Arc<Lock>>,
    /// What is kept beside the lock of what depends on columns: table with its schema, column, name.
    pub kept: Option<Arc<Vec<(String, String, String)>>>,
    /// There is a table beside the lock of what points at mapped rows.
    pub children: bool,
    /// What is kept beside the lock of what was not to be sent again: schema, write, whether it was in flight.
    pub revived: Option<Arc<Vec<(String, Write, bool)>>>,
    /// It holds what another one held at a moment.
    pub went_back: Option<WentBack>,
    /// Changes of before that moment that were sent since.
    pub resent: u64,
    /// How often a mapped table was loaded, by schema and name.
    pub loads: Arc<BTreeMap<String, u64>>,
    pub read_only: bool,
    /// The same as a setting of the default credential.
    pub role_read_only: bool,
    /// Another role owns it, so that the default credential may not make it read-only for everybody.
    pub other_owner: bool,
    pub sessions: BTreeMap<Owner, Session>,
    pub lsn: u64,
    pub xmax: u64,
    /// Tuples counted since the statistics were last lost; not replicated.
    pub tuples: u64,
    pub analyzes: u64,
    pub analyzed: bool,
    /// What else it holds, as a scenario says it.
    pub inventory: Arc<BTreeMap<String, Value>>,
    /// When the newest commit was made, on the leader's clock.
    pub committed_at: u64,
    /// Commits of the leader that a follower has still to replay, and those of a leader that were counted and not made.
    pub backlog: u64,
    /// Refused since everybody had a turn last.
    pub knocks: u64,
    /// Which system it is: a physical copy has that of its leader, an upgraded server one of its own.
    pub system: u64,
    /// Which server of it: its timeline, which grows when a copy begins to lead, and when this one was started.
    pub server: (u32, u64),
    /// The newest beat, if there is a table of them.
    pub beat: Option<u64>,
    /// The newest commits of a client, as many as may be lost.
    pub recent: VecDeque<Commit>,
    /// How far its sequences are ahead of what was taken from them.
    pub ahead: u64,
    /// What it holds besides Connect's schemas: names of relations.
    pub objects: Arc<BTreeSet<String>>,
    /// Roles besides the default one.
    pub roles: Arc<BTreeSet<String>>,
    /// Grants to them, and settings, each as its statement.
    pub grants: Arc<BTreeSet<String>>,
}

impl Sheet {
    pub fn new(port: u16, major: u16, connections: &[SyncTarget], holds: &Holds) -> Self {
        let schema = |target: &SyncTarget| Schema {
            shape: Arc::new(Shape::of(target)),
            new: Writes::default(),
            pending: Writes::default(),
            head: 0,
            closed: false,
        };
        let schemas = connections.iter().map(|target| (target.schema.as_str().into(), schema(target)));
        Self {
            port,
            login: port,
            major,
            following: None,
            writes: Writes::default(),
            schemas: Arc::new(schemas.collect()),
            mapped: connections.iter().any(|target| !target.mappings.is_empty()),
            lock: None,
            kept: None,
            children: false,
            revived: None,
            went_back: None,
            resent: 0,
            loads: Arc::default(),
            read_only: false,
            role_read_only: false,
            other_owner: holds.other_owner,
            sessions: BTreeMap::new(),
            lsn: 0x0300_0000,
            xmax: 1_000,
            tuples: 0,
            analyzes: 0,
            analyzed: true,
            inventory: Arc::new(holds.inventory.clone()),
            committed_at: 0,
            backlog: 0,
            knocks: 0,
            system: 7_300_000_000_000_000_000 + u64::from(port),
            server: (1, 0),
            beat: None,
            recent: VecDeque::new(),
            ahead: 0,
            objects: Arc::default(),
            roles: Arc::default(),
            grants: Arc::default(),
        }
    }

    /// A role, to which the first mapped table is granted.
    pub fn grant(&mut self, role: &str) {
        let first = self.schemas.iter().find_map(|(name, schema)| Some((name, schema.shape.tables.first()?)));
        if let Some((schema, (table, _))) = first {
            let grant = format!("GRANT SELECT ON TABLE {schema}.{table} TO {role}");
            Arc::make_mut(&mut self.grants).insert(grant);
        }
        Arc::make_mut(&mut self.roles).insert(role.to_owned());
    }

    /// Connect's schema of that name, to change it.
    pub fn schema_mut(&mut self, name: &str) -> Option<&mut Schema> {
        // Not shared anew for a schema that is not there.
        self.schemas.contains_key(name).then(|| Arc::make_mut(&mut self.schemas).get_mut(name)).flatten()
    }

    /// A physical copy: everything but sessions and counters.
    pub fn copied(&self, port: u16) -> Self {
        Self {
            port,
            sessions: BTreeMap::new(),
            tuples: 0,
            analyzes: 0,
            ahead: SEQUENCE_LOGGED,
            ..self.clone()
        }
    }

    /// Replays what the leader has.
    pub fn replay(&mut self, leader: &Self) {
        self.writes.clone_from(&leader.writes);
        self.schemas.clone_from(&leader.schemas);
        self.mapped = leader.mapped;
        self.lock.clone_from(&leader.lock);
        self.beat = leader.beat;
        self.read_only = leader.read_only;
        self.role_read_only = leader.role_read_only;
        self.lsn = leader.lsn;
        self.xmax = leader.xmax;
        self.analyzed = leader.analyzed;
        self.committed_at = leader.committed_at;
    }

    /// True if a session of the default credential that begins now refuses writes. Everybody here has that credential.
    pub fn fenced(&self) -> bool {
        self.read_only || self.role_read_only
    }

    /// One committed change of anything.
    pub fn commit(&mut self) {
        self.lsn += 0x100;
        self.xmax += 1;
    }

    /// The session of `owner`, opened if there is none; refused if it cannot write.
    pub fn writable(&mut self, owner: &Owner, now: u64) -> Result<(), Refused> {
        let read_only = self.fenced();
        let session = self.sessions.entry(owner.clone()).or_insert(Session { since: now, read_only });
        if self.following.is_some() {
            return Err(Refused::ReadOnly);
        }
        if session.read_only {
            // The client gives up this session and opens another one next time.
            self.sessions.remove(owner);
            self.knocks += 1;
            return Err(Refused::ReadOnly);
        }
        Ok(())
    }

    /// A session that only reads, opened if there is none.
    pub fn visit(&mut self, owner: Owner, now: u64) {
        let read_only = self.fenced();
        self.sessions.entry(owner).or_insert(Session { since: now, read_only });
    }

    /// Ends every session that can be ended, and tells how many.
    pub fn end_sessions(&mut self) -> usize {
        let open = self.sessions.len();
        self.sessions.retain(|owner, _| *owner == Owner::Stuck);
        open - self.sessions.len()
    }

    /// A committed write of `owner`. An app's write is captured in every log that is open, Connect's is not.
    pub fn write(&mut self, write: Write, captured: bool) {
        self.commit();
        self.tuples += 1;
        self.writes.insert(write);
        if captured {
            let mapped = self.mapped;
            let open = |schema: &&mut Schema| !schema.closed && (!mapped || !schema.shape.tables.is_empty());
            for schema in Arc::make_mut(&mut self.schemas).values_mut().filter(open) {
                schema.head += 1;
                schema.new.insert(write);
            }
        }
    }

    /// A client's commit is remembered as long as it may be lost.
    pub fn remember(&mut self, commit: Commit, as_many: u64) {
        if as_many > 0 {
            self.recent.push_back(commit);
            while self.recent.len() as u64 > as_many {
                self.recent.pop_front();
            }
        }
    }

    /// The newest commits are gone; true if beats are among them.
    pub fn forget_recent(&mut self) -> bool {
        let beats = self.recent.contains(&Commit::Beat);
        for commit in std::mem::take(&mut self.recent) {
            match commit {
                Commit::Write(write) => {
                    self.writes.remove(write);
                    for schema in Arc::make_mut(&mut self.schemas).values_mut() {
                        schema.new.remove(write);
                        schema.pending.remove(write);
                    }
                }
                Commit::Beat => self.beat = self.beat.map(|beat| beat.saturating_sub(1)),
            }
        }
        beats
    }

    /// `17.11`.
    pub fn full(&self) -> String {
        format!("{}.{}", self.major, minor(self.major))
    }

    /// `170011`.
    pub fn number(&self) -> u32 {
        u32::from(self.major) * 10_000 + minor(self.major)
    }
}

fn minor(major: u16) -> u32 {
    match major {
        15 => 19,
        16 => 15,
        17 => 11,
        18 => 6,
        _ => 0,
    }
}
