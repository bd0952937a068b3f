use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// A new database is made in the network of the app that pays for it.
pub struct SpaceNetwork;

impl Precheck for SpaceNetwork {
    fn code(&self) -> Code {
        codes::SPACE_OTHER_SPACE
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let database = &snapshot.database;
        if !database.private() {
            return Diagnostic::pass(
                self.code(),
                "the database has a public address, whatever space an app is in",
            );
        }
        match snapshot.apps.iter().find(|app| app.name == database.app).map(|app| &app.space) {
            Some(Some(space)) => {
                Diagnostic::pass(self.code(), format!("a new database is made in space `{space}` too"))
            }
            Some(None) | None => Diagnostic::block(
                self.code(),
                format!(
                    "in which space a new database would be is not known: `{}`, which pays for `{}`, is in none that can be read",
                    database.app, database.addon
                ),
                "let an app of the database's space pay for it, or change it in place",
            ),
        }
    }
}
