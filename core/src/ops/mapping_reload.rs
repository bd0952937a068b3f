//! Reloads a mapping (`POST /mappings/{id}/actions/reload`): Connect clears its table and loads it from Salesforce.

use super::{Landed, Undo, Verb};
use crate::api::connect::{self, mapping_standing};
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, MappingName, Place};
use crate::look::{Look, Stop};
use crate::query::{self, TableBefore};
use crate::shell::shell_word;

arguments! {
    /// Reloads a mapping.
    pub struct MappingReload {
        /// What its table held before.
        before: Late<TableBefore>,
        /// Mapping.
        mapping: MappingName,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
        /// Table.
        table: String,
    }
}

/// As long as a reload that got lost may still come: two looks of Connect.
const MAY_STILL_COME_MS: u64 = 4 * 60_000;

impl Verb for MappingReload {
    fn request(&self, _: &Known<'_>) -> Result<Effect, LateError> {
        Ok(connect::reload(&self.mapping.connection.region, &self.mapping.mapping))
    }

    /// By its work or by its traces: a small table is back before anybody looks.
    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let now = look.read(self.mapping.ask(), "the mapping")?;
        if now.state.as_deref().is_some_and(|state| mapping_standing(state) == "working") {
            return Ok(Landed::Yes);
        }
        let table = query::loaded(&self.place.get(known)?, &self.schema, &self.table);
        let table = look.read(table, "the table")?;
        Ok(Landed::from(table.anew(&self.before.get(known)?), "the table"))
    }

    fn undo(&self) -> Undo {
        Undo::Nothing
    }

    fn once(&self) -> bool {
        true
    }

    fn again_after_ms(&self) -> Option<u64> {
        Some(MAY_STILL_COME_MS)
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        let (name, connection) = (shell_word(&self.mapping.object), &self.mapping.connection);
        let (app, resource) = (shell_word(&connection.app), shell_word(&connection.resource));
        Ok(Some(format!("heroku connect:mapping:reload {name} --app {app} --resource {resource}")))
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("reload mapping {} of {}", self.mapping.object, self.mapping.connection.resource))
    }
}
