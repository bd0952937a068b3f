//! Records by object. They are in the history; what is in memory is where, and the indexes that polling and upsert need.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;

use super::history::{Change, Op};
use super::identifier::{identifier, instance};
use super::record::{Fields, Record, Source, Stamp};
use super::OrgError;
use crate::lines::{Lines, Place};

/// The field that is looked up often enough to be indexed.
const KEY_FIELD: &str = "External_Id__c";

/// A record, unread.
struct Kept {
    place: Place,
    stamp: Stamp,
    deleted: bool,
    key: Option<Arc<str>>,
}

#[derive(Default)]
struct Object {
    records: BTreeMap<Arc<str>, Kept>,
    by_stamp: BTreeMap<Stamp, Arc<str>>,
    /// Live records: key, id.
    by_key: BTreeSet<(Arc<str>, Arc<str>)>,
}

/// All records of an org.
pub(super) struct Store {
    history: Lines,
    objects: BTreeMap<String, Object>,
    last: Stamp,
    made: u64,
    /// What all its ids have in common.
    instance: String,
}

impl Store {
    pub(super) fn create(history: &Path, org: &str, objects: &[String]) -> io::Result<Store> {
        let objects = objects.iter().map(|name| (name.clone(), Object::default())).collect();
        let instance = instance(org).to_owned();
        Ok(Store { history: Lines::create(history)?, objects, last: Stamp::default(), made: 0, instance })
    }

    /// Adds an object; false if it was there.
    pub(super) fn add_object(&mut self, name: &str) -> bool {
        let new = !self.objects.contains_key(name);
        if new {
            self.objects.insert(name.to_owned(), Object::default());
        }
        new
    }

    /// The next stamp: now, or just after the last one.
    pub(super) fn next_stamp(&self, now: i64) -> Stamp {
        Stamp(now.max(self.last.0 + 1))
    }

    /// Stamp of the latest change.
    pub(super) fn latest(&self) -> Stamp {
        self.last
    }

    /// A record as it would be inserted; nothing is kept yet.
    pub(super) fn draft(
        &self,
        object: &str,
        fields: Fields,
        by: Source,
        now: i64,
    ) -> Result<Record, OrgError> {
        self.object(object)?;
        let id = identifier(object, &self.instance, self.made + 1);
        Ok(Record { id, stamp: self.next_stamp(now), deleted: false, by, fields })
    }

    /// The record as it is now; deleted and unknown ones are refusals.
    pub(super) fn live(&self, object: &str, id: &str) -> Result<Record, OrgError> {
        match self.object(object)?.records.get(id) {
            Some(kept) if !kept.deleted => self.read(kept),
            Some(_) => Err(refused("ENTITY_IS_DELETED", format!("{object} {id} is deleted"))),
            None => Err(refused("INVALID_CROSS_REFERENCE_KEY", format!("there is no {object} {id}"))),
        }
    }

    /// A record, deleted or not.
    pub(super) fn get(&self, object: &str, id: &str) -> Result<Option<Record>, OrgError> {
        let kept = self.objects.get(object).and_then(|object| object.records.get(id));
        kept.map(|kept| self.read(kept)).transpose()
    }

    /// Keeps a record in its new form.
    pub(super) fn put(&mut self, now: i64, op: Op, object: &str, record: &Record) -> Result<(), OrgError> {
        let place = self.history.append(&Change::of(now, op, object, record))?;
        let Some(object) = self.objects.get_mut(object) else { return Ok(()) };
        let (stamp, deleted) = (record.stamp, record.deleted);
        self.last = self.last.max(stamp);
        let id: Arc<str> = match object.records.get_key_value(record.id.as_str()) {
            Some((id, _)) => Arc::clone(id),
            None => record.id.as_str().into(),
        };
        let key: Option<Arc<str>> = record.text(KEY_FIELD).filter(|_| !deleted).map(Arc::from);
        let kept = Kept { place, stamp, deleted, key: key.clone() };
        match object.records.insert(Arc::clone(&id), kept) {
            Some(old) => {
                object.by_stamp.remove(&old.stamp);
                if let Some(key) = old.key {
                    object.by_key.remove(&(key, Arc::clone(&id)));
                }
            }
            None => self.made += 1,
        }
        if let Some(key) = key {
            object.by_key.insert((key, Arc::clone(&id)));
        }
        object.by_stamp.insert(stamp, id);
        Ok(())
    }

    /// Ids of the live records whose text field has this value.
    pub(super) fn matching(&self, object: &str, field: &str, value: &str) -> Result<Vec<Arc<str>>, OrgError> {
        let object = self.object(object)?;
        if field == KEY_FIELD {
            let keys = object.by_key.range((Arc::from(value), Arc::from(""))..);
            return Ok(keys.take_while(|(key, _)| **key == *value).map(|(_, id)| Arc::clone(id)).collect());
        }
        let mut found = Vec::new();
        for (id, kept) in object.records.iter().filter(|(_, kept)| !kept.deleted) {
            if self.read(kept)?.text(field) == Some(value) {
                found.push(Arc::clone(id));
            }
        }
        Ok(found)
    }

    /// Records changed after `since`, deleted ones included, oldest change first.
    pub(super) fn changed_since(&self, object: &str, since: Stamp) -> Result<Vec<Record>, OrgError> {
        let object = self.object(object)?;
        let changed = object.by_stamp.range((Bound::Excluded(since), Bound::Unbounded));
        changed.filter_map(|(_, id)| object.records.get(id)).map(|kept| self.read(kept)).collect()
    }

    /// All records of an object, deleted ones included, by id.
    pub(super) fn all(&self, object: &str) -> impl Iterator<Item = Result<Record, OrgError>> + '_ {
        let records = self.objects.get(object).into_iter().flat_map(|object| object.records.values());
        records.map(|kept| self.read(kept))
    }

    /// Number of live records of an object.
    pub(super) fn count(&self, object: &str) -> usize {
        let records = self.objects.get(object).into_iter().flat_map(|object| object.records.values());
        records.filter(|kept| !kept.deleted).count()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.objects.keys()
    }

    /// Every accepted change in order, one line each.
    pub(super) fn history(&self) -> impl Iterator<Item = io::Result<String>> + '_ {
        self.history.all()
    }

    fn read(&self, kept: &Kept) -> Result<Record, OrgError> {
        Ok(self.history.at::<Change<'_>>(kept.place)?.into_record())
    }

    fn object(&self, name: &str) -> Result<&Object, OrgError> {
        self.objects.get(name).ok_or_else(|| refused("INVALID_TYPE", format!("there is no object {name}")))
    }
}

pub(super) fn refused(code: &'static str, message: String) -> OrgError {
    OrgError::Refused { code, message }
}
