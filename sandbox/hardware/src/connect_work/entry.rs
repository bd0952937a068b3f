//! One row of the trigger log, as Connect reads it.

use std::collections::BTreeMap;

use postgres::Row;
use serde_json::Value;

use crate::mapping::Mapping;
use crate::org::{Fields, Request};

/// What the log says was done to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Insert,
    Update,
    Delete,
}

/// Values by column.
pub(super) type Columns = BTreeMap<String, Option<String>>;

/// A captured change, picked up.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: i32,
    pub(super) txid: i64,
    pub(super) action: Action,
    pub(super) table: String,
    pub(super) record_id: i32,
    pub(super) sfid: Option<String>,
    /// The old row.
    pub(super) old: Columns,
    /// What is to be sent.
    pub(super) values: Columns,
    /// Found picked up already: an earlier attempt may have reached the org.
    pub(super) retried: bool,
}

/// Columns that [`Entry::read`] expects, in this order.
pub(super) const COLUMNS: &str = "id, txid, action, table_name, record_id, sfid, \
     hstore_to_json(old::hstore)::text, hstore_to_json(\"values\"::hstore)::text";

impl Entry {
    pub(super) fn read(row: &Row, retried: bool) -> Entry {
        let action: String = row.get(2);
        Entry {
            id: row.get(0),
            txid: row.get::<_, Option<i64>>(1).unwrap_or(0),
            action: match action.as_str() {
                "INSERT" => Action::Insert,
                "DELETE" => Action::Delete,
                _ => Action::Update,
            },
            table: row.get(3),
            record_id: row.get::<_, Option<i32>>(4).unwrap_or(0),
            sfid: row.get(5),
            old: columns(row.get(6)),
            values: columns(row.get(7)),
            retried,
        }
    }

    /// Names this change among all that Connect ever sent from this schema.
    pub(super) fn request(&self, schema: &str) -> Request {
        Request { schema: schema.to_owned(), table: self.table.clone(), entry: self.id, txid: self.txid }
    }

    /// A value of the new or else of the old row, by field.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        let column = field.to_lowercase();
        self.values.get(&column).or_else(|| self.old.get(&column))?.as_deref()
    }
}

/// The columns of an hstore in its JSON form, in which every value is text or null.
fn columns(json: Option<String>) -> Columns {
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// The fields that a mapping has of these columns, with values of their kind.
pub(super) fn fields(mapping: &Mapping, columns: &Columns) -> Fields {
    columns
        .iter()
        .filter_map(|(column, value)| {
            let field = mapping.field_of_column(column)?;
            let value = match value {
                None => Value::Null,
                Some(text) if field.sql_type == "double precision" || field.sql_type == "integer" => {
                    number(text)
                }
                Some(text) if field.sql_type == "boolean" => Value::from(text == "t"),
                Some(text) => Value::from(text.as_str()),
            };
            Some((field.name.clone(), value))
        })
        .collect()
}

fn number(text: &str) -> Value {
    text.parse::<f64>().map_or(Value::Null, Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Access;
    use serde_json::json;

    #[test]
    fn only_business_columns_are_sent_and_numbers_are_numbers() {
        let json = r#"{"id": "4", "sfid": null, "name": "A", "version__c": "3", "writer": null}"#;
        let mut mapping = Mapping::new("Contact", Access::ReadWrite);
        let found = fields(&mapping, &columns(Some(json.to_owned())));
        let expected =
            crate::org::fields([("Name", json!("A")), ("Version__c", json!(3.0)), ("Writer", json!(null))]);
        assert_eq!(found, expected);
        mapping.fields.retain(|field| field.name == "Name");
        let mapped = crate::org::fields([("Name", json!("A"))]);
        assert_eq!(
            fields(&mapping, &columns(Some(json.to_owned()))),
            mapped,
            "what is not mapped is not sent"
        );
        assert_eq!(fields(&mapping, &columns(None)), Fields::new());
    }
}
