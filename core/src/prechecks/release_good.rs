use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// The newest release of each app succeeded: a later one cannot be told from it otherwise.
pub struct ReleaseGood;

impl Precheck for ReleaseGood {
    fn code(&self) -> Code {
        codes::RELEASE_FAILED_BEFORE
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        match snapshot.apps.iter().find(|app| app.release_status != "succeeded") {
            None => Diagnostic::pass(self.code(), "the newest release of every app succeeded"),
            Some(app) => Diagnostic::block(
                self.code(),
                format!("the newest release of `{}` is `{}`", app.name, app.release_status),
                format!("see `heroku releases --app {}` and roll forward first", shell_word(&app.name)),
            ),
        }
    }
}
