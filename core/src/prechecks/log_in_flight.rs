use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// A PENDING row older than a day will not move by waiting.
pub struct LogInFlight;

impl Precheck for LogInFlight {
    fn code(&self) -> Code {
        codes::CONNECT_OLD_PENDING
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.connections.iter().all(|one| one.log.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let old = snapshot
            .connections
            .iter()
            .find(|one| one.log.as_ref().is_some_and(|log| log.oldest_pending_seconds > DAY));
        match old {
            None if !self.judged(snapshot) => {
                Diagnostic::note(self.code(), "not judged: whether a change is in flight to Salesforce")
            }
            None => Diagnostic::pass(self.code(), "no change has been in flight to Salesforce for a day"),
            Some(one) => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("`{}` has changes in flight for more than a day", one.resource),
                    "see `heroku connect:write-errors`; to go on with them as they are: `--accept connect/old-pending`",
                ),
            ),
        }
    }
}

/// Seconds.
const DAY: u64 = 86_400;
