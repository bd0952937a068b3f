//! What a mapping looks like: its configuration, the columns of its table and what people built on them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::field::Definition;

/// A mapping and its table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MappingShape"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Shape {
    /// Mapping id.
    pub mapping: String,
    /// Salesforce object.
    pub object: String,
    /// Its table.
    pub table: String,
    /// Its configuration as Connect shows it, without `revision` and `applied_at`.
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub config: Value,
    /// Rows of the table, counted or estimated; `null` if it could not be read.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub rows: Option<u64>,
    /// The fields that were looked at.
    pub fields: Vec<SeenField>,
    /// Fields that were named and that the mapping does not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
    pub unknown: Vec<String>,
}

/// A field and its column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeenField {
    /// Field, as the configuration writes it.
    pub field: String,
    /// Its column.
    pub column: String,
    /// Type of the column; `null` if there is none.
    pub now: Option<String>,
    /// What Salesforce says that it is.
    pub defined: Defined,
    /// Rows that have a value; `null` if they were not counted.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub values: Option<u64>,
    /// Of those, rows that Salesforce does not know, and of which no change waits to be sent.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub local: Option<u64>,
    /// Characters of the longest one, of a text, that of unsent changes included.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub longest: Option<u64>,
    /// Unsent changes of it.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub queued: Option<u64>,
    /// What people hung on the column; `null` if it was not read: of a column that is as it should be nobody asks.
    pub dependants: Option<Vec<Dependant>>,
}

/// What is known of the definition of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "is", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Defined {
    /// This.
    As {
        /// The definition.
        definition: Definition,
    },
    /// There is such a field; what it is was not said.
    There,
    /// There is none.
    Gone,
    /// It could not be read.
    Unread,
}

/// Something that a person hung on a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dependant {
    /// What it is: `view`, `trigger`, `index`.
    pub kind: String,
    /// Its name, with that of its table.
    pub name: String,
    /// True if Postgres refuses to alter or drop the column beside it; the others go silently with a column that is dropped.
    pub refuses: bool,
}

/// Kind of a foreign key of another table.
const KEY: &str = "foreign key";
/// Kind of one whose rows have nothing by which they could be found again.
const KEYLESS: &str = "foreign key without a key of its own";

impl Dependant {
    /// True for a foreign key of another table: its rows point at rows of this one.
    #[must_use]
    pub fn points(&self) -> bool {
        self.kind == KEY && self.refuses
    }

    /// True for one whose rows could not be told apart, and so not be pointed anew.
    #[must_use]
    pub fn points_blindly(&self) -> bool {
        self.kind == KEYLESS
    }

    /// True for a trigger of people's own.
    #[must_use]
    pub fn fires(&self) -> bool {
        self.kind == "trigger"
    }

    /// Names with what they are, each once.
    pub fn names<'a>(all: impl Iterator<Item = &'a Self>) -> Vec<String> {
        let mut names: Vec<String> = all.map(|one| format!("{} {}", one.kind, one.name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Shape {
    /// Fields of the configuration.
    pub fn mapped(&self) -> impl Iterator<Item = &str> {
        let fields = self.config.get("fields").and_then(Value::as_object);
        fields.into_iter().flatten().map(|(name, _)| name.as_str())
    }

    /// A field that was looked at.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&SeenField> {
        self.fields.iter().find(|one| one.field == name)
    }
}
