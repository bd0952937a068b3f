//! Fields of Salesforce objects, and the columns that Connect makes of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Salesforce's own types, as far as a column can be made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// A record's own id.
    Id,
    /// Id of another record.
    Reference,
    /// Text of a limited length.
    String,
    /// Text of several lines; a long one has no limit in Postgres.
    Textarea,
    /// One of several values.
    Picklist,
    /// Some of several values.
    Multipicklist,
    /// One of several values, or another.
    Combobox,
    /// Masked text.
    Encryptedstring,
    /// Address of mail.
    Email,
    /// Telephone number.
    Phone,
    /// Address of a page.
    Url,
    /// Yes or no.
    Boolean,
    /// Whole number.
    Int,
    /// Number.
    Double,
    /// Amount of money.
    Currency,
    /// Share.
    Percent,
    /// Day.
    Date,
    /// Moment.
    Datetime,
    /// Time of day.
    Time,
    /// Anything.
    #[serde(rename = "anyType")]
    Any,
}

/// What the org says of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldDefinition {
    /// Type.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Longest text, for types that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// A record cannot be without it.
    #[serde(default)]
    pub required: bool,
}

/// A field of a mapping, with the definition that its column was made by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MappedField {
    /// Salesforce API name.
    pub name: String,
    /// Type.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Longest text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
}

impl MappedField {
    /// By the org's definition.
    #[must_use]
    pub fn of(name: &str, definition: FieldDefinition) -> Self {
        Self { name: name.to_owned(), kind: definition.kind, length: definition.length }
    }

    /// Its column.
    #[must_use]
    pub fn column(&self) -> String {
        self.name.to_lowercase()
    }

    /// The type of its column.
    #[must_use]
    pub fn column_type(&self) -> String {
        column_type(self.kind, self.length)
    }

    /// True for the same field, however it is written.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The longest text area that becomes a column with a limit.
const LONGEST_AREA: u32 = 4_099;

/// The type of the column that Connect makes of a field, spelled as Postgres' `format_type` spells it.
#[must_use]
pub fn column_type(kind: FieldType, length: Option<u32>) -> String {
    let text = |length: u32| format!("character varying({length})");
    match kind {
        FieldType::Id | FieldType::Reference => text(18),
        FieldType::Textarea if length.is_some_and(|length| length > LONGEST_AREA) => "text".to_owned(),
        FieldType::String | FieldType::Textarea | FieldType::Encryptedstring | FieldType::Picklist => {
            text(length.unwrap_or(255))
        }
        FieldType::Multipicklist => text(4_099),
        FieldType::Combobox | FieldType::Url => text(255),
        FieldType::Email => text(80),
        FieldType::Phone => text(40),
        FieldType::Boolean => "boolean".to_owned(),
        FieldType::Int => "integer".to_owned(),
        FieldType::Double | FieldType::Currency | FieldType::Percent => "double precision".to_owned(),
        FieldType::Date => "date".to_owned(),
        FieldType::Datetime => "timestamp without time zone".to_owned(),
        FieldType::Time => "time without time zone".to_owned(),
        FieldType::Any => "text".to_owned(),
    }
}

/// How long a text may be in the column of a field; `None` if it has no limit or is none.
#[must_use]
pub fn column_limit(kind: FieldType, length: Option<u32>) -> Option<u32> {
    column_type(kind, length).strip_prefix("character varying(")?.strip_suffix(')')?.parse().ok()
}

/// Fields that every mapping has, whether it lists them or not, with columns of their own kind.
pub const ALWAYS: [(&str, FieldType); 3] =
    [("Id", FieldType::Id), ("SystemModstamp", FieldType::Datetime), ("IsDeleted", FieldType::Boolean)];

/// Objects without `IsDeleted`, lower case [terraform provider; django-heroku-connect].
const NEVER_DELETED: [&str; 3] = ["user", "recordtype", "emailtemplate"];

/// True if the table of an object has the column `isdeleted`.
#[must_use]
pub fn is_marked_deleted(object: &str) -> bool {
    !NEVER_DELETED.contains(&object.to_lowercase().as_str())
}

/// The fields that every mapping of this object has.
pub fn always_of(object: &str) -> impl Iterator<Item = &'static (&'static str, FieldType)> {
    let marked = is_marked_deleted(object);
    ALWAYS.iter().filter(move |(name, _)| marked || *name != "IsDeleted")
}

/// Objects that every org has, besides those of its scenario.
pub const STANDARD_OBJECTS: [&str; 10] =
    ["Account", "Asset", "Campaign", "Case", "Contact", "Lead", "Opportunity", "Product2", "Task", "User"];

/// The fields of a mapping that lists none: `Version__c` rises with each change of a record, and `Writer` says which side owns it.
#[must_use]
pub fn usual() -> Arc<Vec<MappedField>> {
    let field = |name: &str, kind, length| MappedField { name: name.to_owned(), kind, length };
    Arc::new(vec![
        field("Name", FieldType::String, Some(255)),
        field("External_Id__c", FieldType::String, Some(80)),
        field("Version__c", FieldType::Double, None),
        field("Writer", FieldType::Textarea, Some(32_768)),
    ])
}

/// Definitions of the fields of one object, by name.
pub(crate) type Fields = BTreeMap<String, FieldDefinition>;

/// What an object has whose scenario says nothing of it.
pub(crate) fn usual_definitions() -> Fields {
    let plain =
        |field: &MappedField| FieldDefinition { kind: field.kind, length: field.length, required: false };
    let made = (
        "CreatedDate".to_owned(),
        FieldDefinition { kind: FieldType::Datetime, length: None, required: false },
    );
    usual().iter().map(|field| (field.name.clone(), plain(field))).chain([made]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_connect_makes_them() {
        let types: Vec<String> = usual().iter().map(MappedField::column_type).collect();
        assert_eq!(types, ["character varying(255)", "character varying(80)", "double precision", "text"]);
        assert_eq!(column_type(FieldType::Textarea, Some(255)), "character varying(255)");
        assert_eq!(column_type(FieldType::Multipicklist, Some(255)), "character varying(4099)");
        assert_eq!(column_type(FieldType::Reference, None), "character varying(18)");
        assert_eq!(column_type(FieldType::Datetime, None), "timestamp without time zone");
    }
}
