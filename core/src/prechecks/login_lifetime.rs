use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// A browser login through single sign-on ends eight hours after it began; how old this one is cannot be seen.
pub struct LoginLifetime;

impl Precheck for LoginLifetime {
    fn code(&self) -> Code {
        codes::LOGIN_LIFETIME
    }

    fn judge(&self, _: &Snapshot, _: &Request) -> Diagnostic {
        Diagnostic::note(self.code(), "the login must outlive the downtime and an undo; if it is an old single sign-on login, renew it first with `heroku login`")
    }
}
