use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Writes that Salesforce refused stay refused.
pub struct FailedWrites;

impl Precheck for FailedWrites {
    fn code(&self) -> Code {
        codes::CONNECT_FAILED_WRITES
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.connections.iter().all(|one| one.log.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        if !self.judged(snapshot) {
            return Diagnostic::note(self.code(), "not judged: whether writes to Salesforce have failed");
        }
        let failed = snapshot
            .connections
            .iter()
            .filter_map(|one| one.log.as_ref())
            .fold(0, |sum: u64, log| sum.saturating_add(log.failed));
        if failed == 0 {
            return Diagnostic::pass(self.code(), "no write to Salesforce has failed");
        }
        Diagnostic::warn(
            self.code(),
            format!("{failed} writes to Salesforce have failed; they are carried over as they are"),
            "see `heroku connect:write-errors`",
        )
    }
}
