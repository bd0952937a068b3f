//! Columns of mapped tables as named queries ask for them, and what hangs on them: found, kept beside the lock, dropped and made again.

use std::sync::Arc;

use serde_json::{json, Value};

use super::answer::SEED_ROWS;
use super::database::{Schema, Sheet};
use super::SqlState;

/// What hangs on a column on paper: a view, which is all that is needed to stand in the way; and on `id` the foreign key of another table.
fn kind(column: &str) -> &'static str {
    if column == ID {
        "foreign key"
    } else {
        "view"
    }
}

/// Column of the id that a row has in Postgres.
const ID: &str = "id";

/// Column of the id that a row has in Salesforce.
const SFID: &str = "sfid";

/// What a query is asked about.
struct Asked {
    table: String,
    columns: Vec<String>,
    whole: bool,
    keys: bool,
}

impl Asked {
    fn of(parameter: Option<&str>) -> Result<Self, SqlState> {
        let given: Value = parameter
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or_else(|| SqlState::of("22P02"))?;
        let table = given.get("table").and_then(Value::as_str).ok_or_else(|| SqlState::of("22P02"))?;
        let columns = given.get("columns").and_then(Value::as_array).into_iter().flatten();
        let columns = columns.filter_map(|one| one.as_str().map(str::to_owned)).collect();
        let said = |name: &str| given.get(name).and_then(Value::as_bool).unwrap_or_default();
        Ok(Self { table: table.to_owned(), columns, whole: said("whole"), keys: said("keys") })
    }

    fn means(&self, column: &str) -> bool {
        match self.keys {
            true => column == ID,
            false => self.whole || self.columns.is_empty() || self.columns.iter().any(|one| one == column),
        }
    }
}

fn schema<'a>(sheet: &'a Sheet, name: &str) -> Result<&'a Schema, SqlState> {
    sheet.schemas.get(name).ok_or_else(|| SqlState::of("42P01"))
}

/// Columns with their types. Every row has a value, and every change is one of all columns.
pub(super) fn columns(sheet: &Sheet, name: &str, parameter: Option<&str>) -> Result<Value, SqlState> {
    let asked = Asked::of(parameter)?;
    let known = schema(sheet, name)?;
    let Some(found) = known.shape.columns.get(&asked.table) else {
        return Ok(json!({"rows": null, "columns": []}));
    };
    let (rows, queued) = ((SEED_ROWS + sheet.writes.len()).to_string(), known.logged().to_string());
    let column = |(name, kind): &(String, String)| {
        json!({"name": name, "type": kind, "values": rows, "local": "0",
               "longest": kind.starts_with("character varying").then_some("7"), "queued": queued, "queuedLongest": "7"})
    };
    // The id of Salesforce, which every row has.
    let sfid = json!({"name": SFID, "type": "character varying(18)", "values": rows, "local": "0", "longest": "18",
                      "queued": queued, "queuedLongest": "0"});
    let fields = found.iter().filter(|(name, _)| asked.means(name)).map(column);
    let columns: Vec<Value> = asked.means(SFID).then_some(sfid).into_iter().chain(fields).collect();
    Ok(json!({"rows": rows, "columns": columns}))
}

fn hung(known: &Schema, asked: &Asked) -> Vec<(String, String)> {
    let on = known.shape.dependants.iter();
    on.filter(|(table, column, _)| *table == asked.table && asked.means(column))
        .map(|(_, column, name)| (column.clone(), name.clone()))
        .collect()
}

/// What hangs on columns.
pub(super) fn found(sheet: &Sheet, name: &str, parameter: Option<&str>) -> Result<Value, SqlState> {
    let found = hung(schema(sheet, name)?, &Asked::of(parameter)?);
    let shown =
        |(column, name): &(String, String)| json!({"kind": kind(column), "name": name, "refuses": true});
    Ok(json!({"found": found.iter().map(shown).collect::<Vec<Value>>()}))
}

/// What was kept, and what is there of it.
pub(super) fn kept(sheet: &Sheet, name: &str, parameter: Option<&str>) -> Result<Value, SqlState> {
    let asked = Asked::of(parameter)?;
    let kept = sheet.kept.as_ref().ok_or_else(|| SqlState::of("42P01"))?;
    let there = hung(schema(sheet, name)?, &asked);
    let tab = format!("{name}.{}", asked.table);
    let of_table = |one: &&(String, String, String)| one.0 == tab;
    let shown = |(_, column, name): &(String, String, String)| {
        let back = there.contains(&(column.clone(), name.clone()));
        json!({"kind": kind(column), "name": name, "state": null, "there": back, "same": back})
    };
    let new = there
        .iter()
        .filter(|(column, name)| !kept.iter().any(|one| one.0 == tab && one.1 == *column && one.2 == *name));
    let new: Vec<String> = new.map(|(column, name)| format!("{} {name}", kind(column))).collect();
    Ok(json!({"kept": kept.iter().filter(of_table).map(shown).collect::<Vec<Value>>(), "new": new}))
}

/// Keeps, and drops or makes again.
pub(super) fn change(
    sheet: &mut Sheet,
    query: &str,
    name: &str,
    parameter: Option<&str>,
) -> Result<Value, SqlState> {
    let asked = Asked::of(parameter)?;
    if sheet.following.is_some() {
        return Err(SqlState::of("25006"));
    }
    // A table cannot be made in a schema that is not there; one that is not there is missed as a table.
    if sheet.lock.is_none() && query != "dependants_restore" {
        return Err(SqlState::of("3F000"));
    }
    let found = hung(schema(sheet, name)?, &asked);
    let tab = format!("{name}.{}", asked.table);
    if query == "dependants_restore" {
        let kept: Vec<_> = sheet.kept.as_deref().ok_or_else(|| SqlState::of("42P01"))?.to_vec();
        let gone = kept.into_iter().filter(|one| one.0 == tab);
        let gone: Vec<_> = gone.map(|one| (asked.table.clone(), one.1, one.2)).collect();
        let made = gone.len();
        hang(sheet, name, |all| all.extend(gone));
        return Ok(json!({"made": made}));
    }
    let kept = Arc::make_mut(sheet.kept.get_or_insert_with(Arc::default));
    let (table, columns) = (asked.table, found);
    let all: Vec<_> = columns.into_iter().map(|(column, name)| (table.clone(), column, name)).collect();
    let named = all.iter().map(|one| (tab.clone(), one.1.clone(), one.2.clone()));
    let new: Vec<_> = named.filter(|one| !kept.contains(one)).collect();
    kept.extend(new);
    if query == "dependants_keep" {
        sheet.commit();
        return Ok(Value::Null);
    }
    let dropped = all.len();
    hang(sheet, name, |there| there.retain(|one| !all.contains(one)));
    Ok(json!({"dropped": dropped}))
}

type All = std::collections::BTreeSet<(String, String, String)>;

fn hang(sheet: &mut Sheet, name: &str, change: impl FnOnce(&mut All)) {
    if let Some(known) = sheet.schema_mut(name) {
        let shape = Arc::make_mut(&mut known.shape);
        change(&mut shape.dependants);
        shape.sum_up();
    }
    sheet.commit();
}
