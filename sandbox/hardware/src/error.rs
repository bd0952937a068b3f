//! What can go wrong, in sentences that name the add-on, the folder or the program concerned.

use std::path::{Path, PathBuf};

use crate::org::OrgError;

/// A failure of the machinery: servers, files, Postgres' own programs.
#[derive(Debug, thiserror::Error)]
pub enum HardwareError {
    /// The programs of this major are not installed where the caller said.
    #[error("Postgres {major} is missing: {} is not there; run the set-up first", path.display())]
    Binaries {
        /// Major version asked for.
        major: u32,
        /// Program that was looked for.
        path: PathBuf,
    },
    /// Another living process owns this state folder.
    #[error("the folder {} belongs to another sandbox that is still running", path.display())]
    InUse {
        /// The state folder.
        path: PathBuf,
    },
    /// Postgres refuses to run as root, and the unprivileged user cannot enter the folder.
    #[error(
        "Postgres does not run as root, and the user \"nobody\" cannot enter {}; choose a state folder that it can reach",
        path.display()
    )]
    Unreachable {
        /// The first folder on the way that is closed to other users.
        path: PathBuf,
    },
    /// A file operation failed (no disk, no permission).
    #[error("cannot {action} {}: {source}", path.display())]
    File {
        /// What was tried, as a verb.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's own words.
        source: std::io::Error,
    },
    /// The name is not made of lower-case letters, digits and dashes.
    #[error("\"{0}\" is not an add-on name: use lower-case letters, digits and dashes")]
    Name(String),
    /// No cluster of this name.
    #[error("there is no database add-on named {0}")]
    UnknownAddon(String),
    /// A cluster of this name is there already.
    #[error("a database add-on named {0} exists already")]
    Exists(String),
    /// The add-on is not a follower.
    #[error("{0} does not follow another database")]
    NotFollowing(String),
    /// There is no beginning from which its log could be replayed.
    #[error("{0} was promoted, upgraded or rolled back: its log does not reach back to its beginning")]
    NoBase(String),
    /// Its default credential is read-only, and the upgrade minds.
    #[error("{0} is read-only for a credential: its upgrade fails")]
    Fenced(String),
    /// The version is not newer than the running one.
    #[error("{addon} runs Postgres {from}; an upgrade to {to} is not one")]
    NotNewer {
        /// Add-on name.
        addon: String,
        /// Major that runs.
        from: u32,
        /// Major asked for.
        to: u32,
    },
    /// One of Postgres' programs ended with an error.
    #[error("{tool} failed ({status}): {tail}")]
    Tool {
        /// Program name.
        tool: &'static str,
        /// Exit status in words.
        status: String,
        /// End of its output.
        tail: String,
    },
    /// The server did not start, did not stop, or died.
    #[error("the Postgres server of {addon} {what}: {tail}")]
    Server {
        /// Add-on name.
        addon: String,
        /// What it did or did not do.
        what: &'static str,
        /// End of its log.
        tail: String,
    },
    /// The server cannot be reached (stopped, crashed, restarting).
    #[error("the Postgres server of {addon} cannot be reached: {message}")]
    Down {
        /// Add-on name.
        addon: String,
        /// The client's words.
        message: String,
    },
    /// The server refused a statement.
    #[error("{addon}: {message} (SQLSTATE {state})")]
    Sql {
        /// Add-on name.
        addon: String,
        /// SQLSTATE.
        state: String,
        /// The server's words.
        message: String,
    },
    /// A wait went past its deadline.
    #[error("{addon}: gave up waiting until {what}")]
    Deadline {
        /// Add-on name.
        addon: String,
        /// What was waited for.
        what: &'static str,
    },
}

impl HardwareError {
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> HardwareError {
        let path = path.to_path_buf();
        move |source| HardwareError::File { action, path, source }
    }

    /// Says whether the disk is full: either the system said so, or a program of Postgres did.
    pub fn disk_full(&self) -> bool {
        match self {
            HardwareError::File { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            HardwareError::Tool { tail, .. } | HardwareError::Server { tail, .. } => {
                tail.contains("No space left on device")
            }
            _ => false,
        }
    }
}

/// A failure of Connect's work on a database or on the org.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// The database cannot be reached, or the session was ended; Connect shows `DB_UNAVAILABLE`.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The database answered with an error, for instance because it is read-only or holds no Connect schema.
    #[error("the database refused: {message} (SQLSTATE {state})")]
    Refused {
        /// SQLSTATE.
        state: String,
        /// The server's words.
        message: String,
    },
    /// The org's own storage failed.
    #[error(transparent)]
    Org(#[from] OrgError),
}

impl WorkError {
    /// SQLSTATE of a refusal, for instance `25006` for a database that is read-only.
    pub fn state(&self) -> Option<&str> {
        match self {
            WorkError::Refused { state, .. } => Some(state),
            _ => None,
        }
    }
}

impl From<postgres::Error> for WorkError {
    fn from(error: postgres::Error) -> Self {
        match error.as_db_error() {
            // Class 57P is the server ending the session (shutdown, crash, terminated by an administrator, starting
            // up), class 08 a broken connection, 53300 too many sessions, 28 a refused login.
            Some(refusal) => {
                let state = refusal.code().code();
                let gone = state.starts_with("57P") || state.starts_with("08") || state.starts_with("28");
                if gone || state == "53300" || state == "3D000" {
                    WorkError::Unavailable(refusal.message().to_owned())
                } else {
                    WorkError::Refused { state: state.to_owned(), message: refusal.message().to_owned() }
                }
            }
            None => WorkError::Unavailable(words(&error)),
        }
    }
}

/// The client's error with its causes, which its own text leaves out.
pub(crate) fn words(error: &postgres::Error) -> String {
    let first: &dyn std::error::Error = error;
    let chain = std::iter::successors(Some(first), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
