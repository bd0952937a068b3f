use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// The state found now is what the run restores: a half-done downtime must not be taken for normal.
pub struct AppNormal;

impl Precheck for AppNormal {
    fn code(&self) -> Code {
        codes::APP_LOOKS_LIKE_OPEN_RUN
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let odd = snapshot.apps.iter().find(|app| {
            let paused = snapshot.connections.iter().any(|one| one.app == app.name && one.state == "PAUSED");
            let empty =
                !app.formation.is_empty() && app.formation.iter().all(|process| process.quantity == 0);
            app.maintenance && (empty || paused)
        });
        match odd {
            None => Diagnostic::pass(self.code(), "no app looks as if a maintenance were under way"),
            Some(app) => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("`{}` is in maintenance mode with no dynos or with Connect paused: it looks like an open run", app.name),
                    "see `heroku connect:runs`; if this is its normal state, repeat with `--accept app/looks-like-open-run`",
                ),
            ),
        }
    }
}
