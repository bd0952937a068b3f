use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// With preboot the old web dynos go on for minutes after a release and are not listed.
pub struct AppPreboot;

impl Precheck for AppPreboot {
    fn code(&self) -> Code {
        codes::APP_PREBOOT
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.apps.iter().all(|app| app.preboot.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        if let Some(app) = snapshot.apps.iter().find(|app| app.preboot.is_none()) {
            return accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("whether `{}` uses preboot could not be read", app.name),
                    format!(
                        "see `heroku features --app {}`; if it does not: `--accept app/preboot`",
                        shell_word(&app.name)
                    ),
                ),
            );
        }
        match snapshot.apps.iter().find(|app| app.preboot == Some(true)) {
            None => Diagnostic::pass(self.code(), "no app uses preboot"),
            Some(app) => Diagnostic::warn(
                self.code(),
                format!("`{}` uses preboot: old web dynos go on for about three minutes after a release, unlisted", app.name),
                format!("safer: `heroku features:disable preboot --app {}` for the time of the run", shell_word(&app.name)),
            ),
        }
    }
}
