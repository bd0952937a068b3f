use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Whether Connect follows to the certificates of another add-on is not known.
pub struct ConnectMtls;

impl Precheck for ConnectMtls {
    fn code(&self) -> Code {
        codes::CONNECT_MTLS
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let mtls: Vec<String> = snapshot
            .connections
            .iter()
            .filter(|one| one.mtls == Some(true))
            .map(|one| format!("`{}`", one.resource))
            .collect();
        if mtls.is_empty() {
            return Diagnostic::pass(
                self.code(),
                "Connect reaches the database without certificates of its own",
            );
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!(
                    "reaches the database over mutual TLS, and may not follow to the certificates of another add-on: {}",
                    mtls.join(", ")
                ),
                "ask Heroku support first, and `--accept connect/mtls`; or use a method that keeps the add-on",
            ),
        )
    }
}
