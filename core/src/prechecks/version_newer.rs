//! The target is a newer major than the present one.

use super::Precheck;
use crate::diagnostic::Diagnostic;
use crate::procedures::upgrade_db::Request;
use crate::snapshot::Snapshot;
use crate::text::shell_word;

/// The target is a newer major than the present one.
pub struct VersionNewer;

impl Precheck for VersionNewer {
    fn code(&self) -> &'static str {
        "version/not-newer"
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        match (snapshot.database.major, &snapshot.database.version) {
            (Some(now), Some(shown)) if request.version > now => {
                Diagnostic::pass(self.code(), format!("from Postgres {shown} to {}", request.version))
            }
            (Some(_), Some(shown)) => Diagnostic::block(
                self.code(),
                format!(
                    "`{}` is on Postgres {shown}, and {} is not newer",
                    snapshot.database.addon, request.version
                ),
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
