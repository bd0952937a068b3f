use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::{Request, UpgradeDb};
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// The database is not being provisioned, recovered or maintained right now.
pub struct DatabaseReady;

impl Precheck for DatabaseReady {
    fn code(&self) -> Code {
        codes::DATABASE_NOT_READY
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.waiting.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let database = &snapshot.database;
        let help = format!(
            "wait: `heroku pg:wait {} --app {}`",
            shell_word(&database.addon),
            shell_word(&database.app)
        );
        if database.waiting == Some(true) {
            return Diagnostic::block(self.code(), format!("`{}` is busy", database.addon), help);
        }
        let direct = request.upgrade().is_some_and(UpgradeDb::direct);
        if !direct
            && database
                .fork_follow
                .as_deref()
                .is_some_and(|shown| shown.to_lowercase().contains("unavailable"))
        {
            return Diagnostic::block(
                self.code(),
                format!("`{}` cannot be followed yet", database.addon),
                help,
            );
        }
        if database.waiting.is_none() {
            return Diagnostic::note(
                self.code(),
                format!("not judged: whether `{}` is busy", database.addon),
            );
        }
        Diagnostic::pass(self.code(), format!("`{}` is available", database.addon))
    }
}
