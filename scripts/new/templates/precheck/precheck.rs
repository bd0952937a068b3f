use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// What must be so before anything is done.
pub struct __Pascal__;

impl Precheck for __Pascal__ {
    fn code(&self) -> Code {
        codes::__CODE__
    }

    fn judge(&self, _: &Snapshot, _: &Request) -> Diagnostic {
        Diagnostic::block(self.code(), "this rule is not written", "write it")
    }
}
