//! Measured facts.

use super::ids::{number, Kind};
use super::setup::name;
use super::World;
use crate::Gauge;

impl World {
    /// A measured fact. One that changes nothing costs nothing.
    pub fn gauge(&mut self, gauge: Gauge, _now: u64) {
        match gauge {
            Gauge::Lag { addon, commits } => {
                if self.database(&addon).is_some_and(|database| database.lag != commits) {
                    if let Some(database) = self.database_mut(&addon) {
                        database.lag = commits;
                    }
                }
            }
            Gauge::Server { addon, version, in_recovery } => {
                let same = |database: &super::state::Database| {
                    *database.full == *version && database.in_recovery == in_recovery
                };
                if self.database(&addon).is_some_and(|database| !same(database)) {
                    if let Some(database) = self.database_mut(&addon) {
                        database.full = name(&version);
                        database.in_recovery = in_recovery;
                    }
                }
            }
            Gauge::Size { addon, bytes } => {
                if self.database(&addon).is_some_and(|database| database.bytes != bytes) {
                    if let Some(database) = self.database_mut(&addon) {
                        database.bytes = bytes;
                    }
                }
            }
            Gauge::Sessions { addon, open } => {
                if self.database(&addon).is_some_and(|database| database.sessions != open) {
                    if let Some(database) = self.database_mut(&addon) {
                        database.sessions = open;
                    }
                }
            }
            Gauge::Log { connection, new, pending, failed } => {
                let rows = super::state::LogRows { new, pending, failed };
                if let Some(at) = self.measured(&connection) {
                    if self.connections[at].log != rows {
                        std::sync::Arc::make_mut(&mut self.connections[at]).log = rows;
                    }
                }
            }
            Gauge::Mapping { connection, object, db, sf } => {
                let Some(at) = self.measured(&connection) else { return };
                let known =
                    self.connections[at].mappings.iter().position(|mapping| mapping.spec.object == object);
                let Some(mapping) = known else { return };
                let shown = &self.connections[at].mappings[mapping];
                if (shown.db, shown.sf) != (db, sf) {
                    let mapping = &mut std::sync::Arc::make_mut(&mut self.connections[at]).mappings[mapping];
                    (mapping.db, mapping.sf) = (db, sf);
                }
            }
        }
    }

    fn measured(&self, connection: &str) -> Option<usize> {
        let id = number(Kind::Connection, connection)?;
        self.connections.iter().position(|known| known.id == id)
    }
}
