//! Measured facts.

use std::sync::Arc;

use super::ids::{number, Kind};
use super::setup::name;
use super::state::{Database, LogRows, Name};
use super::World;
use crate::Gauge;

impl World {
    /// A measured fact. One that changes nothing costs nothing.
    pub fn gauge(&mut self, gauge: Gauge, _now: u64) {
        match gauge {
            Gauge::Lag { addon, commits } => self.measure_lag(&addon, commits),
            Gauge::Server { addon, version, in_recovery } => {
                self.measure_server(&addon, &version, in_recovery);
            }
            Gauge::Size { addon, bytes } => {
                if self.database(&addon).is_some_and(|database| database.bytes != bytes) {
                    if let Some(database) = self.database_mut(&addon) {
                        database.bytes = bytes;
                    }
                }
            }
            Gauge::Sessions { addon, open } => self.measure_sessions(&addon, open),
            Gauge::Schemas { addon, schemas } => {
                self.measure_schemas(&addon, schemas.iter().map(|schema| name(schema)).collect());
            }
            Gauge::Log { connection, new, pending, failed } => {
                if let Some(at) = self.measured(&connection) {
                    self.measure_log(at, LogRows { new, pending, failed });
                }
            }
            Gauge::Mapping { connection, object, db, sf, pending } => {
                let Some(at) = self.measured(&connection) else { return };
                let known =
                    self.connections[at].mappings.iter().position(|mapping| mapping.spec.object == object);
                let Some(mapping) = known else { return };
                let shown = &self.connections[at].mappings[mapping];
                if (shown.db, shown.sf, shown.pending) != (db, sf, Some(pending)) {
                    let mapping = &mut Arc::make_mut(&mut self.connections[at]).mappings[mapping];
                    (mapping.db, mapping.sf, mapping.pending) = (db, sf, Some(pending));
                }
            }
        }
    }

    pub(crate) fn measure_lag(&mut self, addon: &str, commits: u64) {
        if self.database(addon).is_some_and(|database| database.lag != commits) {
            if let Some(database) = self.database_mut(addon) {
                database.lag = commits;
            }
        }
    }

    pub(crate) fn measure_server(&mut self, addon: &str, version: &str, in_recovery: bool) {
        let same = |database: &Database| *database.full == *version && database.in_recovery == in_recovery;
        if self.database(addon).is_some_and(|database| !same(database)) {
            if let Some(database) = self.database_mut(addon) {
                database.full = name(version);
                database.in_recovery = in_recovery;
            }
        }
    }

    /// Schemas in which there are Connect's tables.
    pub(crate) fn measure_schemas(&mut self, addon: &str, schemas: Vec<Name>) {
        if self.database(addon).is_some_and(|database| *database.connect_schemas != schemas) {
            if let Some(database) = self.database_mut(addon) {
                database.connect_schemas = Arc::new(schemas);
            }
        }
    }

    pub(crate) fn measure_sessions(&mut self, addon: &str, open: u32) {
        if self.database(addon).is_some_and(|database| database.sessions != open) {
            if let Some(database) = self.database_mut(addon) {
                database.sessions = open;
            }
        }
    }

    /// Rows `NEW` and `PENDING` of the trigger logs where Connect looks for them, by database and schema.
    pub(crate) fn measure_logs(&mut self, rows: impl Fn(&str, &str) -> Option<(u64, u64)>) {
        for at in 0..self.connections.len() {
            let connection = &self.connections[at];
            let resolved = connection.resolved.as_ref().and_then(|resolved| resolved.addon.as_deref());
            let Some(addon) = resolved.filter(|_| connection.db_key.is_some()) else { continue };
            if let Some((new, pending)) = rows(addon, &connection.schema) {
                self.measure_log(at, LogRows { new, pending, failed: 0 });
            }
        }
    }

    fn measure_log(&mut self, at: usize, rows: LogRows) {
        if self.connections[at].log != rows {
            Arc::make_mut(&mut self.connections[at]).log = rows;
        }
    }

    fn measured(&self, connection: &str) -> Option<usize> {
        let id = number(Kind::Connection, connection)?;
        self.connections.iter().position(|known| known.id == id)
    }
}
