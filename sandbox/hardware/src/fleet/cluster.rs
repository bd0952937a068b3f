//! One database add-on as the fleet knows it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::process::Process;
use crate::endpoint::Endpoint;

/// What is known of an add-on without asking its server.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) endpoint: Endpoint,
    pub(super) major: u32,
    /// The leader's add-on name while it follows.
    pub(super) leader: Option<String>,
    /// Its log reaches back to the data folder that it began with: it was made as a leader, and is still that server.
    pub(super) original: bool,
    /// Its data folder of the moment.
    pub(super) data: PathBuf,
}

/// A cluster: facts that anyone may read at any time, and the process, whose lock serialises operations.
pub(super) struct Cluster {
    /// `<root>/<addon>`, holds the data folders and the log.
    pub(super) home: PathBuf,
    facts: Mutex<Facts>,
    process: Mutex<Process>,
}

impl Cluster {
    pub(super) fn new(home: &Path, facts: Facts) -> Cluster {
        Cluster {
            home: home.to_path_buf(),
            facts: Mutex::new(facts),
            process: Mutex::new(Process::default()),
        }
    }

    pub(super) fn facts(&self) -> Facts {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn change(&self, edit: impl FnOnce(&mut Facts)) {
        edit(&mut self.facts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Waits for the operation that is under way, then holds the process.
    pub(super) fn lock_process(&self) -> MutexGuard<'_, Process> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn log(&self) -> PathBuf {
        self.home.join("postgres.log")
    }
}
