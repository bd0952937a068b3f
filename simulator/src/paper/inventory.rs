//! What the catalogs of a database on paper show.

use serde_json::{json, Map, Value};

use super::database::{Name, Sheet};

/// The answer of a database with nothing but Connect's schemas, and what its scenario says instead. Trigger logs are
/// listed in any case, but for those of schemas that were put aside.
pub(super) fn answer(sheet: &Sheet) -> Value {
    let mut row = Map::from_iter([
        ("found".to_owned(), json!([])),
        ("extensions".to_owned(), json!([extension("hstore", "1.8"), extension("plpgsql", "1.0")])),
        ("clients".to_owned(), json!([])),
        ("largeObjects".to_owned(), json!(0)),
        ("schemas".to_owned(), json!(2)),
        ("objects".to_owned(), json!(40)),
    ]);
    row.extend((*sheet.inventory).clone());
    // One that was put aside has no connection any more, and is known to have none.
    let open = sheet.schemas.iter().filter(|(_, schema)| !schema.closed);
    let schemas: Vec<&Name> = open.map(|(name, _)| name).collect();
    if let (Some(Value::Array(found)), false) = (row.get_mut("found"), schemas.is_empty()) {
        let names: Vec<&str> = schemas.iter().map(|name| &***name).collect();
        found.push(json!({"item": "triggerLogs", "since": 0, "total": names.len(), "names": names}));
        found.sort_by_key(|one| (one["item"].as_str().map(str::to_owned), one["since"].as_u64()));
    }
    Value::Object(row)
}

fn extension(name: &str, version: &str) -> Value {
    json!({"name": name, "version": version, "newest": version})
}
