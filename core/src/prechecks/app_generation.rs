use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// The Fir generation has no maintenance mode that this procedure can rely on.
pub struct AppGeneration;

impl Precheck for AppGeneration {
    fn code(&self) -> Code {
        codes::APP_FIR
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        match snapshot.apps.iter().find(|app| app.generation != "cedar") {
            None => Diagnostic::pass(self.code(), "every app runs on the Cedar generation"),
            Some(app) => Diagnostic::block(
                self.code(),
                format!(
                    "`{}` runs on the {} generation, which this procedure does not support",
                    app.name, app.generation
                ),
                "stop its writers by hand and see the version article of Heroku Postgres",
            ),
        }
    }
}
