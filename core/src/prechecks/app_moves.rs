use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{App, Snapshot};

/// A plan that moves nothing of an app is no upgrade of that app.
pub struct AppMoves;

impl Precheck for AppMoves {
    fn code(&self) -> Code {
        codes::APP_NOT_MOVED
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let left = |app: &&App| !app.config.copies.is_empty() && !snapshot.moves(app);
        let left: Vec<&App> = snapshot.apps.iter().filter(left).collect();
        let Some(first) = left.first() else {
            return Diagnostic::pass(self.code(), "no app uses the database by copied addresses alone");
        };
        let all: Vec<String> =
            left.iter().map(|app| format!("`{}` by {}", app.name, app.config.copies.join(", "))).collect();
        let app = shell_word(&first.name);
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!(
                    "uses the database by copied addresses alone, so that nothing of the app would move and every write of it \
                     would be refused: {}",
                    all.join("; ")
                ),
                format!(
                    "attach the database first: `heroku addons:attach {} --app {app}`; if the app needs no database: \
                     `--accept app/not-moved`",
                    shell_word(&snapshot.database.addon)
                ),
            ),
        )
    }
}
