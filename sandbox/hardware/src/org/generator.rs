//! The org's own changes: a seeded stream of inserts, updates and deletes on records that the org owns.

use std::collections::BTreeMap;

use serde_json::json;

use super::record::Source;
use super::{fields, Org, OrgError, State, ORG_WRITER};

/// Below this many owned records of an object nothing is deleted.
const KEEP: usize = 5;

/// A seeded source of choices and the records it may touch.
pub(super) struct Generator {
    random: u64,
    made: u64,
    owned: BTreeMap<String, Vec<String>>,
}

impl Generator {
    pub(super) fn new(seed: u64) -> Generator {
        Generator { random: (seed ^ 0x9E37_79B9_7F4A_7C15) | 1, made: 0, owned: BTreeMap::new() }
    }

    /// A number below `limit` (xorshift, enough for a choice).
    fn below(&mut self, limit: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        usize::try_from(self.random >> 33).unwrap_or(0) % limit.max(1)
    }

    /// This record is the org's own.
    pub(super) fn own(&mut self, object: &str, id: String) {
        self.owned.entry(object.to_owned()).or_default().push(id);
    }

    /// Numbers go on where those of another org's generator stand, so that no external id comes twice.
    pub(super) fn go_on_from(&mut self, other: &Generator) {
        self.made = self.made.max(other.made);
    }

    fn forget(&mut self, object: &str, id: &str) {
        if let Some(ids) = self.owned.get_mut(object) {
            ids.retain(|other| other != id);
        }
    }
}

impl Org {
    /// Makes one change from the org's side: three inserts to six updates and one delete, on any object.
    pub fn step(&self) -> Result<(), OrgError> {
        self.lock().step()
    }

    /// Inserts `count` records of an object from the org's side.
    pub fn seed(&self, object: &str, count: usize) -> Result<(), OrgError> {
        let mut state = self.lock();
        (0..count).try_for_each(|_| state.make(object))
    }
}

impl State {
    pub(super) fn step(&mut self) -> Result<(), OrgError> {
        let objects: Vec<String> = self.store.names().cloned().collect();
        let Some(object) = objects.get(self.generator.below(objects.len())) else { return Ok(()) };
        let owned = self.generator.owned.get(object).map_or(0, Vec::len);
        match self.generator.below(10) {
            0..=2 => self.make(object),
            _ if owned == 0 => self.make(object),
            9 if owned > KEEP => self.remove(object, owned),
            _ => self.revise(object, owned),
        }
    }

    fn make(&mut self, object: &str) -> Result<(), OrgError> {
        self.generator.made += 1;
        let number = self.generator.made;
        let values = fields([
            ("Name", json!(format!("{object} {number}"))),
            ("External_Id__c", json!(format!("org-{}-{number}", object.to_lowercase()))),
            ("Version__c", json!(1.0)),
            ("Writer", json!(ORG_WRITER)),
        ]);
        let record = self.insert(object, values, Source::Org)?;
        self.generator.own(object, record.id);
        Ok(())
    }

    fn revise(&mut self, object: &str, owned: usize) -> Result<(), OrgError> {
        let Some(id) = self.pick(object, owned) else { return Ok(()) };
        let record = match self.store.live(object, &id) {
            Ok(record) => record,
            Err(OrgError::Refused { .. }) => {
                // The app has deleted it.
                self.generator.forget(object, &id);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let version = record.number("Version__c").unwrap_or(0.0) + 1.0;
        let name = json!(format!("{object} at {version}"));
        self.update(object, &id, fields([("Version__c", json!(version)), ("Name", name)]), Source::Org)
            .map(drop)
    }

    fn remove(&mut self, object: &str, owned: usize) -> Result<(), OrgError> {
        let Some(id) = self.pick(object, owned) else { return Ok(()) };
        self.generator.forget(object, &id);
        match self.delete(object, &id, Source::Org) {
            Err(OrgError::Storage(error)) => Err(OrgError::Storage(error)),
            _ => Ok(()),
        }
    }

    fn pick(&mut self, object: &str, owned: usize) -> Option<String> {
        let index = self.generator.below(owned);
        self.generator.owned.get(object)?.get(index).cloned()
    }
}
