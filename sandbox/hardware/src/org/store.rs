//! Records by object, with the indexes that polling and upsert need.

use std::collections::BTreeMap;

use super::identifier::identifier;
use super::record::{Fields, Record, Source, Stamp};
use super::OrgError;

/// The field that is looked up often enough to be indexed.
const KEY_FIELD: &str = "External_Id__c";

#[derive(Default)]
struct Object {
    records: BTreeMap<String, Record>,
    by_stamp: BTreeMap<Stamp, String>,
    by_key: BTreeMap<String, Vec<String>>,
}

/// All records of an org.
pub(super) struct Store {
    objects: BTreeMap<String, Object>,
    last: Stamp,
    made: u64,
}

impl Store {
    pub(super) fn new(objects: &[String]) -> Store {
        let objects = objects.iter().map(|name| (name.clone(), Object::default())).collect();
        Store { objects, last: Stamp::default(), made: 0 }
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
        let id = identifier(object, self.made + 1);
        Ok(Record { id, stamp: self.next_stamp(now), deleted: false, by, fields })
    }

    /// The record as it is now; deleted and unknown ones are refusals.
    pub(super) fn live(&self, object: &str, id: &str) -> Result<&Record, OrgError> {
        match self.object(object)?.records.get(id) {
            Some(record) if !record.deleted => Ok(record),
            Some(_) => Err(refused("ENTITY_IS_DELETED", format!("{object} {id} is deleted"))),
            None => Err(refused("INVALID_CROSS_REFERENCE_KEY", format!("there is no {object} {id}"))),
        }
    }

    /// A record, deleted or not.
    pub(super) fn get(&self, object: &str, id: &str) -> Option<&Record> {
        self.objects.get(object)?.records.get(id)
    }

    /// Keeps a record in its new form.
    pub(super) fn put(&mut self, object: &str, record: Record) {
        let Some(object) = self.objects.get_mut(object) else { return };
        self.last = self.last.max(record.stamp);
        object.by_stamp.insert(record.stamp, record.id.clone());
        let key = record.text(KEY_FIELD).filter(|_| !record.deleted).map(str::to_owned);
        let (id, old) = (record.id.clone(), object.records.insert(record.id.clone(), record));
        if old.is_none() {
            self.made += 1;
        }
        if let Some(old) = old {
            object.by_stamp.remove(&old.stamp);
            if let Some(ids) = old.text(KEY_FIELD).and_then(|key| object.by_key.get_mut(key)) {
                ids.retain(|other| *other != id);
            }
        }
        if let Some(key) = key {
            object.by_key.entry(key).or_default().push(id);
        }
    }

    /// Ids of the live records whose text field has this value.
    pub(super) fn matching(&self, object: &str, field: &str, value: &str) -> Result<Vec<String>, OrgError> {
        let object = self.object(object)?;
        if field == KEY_FIELD {
            return Ok(object.by_key.get(value).cloned().unwrap_or_default());
        }
        let live =
            object.records.values().filter(|record| !record.deleted && record.text(field) == Some(value));
        Ok(live.map(|record| record.id.clone()).collect())
    }

    /// Records changed after `since`, deleted ones included, oldest change first.
    pub(super) fn changed_since(&self, object: &str, since: Stamp) -> Result<Vec<Record>, OrgError> {
        let object = self.object(object)?;
        let after = (std::ops::Bound::Excluded(since), std::ops::Bound::Unbounded);
        Ok(object.by_stamp.range(after).filter_map(|(_, id)| object.records.get(id)).cloned().collect())
    }

    /// All records of an object, deleted ones included, by id.
    pub(super) fn all(&self, object: &str) -> impl Iterator<Item = &Record> {
        self.objects.get(object).into_iter().flat_map(|object| object.records.values())
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.objects.keys()
    }

    fn object(&self, name: &str) -> Result<&Object, OrgError> {
        self.objects.get(name).ok_or_else(|| refused("INVALID_TYPE", format!("there is no object {name}")))
    }
}

pub(super) fn refused(code: &'static str, message: String) -> OrgError {
    OrgError::Refused { code, message }
}
