//! Mappings: which object of the org is kept in step with which table, and how.

use serde::{Deserialize, Serialize};

/// Direction of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The org's changes reach the table; the table's are logged as `READONLY` and go nowhere.
    ReadOnly,
    /// Changes go both ways.
    ReadWrite,
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
}

impl Mapping {
    /// A mapping without streaming and without upsert field.
    pub fn new(object: &str, access: Access) -> Mapping {
        Mapping { object: object.to_owned(), access, streaming: false, upsert_field: None }
    }

    /// Name of its table: the object name in lower case.
    pub fn table(&self) -> String {
        self.object.to_lowercase()
    }
}

/// A business field that every mapped object has, and its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name in the org.
    pub name: &'static str,
    /// Column name: the field name in lower case.
    pub column: &'static str,
    /// Postgres type of the column.
    pub sql_type: &'static str,
}

/// The business fields. `Version__c` (number, so double precision as Connect makes it) rises with each change of a
/// record and `Writer` says which side owns it: `org` for the org itself, anything else for the app.
pub const FIELDS: [Field; 4] = [
    Field { name: "Name", column: "name", sql_type: "varchar(255)" },
    Field { name: "External_Id__c", column: "external_id__c", sql_type: "varchar(80)" },
    Field { name: "Version__c", column: "version__c", sql_type: "double precision" },
    Field { name: "Writer", column: "writer", sql_type: "text" },
];

/// The business field whose column this is.
pub(crate) fn field_of_column(column: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.column == column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_its_field_in_lower_case() {
        for field in FIELDS {
            assert_eq!(field.name.to_lowercase(), field.column);
            assert_eq!(field_of_column(field.column), FIELDS.iter().find(|other| other.name == field.name));
        }
        assert_eq!(field_of_column("_hc_err"), None);
    }

    #[test]
    fn the_table_is_the_object_in_lower_case() {
        assert_eq!(Mapping::new("Product2", Access::ReadOnly).table(), "product2");
    }
}
