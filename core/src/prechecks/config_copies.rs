use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// A config var that holds a copy of the URL does not move with an attachment.
pub struct ConfigCopies;

impl Precheck for ConfigCopies {
    fn code(&self) -> Code {
        codes::APP_COPIED_URL
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        for app in &snapshot.apps {
            for name in &app.config_vars {
                let attached =
                    snapshot.attachments.iter().any(|one| one.app == app.name && one.config_var() == *name);
                if !attached {
                    return Diagnostic::warn(
                        self.code(),
                        format!(
                            "{name} of `{}` holds a copy of the URL: it stays on the old database",
                            app.name
                        ),
                        "replace it by an attachment before the run, or change it by hand before the report",
                    );
                }
            }
        }
        Diagnostic::pass(self.code(), "no config var holds a copied URL of the database")
    }
}
