use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{Snapshot, Way};

/// A private database is out of reach while an app is built, and from here but through a bastion.
pub struct SpaceBuild;

impl Precheck for SpaceBuild {
    fn code(&self) -> Code {
        codes::SPACE_BUILD_TIME
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let database = &snapshot.database;
        if !database.private() {
            return Diagnostic::pass(self.code(), "the database has a public address");
        }
        let way = match database.way {
            Way::Bastion => "it is reached from here through its bastion, whose host key no service tells",
            Way::Direct | Way::None => "no bastion leads to it from here",
        };
        Diagnostic::note(
            self.code(),
            format!("`{}` is out of reach while an app is built; {way}", database.addon),
        )
    }
}
