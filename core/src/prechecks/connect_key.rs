use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::Snapshot;

/// The config var that a connection names comes from an attachment, or can be replaced by one.
pub struct ConnectKey;

impl Precheck for ConnectKey {
    fn code(&self) -> Code {
        codes::CONNECT_KEY_NOT_ATTACHED
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        for connection in &snapshot.connections {
            let attached = snapshot
                .attachments
                .iter()
                .any(|one| one.app == connection.app && one.config_var() == connection.db_key);
            if !attached && connection.app != snapshot.database.app {
                return Diagnostic::block(
                    self.code(),
                    format!(
                        "`{}` names {}, which is a copied URL and not an attachment",
                        connection.resource, connection.db_key
                    ),
                    format!(
                        "attach the database to `{}` under that name first: `heroku addons:attach`",
                        connection.app
                    ),
                );
            }
        }
        Diagnostic::pass(self.code(), "every connection names a config var that an attachment gives")
    }
}
