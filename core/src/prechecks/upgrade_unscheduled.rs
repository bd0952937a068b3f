use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// No upgrade is prepared on the leader: it would fire by itself in the next maintenance window.
pub struct UpgradeUnscheduled;

impl Precheck for UpgradeUnscheduled {
    fn code(&self) -> Code {
        codes::UPGRADE_ALREADY_SCHEDULED
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.maintenance.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        if snapshot.database.maintenance.is_none() {
            let what = "whether an upgrade is scheduled was judged as little as any other data maintenance";
            return Diagnostic::note(self.code(), what);
        }
        if !snapshot.database.upgrade_scheduled {
            return Diagnostic::pass(self.code(), "no upgrade is scheduled on the database");
        }
        let at = snapshot.database.maintenance_at.as_deref().unwrap_or("a time not shown");
        Diagnostic::block(
            self.code(),
            format!(
                "an upgrade of `{}` is already scheduled for {at}: it would start by itself",
                snapshot.database.addon
            ),
            format!(
                "cancel it: `heroku pg:upgrade:cancel {} --app {}`",
                shell_word(&snapshot.database.addon),
                shell_word(&snapshot.database.app)
            ),
        )
    }
}
