use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// A trigger log without a connection that can be seen belongs to one that would not be paused and moved.
pub struct TriggerLogs;

impl Precheck for TriggerLogs {
    fn code(&self) -> Code {
        codes::CONNECT_LOG_WITHOUT_CONNECTION
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.inventory.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(inventory) = &snapshot.database.inventory else {
            return Diagnostic::note(
                self.code(),
                "not judged: whether every trigger log belongs to a connection that was found",
            );
        };
        let found = |schema: &&str| snapshot.connections.iter().any(|one| one.schema == *schema);
        let strange: Vec<&str> = inventory.trigger_logs().filter(|schema| !found(schema)).collect();
        if strange.is_empty() {
            return Diagnostic::pass(self.code(), "every trigger log belongs to a connection that was found");
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!(
                    "trigger logs without a connection that was found, in schema {}: an app with a copied URL may have one, which would stay on the old database",
                    strange.join(", ")
                ),
                format!(
                    "see `heroku addons --all` for Heroku Connect on other apps; if it is a left-over: `--accept {}`",
                    self.code()
                ),
            ),
        )
    }
}
