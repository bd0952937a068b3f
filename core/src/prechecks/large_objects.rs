use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Large objects are carried over, but no table's row count covers them.
pub struct LargeObjects;

impl Precheck for LargeObjects {
    fn code(&self) -> Code {
        codes::DATABASE_LARGE_OBJECTS
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.inventory.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        match snapshot.database.inventory.as_ref().map(|inventory| inventory.large_objects) {
            None => Diagnostic::note(self.code(), "not judged: whether there are large objects"),
            Some(0) => Diagnostic::pass(self.code(), "there are no large objects"),
            Some(n) => Diagnostic::note(
                self.code(),
                format!("{n} large objects are carried over; no row count covers them"),
            ),
        }
    }
}
