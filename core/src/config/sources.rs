//! What a configuration can be held against, as far as it was read. What is not known is left out: nothing here is guessed.

use serde::{Deserialize, Serialize};

use super::names::same;

/// Everything that was read beside the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Sources {
    /// The connection that the file is for.
    pub live: Option<Live>,
    /// What its authorized user sees in Salesforce.
    pub org: Option<Org>,
    /// What the catalogs of the database say.
    pub postgres: Option<Postgres>,
    /// Keyed fingerprint of the organization that the file names, if the connection's is one.
    pub file_org: Option<String>,
    /// True if the file must be from the same organization.
    pub same_org: bool,
}

/// The connection as it is [`GET /connections/C/actions/export` and its mappings].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Live {
    /// Its configuration, as text.
    pub export: Option<String>,
    /// Keyed fingerprint of its organization, if the text does not name it.
    pub org: Option<String>,
    /// What is paid for.
    pub plan: Option<LivePlan>,
    /// How many records its mappings have.
    pub rows: Vec<LiveRows>,
}

/// What a plan of Connect allows [Dev Center 2020].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LivePlan {
    /// 10,000 rows, and a poll every ten minutes.
    Demo,
    /// Rows by contract, which no interface shows.
    Contract,
}

/// Records of one object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct LiveRows {
    /// API name.
    pub object: String,
    /// How many.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub rows: u64,
}

/// The organization, as the authorized user sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Org {
    /// API calls that it may use in a day.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub daily_api_calls: Option<u64>,
    /// The objects that were asked for.
    pub objects: Vec<OrgObject>,
}

/// What was answered when an object was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum OrgAnswer {
    /// Its schema.
    #[default]
    Read,
    /// That there is none, or none for this user.
    Missing,
    /// Nothing that can be used.
    Unread,
}

/// An object [`GET /connections/C/schemas/OBJECT`]. Only names and `required` of fields are certain to be given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct OrgObject {
    /// API name.
    pub name: String,
    /// What was answered.
    pub answer: OrgAnswer,
    /// True if the user may create records.
    pub createable: Option<bool>,
    /// True if the user may change records.
    pub updateable: Option<bool>,
    /// How many records there are.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub rows: Option<u64>,
    /// The fields that the user may read.
    pub fields: Vec<OrgField>,
}

/// A field of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct OrgField {
    /// API name.
    pub name: String,
    /// True if no record goes without it.
    pub required: Option<bool>,
    /// Salesforce's word for its type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Longest text.
    pub length: Option<u32>,
    /// True for an External ID.
    pub external_id: Option<bool>,
    /// True if no two records have the same.
    pub unique: Option<bool>,
    /// True if Salesforce numbers records in it.
    pub auto_number: Option<bool>,
    /// True for a formula.
    pub calculated: Option<bool>,
    /// True if the user may set it in a new record.
    pub createable: Option<bool>,
    /// True if the user may change it.
    pub updateable: Option<bool>,
    /// What a lookup may point to.
    pub reference_to: Vec<String>,
    /// Name of the relationship that a lookup makes.
    pub relationship_name: Option<String>,
}

/// What the catalogs say of the schema that Connect writes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Postgres {
    /// Bytes that the database plan still holds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub free_bytes: Option<u64>,
    /// Its tables, and those of a schema that is kept aside.
    pub tables: Vec<PostgresTable>,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct PostgresTable {
    /// Name.
    pub name: String,
    /// True if it is kept aside in another schema: it is in nobody's way, and shows how wide rows are.
    pub aside: bool,
    /// True if a mapping of this connection made it; left out if nobody knows.
    pub of_connection: Option<bool>,
    /// Rows.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub rows: Option<u64>,
    /// Bytes of the rows alone.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub bytes: Option<u64>,
    /// Columns that were dropped, which count for ever.
    pub dropped_columns: Option<u32>,
    /// What somebody hung on its columns.
    pub dependants: Vec<PostgresDependant>,
    /// What is in the column of the unique identifier.
    pub unique_identifier: Option<PostgresIdentifier>,
}

/// Something that goes with a column, or keeps it from going.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct PostgresDependant {
    /// The column.
    pub column: String,
    /// What it is: `index account_email_idx`, `view reports.contacts`.
    pub what: String,
}

/// Values of a column that is to identify records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct PostgresIdentifier {
    /// The column.
    pub column: String,
    /// Values that more than one row has.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub duplicates: u64,
    /// Rows without a value.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub nulls: u64,
}

impl OrgObject {
    /// The field, however it is spelled.
    pub(super) fn field(&self, name: &str) -> Option<&OrgField> {
        self.fields.iter().find(|one| same(&one.name, name))
    }
}

impl Postgres {
    /// The table of an object in the schema that Connect writes to.
    pub(super) fn table(&self, object: &str) -> Option<&PostgresTable> {
        self.tables.iter().find(|one| !one.aside && same(&one.name, object))
    }
}
