//! Connect's sessions.

use std::str::FromStr;
use std::time::Duration;

use postgres::{Client, Config, NoTls};

use crate::error::{words, WorkError};

/// Opens a session as Connect does: it names itself, and its writes are invisible to the capture triggers.
pub(crate) fn open(url: &str) -> Result<Client, WorkError> {
    // A config var set by hand may end in what only a framework understands.
    let address = url.split('?').next().unwrap_or(url);
    let mut config = Config::from_str(address).map_err(|error| WorkError::Unavailable(words(&error)))?;
    config.application_name("herokuconnect").connect_timeout(Duration::from_secs(5));
    let mut client = config.connect(NoTls)?;
    client
        .batch_execute("SET xmlbinary TO 'hex'; SET statement_timeout = '60s'; SET lock_timeout = '20s'")?;
    Ok(client)
}
