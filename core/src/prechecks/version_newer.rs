use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// The target is a newer major than the present one.
pub struct VersionNewer;

impl Precheck for VersionNewer {
    fn code(&self) -> Code {
        codes::VERSION_NOT_NEWER
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(wanted) = request.version() else {
            return Diagnostic::pass(self.code(), "the version stays as it is");
        };
        match (snapshot.database.major, &snapshot.database.version) {
            (Some(now), Some(shown)) if wanted.0 == now && request.upgrade().is_none() => {
                Diagnostic::pass(self.code(), format!("it stays on Postgres {shown}"))
            }
            (Some(now), Some(shown)) if wanted.0 > now => {
                Diagnostic::pass(self.code(), format!("from Postgres {shown} to {wanted}"))
            }
            (Some(_), Some(shown)) => Diagnostic::block(
                self.code(),
                format!("`{}` is on Postgres {shown}, and {wanted} is not newer", snapshot.database.addon),
                "give a newer major with `--version`",
            ),
            _ => Diagnostic::block(
                self.code(),
                format!("the version of `{}` is not shown", snapshot.database.addon),
                format!("see `heroku pg:info --app {}`", shell_word(&snapshot.database.app)),
            ),
        }
    }
}
