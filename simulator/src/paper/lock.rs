//! The lock row on paper.

use serde_json::{json, Value};

use super::database::Sheet;
use super::lock_row::Lock;
use super::SqlState;

const KEYS: [&str; 8] = ["runId", "holder", "claim", "since", "zone", "head", "original", "held"];
const KEPT: [&str; 6] = ["runId", "holder", "claim", "zone", "plan", "bindings"];

pub(super) fn read(sheet: &Sheet) -> Result<Value, SqlState> {
    let Some(lock) = &sheet.lock else { return Err(SqlState::of("42P01")) };
    Ok(texts(&lock.row, &KEYS))
}

/// The row with the plan, what was learnt, and the salt.
pub(super) fn kept(sheet: &Sheet) -> Result<Value, SqlState> {
    let Some(lock) = &sheet.lock else { return Err(SqlState::of("42P01")) };
    let mut row = texts(&lock.row, &KEPT);
    row["salt"] = json!(lock.salt);
    Ok(row)
}

fn texts(row: &Value, keys: &[&str]) -> Value {
    let text = |key: &str| match row.get(key) {
        None | Some(Value::Null) => Value::Null,
        Some(Value::String(text)) => json!(text),
        Some(other) => json!(other.to_string()),
    };
    Value::Object(keys.iter().map(|key| ((*key).to_owned(), text(key))).collect())
}

/// Gives the row another claim, if it has the one that was seen.
pub(super) fn seize(sheet: &mut Sheet, parameter: Option<&str>) -> Result<Value, SqlState> {
    let wanted = body(parameter)?;
    let Some(lock) = &sheet.lock else { return Err(SqlState::of("42P01")) };
    let held = [&wanted["was"], &wanted["claim"]].contains(&&lock.row["claim"]);
    if lock.row["runId"] != wanted["runId"] || !held {
        return Ok(Value::Null);
    }
    let (mut changed, salt) = (lock.row.clone(), lock.salt.clone());
    for key in ["claim", "holder"] {
        changed[key] = wanted[key].clone();
    }
    sheet.lock = Some(Lock::shared(changed, salt));
    sheet.commit();
    kept(sheet)
}

/// Another claim's row is never overwritten, the answer is then no row; but one that is held for a purpose makes room for the run that ends
/// it, and stands in its row until then.
pub(super) fn take(
    sheet: &mut Sheet,
    parameter: Option<&str>,
    salt: Option<&str>,
) -> Result<Value, SqlState> {
    let wanted = body(parameter)?;
    let Some(salt) = salt else { return Err(SqlState::of("08P01")) };
    let mut wanted = wanted;
    if let Some(lock) = &sheet.lock {
        let ours = lock.row["runId"] == wanted["runId"] && lock.row["claim"] == wanted["claim"];
        let ends = lock.row["runId"] == wanted["insteadOf"] && lock.row.get("held").is_some();
        let was = match (ours, ends) {
            (true, _) => lock.row.get("was").cloned(),
            (false, true) => {
                let mut was = lock.row.clone();
                was["salt"] = json!(lock.salt);
                Some(was)
            }
            (false, false) => return Ok(Value::Null),
        };
        if let Some(was) = was {
            wanted["was"] = was;
        }
    }
    let row = json!({"runId": wanted["runId"]});
    sheet.lock = Some(Lock::shared(wanted, salt.to_owned()));
    sheet.commit();
    Ok(row)
}

/// Merges into the row of the same run.
pub(super) fn zone(sheet: &mut Sheet, parameter: Option<&str>) -> Result<Value, SqlState> {
    let change = body(parameter)?;
    let Some(lock) = &sheet.lock else { return Err(SqlState::of("42P01")) };
    let ours = lock.row["claim"] == change["claim"] || change["zone"] == "cut-over";
    if lock.row["runId"] != change["runId"] || !ours {
        return Ok(Value::Null);
    }
    let (mut changed, salt) = (lock.row.clone(), lock.salt.clone());
    if let (Some(row), Value::Object(change)) = (changed.as_object_mut(), change) {
        row.extend(change);
    }
    let row = json!({"runId": changed["runId"]});
    sheet.lock = Some(Lock::shared(changed, salt));
    sheet.commit();
    Ok(row)
}

/// Notes in the row of the same run until when it is held.
pub(super) fn hold(sheet: &mut Sheet, parameter: Option<&str>, now: u64) -> Result<Value, SqlState> {
    let mut change = body(parameter)?;
    let length = change["forMs"].as_u64().unwrap_or_default();
    let due = change["until"].as_u64().unwrap_or(now + length);
    change["held"]["since"] = json!(now);
    change["held"]["due"] = json!(due);
    if let Some(row) = change.as_object_mut() {
        row.retain(|key, _| key != "forMs" && key != "until");
    }
    zone(sheet, Some(&change.to_string()))
}

/// Gives the row back to the run that held it before.
pub(super) fn give_back(sheet: &mut Sheet, parameter: Option<&str>) -> Result<Value, SqlState> {
    let wanted = body(parameter)?;
    let Some(lock) = &sheet.lock else { return Err(SqlState::of("42P01")) };
    let Some(was) = lock.row.get("was").filter(|_| lock.row["runId"] == wanted["runId"]) else {
        return Ok(Value::Null);
    };
    let (mut row, salt) = (was.clone(), was["salt"].as_str().unwrap_or_default().to_owned());
    if let Some(row) = row.as_object_mut() {
        row.remove("salt");
    }
    let answer = json!({"runId": row["runId"]});
    sheet.lock = Some(Lock::shared(row, salt));
    sheet.commit();
    Ok(answer)
}

pub(super) fn release(sheet: &mut Sheet) -> Value {
    sheet.lock = None;
    sheet.kept = None;
    sheet.children = false;
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
