use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// There is a connection on this database.
pub struct ConnectPresent;

impl Precheck for ConnectPresent {
    fn code(&self) -> Code {
        codes::CONNECT_NONE
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        if !snapshot.hidden_connections.is_empty() {
            let names = snapshot.hidden_connections.join(", ");
            return Diagnostic::block(
                codes::CONNECT_HIDDEN,
                format!("this login is not on the access list of Heroku Connect: {names}"),
                format!(
                    "open it once: `heroku addons:open {}`",
                    shell_word(snapshot.hidden_connections.first().map_or("", String::as_str))
                ),
            );
        }
        if let Some(resource) = request.resource().filter(|_| snapshot.connections.is_empty()) {
            return Diagnostic::block(
                self.code(),
                format!("no connection of `{}` is called `{resource}`", snapshot.database.addon),
                format!("see `heroku connect:info --app {}`", shell_word(&snapshot.app)),
            );
        }
        if snapshot.connections.is_empty() {
            return Diagnostic::block(
                self.code(),
                format!("no Heroku Connect connection uses `{}`", snapshot.database.addon),
                "without Connect the commands of the Heroku CLI are enough",
            );
        }
        let names: Vec<String> =
            snapshot.connections.iter().map(|one| format!("`{}` on {}", one.resource, one.db_key)).collect();
        Diagnostic::pass(
            self.code(),
            format!("{} connection(s) use this database: {}", names.len(), names.join(", ")),
        )
    }
}
