//! Reading records: what polling, loading and the ledger use.

use serde_json::{json, Map, Value};

use super::record::{Record, Stamp};
use super::{Org, OrgError};

impl Org {
    /// A record, deleted or not.
    pub fn get(&self, object: &str, id: &str) -> Option<Record> {
        self.lock().store.get(object, id).cloned()
    }

    /// The live records whose text field has this value.
    pub fn find(&self, object: &str, field: &str, value: &str) -> Result<Vec<Record>, OrgError> {
        let state = self.lock();
        let ids = state.store.matching(object, field, value)?;
        ids.iter().map(|id| state.store.live(object, id).cloned()).collect()
    }

    /// Records changed after `since`, deleted ones included, oldest change first.
    pub fn changed_since(&self, object: &str, since: Stamp) -> Result<Vec<Record>, OrgError> {
        self.lock().store.changed_since(object, since)
    }

    /// Stamp of the latest change of any record. Read it before reading several objects: what changes between the
    /// readings has a later one.
    pub fn latest(&self) -> Stamp {
        self.lock().store.latest()
    }

    /// Number of live records of an object.
    pub fn count(&self, object: &str) -> usize {
        self.lock().store.all(object).filter(|record| !record.deleted).count()
    }

    /// Names of all objects.
    pub fn objects(&self) -> Vec<String> {
        self.lock().store.names().cloned().collect()
    }

    /// Everything, for the ledger: `{orgId, records: {Object: [{Id, SystemModstamp, IsDeleted, LastModifiedBy,
    /// fields…}]}, history: [{at, source, op, object, id, systemModstamp, fields}]}`. Times are milliseconds since 1970;
    /// `fields` are all values after the change; `source` and `LastModifiedBy` are `connect` or `org`.
    pub fn dump(&self) -> Value {
        let state = self.lock();
        let all = |object: &str| state.store.all(object).map(row).collect::<Vec<Value>>();
        let records: Map<String, Value> =
            state.store.names().map(|name| (name.clone(), Value::from(all(name)))).collect();
        json!({ "orgId": self.id(), "records": records, "history": state.history.changes() })
    }
}

fn row(record: &Record) -> Value {
    let mut row = Map::new();
    row.insert("Id".to_owned(), json!(record.id));
    row.insert("SystemModstamp".to_owned(), json!(record.stamp));
    row.insert("IsDeleted".to_owned(), json!(record.deleted));
    row.insert("LastModifiedBy".to_owned(), json!(record.by));
    row.extend(record.fields.iter().map(|(name, value)| (name.clone(), value.clone())));
    Value::Object(row)
}
