use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// From here on `pg_upgrade` may run out of memory (Heroku's article on upgrading).
const SCHEMAS: u64 = 1_000;
/// The same of tables, indexes, views and sequences.
const OBJECTS: u64 = 10_000;

/// An upgrade reads every object of the catalogs into memory.
pub struct TooManyObjects;

impl Precheck for TooManyObjects {
    fn code(&self) -> Code {
        codes::UPGRADE_TOO_MANY_OBJECTS
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.inventory.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(inventory) = &snapshot.database.inventory else {
            return Diagnostic::note(self.code(), "not judged: how many schemas and objects there are");
        };
        let said = format!("{} schemas with {} objects", inventory.schemas, inventory.objects);
        if inventory.schemas <= SCHEMAS && inventory.objects <= OBJECTS {
            return Diagnostic::pass(self.code(), said);
        }
        let help = format!(
            "upgrade by a copy, `--method copy`, or try it first and go on with `--accept {}`",
            self.code()
        );
        let message =
            format!("{said}: with more than {SCHEMAS} or {OBJECTS} an upgrade may run out of memory");
        accepted(request, Diagnostic::block(self.code(), message, help))
    }
}
