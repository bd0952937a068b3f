//! What a rollback brings back into a log on paper, and what is loaded anew. A row of a log is told by the number of its write.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{json, Map, Value};

use super::answer::{sequences, SEED_ROWS};
use super::database::{Schema, Sheet};
use super::writes::{Write, Writes};
use super::{Paper, SqlState};

/// A moment to which a database went back, and the first write that it does not have from before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WentBack {
    pub moment: u64,
    pub cut: Write,
}

/// A file number of a table that was never loaded anew.
const FILE: u64 = 16_384;
/// Changes that count as captured little after a moment.
const LATER: usize = 10;
/// So far sequences are moved on.
const SPARE: u64 = 1_000;

#[derive(Deserialize)]
struct At {
    at: u64,
}

#[derive(Deserialize)]
struct Ids {
    ids: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    table: String,
}

#[derive(Deserialize)]
struct Reached {
    reached: Map<String, Value>,
}

fn given<'a, T: Deserialize<'a>>(parameter: Option<&'a str>) -> Result<T, SqlState> {
    let read = parameter.and_then(|text| serde_json::from_str(text).ok());
    read.ok_or_else(|| SqlState::of("22P02"))
}

fn schema<'a>(sheet: &'a Sheet, name: &str) -> Result<&'a Schema, SqlState> {
    sheet.schemas.get(name).ok_or_else(|| SqlState::of("42P01"))
}

/// The first write that is not in it.
pub(super) fn cut(sheet: &Sheet) -> Write {
    sheet.writes.iter().last().map_or(0, |last| last + 1)
}

fn waits(known: &Schema) -> impl Iterator<Item = Write> + '_ {
    known.new.iter().chain(known.pending.iter())
}

impl Paper {
    /// What waits in a log is called in flight, as in one that went back to a moment at which it was.
    pub fn in_flight_again(&mut self, addon: &str, name: &str) {
        let Some(known) = self.sheet_mut(addon).and_then(|sheet| sheet.schema_mut(name)) else { return };
        let new = std::mem::take(&mut known.new);
        known.pending.extend(&new);
    }

    /// It is no copy of any other: its cluster was made by itself.
    pub fn made_apart(&mut self, addon: &str) {
        if let Some(sheet) = self.sheet_mut(addon) {
            sheet.system += 1;
        }
    }

    /// What the planner knows of its tables is gone.
    pub fn statistics_gone(&mut self, addon: &str) {
        if let Some(sheet) = self.sheet_mut(addon) {
            sheet.analyzed = false;
        }
    }

    /// A query about a log that went back.
    pub(super) fn about_the_past(
        &self,
        addon: &str,
        query: &str,
        name: &str,
        parameter: Option<&str>,
    ) -> Result<Value, SqlState> {
        let sheet = self.sheet(addon).ok_or_else(|| SqlState::of("08006"))?;
        let known = schema(sheet, name)?;
        let back = |at: u64| match sheet.went_back {
            Some(back) => back.cut,
            None if at >= self.clock => Write::MAX,
            None => self.at(addon, at).map_or(0, |then| cut(&then)),
        };
        match query {
            "waiting" => {
                let cut = back(given::<At>(parameter)?.at);
                let table = known.shape.tables.first().map_or("", |(table, _)| table.as_str());
                let row = |write: Write| {
                    json!({"id": write.to_string(), "txid": write.to_string(), "at": "0", "table": table,
                           "action": "INSERT", "before": write < cut})
                };
                // Of what was captured since, so many were captured little later.
                let since = waits(known).filter(|write| *write >= cut).take(LATER);
                let rows: Vec<Value> =
                    waits(known).filter(|write| *write < cut).chain(since).map(row).collect();
                Ok(json!({"rows": rows.len(), "waiting": rows}))
            }
            "became" => {
                let table = known.shape.tables.first().map_or("", |(table, _)| table.as_str());
                let Ids { ids } = given(parameter)?;
                let state = |write: Write| {
                    let has = |writes: &Writes| writes.iter().any(|one| one == write);
                    match () {
                        () if has(&known.new) => Some("NEW"),
                        () if has(&known.pending) => Some("PENDING"),
                        () if has(&sheet.writes) => Some("SUCCESS"),
                        () => None,
                    }
                };
                let row = |id: &String| {
                    let state = state(id.parse().ok()?)?;
                    Some(
                        json!({"id": id, "txid": id, "at": "0", "table": table, "state": state, "later": false}),
                    )
                };
                Ok(json!({"rows": ids.iter().filter_map(row).collect::<Vec<Value>>()}))
            }
            "gap" => {
                let cut = back(given::<At>(parameter)?.at);
                let unsent = waits(known).filter(|write| *write >= cut).count();
                let all = sheet.writes.iter().filter(|write| *write >= cut).count();
                Ok(
                    json!({"sent": (all - unsent.min(all)).to_string(), "refused": "0", "unsent": unsent.to_string()}),
                )
            }
            "reach" => {
                let At { at } = given(parameter)?;
                let later = sheet.went_back.is_some_and(|back| back.moment > at);
                let newest = match self.at(addon, at).filter(|_| sheet.went_back.is_none()) {
                    Some(then) => then.committed_at,
                    None => sheet.committed_at.min(at),
                };
                Ok(
                    json!({"newest": (newest / 1000).to_string(), "after": u64::from(later).to_string(), "answered": true}),
                )
            }
            "sent_again" => Ok(json!({"inserts": sheet.resent.to_string(), "updates": "0", "deletes": "0"})),
            // No row of a sheet has a content that a file could have.
            "rows_unsent" => {
                let cut = back(given::<At>(parameter)?.at);
                Ok(written(waits(known).filter(|write| *write >= cut).count()))
            }
            "rows_sent" => Ok(written(usize::try_from(sheet.resent).unwrap_or(0))),
            "rows_marked" => {
                let marked = sheet.revived.iter().flat_map(|kept| kept.iter()).filter(|(of, ..)| of == name);
                Ok(written(marked.count()))
            }
            "revived" => {
                let marked = sheet.revived.as_ref().ok_or_else(|| SqlState::of("42P01"))?;
                let Ids { ids } = given(parameter)?;
                let asked = |write: &Write| ids.iter().any(|id| *id == write.to_string());
                let marked = marked.iter().filter(|(of, write, _)| of == name && asked(write)).count();
                let waits = waits(known).filter(asked).count();
                Ok(json!({"waits": waits.to_string(), "marked": marked.to_string()}))
            }
            "loaded" => {
                let Table { table } = given(parameter)?;
                let loads = sheet.loads.get(&format!("{name}.{table}")).copied().unwrap_or(0);
                let rows = SEED_ROWS + sheet.writes.len();
                // Every change of a sheet is one of its first table.
                let first = known.shape.tables.first().is_some_and(|(first, _)| *first == table);
                let waiting = if first { waits(known).count() } else { 0 };
                Ok(json!({
                    "rows": rows.to_string(), "alone": "0", "first": "1", "last": rows.to_string(),
                    "inserted": sheet.tuples.to_string(), "file": (FILE + loads).to_string(),
                    "waits": waiting.to_string(), "deletes": "0", "keys": "0",
                }))
            }
            _ => Err(SqlState::of("0A000")),
        }
    }
}

fn written(rows: usize) -> Value {
    json!({"rows": rows, "bytes": 0, "sha256": "0".repeat(64)})
}

/// A query that changes what came back.
pub(super) fn change(
    sheet: &mut Sheet,
    query: &str,
    name: &str,
    parameter: Option<&str>,
) -> Result<Value, SqlState> {
    schema(sheet, name)?;
    if sheet.following.is_some() {
        return Err(SqlState::of("25006"));
    }
    if query == "sequences_raise" {
        let Reached { reached } = given(parameter)?;
        let now = sequences(sheet, name);
        let number = |value: Option<&Value>| {
            value.and_then(Value::as_str).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0)
        };
        let short = reached
            .iter()
            .map(|(name, wanted)| number(Some(wanted)).saturating_sub(number(now["next"].get(name))));
        if let Some(most @ 1..) = short.max() {
            sheet.ahead += most + SPARE;
        }
        sheet.commit();
        return Ok(json!({"raised": reached.len().to_string()}));
    }
    if query == "revived_unmark" && sheet.revived.is_none() {
        return Err(SqlState::of("42P01"));
    }
    if sheet.lock.is_none() {
        return Err(SqlState::of("3F000"));
    }
    let Ids { ids } = given(parameter)?;
    let asked = |write: &Write| ids.iter().any(|id| *id == write.to_string());
    let mut kept = sheet.revived.as_deref().cloned().unwrap_or_default();
    if query == "revived_mark" {
        if let Some(known) = sheet.schema_mut(name) {
            let now: Vec<(Write, bool)> = known.new.iter().map(|write| (write, false)).collect();
            let pending = known.pending.iter().map(|write| (write, true));
            let marked: Vec<(Write, bool)> = now
                .into_iter()
                .chain(pending.collect::<Vec<_>>())
                .filter(|(write, _)| asked(write))
                .collect();
            for (write, pending) in marked {
                let from = if pending { &mut known.pending } else { &mut known.new };
                from.remove(write);
                kept.push((name.to_owned(), write, pending));
            }
        }
        let done = kept.iter().filter(|(of, write, _)| of == name && asked(write)).count();
        if done != ids.len() {
            return Err(SqlState::of("CM002"));
        }
    } else {
        let back: Vec<_> = kept.iter().filter(|(of, write, _)| of == name && asked(write)).cloned().collect();
        kept.retain(|one| !back.contains(one));
        if let Some(known) = sheet.schema_mut(name) {
            for (_, write, pending) in back {
                let to = if pending { &mut known.pending } else { &mut known.new };
                to.insert(write);
            }
        }
    }
    sheet.revived = Some(Arc::new(kept));
    sheet.commit();
    let what = if query == "revived_mark" { "marked" } else { "unmarked" };
    Ok(json!({ what: ids.len().to_string() }))
}
