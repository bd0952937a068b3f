//! The org's own account of its records and of what happened to them.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::{http, ReadError};
use crate::facts::{Change, ChangeOp, Org, Record, Source};

/// Reads the org from a file or from an `http://` URL: `{records: {Object: [record]}, history: [change]}`.
pub fn read_org(place: &str) -> Result<Org, ReadError> {
    let failed = |error| ReadError::File { path: place.to_owned(), error };
    let bytes = match place.starts_with("http://") {
        true => http::get(place).map_err(failed)?,
        false => std::fs::read(Path::new(place)).map_err(failed)?,
    };
    let form = |message: String| ReadError::Form { path: place.to_owned(), message };
    let dump: Value = serde_json::from_slice(&bytes).map_err(|error| form(error.to_string()))?;
    parse(&dump).map_err(form)
}

/// Field names are compared in lower case; fields may lie in the record itself or in its `fields`.
fn parse(dump: &Value) -> Result<Org, String> {
    let objects =
        dump.get("records").and_then(Value::as_object).ok_or("there is no \"records\" by object")?;
    let mut records = BTreeMap::new();
    for (object, list) in objects {
        let list = list.as_array().ok_or_else(|| format!("the records of {object} are no list"))?;
        let parsed: Result<Vec<Record>, String> = list.iter().map(record).collect();
        records.insert(
            object.to_lowercase(),
            parsed.map_err(|what| format!("a record of {object} has no {what}"))?,
        );
    }
    let history = dump.get("history").and_then(Value::as_array).ok_or("there is no \"history\"")?;
    let history: Result<Vec<Change>, String> = history
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            change(entry).map_err(|what| format!("change {index} of the history: no {what}"))
        })
        .collect();
    Ok(Org { records, history: history? })
}

fn record(entry: &Value) -> Result<Record, String> {
    let fields = Fields::of(entry);
    Ok(Record {
        id: fields.text("id").ok_or("Id")?,
        key: fields.text("external_id__c"),
        version: fields.number("version__c"),
        name: fields.text("name"),
        deleted: fields.flag("isdeleted"),
    })
}

fn change(entry: &Value) -> Result<Change, String> {
    let fields = Fields::of(entry);
    let op = match fields.text("op").or_else(|| fields.text("action")).ok_or("op")?.to_lowercase().as_str() {
        "insert" | "create" => ChangeOp::Insert,
        "update" => ChangeOp::Update,
        "delete" => ChangeOp::Delete,
        other => return Err(format!("known op ({other})")),
    };
    let source = match fields.text("source").ok_or("source")?.to_lowercase().as_str() {
        "connect" => Source::Connect,
        "org" => Source::Org,
        other => return Err(format!("known source ({other})")),
    };
    Ok(Change {
        at: fields.number("at").unwrap_or_default(),
        table: fields.text("object").ok_or("object")?.to_lowercase(),
        id: fields.text("id").ok_or("id")?,
        key: fields.text("external_id__c"),
        version: fields.number("version__c").or_else(|| fields.number("version")),
        op,
        source,
    })
}

/// The fields of an entry by lower-case name.
struct Fields<'a>(BTreeMap<String, &'a Value>);

impl<'a> Fields<'a> {
    fn of(entry: &'a Value) -> Self {
        let nested = entry.get("fields").and_then(Value::as_object).into_iter().flatten();
        let flat = entry.as_object().into_iter().flatten();
        Fields(nested.chain(flat).map(|(name, value)| (name.to_lowercase(), value)).collect())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.0.get(name)?.as_str().map(str::to_owned)
    }

    /// Salesforce numbers are doubles; versions are whole.
    fn number(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        value.as_i64().or_else(|| value.as_f64().map(|number| number.round() as i64))
    }

    fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(|value| value.as_bool()).unwrap_or(false)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_found_flat_or_nested_in_any_case() {
        let org = parse(&json!({
            "records": {"Account": [
                {"Id": "001a", "IsDeleted": false, "External_Id__c": "k", "Version__c": 3.0, "Name": "n"},
                {"id": "001b", "IsDeleted": true, "fields": {"External_Id__c": null, "Version__c": 1}},
            ]},
            "history": [{"object": "Account", "id": "001a", "op": "update", "source": "connect", "at": 5,
                         "fields": {"Version__c": 3, "External_Id__c": "k"}}],
        }))
        .unwrap();
        let accounts = &org.records["account"];
        assert_eq!((accounts[0].version, accounts[0].key.as_deref()), (Some(3), Some("k")));
        assert!(accounts[1].deleted && accounts[1].key.is_none());
        let change = &org.history[0];
        assert_eq!(
            (change.table.as_str(), change.version, change.op, change.at),
            ("account", Some(3), ChangeOp::Update, 5)
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        assert!(parse(&json!({"records": {}})).unwrap_err().contains("history"));
        let error = parse(&json!({"records": {"Account": [{"Name": "n"}]}, "history": []})).unwrap_err();
        assert_eq!(error, "a record of Account has no Id");
    }
}
