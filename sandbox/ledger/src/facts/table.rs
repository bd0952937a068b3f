//! One table of one database.

/// What Connect does with changes made in Postgres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// They are sent to the org.
    ReadWrite,
    /// They are not.
    ReadOnly,
}

/// One user table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// For a mapped table, how Connect treats it.
    pub mapped: Option<Access>,
    /// The table's owner.
    pub owner: String,
    /// Whether there is a valid primary key.
    pub primary_key: bool,
    /// Size on disk in bytes.
    pub bytes: i64,
    /// The rows; `None` when this login may not read them (a table of another credential).
    pub rows: Option<Vec<Row>>,
}

/// One row, as far as the ledger can tell rows apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The primary key as text, several columns joined with a comma; empty without one.
    pub id: String,
    /// The key that clients and the org know the row by: `external_id__c`, or the primary key of a plain table.
    pub key: Option<String>,
    /// `version__c`, or `value` of the app's own table.
    pub version: Option<i64>,
    /// The Salesforce id, for mapped tables.
    pub sfid: Option<String>,
    /// `name`, for mapped tables.
    pub name: Option<String>,
    /// `isdeleted`.
    pub deleted: bool,
    /// When the row was last written, where the table says so: `at` of the app's own table, `systemmodstamp` of a
    /// mapped one. Microseconds since the Unix epoch.
    pub at: Option<i64>,
    /// A digest of the whole row, for plain tables.
    pub digest: Option<String>,
}
