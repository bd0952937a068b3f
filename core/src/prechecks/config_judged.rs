use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Whether a config var holds a copy can only be told beside a URL of the database in the same app.
pub struct ConfigJudged;

impl Precheck for ConfigJudged {
    fn code(&self) -> Code {
        codes::APP_CONFIG_UNJUDGED
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.apps.iter().all(|app| app.config.unjudged.is_empty())
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let apps = snapshot.apps.iter().filter(|app| !app.config.unjudged.is_empty());
        let all: Vec<String> =
            apps.map(|app| format!("{} of `{}`", app.config.unjudged.join(", "), app.name)).collect();
        if all.is_empty() {
            return Diagnostic::pass(
                self.code(),
                "every config var was compared with the database's address",
            );
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!(
                    "could not be compared with the database's address, because the app has no URL of it: {}",
                    all.join("; ")
                ),
                "look at them by hand; if none of them names the database: `--accept app/config-unjudged`",
            ),
        )
    }
}
