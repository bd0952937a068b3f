//! What must be so before anything is done.

use super::Precheck;
use crate::diagnostic::Diagnostic;
use crate::procedures::upgrade_db::Request;
use crate::snapshot::Snapshot;

/// What must be so before anything is done.
pub struct __Pascal__;

impl Precheck for __Pascal__ {
    fn code(&self) -> &'static str {
        "__area__/__rest__"
    }

    fn judge(&self, _: &Snapshot, _: &Request) -> Diagnostic {
        Diagnostic::block(self.code(), "this rule is not written", "write it")
    }
}
