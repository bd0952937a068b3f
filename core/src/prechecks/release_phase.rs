use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::{Request, UpgradeDb};
use crate::snapshot::Snapshot;

/// A release phase runs on every change of config vars, also on those of this run.
pub struct ReleasePhase;

impl Precheck for ReleasePhase {
    fn code(&self) -> Code {
        codes::APP_RELEASE_PHASE
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        match snapshot.apps.iter().find(|app| app.release_phase) {
            None => Diagnostic::pass(self.code(), "no app has a release phase"),
            Some(app) if request.changes_plan().is_some() || request.upgrade().is_some_and(UpgradeDb::direct) => Diagnostic::warn(
                self.code(),
                format!("`{}` has a release phase: it runs if the database's address changes, and may meet a read-only server", app.name),
                "one that fails then is released again once",
            ),
            Some(app) => Diagnostic::warn(
                self.code(),
                format!(
                    "`{}` has a release phase: it runs for the follower, for the alias and for the cut-over",
                    app.name
                ),
                "it must succeed each time and must not write before the report",
            ),
        }
    }
}
