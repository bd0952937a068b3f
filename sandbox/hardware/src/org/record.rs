//! One record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Field values by field name: text, number or null.
pub type Fields = BTreeMap<String, Value>;

/// A SystemModstamp: milliseconds since 1970, UTC, strictly rising over all changes of an org.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stamp(pub i64);

/// Which side made a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Connect, on behalf of the app.
    Connect,
    /// The org itself.
    Org,
}

/// One record, deleted ones included. As JSON it has Salesforce's names, and the fields beside the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Record {
    /// 18-character id.
    pub id: String,
    /// When it changed last.
    #[serde(rename = "SystemModstamp")]
    pub stamp: Stamp,
    /// Whether it is in the recycle bin.
    #[serde(rename = "IsDeleted")]
    pub deleted: bool,
    /// Who changed it last.
    #[serde(rename = "LastModifiedBy")]
    pub by: Source,
    /// Business fields.
    #[serde(flatten)]
    pub fields: Fields,
}

impl Record {
    /// A text field, `None` if it is absent or no text.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str)
    }

    /// A number field.
    pub fn number(&self, field: &str) -> Option<f64> {
        self.fields.get(field).and_then(Value::as_f64)
    }
}
