use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Attachments of other credentials and of poolers are moved under their names.
pub struct Credentials;

impl Precheck for Credentials {
    fn code(&self) -> Code {
        codes::DATABASE_CREDENTIALS
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let other: Vec<String> = snapshot
            .attachments
            .iter()
            .filter_map(|one| one.namespace.as_ref().map(|namespace| format!("{} ({namespace})", one.name)))
            .collect();
        if other.is_empty() {
            return Diagnostic::pass(self.code(), "only the default credential is attached");
        }
        Diagnostic::warn(
            self.code(),
            format!("attached with other credentials or a pooler: {}", other.join(", ")),
            "they are moved too; clients outside Heroku that hold old strings are not",
        )
    }
}
