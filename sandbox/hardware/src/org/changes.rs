//! Changing records. Each accepted change raises the stamp and leaves one line in the history.

use super::history::Op;
use super::record::{Fields, Record, Source};
use super::store::refused;
use super::{now, Org, OrgError, State};

impl Org {
    /// Inserts a record.
    pub fn insert(&self, object: &str, fields: Fields, source: Source) -> Result<Record, OrgError> {
        self.lock().insert(object, fields, source)
    }

    /// Updates the one live record whose `field` is `value`, or inserts one if there is none. Several are refused.
    pub fn upsert(
        &self,
        object: &str,
        field: &str,
        value: &str,
        fields: Fields,
        source: Source,
    ) -> Result<Record, OrgError> {
        self.lock().upsert(object, field, value, fields, source)
    }

    /// Sets the given fields of a live record; the others stay.
    pub fn update(&self, object: &str, id: &str, fields: Fields, source: Source) -> Result<Record, OrgError> {
        self.lock().update(object, id, fields, source)
    }

    /// Deletes a live record; it stays readable as deleted.
    pub fn delete(&self, object: &str, id: &str, source: Source) -> Result<Record, OrgError> {
        self.lock().delete(object, id, source)
    }
}

impl State {
    pub(super) fn upsert(
        &mut self,
        object: &str,
        field: &str,
        value: &str,
        fields: Fields,
        by: Source,
    ) -> Result<Record, OrgError> {
        match self.store.matching(object, field, value)?.as_slice() {
            [] => self.insert(object, fields, by),
            [id] => self.update(object, id, fields, by),
            _ => Err(refused("MULTIPLE_CHOICES", format!("several {object} records have {field} {value}"))),
        }
    }

    pub(super) fn insert(&mut self, object: &str, fields: Fields, by: Source) -> Result<Record, OrgError> {
        let now = now();
        let record = self.store.draft(object, fields, by, now)?;
        self.accept(now, Op::Insert, object, record)
    }

    pub(super) fn update(
        &mut self,
        object: &str,
        id: &str,
        fields: Fields,
        by: Source,
    ) -> Result<Record, OrgError> {
        let now = now();
        let mut record = self.store.live(object, id)?;
        record.fields.extend(fields);
        record.by = by;
        record.stamp = self.store.next_stamp(now);
        self.accept(now, Op::Update, object, record)
    }

    pub(super) fn delete(&mut self, object: &str, id: &str, by: Source) -> Result<Record, OrgError> {
        let now = now();
        let mut record = self.store.live(object, id)?;
        record.deleted = true;
        record.by = by;
        record.stamp = self.store.next_stamp(now);
        self.accept(now, Op::Delete, object, record)
    }

    fn accept(&mut self, now: i64, op: Op, object: &str, record: Record) -> Result<Record, OrgError> {
        self.store.put(now, op, object, &record)?;
        Ok(record)
    }
}
