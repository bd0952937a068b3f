use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// Connect's triggers are enabled and nothing overrides the setting by which they tell whose write it is.
pub struct CaptureIntact;

impl Precheck for CaptureIntact {
    fn code(&self) -> Code {
        codes::CONNECT_CAPTURE_BROKEN
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        for connection in &snapshot.connections {
            let Some(objects) = &connection.objects else {
                return Diagnostic::block(
                    self.code(),
                    format!(
                        "the objects of `{}` in schema {} cannot be read",
                        connection.resource, connection.schema
                    ),
                    format!("see `heroku connect:diagnose --app {}`", shell_word(&connection.app)),
                );
            };
            if objects.disabled_triggers > 0 || objects.overrides > 0 || !objects.helpers {
                return Diagnostic::block(
                    self.code(),
                    format!(
                        "capture of changes in schema {} is broken: {} disabled triggers, {} overriding settings, helpers {}",
                        connection.schema,
                        objects.disabled_triggers,
                        objects.overrides,
                        if objects.helpers { "present" } else { "missing" }
                    ),
                    "repair it before the run: such changes would never reach Salesforce",
                );
            }
        }
        Diagnostic::pass(
            self.code(),
            "changes are captured: triggers enabled, helpers present, no overriding setting",
        )
    }
}
