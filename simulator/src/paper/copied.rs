//! What a copy is compared by, on paper.

use std::sync::Arc;

use serde_json::{json, Map, Value};

use super::answer::{row_counts, sequences};
use super::database::Sheet;
use super::SqlState;

pub(super) fn queue(sheet: &Sheet, schema: &str) -> Result<Value, SqlState> {
    let known = sheet.schemas.get(schema).ok_or_else(|| SqlState::of("42P01"))?;
    // Of a write that was captured its number is as good as the row's.
    let oldest = known.new.iter().chain(known.pending.iter()).min().map(|write| write.to_string());
    let rows = known.logged();
    let table = known.shape.tables.first().map_or("", |(table, _)| table.as_str());
    let waits = json!({"table": table, "action": "INSERT", "rows": rows});
    Ok(json!({
        "new": known.new.len(), "pending": known.pending.len(), "requeue": 0, "oldest": oldest,
        // When a write was captured is not kept, and none was refused.
        "oldestSeconds": 0, "lately": {}, "waits": if rows > 0 { vec![waits] } else { Vec::new() }, "refused": [],
    }))
}

/// Tables of Connect's schemas, and whatever else there is.
pub(super) fn definitions(sheet: &Sheet) -> Value {
    let mut objects = Map::new();
    for (name, schema) in sheet.schemas.iter() {
        objects.insert(format!("schema {name}"), json!("schema"));
        let mapped = schema.shape.tables.iter().map(|(table, _)| table.as_str());
        for table in mapped.chain(["_hcmeta", "_sf_event_log", "_trigger_log", "_trigger_log_archive"]) {
            objects.insert(format!("relation {name}.{table}"), json!("table"));
        }
    }
    for table in sheet.objects.iter() {
        objects.insert(format!("relation {table}"), json!("table"));
    }
    json!({ "objects": objects })
}

/// Everything belongs to the default credential.
pub(super) fn rights(sheet: &Sheet) -> Value {
    let mut all: Vec<String> =
        sheet.schemas.keys().map(|name| format!("ALTER SCHEMA {name} OWNER TO CURRENT_USER")).collect();
    all.extend(sheet.grants.iter().cloned());
    json!({"rights": all, "settings": []})
}

/// Makes every grant of which there is the role.
pub(super) fn apply(sheet: &mut Sheet, parameter: Option<&str>) -> Result<Value, SqlState> {
    let given: Vec<String> =
        parameter.and_then(|text| serde_json::from_str(text).ok()).ok_or_else(|| SqlState::of("22P02"))?;
    let known = |grant: &&String| sheet.roles.iter().any(|role| grant.ends_with(&format!(" {role}")));
    let grants: Vec<String> =
        given.iter().filter(|one| one.starts_with("GRANT ")).filter(known).cloned().collect();
    Arc::make_mut(&mut sheet.grants).extend(grants);
    sheet.tuples += 1;
    sheet.commit();
    Ok(json!({"applied": given.len()}))
}

/// Rows of every table with something that is the same only for the same rows, and where sequences are.
pub(super) fn digests(sheet: &Sheet) -> Value {
    let (mut tables, mut reached) = (Map::new(), Map::new());
    for name in sheet.schemas.keys() {
        let sum: u64 = sheet.writes.iter().map(|write| u64::from(write).wrapping_mul(0x9e37_79b9)).sum();
        for (table, rows) in row_counts(sheet, name)["counts"].as_object().into_iter().flatten() {
            tables.insert(format!("{name}.{table}"), json!(format!("{rows} {sum}")));
        }
        for (sequence, next) in sequences(sheet, name)["next"].as_object().into_iter().flatten() {
            reached.insert(sequence.clone(), json!(format!("{} true", next.as_str().unwrap_or_default())));
        }
    }
    for table in sheet.objects.iter() {
        tables.insert(table.clone(), json!("1 1"));
    }
    json!({"tables": tables, "sequences": reached, "unread": []})
}
