use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Ways into a space from outside belong to one add-on, and no service tells of them.
pub struct SpaceAccess {
    /// True if another add-on takes over.
    pub moves: bool,
}

impl Precheck for SpaceAccess {
    fn code(&self) -> Code {
        codes::SPACE_EXTERNAL_ACCESS
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        if !snapshot.database.private() {
            return Diagnostic::pass(self.code(), "clients outside Heroku need no way into a space");
        }
        let ways = "clients that come in over mutual TLS, PrivateLink, a VPN or peering cannot be seen";
        if !self.moves {
            return Diagnostic::warn(
                self.code(),
                format!("{ways}; the database keeps its own, but its address may change"),
                "allow the new address wherever addresses are listed",
            );
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!("{ways}: they belong to the add-on, and the one that takes over has none"),
                "if there are none, or they are set up on the new database afterwards: `--accept space/external-access`; or use a method that \
                 keeps the add-on",
            ),
        )
    }
}
