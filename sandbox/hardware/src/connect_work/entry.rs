//! One row of the trigger log, as Connect reads it.

use std::collections::BTreeMap;

use postgres::Row;
use serde_json::Value;

use crate::mapping::field_of_column;
use crate::org::{Fields, Request};

/// What the log says was done to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Insert,
    Update,
    Delete,
}

/// A captured change, picked up.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: i32,
    pub(super) txid: i64,
    pub(super) action: Action,
    pub(super) table: String,
    pub(super) record_id: i32,
    pub(super) sfid: Option<String>,
    /// Business fields of the old row.
    pub(super) old: Fields,
    /// Business fields to send.
    pub(super) values: Fields,
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
            old: fields(row.get(6)),
            values: fields(row.get(7)),
            retried,
        }
    }

    /// Names this change among all that Connect ever sent from this schema.
    pub(super) fn request(&self, schema: &str) -> Request {
        Request { schema: schema.to_owned(), table: self.table.clone(), entry: self.id, txid: self.txid }
    }

    /// A text value of the new or else of the old row.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        let value = self.values.get(field).or_else(|| self.old.get(field));
        value.and_then(Value::as_str)
    }
}

/// The business fields of an hstore in its JSON form, in which every value is text or null.
fn fields(json: Option<String>) -> Fields {
    let columns: BTreeMap<String, Option<String>> =
        json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    columns
        .into_iter()
        .filter_map(|(column, value)| {
            field_of_column(&column).map(|field| {
                let value = match value {
                    None => Value::Null,
                    Some(text) if field.sql_type == "double precision" => number(&text),
                    Some(text) => Value::from(text),
                };
                (field.name.to_owned(), value)
            })
        })
        .collect()
}

fn number(text: &str) -> Value {
    text.parse::<f64>().map_or(Value::Null, Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_business_columns_are_sent_and_numbers_are_numbers() {
        let json = r#"{"id": "4", "sfid": null, "name": "A", "version__c": "3", "writer": null}"#;
        let found = fields(Some(json.to_owned()));
        let expected =
            crate::org::fields([("Name", json!("A")), ("Version__c", json!(3.0)), ("Writer", json!(null))]);
        assert_eq!(found, expected);
        assert_eq!(fields(None), Fields::new());
    }
}
