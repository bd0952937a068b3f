use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{App, Snapshot};

/// The Fir generation has no maintenance mode that this procedure can rely on.
pub struct AppGeneration;

impl Precheck for AppGeneration {
    fn code(&self) -> Code {
        codes::APP_FIR
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.apps.iter().all(|app| app.generation.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let other = |app: &&App| app.generation.as_deref().is_some_and(|generation| generation != "cedar");
        if let Some(app) = snapshot.apps.iter().find(other) {
            let generation = app.generation.as_deref().unwrap_or_default();
            return Diagnostic::block(
                self.code(),
                format!(
                    "`{}` runs on the {generation} generation, which this procedure does not support",
                    app.name
                ),
                "stop its writers by hand and see the version article of Heroku Postgres",
            );
        }
        match snapshot.apps.iter().find(|app| app.generation.is_none()) {
            None => Diagnostic::pass(self.code(), "every app runs on the Cedar generation"),
            Some(app) => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("on which generation `{}` runs was not said", app.name),
                    "if it is Cedar: `--accept app/fir`",
                ),
            ),
        }
    }
}
