//! Hardware on paper: databases as numbered writes, for the checker and for rehearsals.
//!
//! A database is the list of acknowledged writes it holds. A replica holds what it has replayed. A session that was opened
//! before a fence goes on writing; a new one is read-only. Connect's trigger log travels with its database.

mod answer;
mod beat;
mod columns;
mod copied;
mod database;
mod hung;
mod inventory;
mod lock;
mod lock_row;
mod pace;
mod past;
mod revived;
mod schemas;
mod sent;
mod session;
mod work;
mod writes;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::world::World;
use database::{Commit, Name, Owner, Refused, Sheet};
use pace::Pace;
use past::Past;
use sent::Sent;
use writes::{Write, Writes};

/// A five-character SQLSTATE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlState(
    /// The code.
    pub String,
);

impl SqlState {
    fn of(code: &str) -> Self {
        Self(code.to_owned())
    }
}

/// Databases, writers, trigger logs and the Salesforce side on paper. Cloning is cheap: what did not change is shared.
#[derive(Debug, Clone)]
pub struct Paper {
    sheets: BTreeMap<Name, Arc<Sheet>>,
    /// Acknowledged writes are numbered from 0.
    acknowledged: Write,
    /// Captured changes that Connect wrote to Salesforce.
    sent: Arc<Sent>,
    /// Writes of Connect: what Salesforce has anyway.
    brought: Arc<Writes>,
    /// Salesforce changed since the last poll.
    org_changed: bool,
    /// Replicas that do not replay.
    held: Vec<Name>,
    /// Servers that were replaced and go on with the sessions that were open, by database: until when.
    before: BTreeMap<Name, (Arc<Sheet>, u64)>,
    /// Sessions that stay open: of which database, and since when.
    kept: BTreeMap<String, (Name, (u32, u64))>,
    /// A server that took over lacks beats that were acknowledged.
    beats_lost: bool,
    /// What databases held, by the moment from which they did; kept where somebody may ask for it.
    past: Option<Arc<Past>>,
    /// How many of the newest commits a server which takes over lacks.
    loses: u64,
    /// Release phases write to the database they are given.
    release_writes: bool,
    next_port: u16,
    clock: u64,
    pace: Pace,
}

impl Paper {
    /// Paper for the databases of a world. They are made by the world's own first jobs: see [`Paper::work`].
    #[must_use]
    pub fn new(world: &World) -> Self {
        let switches = world.switches();
        Self {
            sheets: BTreeMap::new(),
            acknowledged: 0,
            sent: Arc::default(),
            brought: Arc::default(),
            org_changed: false,
            held: Vec::new(),
            before: BTreeMap::new(),
            kept: BTreeMap::new(),
            beats_lost: false,
            past: switches.keeps_past.then(Arc::default),
            loses: switches.plan_change_loses,
            release_writes: switches.release_phase_writes,
            next_port: 15_001,
            clock: 0,
            pace: Pace::of(switches),
        }
    }

    /// A held replica does not replay until it is released.
    pub fn hold(&mut self, addon: &str, hold: bool) {
        self.held.retain(|held| **held != *addon);
        if hold {
            self.held.push(addon.into());
        }
    }

    /// From now on release phases write to the database that their config vars name, or do not.
    pub fn release_phase_writes(&mut self, writes: bool) {
        self.release_writes = writes;
    }

    /// Connect dies in the middle of a set of changes: they reached Salesforce, the log still says `PENDING`.
    pub fn interrupt_log(&mut self, addon: &str, schema: &str) {
        let Some(known) = self.sheet_mut(addon).and_then(|sheet| sheet.schema_mut(schema)) else { return };
        let new = std::mem::take(&mut known.new);
        known.pending.extend(&new);
        let (shape, pending) = (Arc::clone(&known.shape), known.pending.clone());
        self.sent.note(&shape.org, [&pending]);
    }

    /// Every running dyno tries one write on the database its own config vars name, Connect tries one for each job it
    /// has open, and something changes in Salesforce. Nothing is replayed: see [`Paper::replicate`].
    pub fn tick(&mut self, world: &World) {
        self.forget_knocks();
        let before = self.acknowledged;
        for writer in world.writers() {
            if let Some(addon) = writer.addon {
                // A refused write was not acknowledged: the client tries again at the next tick.
                let _refused = self.attempt(&addon, &Owner::Dyno(writer.instance), true);
            }
        }
        for (connection, addon) in world.connect_at_work() {
            if let Some(addon) = addon {
                let _refused = self.attempt(&addon, &Owner::Connect(connection.into()), false);
            }
        }
        self.visits(world);
        self.catch_up(self.acknowledged > before);
        self.org_changed = true;
    }

    /// Those who hold a session and write nothing.
    fn visits(&mut self, world: &World) {
        let clock = self.clock;
        let stuck = world.stuck_sessions();
        for (name, sheet) in &mut self.sheets {
            if sheet.sessions.contains_key(&Owner::Stuck) && !stuck.contains(name) {
                Arc::make_mut(sheet).sessions.remove(&Owner::Stuck);
            }
        }
        let monitors = world.monitors().into_iter().map(|(name, addon)| (Owner::Monitor(name.into()), addon));
        let listeners =
            world.listeners().into_iter().map(|(id, addon)| (Owner::Connect(id.as_str().into()), addon));
        let stuck = stuck.into_iter().map(|addon| (Owner::Stuck, addon));
        for (owner, addon) in monitors.chain(listeners).chain(stuck) {
            if let Some(sheet) = self.sheet_mut(&addon) {
                sheet.visit(owner, clock);
            }
        }
    }

    fn forget_knocks(&mut self) {
        for sheet in self.sheets.values_mut().filter(|sheet| sheet.knocks > 0) {
            Arc::make_mut(sheet).knocks = 0;
        }
    }

    /// Replicas that are not held replay everything their leader has.
    pub fn replicate(&mut self) {
        let following: Vec<(Name, Name)> = self
            .sheets
            .iter()
            .filter(|(name, _)| !self.held.contains(name))
            .filter_map(|(name, sheet)| Some((Arc::clone(name), Arc::clone(sheet.following.as_ref()?))))
            .collect();
        for (name, leader) in following {
            let Some(leader) = self.sheets.get(&leader).map(Arc::clone) else { continue };
            match self.sheets.get_mut(&name) {
                Some(sheet) if sheet.backlog == 0 && sheet.lsn != leader.lsn => {
                    Arc::make_mut(sheet).replay(&leader)
                }
                _ => {}
            }
        }
    }

    fn sheet(&self, addon: &str) -> Option<&Sheet> {
        self.sheets.get(addon).map(Arc::as_ref)
    }

    fn sheet_mut(&mut self, addon: &str) -> Option<&mut Sheet> {
        self.sheets.get_mut(addon).map(Arc::make_mut)
    }

    fn end_sessions_of(&mut self, owner: &Owner) {
        let old = self.before.values_mut().map(|(sheet, _)| sheet);
        for sheet in self.sheets.values_mut().chain(old).filter(|sheet| sheet.sessions.contains_key(owner)) {
            Arc::make_mut(sheet).sessions.remove(owner);
        }
    }

    /// One write by `owner`, acknowledged if it lands.
    fn attempt(&mut self, addon: &str, owner: &Owner, captured: bool) -> Result<(), Refused> {
        let write = self.acknowledged;
        let (clock, loses) = (self.clock, self.loses);
        // A session that is still connected to a server that was replaced writes there.
        let old = self
            .before
            .get_mut(addon)
            .filter(|(sheet, until)| *until > clock && sheet.sessions.contains_key(owner));
        let sheet = match old {
            Some((sheet, _)) => Arc::make_mut(sheet),
            None => self.sheet_mut(addon).ok_or(Refused::Unavailable)?,
        };
        sheet.writable(owner, clock)?;
        if captured && sheet.tables_missing() {
            return Err(Refused::NoTable);
        }
        sheet.write(write, captured);
        sheet.remember(Commit::Write(write), loses);
        sheet.committed_at = clock;
        if !captured {
            // It is in Salesforce: Connect brought it from there.
            Arc::make_mut(&mut self.brought).insert(write);
        }
        self.acknowledged += 1;
        Ok(())
    }

    /// Acknowledged writes that are not in the database `lead`.
    #[must_use]
    pub fn lost(&self, lead: &str) -> usize {
        self.acknowledged() - self.sheet(lead).map_or(0, |sheet| sheet.writes.len())
    }

    /// Acknowledged writes that are neither in the database `lead` nor wait unsent in `old`: nobody has them any more, or nobody would look
    /// for them.
    #[must_use]
    pub fn lost_beside(&self, lead: &str, old: &str) -> usize {
        let unsent = self.sheet(old).into_iter().flat_map(|sheet| sheet.schemas.values());
        let mut held = self.sheet(lead).map(|sheet| sheet.writes.clone()).unwrap_or_default();
        unsent.for_each(|schema| {
            held.extend(&schema.new);
            held.extend(&schema.pending);
        });
        self.acknowledged() - held.len()
    }

    /// True if two databases took acknowledged writes of which neither has the other's.
    #[must_use]
    pub fn two_leads_written(&self) -> bool {
        // What went back in time lacks what the other one has, and that is what it is for.
        let lacks = |one: &Sheet, other: &Sheet| {
            let back = one.went_back.is_some() || other.went_back.is_some();
            !back && one.writes.missing_in(&other.writes) > 0
        };
        let all: Vec<&Arc<Sheet>> =
            self.sheets.values().chain(self.before.values().map(|(sheet, _)| sheet)).collect();
        let pairs = all
            .iter()
            .enumerate()
            .flat_map(|(at, one)| all.iter().skip(at + 1).map(move |other| (one, other)));
        pairs.into_iter().any(|(one, other)| lacks(one, other) && lacks(other, one))
    }

    /// True if the service may lose what it acknowledged.
    #[must_use]
    pub fn may_lose(&self) -> bool {
        self.loses > 0 || !self.before.is_empty()
    }

    /// True if beats that were acknowledged are lost.
    #[must_use]
    pub fn beats_lost(&self) -> bool {
        self.beats_lost
    }

    /// The process that kept sessions open is gone, and they with it.
    pub fn process_ends(&mut self) {
        self.kept.clear();
    }

    /// Captured changes that were written to Salesforce more than once.
    #[must_use]
    pub fn sent_twice(&self) -> usize {
        self.sent.twice()
    }

    /// Somebody makes a table that Connect has nothing to do with, or drops it.
    pub fn object(&mut self, addon: &str, table: &str, there: bool) {
        let Some(sheet) = self.sheet_mut(addon) else { return };
        let objects = Arc::make_mut(&mut sheet.objects);
        let changed = if there { objects.insert(table.to_owned()) } else { objects.remove(table) };
        if changed {
            sheet.tuples += 1;
            sheet.commit();
        }
    }

    /// Grants to other roles than the default one, as statements.
    #[must_use]
    pub fn grants(&self, addon: &str) -> Vec<String> {
        self.sheet(addon).map_or_else(Vec::new, |sheet| sheet.grants.iter().cloned().collect())
    }

    /// Transactions and tuples that a database has counted; `None` if there is no such database.
    #[must_use]
    pub fn counters(&self, addon: &str) -> Option<(u64, u64)> {
        self.sheet(addon).map(|sheet| (sheet.xmax, sheet.tuples))
    }

    /// True if the lock of a database says until when Connect stays paused; `None` if there is no lock.
    #[must_use]
    pub fn held(&self, addon: &str) -> Option<bool> {
        let lock = self.sheet(addon)?.lock.as_ref()?;
        Some(lock.row.get("held").is_some())
    }

    /// How many changes of a database are in flight to Salesforce.
    #[must_use]
    pub fn in_flight(&self, addon: &str) -> usize {
        let schemas = self.sheet(addon).into_iter().flat_map(|sheet| sheet.schemas.values());
        schemas.map(|schema| schema.pending.len()).sum()
    }

    /// True if a new session on this database can write by default.
    #[must_use]
    pub fn takes_writes(&self, addon: &str) -> bool {
        self.sheet(addon).is_some_and(|sheet| !sheet.fenced())
    }

    /// Acknowledged writes in total.
    #[must_use]
    pub fn acknowledged(&self) -> usize {
        usize::try_from(self.acknowledged).unwrap_or(usize::MAX)
    }

    /// Identity without counts that only grow: how databases differ, not how much they hold.
    pub fn fingerprint<H: Hasher>(&self, hasher: &mut H) {
        for (name, sheet) in &self.sheets {
            (name, sheet.major, &sheet.following, sheet.read_only, sheet.role_read_only, sheet.analyzed)
                .hash(hasher);
            self.lost(name).min(2).hash(hasher);
            for (other, held) in &self.sheets {
                if name != other {
                    sheet.writes.missing_in(&held.writes).min(2).hash(hasher);
                    // Positions of databases of which none follows the other have nothing to do with each other.
                    let of_one = [&sheet.following, &held.following].into_iter().flatten();
                    if of_one.into_iter().any(|leader| leader == name || leader == other) {
                        sheet.lsn.cmp(&held.lsn).hash(hasher);
                    }
                }
            }
            for (schema, known) in &*sheet.schemas {
                (schema, known.logged().min(2), known.pending.len().min(2), known.shape.sum).hash(hasher);
                (known.closed, known.shape.tables.len(), &known.shape.org).hash(hasher);
            }
            sheet.sessions.len().hash(hasher);
            sheet.sessions.values().for_each(|session| session.read_only.hash(hasher));
            (
                &sheet.kept,
                sheet.children,
                &sheet.lock,
                sheet.beat.is_some(),
                sheet.server.0,
                sheet.recent.len(),
            )
                .hash(hasher);
            (&sheet.objects, &sheet.roles, &sheet.grants, sheet.mapped).hash(hasher);
            (sheet.went_back.is_some(), &sheet.loads, sheet.ahead.min(2), sheet.resent.min(2)).hash(hasher);
            sheet.revived.as_ref().map(|kept| kept.len()).hash(hasher);
        }
        for (name, (sheet, until)) in &self.before {
            (name, *until > self.clock, sheet.sessions.len()).hash(hasher);
        }
        for (session, (name, server)) in &self.kept {
            (session, name, self.sheet(name).is_some_and(|sheet| sheet.server == *server)).hash(hasher);
        }
        (&self.held, self.org_changed, self.sent_twice().min(2)).hash(hasher);
    }
}
