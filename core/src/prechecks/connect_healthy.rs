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
            if let (Some(lock), Some(held)) = (&snapshot.lock, snapshot.held()) {
                let ours = held.connections.iter().any(|one| one.resource == connection.resource);
                if ours && standing(&connection.state) == "paused" {
                    return Diagnostic::block(
                        self.code(),
                        format!(
                            "`{}` is {}, for run `{}`",
                            connection.resource, connection.state, lock.run_id
                        ),
                        format!(
                            "resume it first: `heroku connect:resume-sync {} --app {}`",
                            shell_word(&lock.run_id),
                            shell_word(&snapshot.app)
                        ),
                    );
                }
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
