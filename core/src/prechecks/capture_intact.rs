use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Connection, Snapshot};

/// Connect's triggers are enabled and nothing overrides the setting by which they tell whose write it is.
pub struct CaptureIntact;

impl Precheck for CaptureIntact {
    fn code(&self) -> Code {
        codes::CONNECT_CAPTURE_BROKEN
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.connections.iter().all(|one| one.objects.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        if let Some(broken) = snapshot.connections.iter().find_map(|one| self.broken(one)) {
            return broken;
        }
        let objects = snapshot.connections.iter().filter_map(|one| one.objects.as_ref());
        let mut overrides: Vec<&str> = objects.flat_map(|one| &one.overrides).map(String::as_str).collect();
        overrides.sort_unstable();
        overrides.dedup();
        if overrides.is_empty() {
            return Diagnostic::pass(
                self.code(),
                "changes are captured: triggers enabled, helpers present, no overriding setting",
            );
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!("settings may keep changes from being captured: {}", overrides.join(", ")),
                format!(
                    "reset each one: `ALTER DATABASE … RESET …` or `ALTER ROLE … RESET …`; if changes do reach Salesforce: `--accept {}`",
                    self.code()
                ),
            ),
        )
    }
}

impl CaptureIntact {
    fn broken(&self, connection: &Connection) -> Option<Diagnostic> {
        let Some(objects) = &connection.objects else {
            return Some(Diagnostic::block(
                self.code(),
                format!(
                    "the objects of `{}` in schema {} cannot be read",
                    connection.resource, connection.schema
                ),
                format!("see `heroku connect:diagnose --app {}`", shell_word(&connection.app)),
            ));
        };
        (objects.disabled_triggers > 0 || !objects.helpers).then(|| {
            Diagnostic::block(
                self.code(),
                format!(
                    "capture of changes in schema {} is broken: {} disabled triggers, helpers {}",
                    connection.schema,
                    objects.disabled_triggers,
                    if objects.helpers { "present" } else { "missing" }
                ),
                "repair it before the run: such changes would never reach Salesforce",
            )
        })
    }
}
