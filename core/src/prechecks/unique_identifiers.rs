use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Without a unique identifier a write that is sent twice makes two records.
pub struct UniqueIdentifiers;

impl Precheck for UniqueIdentifiers {
    fn code(&self) -> Code {
        codes::CONNECT_NO_UNIQUE_IDENTIFIER
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let bare: Vec<String> = snapshot
            .connections
            .iter()
            .flat_map(|one| &one.mappings)
            .filter(|mapping| mapping.access == "read_write" && mapping.upsert_field.is_none())
            .map(|mapping| mapping.object.clone())
            .collect();
        if bare.is_empty() {
            return Diagnostic::pass(self.code(), "every read-write mapping has a unique identifier");
        }
        Diagnostic::note(
            self.code(),
            format!(
                "read-write without a unique identifier: {}; a repeated insert would make a duplicate",
                bare.join(", ")
            ),
        )
    }
}
