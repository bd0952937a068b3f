use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Every connection breaks once; whether an app connects again by itself is known to those who wrote it.
pub struct Reconnects;

impl Precheck for Reconnects {
    fn code(&self) -> Code {
        codes::APP_NO_RECONNECT
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, _: &Snapshot, request: &Request) -> Diagnostic {
        if request.changes_plan().is_some_and(|change| change.restart_hung) {
            return Diagnostic::note(
                self.code(),
                "every connection breaks once; dynos are restarted if nobody connects again",
            );
        }
        Diagnostic::warn(
            self.code(),
            "every connection breaks once, at a moment that Heroku chooses; whether each app connects again by itself cannot be seen",
            "for an app that does not: `--restart-hung` restarts its dynos if nobody connects within 5 minutes",
        )
    }
}
