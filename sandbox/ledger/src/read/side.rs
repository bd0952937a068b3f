//! One database, read in one session and one snapshot.

use std::collections::{BTreeMap, BTreeSet};

use postgres::IsolationLevel;

use super::sql::{connect, Probe};
use super::{catalog, log, rows, sequences, server, ReadError};
use crate::facts::Side;

/// Reads a database by its URL.
pub fn read_side(url: &str, schema: &str, probe: Probe) -> Result<Side, ReadError> {
    let mut client = connect(url)?;
    let server = server::read(&mut client, probe)?;
    let mut snapshot =
        client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start()?;
    let mut tables = BTreeMap::new();
    let found = catalog::tables(&mut snapshot)?;
    let other_connections: BTreeSet<String> = found
        .iter()
        .filter(|table| table.name == "_trigger_log" && table.schema != schema)
        .map(|table| table.schema.clone())
        .collect();
    for mut found in found {
        if other_connections.contains(&found.schema) {
            // Only that it is there counts here.
            (found.readable, found.bytes) = (false, 0);
        }
        if !found.is_log(schema) {
            let (name, table) = rows::read(&mut snapshot, found, schema)?;
            tables.insert(name, table);
        }
    }
    let side = Side {
        server,
        tables,
        log: log::read(&mut snapshot, schema)?,
        triggers: catalog::triggers(&mut snapshot, schema)?,
        functions: catalog::functions(&mut snapshot, schema)?,
        sequences: sequences::read(&mut snapshot, schema)?,
        other_connections,
        indexes: catalog::indexes(&mut snapshot)?,
        hstore: catalog::hstore(&mut snapshot)?,
    };
    snapshot.rollback()?;
    Ok(side)
}
