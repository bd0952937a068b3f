use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// Connect itself says that it uses this database.
pub struct ConnectDatabase;

impl Precheck for ConnectDatabase {
    fn code(&self) -> Code {
        codes::CONNECT_WRONG_DATABASE
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        match snapshot.connections.iter().find(|one| !one.on_database) {
            None => Diagnostic::pass(self.code(), "Connect's own account of its database agrees"),
            Some(one) => Diagnostic::block(
                self.code(),
                format!("`{}` names {} but is connected to another database", one.resource, one.db_key),
                format!(
                    "restart it: `heroku connect:recover --app {}`, then look again",
                    shell_word(&one.app)
                ),
            ),
        }
    }
}
