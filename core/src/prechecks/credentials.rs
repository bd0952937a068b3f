use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Attachment, Snapshot};

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
        let pooled = |one: &&Attachment| {
            one.namespace.as_ref().is_some_and(|of| of.starts_with("connection-pooling:"))
        };
        let help = "they are moved too; clients outside Heroku that hold old strings are not";
        let help = snapshot.attachments.iter().find(pooled).map_or(help.to_owned(), |one| {
            format!(
                "{help}. Should Heroku refuse to move a pooler, the run is rolled back: then detach it, and make it anew afterwards: \
                 `heroku pg:connection-pooling:attach DATABASE_URL --as {} --app {}`",
                shell_word(&one.name),
                shell_word(&one.app)
            )
        });
        let message = format!("attached with other credentials or a pooler: {}", other.join(", "));
        Diagnostic::warn(self.code(), message, help)
    }
}
