//! One accepted change, as the history has it. The latest one of a record is the record.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::record::{Fields, Record, Source, Stamp};

/// What was done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Op {
    Insert,
    Update,
    Delete,
}

/// One line of the history.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Change<'a> {
    /// Milliseconds since 1970.
    at: i64,
    source: Source,
    op: Op,
    object: Cow<'a, str>,
    id: Cow<'a, str>,
    system_modstamp: Stamp,
    /// All field values after the change.
    fields: Cow<'a, Fields>,
}

impl<'a> Change<'a> {
    pub(super) fn of(at: i64, op: Op, object: &'a str, record: &'a Record) -> Self {
        let Record { id, stamp, by, fields, .. } = record;
        let (object, id, fields) = (Cow::Borrowed(object), Cow::Borrowed(id.as_str()), Cow::Borrowed(fields));
        Change { at, source: *by, op, object, id, system_modstamp: *stamp, fields }
    }

    /// The record as this change left it.
    pub(super) fn into_record(self) -> Record {
        Record {
            id: self.id.into_owned(),
            stamp: self.system_modstamp,
            deleted: self.op == Op::Delete,
            by: self.source,
            fields: self.fields.into_owned(),
        }
    }
}
