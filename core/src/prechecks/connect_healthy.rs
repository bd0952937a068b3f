use super::Precheck;
use crate::api::connect::{standing, BROKEN, RUNNING};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// Connect runs and no mapping is broken: a broken one cannot be told from one broken by the upgrade.
pub struct ConnectHealthy;

impl Precheck for ConnectHealthy {
    fn code(&self) -> Code {
        codes::CONNECT_NOT_HEALTHY
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        for connection in &snapshot.connections {
            let paused = standing(&connection.state) == "paused";
            if let Some(ends) =
                snapshot.ends_pause().filter(|_| paused && snapshot.held_of(connection).is_some())
            {
                return Diagnostic::block(
                    self.code(),
                    format!("`{}` is {}, for a run of this plugin", connection.resource, connection.state),
                    format!("resume it first: `{ends}`"),
                );
            }
            if !RUNNING.contains(&connection.state.as_str()) {
                return Diagnostic::block(
                    self.code(),
                    format!("`{}` is {}", connection.resource, connection.state),
                    format!(
                        "see `heroku connect:diagnose --app {}`, then `heroku connect:resume`",
                        shell_word(&connection.app)
                    ),
                );
            }
            if let Some(mapping) = connection.mappings.iter().find(|one| BROKEN.contains(&one.state.as_str()))
            {
                return Diagnostic::block(
                    self.code(),
                    format!("mapping `{}` of `{}` is {}", mapping.object, connection.resource, mapping.state),
                    format!(
                        "see `heroku connect:mapping:diagnose {} --app {}`",
                        shell_word(&mapping.object),
                        shell_word(&connection.app)
                    ),
                );
            }
        }
        Diagnostic::pass(self.code(), "Connect runs and no mapping is broken")
    }
}
