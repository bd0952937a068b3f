//! Reading records: what polling, loading and the ledger use.

use std::collections::BTreeMap;
use std::io;

use serde::ser::{Error, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::record::{Record, Stamp};
use super::store::Store;
use super::{Org, OrgError};

impl Org {
    /// A record, deleted or not.
    pub fn get(&self, object: &str, id: &str) -> Result<Option<Record>, OrgError> {
        self.lock().store.get(object, id)
    }

    /// The live records whose text field has this value.
    pub fn find(&self, object: &str, field: &str, value: &str) -> Result<Vec<Record>, OrgError> {
        let state = self.lock();
        let ids = state.store.matching(object, field, value)?;
        ids.iter().map(|id| state.store.live(object, id)).collect()
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
        self.lock().store.count(object)
    }

    /// Names of all objects.
    pub fn objects(&self) -> Vec<String> {
        self.lock().store.names().cloned().collect()
    }

    /// Everything, for the ledger, as JSON: `{orgId, records: {Object: [{Id, SystemModstamp, IsDeleted, LastModifiedBy,
    /// fields…}]}, history: [{at, source, op, object, id, systemModstamp, fields}]}`. Times are milliseconds since 1970;
    /// `fields` are all values after the change; `source` and `LastModifiedBy` are `connect` or `org`.
    pub fn dump(&self) -> Result<Vec<u8>, OrgError> {
        let store = &self.lock().store;
        let records = store.names().map(|object| (object, Records { store, object })).collect();
        let dump = Dump { org_id: self.id(), records, history: History(store) };
        Ok(serde_json::to_vec(&dump).map_err(io::Error::from)?)
    }
}

/// Written down one by one: of a long run there are more than memory should hold.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dump<'a> {
    org_id: &'a str,
    records: BTreeMap<&'a String, Records<'a>>,
    history: History<'a>,
}

struct Records<'a> {
    store: &'a Store,
    object: &'a str,
}

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        each(serializer, self.store.all(self.object))
    }
}

struct History<'a>(&'a Store);

impl Serialize for History<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        each(
            serializer,
            self.0.history().map(|line| Ok(RawValue::from_string(line?).map_err(io::Error::from)?)),
        )
    }
}

fn each<S: Serializer, T: Serialize>(
    serializer: S,
    items: impl Iterator<Item = Result<T, OrgError>>,
) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(None)?;
    for item in items {
        list.serialize_element(&item.map_err(S::Error::custom)?)?;
    }
    list.end()
}
