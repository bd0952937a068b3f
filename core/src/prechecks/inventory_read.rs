use super::{accepted, trial, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// What the new version refuses and what stays behind is looked up in the catalogs; unread, it is not judged.
pub struct InventoryRead;

impl Precheck for InventoryRead {
    fn code(&self) -> Code {
        codes::DATABASE_NOT_JUDGED
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let trial = trial(snapshot, request);
        if snapshot.database.inventory.is_some() {
            return Diagnostic::pass(
                self.code(),
                format!("the catalogs were read for what the new version refuses; {trial}"),
            );
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!(
                    "the catalogs of `{}` could not be read: what the new version refuses and what stays behind is not judged",
                    snapshot.database.addon
                ),
                format!("try again; to go on all the same: `--accept {}`; {trial}", self.code()),
            ),
        )
    }
}
