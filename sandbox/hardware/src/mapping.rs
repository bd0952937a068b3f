//! Mappings: which object of the org is kept in step with which table, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Objects without `IsDeleted`, by their tables [terraform provider; django-heroku-connect].
const NEVER_DELETED: [&str; 3] = ["user", "recordtype", "emailtemplate"];

/// Direction of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The org's changes reach the table; the table's are logged as `READONLY` and go nowhere.
    ReadOnly,
    /// Changes go both ways.
    ReadWrite,
}

/// What becomes of a captured change whose column is not mapped any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmapped {
    /// All of it is sent, as far as it is a usual field.
    Sent,
    /// It fails.
    Failed,
    /// The rest of it is sent.
    #[default]
    Ignored,
}

/// One mapping of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Object name in the org, for instance `Account`.
    pub object: String,
    /// Direction.
    pub access: Access,
    /// Whether the org pushes changes; pushes are a hint only, polling is what brings them.
    #[serde(default)]
    pub streaming: bool,
    /// Field by which an insert becomes an upsert, for instance `External_Id__c`.
    #[serde(default)]
    pub upsert_field: Option<String>,
    /// Fields that have a column of their own.
    pub fields: Vec<Field>,
    /// Further indexes, by field: whether they are unique.
    #[serde(default)]
    pub indexes: BTreeMap<String, bool>,
    /// Its table is being altered or is not there: nothing of it is polled or sent.
    #[serde(default)]
    pub held: bool,
    /// What becomes of captured changes of columns that are not mapped.
    #[serde(default)]
    pub unmapped: Unmapped,
}

impl Mapping {
    /// A mapping of the usual fields, without streaming and without upsert field.
    pub fn new(object: &str, access: Access) -> Mapping {
        Mapping {
            object: object.to_owned(),
            access,
            streaming: false,
            upsert_field: None,
            fields: usual_fields(),
            indexes: BTreeMap::new(),
            held: false,
            unmapped: Unmapped::Ignored,
        }
    }

    /// Name of its table: the object name in lower case.
    pub fn table(&self) -> String {
        self.object.to_lowercase()
    }

    /// True if its table has the column `isdeleted`: a few objects have no such field.
    pub fn is_marked_deleted(&self) -> bool {
        !NEVER_DELETED.contains(&&*self.table())
    }

    /// The field whose column this is.
    pub(crate) fn field_of_column(&self, column: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.column() == column)
    }

    /// Columns with an index, and whether it is unique: of those that are there.
    pub(crate) fn indexed(&self) -> BTreeMap<String, bool> {
        let own = self.indexes.iter().map(|(field, unique)| (field.to_lowercase(), *unique));
        let upsert = self.upsert_field.iter().map(|field| (field.to_lowercase(), true));
        own.chain(upsert).filter(|(column, _)| self.field_of_column(column).is_some()).collect()
    }
}

/// A business field with a column of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name in the org.
    pub name: String,
    /// Postgres type of the column, as `format_type` spells it.
    pub sql_type: String,
}

impl Field {
    /// Column name: the field name in lower case.
    pub fn column(&self) -> String {
        self.name.to_lowercase()
    }
}

/// The business fields of a mapping that nobody changed. `Version__c` (number, so double precision as Connect makes it) rises with each
/// change of a record and `Writer` says which side owns it: `org` for the org itself, anything else for the app.
pub fn usual_fields() -> Vec<Field> {
    let field = |name: &str, sql_type: &str| Field { name: name.to_owned(), sql_type: sql_type.to_owned() };
    vec![
        field("Name", "character varying(255)"),
        field("External_Id__c", "character varying(80)"),
        field("Version__c", "double precision"),
        field("Writer", "text"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_its_field_in_lower_case() {
        let mut mapping = Mapping::new("Contact", Access::ReadOnly);
        assert_eq!(mapping.field_of_column("version__c").map(|field| &*field.name), Some("Version__c"));
        assert_eq!(mapping.field_of_column("_hc_err"), None);
        mapping.upsert_field = Some("External_Id__c".to_owned());
        mapping.indexes = BTreeMap::from([("Name".to_owned(), false), ("Id".to_owned(), true)]);
        let indexed = BTreeMap::from([("external_id__c".to_owned(), true), ("name".to_owned(), false)]);
        assert_eq!(mapping.indexed(), indexed);
    }

    #[test]
    fn the_table_is_the_object_in_lower_case() {
        assert_eq!(Mapping::new("Product2", Access::ReadOnly).table(), "product2");
    }
}
