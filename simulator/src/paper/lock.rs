//! The lock row on paper.

use serde_json::{json, Value};

use super::database::Sheet;
use super::lock_row::Lock;
use super::SqlState;

const KEYS: [&str; 6] = ["runId", "holder", "since", "zone", "head", "original"];

pub(super) fn read(sheet: &Sheet) -> Result<Value, SqlState> {
    let Some(lock) = &sheet.lock else { return Err(SqlState::of("42P01")) };
    let mut row = serde_json::Map::new();
    for key in KEYS {
        let value = match lock.row.get(key) {
            None | Some(Value::Null) => Value::Null,
            Some(Value::String(text)) => json!(text),
            Some(other) => json!(other.to_string()),
        };
        row.insert(key.to_owned(), value);
    }
    Ok(Value::Object(row))
}

/// Another run's row is never overwritten: the answer is then no row.
pub(super) fn take(sheet: &mut Sheet, parameter: Option<&str>) -> Result<Value, SqlState> {
    let wanted = body(parameter)?;
    if sheet.lock.as_ref().is_some_and(|lock| lock.row["runId"] != wanted["runId"]) {
        return Ok(Value::Null);
    }
    let row = json!({"runId": wanted["runId"]});
    sheet.lock = Some(Lock::shared(wanted));
    sheet.commit();
    Ok(row)
}

/// Merges into the row of the same run.
pub(super) fn zone(sheet: &mut Sheet, parameter: Option<&str>) -> Result<Value, SqlState> {
    let change = body(parameter)?;
    let Some(lock) = &sheet.lock else { return Err(SqlState::of("42P01")) };
    if lock.row["runId"] != change["runId"] {
        return Ok(Value::Null);
    }
    let mut changed = lock.row.clone();
    if let (Some(row), Value::Object(change)) = (changed.as_object_mut(), change) {
        row.extend(change);
    }
    let row = json!({"runId": changed["runId"]});
    sheet.lock = Some(Lock::shared(changed));
    sheet.commit();
    Ok(row)
}

pub(super) fn release(sheet: &mut Sheet) -> Value {
    sheet.lock = None;
    sheet.beat = None;
    sheet.commit();
    Value::Null
}

fn body(parameter: Option<&str>) -> Result<Value, SqlState> {
    parameter
        .and_then(|text| serde_json::from_str::<Value>(text).ok())
        .filter(Value::is_object)
        .ok_or_else(|| SqlState::of("22P02"))
}
