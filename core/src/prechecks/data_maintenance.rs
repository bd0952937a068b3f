use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// A data maintenance replaces the server under the run.
pub struct DataMaintenance;

impl Precheck for DataMaintenance {
    fn code(&self) -> Code {
        codes::DATABASE_MAINTENANCE
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.maintenance.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let at = snapshot.database.maintenance_at.as_deref().unwrap_or("a time not shown");
        match snapshot.database.maintenance.as_deref() {
            None => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!(
                        "whether a data maintenance or an upgrade of `{}` is due could not be read",
                        snapshot.database.addon
                    ),
                    format!(
                        "see `heroku data:maintenances:info {}`; if nothing is due: `--accept database/maintenance`",
                        shell_word(&snapshot.database.addon)
                    ),
                ),
            ),
            Some(_) if snapshot.database.upgrade_scheduled && request.upgrade().is_some_and(|upgrade| upgrade.adopt) => {
                Diagnostic::note(self.code(), "the upgrade that is prepared is the only data maintenance")
            }
            Some("none" | "completed") => Diagnostic::pass(self.code(), "no data maintenance is due"),
            Some("running") => Diagnostic::block(
                self.code(),
                format!("a data maintenance of `{}` is running", snapshot.database.addon),
                format!("wait: `heroku data:maintenances:wait {}`", shell_word(&snapshot.database.addon)),
            ),
            Some(_) => Diagnostic::warn(
                self.code(),
                format!("a data maintenance of `{}` is due at {at}", snapshot.database.addon),
                "finish well before it, or run it first: `heroku data:maintenances:run`",
            ),
        }
    }
}
