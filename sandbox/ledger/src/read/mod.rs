//! The reading of facts: two servers over SQL, the org from a file or over HTTP, acknowledgements from a folder.
//!
//! A source that cannot be read does not end the reading: it is noted in [`Facts::unread`], and the verdict fails.

mod acks;
mod catalog;
mod http;
mod log;
mod org;
mod rows;
mod sequences;
mod server;
mod side;
mod sql;

use std::path::PathBuf;

pub use acks::read_acks;
pub use org::read_org;
pub use side::read_side;
pub use sql::Probe;

use crate::facts::Facts;

/// Why a source could not be read. Texts never hold a URL with its password.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A server did not answer, or refused.
    #[error("{}", database_message(.0))]
    Database(#[from] postgres::Error),
    /// A file or a socket failed.
    #[error("{path}: {error}")]
    File {
        /// The file, folder or address.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// What was read has another form than expected.
    #[error("{path}: {message}")]
    Form {
        /// The file or address.
        path: String,
        /// What is wrong with it.
        message: String,
    },
}

/// The server's own words with its SQLSTATE, or the client library's.
fn database_message(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(server) => format!("{} (SQLSTATE {})", server.message(), server.code().code()),
        None => {
            let cause = std::error::Error::source(error).map_or(String::new(), |cause| format!(": {cause}"));
            format!("{error}{cause}")
        }
    }
}

/// Where everything is.
#[derive(Debug, Clone)]
pub struct Sources {
    /// URL of the database the run started from.
    pub old: String,
    /// URL of the database the run moved to.
    pub new: Option<String>,
    /// The org: a file's path or an `http://` URL.
    pub org: String,
    /// The folder of acknowledgement files.
    pub acks: PathBuf,
    /// Connect's schema.
    pub schema: String,
}

/// Reads everything. A write is tried (and taken back) on the database that should be in use: the new one, or the old
/// one when `undone`.
pub fn read_facts(sources: &Sources, undone: bool) -> Facts {
    let mut facts = Facts::default();
    let old_probe = if undone { Probe::Write } else { Probe::LeaveAlone };
    match read_side(&sources.old, &sources.schema, old_probe) {
        Ok(side) => facts.old = side,
        Err(error) => facts.unread.push(format!("the old database: {error}")),
    }
    if let Some(url) = sources.new.as_ref().filter(|_| !undone) {
        match read_side(url, &sources.schema, Probe::Write) {
            Ok(side) => facts.new = Some(side),
            Err(error) => facts.unread.push(format!("the new database: {error}")),
        }
    }
    match read_org(&sources.org) {
        Ok(org) => facts.org = org,
        Err(error) => facts.unread.push(format!("the org: {error}")),
    }
    match read_acks(&sources.acks) {
        Ok(acks) => facts.acks = acks,
        Err(error) => facts.unread.push(format!("the acknowledgements: {error}")),
    }
    facts
}
