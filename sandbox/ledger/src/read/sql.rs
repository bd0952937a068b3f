//! How a database is asked.

use std::time::Duration;

use postgres::{Client, Config, NoTls};

/// Whether to try a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// Make a table in a transaction that is taken back.
    Write,
    /// Read only; even a write that is taken back uses up a transaction id.
    LeaveAlone,
}

/// A session of the ledger.
pub(super) fn connect(url: &str) -> Result<Client, postgres::Error> {
    let mut config: Config = url.parse()?;
    config.application_name("ledger").connect_timeout(Duration::from_secs(5));
    let mut client = config.connect(NoTls)?;
    client.batch_execute("SET statement_timeout = '60s'")?;
    Ok(client)
}

/// A name as SQL wants it.
pub(super) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
