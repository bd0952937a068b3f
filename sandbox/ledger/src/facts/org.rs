//! The org as it described itself.

use std::collections::BTreeMap;

/// The org's records and what happened to them.
#[derive(Debug, Clone, Default)]
pub struct Org {
    /// Records by table name: the object's name in lower case.
    pub records: BTreeMap<String, Vec<Record>>,
    /// Every accepted change, oldest first.
    pub history: Vec<Change>,
}

/// One record, deleted ones included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The 18-character id.
    pub id: String,
    /// The external id.
    pub key: Option<String>,
    /// The version field.
    pub version: Option<i64>,
    /// The name field.
    pub name: Option<String>,
    /// Whether it was deleted.
    pub deleted: bool,
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Connect, on behalf of a change in Postgres.
    Connect,
    /// The org's own users.
    Org,
}

/// What a change did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeOp {
    /// A record was made.
    Insert,
    /// A record was changed.
    Update,
    /// A record was deleted.
    Delete,
}

/// One accepted change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When, milliseconds since the Unix epoch; 0 if it is not told.
    pub at: i64,
    /// The table's name: the object's in lower case.
    pub table: String,
    /// The record's id.
    pub id: String,
    /// The external id, where the change names it.
    pub key: Option<String>,
    /// The version it left, where the change names it.
    pub version: Option<i64>,
    /// What was done.
    pub op: ChangeOp,
    /// By whom.
    pub source: Source,
}
