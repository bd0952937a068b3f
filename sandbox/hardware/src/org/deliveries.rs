//! Changes that Connect has sent and not yet noted in the database.
//!
//! Between the org's answer and the commit that notes it, a session can be lost. Connect remembers what it sent, so that
//! the retry neither makes a second record nor takes a later change back, and polling does not mistake a record on its
//! way for a new one.

use std::collections::BTreeMap;

use super::record::{Record, Stamp};
use super::{Fields, Org, OrgError, Source};

/// A log entry among all that Connect ever sent: ids repeat in a database that was set back, transactions do too, and
/// then it is the same entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Request {
    pub(crate) schema: String,
    pub(crate) table: String,
    pub(crate) entry: i32,
    pub(crate) txid: i64,
}

/// One change that Connect asks for.
pub(crate) enum Change {
    /// A new record.
    Insert(Fields),
    /// A record found by a field, or a new one.
    Upsert { field: String, value: String, fields: Fields },
    /// A known record.
    Update { id: String, fields: Fields },
    /// A known record.
    Delete { id: String },
}

/// What a request did in the org.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    object: String,
    id: String,
    /// When it was done.
    pub(crate) stamp: Stamp,
}

#[derive(Default)]
pub(super) struct Deliveries {
    open: BTreeMap<Request, Delivery>,
}

impl Org {
    /// Makes a change for a request of Connect's. The same request again changes nothing and gives the record as it is.
    pub(crate) fn send_once(
        &self,
        request: Request,
        object: &str,
        change: Change,
    ) -> Result<Record, OrgError> {
        let mut state = self.lock();
        let done = state.deliveries.open.get(&request).map(|delivery| delivery.id.clone());
        if let Some(id) = done {
            if let Some(record) = state.store.get(object, &id)? {
                return Ok(record);
            }
        }
        let by = Source::Connect;
        let record = match change {
            Change::Insert(fields) => state.insert(object, fields, by),
            Change::Upsert { field, value, fields } => state.upsert(object, &field, &value, fields, by),
            Change::Update { id, fields } => state.update(object, &id, fields, by),
            Change::Delete { id } => state.delete(object, &id, by),
        }?;
        let delivery = Delivery { object: object.to_owned(), id: record.id.clone(), stamp: record.stamp };
        state.deliveries.open.insert(request, delivery);
        Ok(record)
    }

    /// The outcome is noted in the database, or the entry is not there any more.
    pub(crate) fn forget(&self, request: &Request) {
        self.lock().deliveries.open.remove(request);
    }

    /// Open requests of an object, by the id of the record they touched.
    pub(crate) fn open_requests(&self, object: &str) -> BTreeMap<String, Vec<(Request, Delivery)>> {
        let state = self.lock();
        let mut open: BTreeMap<String, Vec<(Request, Delivery)>> = BTreeMap::new();
        for (request, delivery) in state.deliveries.open.iter().filter(|(_, made)| made.object == object) {
            open.entry(delivery.id.clone()).or_default().push((request.clone(), delivery.clone()));
        }
        open
    }
}
