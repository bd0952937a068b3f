//! Hardware on paper: databases as numbered writes, for the checker and for rehearsals.
//!
//! A database is the list of acknowledged writes it holds. A replica holds what it has replayed. A session that was opened
//! before a fence goes on writing; a new one is read-only. Connect's trigger log travels with its database.

mod answer;
mod database;
mod lock;
mod session;
mod work;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use crate::world::World;
use database::{Owner, Refused, Sheet, Write};

/// A five-character SQLSTATE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlState(
    /// The code.
    pub String,
);

/// Databases, writers, trigger logs and the Salesforce side on paper.
#[derive(Debug, Clone)]
pub struct Paper {
    sheets: BTreeMap<String, Sheet>,
    /// Acknowledged writes are numbered from 0.
    acknowledged: Write,
    /// Captured changes that Connect wrote to Salesforce: organization and write.
    sent: Vec<(String, Write)>,
    /// Salesforce changed since the last poll.
    org_changed: bool,
    /// Replicas that do not replay.
    held: Vec<String>,
    /// Release phases write to the database they are given.
    release_writes: bool,
    next_port: u16,
    clock: u64,
}

impl Paper {
    /// Paper for the databases of a world. They are made by the world's own first jobs: see [`Paper::work`].
    #[must_use]
    pub fn new(_world: &World) -> Self {
        Self {
            sheets: BTreeMap::new(),
            acknowledged: 0,
            sent: Vec::new(),
            org_changed: false,
            held: Vec::new(),
            release_writes: false,
            next_port: 15_001,
            clock: 0,
        }
    }

    /// A held replica does not replay until it is released.
    pub fn hold(&mut self, addon: &str, hold: bool) {
        self.held.retain(|held| held != addon);
        if hold {
            self.held.push(addon.to_owned());
        }
    }

    /// From now on release phases write to the database that their config vars name, or do not.
    pub fn release_phase_writes(&mut self, writes: bool) {
        self.release_writes = writes;
    }

    /// Connect dies in the middle of a set of changes: they reached Salesforce, the log still says `PENDING`.
    pub fn interrupt_log(&mut self, addon: &str, schema: &str) {
        let Some(known) = self.sheets.get_mut(addon).and_then(|sheet| sheet.schemas.get_mut(schema)) else {
            return;
        };
        for row in &mut known.log {
            row.pending = true;
            self.sent.push((known.org.clone(), row.write));
        }
    }

    /// Every running dyno tries one write on the database its own config vars name, Connect tries one for each job it
    /// has open, and something changes in Salesforce. Nothing is replayed: see [`Paper::replicate`].
    pub fn tick(&mut self, world: &World) {
        for writer in world.writers() {
            if let Some(addon) = writer.addon {
                // A refused write was not acknowledged: the client tries again at the next tick.
                let _refused = self.attempt(&addon, &Owner::Dyno(writer.instance), true);
            }
        }
        for (connection, addon) in world.connect_at_work() {
            if let Some(addon) = addon {
                let _refused = self.attempt(&addon, &Owner::Connect(connection), false);
            }
        }
        self.org_changed = true;
    }

    /// Replicas that are not held replay everything their leader has.
    pub fn replicate(&mut self) {
        let names: Vec<String> =
            self.sheets.keys().filter(|name| !self.held.contains(name)).cloned().collect();
        for name in names {
            let leader = self.sheets.get(&name).and_then(|sheet| sheet.following.clone());
            let Some(leader) = leader.and_then(|leader| self.sheets.remove_entry(&leader)) else { continue };
            if let Some(sheet) = self.sheets.get_mut(&name) {
                sheet.replay(&leader.1);
            }
            self.sheets.insert(leader.0, leader.1);
        }
    }

    /// One write by `owner`, acknowledged if it lands.
    fn attempt(&mut self, addon: &str, owner: &Owner, captured: bool) -> Result<(), Refused> {
        let write = self.acknowledged;
        let sheet = self.sheets.get_mut(addon).ok_or(Refused::Unavailable)?;
        sheet.writable(owner, self.clock)?;
        sheet.write(write, captured);
        self.acknowledged += 1;
        Ok(())
    }

    /// Acknowledged writes that are not in the database `lead`.
    #[must_use]
    pub fn lost(&self, lead: &str) -> usize {
        self.acknowledged() - self.sheets.get(lead).map_or(0, |sheet| sheet.writes.len())
    }

    /// True if two databases took acknowledged writes of which neither has the other's.
    #[must_use]
    pub fn two_leads_written(&self) -> bool {
        let sheets: Vec<&Sheet> = self.sheets.values().collect();
        sheets.iter().enumerate().any(|(at, one)| {
            sheets[at + 1..].iter().any(|other| missing(one, other) > 0 && missing(other, one) > 0)
        })
    }

    /// Captured changes that were written to Salesforce more than once.
    #[must_use]
    pub fn sent_twice(&self) -> usize {
        let mut sorted = self.sent.clone();
        sorted.sort();
        sorted.windows(2).filter(|pair| pair[0] == pair[1]).count()
    }

    /// Acknowledged writes in total.
    #[must_use]
    pub fn acknowledged(&self) -> usize {
        usize::try_from(self.acknowledged).unwrap_or(usize::MAX)
    }

    /// Identity without counts that only grow: how databases differ, not how much they hold.
    pub fn fingerprint<H: Hasher>(&self, hasher: &mut H) {
        for (name, sheet) in &self.sheets {
            (name, sheet.major, &sheet.following, sheet.read_only, sheet.analyzed).hash(hasher);
            self.lost(name).min(2).hash(hasher);
            for (other, held) in &self.sheets {
                if name != other {
                    (missing(sheet, held).min(2), sheet.lsn.cmp(&held.lsn)).hash(hasher);
                }
            }
            for (schema, known) in &sheet.schemas {
                let pending = known.log.iter().filter(|row| row.pending).count();
                (schema, known.log.len().min(2), pending.min(2)).hash(hasher);
            }
            sheet.sessions.values().map(|session| session.read_only).collect::<Vec<_>>().hash(hasher);
            sheet.lock.as_ref().map(ToString::to_string).hash(hasher);
        }
        (&self.held, self.org_changed, self.sent_twice().min(2)).hash(hasher);
    }
}

/// Writes of `one` that `other` does not hold. Both lists rise.
fn missing(one: &Sheet, other: &Sheet) -> usize {
    one.writes.iter().filter(|write| other.writes.binary_search(write).is_err()).count()
}
