//! Connect's schemas of a database on paper: made, dropped, put aside and taken back.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::Deserialize;
use serde_json::{json, Value};

use super::database::{Name, Owner, Schema, Shape, Sheet};
use super::work::{failed, nothing, unavailable};
use super::writes::Writes;
use super::{Paper, SqlState};
use crate::job::{Outcome, SyncTarget};

/// What may be left in a schema that is put aside: as many as there are, where nothing is said.
#[derive(Deserialize)]
struct Away {
    aside: String,
    tables: Vec<String>,
    waits: Option<usize>,
    failed: Option<usize>,
    alone: Option<usize>,
}

#[derive(Deserialize)]
struct Back {
    aside: String,
}

fn given<T: DeserializeOwned>(parameter: Option<&str>) -> Result<T, SqlState> {
    let read = parameter.and_then(|text| serde_json::from_str(text).ok());
    read.ok_or_else(|| SqlState::of("22P02"))
}

/// Puts a schema aside, unless more is left in it than may be. On paper nothing was refused, and every row has an id.
pub(super) fn aside(sheet: &mut Sheet, schema: &str, parameter: Option<&str>) -> Result<Value, SqlState> {
    let away: Away = given(parameter)?;
    // Its log is what is asked for first.
    let known = sheet.schemas.get(schema).ok_or_else(|| SqlState::of("42P01"))?;
    let left = [(known.logged(), away.waits), (0, away.failed), (0, away.alone)];
    if left.iter().any(|(count, most)| most.is_some_and(|most| *count > most)) {
        return Err(SqlState::of("CM001"));
    }
    if away.tables.iter().any(|table| !known.shape.tables.iter().any(|(name, _)| name == table)) {
        return Err(SqlState::of("42P01"));
    }
    sheet.schema_aside(schema, &away.aside)?;
    Ok(json!({"aside": away.aside}))
}

/// Takes it back.
pub(super) fn back(sheet: &mut Sheet, schema: &str, parameter: Option<&str>) -> Result<Value, SqlState> {
    let Back { aside } = given(parameter)?;
    sheet.schema_back(&aside, schema)?;
    Ok(json!({"back": schema}))
}

impl Sheet {
    /// Renames a schema and closes it: its tables take no writes, and its triggers capture none.
    pub(super) fn schema_aside(&mut self, schema: &str, aside: &str) -> Result<(), SqlState> {
        self.rename_schema(schema, aside, true)
    }

    /// The reverse.
    pub(super) fn schema_back(&mut self, aside: &str, schema: &str) -> Result<(), SqlState> {
        self.rename_schema(aside, schema, false)
    }

    fn rename_schema(&mut self, from: &str, to: &str, closed: bool) -> Result<(), SqlState> {
        if self.following.is_some() {
            return Err(SqlState::of("25006"));
        }
        if !self.schemas.contains_key(from) {
            return Err(SqlState::of("3F000"));
        }
        if self.schemas.contains_key(to) {
            return Err(SqlState::of("42P06"));
        }
        let schemas = Arc::make_mut(&mut self.schemas);
        if let Some(schema) = schemas.remove(from) {
            schemas.insert(to.into(), Schema { closed, ..schema });
        }
        self.commit();
        Ok(())
    }

    /// True if an app finds no table to write to where Connect's tables were.
    pub(super) fn tables_missing(&self) -> bool {
        let open = |schema: &Schema| !schema.closed && !schema.shape.tables.is_empty();
        self.mapped && !self.schemas.values().any(open)
    }

    /// Drops a schema. What was captured there and not sent is lost, and with it the rows.
    fn drop_schema(&mut self, name: &Name) {
        let Some(gone) = Arc::make_mut(&mut self.schemas).remove(name) else { return };
        for write in gone.new.iter().chain(gone.pending.iter()) {
            self.writes.remove(write);
        }
        self.commit();
    }
}

impl Paper {
    /// Renames a schema of Connect's with its tables closed, as a person does with SQL; false if that cannot be done.
    pub fn put_aside(&mut self, addon: &str, schema: &str, aside: &str) -> bool {
        self.sheet_mut(addon).is_some_and(|sheet| sheet.schema_aside(schema, aside).is_ok())
    }

    /// The reverse.
    pub fn take_back(&mut self, addon: &str, aside: &str, schema: &str) -> bool {
        self.sheet_mut(addon).is_some_and(|sheet| sheet.schema_back(aside, schema).is_ok())
    }

    /// Names of the schemas of a database in which there are Connect's tables, and whether each is closed.
    #[must_use]
    pub fn connect_schemas(&self, addon: &str) -> Vec<(String, bool)> {
        let schemas = self.sheet(addon).into_iter().flat_map(|sheet| sheet.schemas.iter());
        schemas.map(|(name, schema)| (name.to_string(), schema.closed)).collect()
    }

    /// The org that a schema belongs to; `None` if there is no such schema.
    #[must_use]
    pub fn org_of(&self, addon: &str, schema: &str) -> Option<String> {
        Some(self.sheet(addon)?.schemas.get(schema)?.shape.org.to_string())
    }

    /// Captured changes that stand in closed schemas of a database: nobody will send them.
    #[must_use]
    pub fn stranded(&self, addon: &str) -> usize {
        let schemas = self.sheet(addon).into_iter().flat_map(|sheet| sheet.schemas.values());
        schemas.filter(|schema| schema.closed).map(Schema::logged).sum()
    }

    /// Connect makes its schema, or goes on with one that is there.
    pub(super) fn install(&mut self, target: &SyncTarget, minds_others: bool) -> Outcome {
        let clock = self.clock;
        let Some(addon) = target.addon.as_deref() else { return unavailable() };
        let Some(sheet) = self.sheet_mut(addon) else { return unavailable() };
        if let Err(refused) = sheet.writable(&Owner::Connect(target.connection.as_str().into()), clock) {
            return failed(refused);
        }
        let org: Name = target.organization_id.as_str().into();
        match sheet.schema_mut(&target.schema) {
            Some(_) if minds_others => return Outcome::Failed("schema in use".to_owned()),
            Some(known) => Arc::make_mut(&mut known.shape).org = org,
            None => {
                let made = Schema {
                    shape: Arc::new(Shape::empty(org)),
                    new: Writes::default(),
                    pending: Writes::default(),
                    head: 0,
                    closed: false,
                };
                Arc::make_mut(&mut sheet.schemas).insert(target.schema.as_str().into(), made);
            }
        }
        sheet.commit();
        nothing()
    }

    /// Connect drops a schema, or leaves it where something else depends on it.
    pub(super) fn drop_schema(&mut self, target: &SyncTarget, cascade: bool) -> Outcome {
        let addon = target.addon.as_deref();
        if let Some(sheet) = addon.and_then(|addon| self.sheet_mut(addon)) {
            let name: Name = target.schema.as_str().into();
            let free = |schema: &Schema| cascade || schema.shape.dependants.is_empty();
            if sheet.following.is_none() && !sheet.fenced() && sheet.schemas.get(&name).is_some_and(free) {
                sheet.drop_schema(&name);
            }
        }
        nothing()
    }
}
