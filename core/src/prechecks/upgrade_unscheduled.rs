use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Snapshot, UpgradeState};

/// No upgrade is prepared on the leader: it would fire by itself in the next maintenance window.
pub struct UpgradeUnscheduled;

impl Precheck for UpgradeUnscheduled {
    fn code(&self) -> Code {
        codes::UPGRADE_ALREADY_SCHEDULED
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.maintenance.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let database = &snapshot.database;
        if let Some(direct) = request.upgrade().filter(|upgrade| upgrade.direct()) {
            return state(snapshot, request, direct.adopt);
        }
        if database.maintenance.is_none() {
            let what = "whether an upgrade is scheduled was judged as little as any other data maintenance";
            return Diagnostic::note(self.code(), what);
        }
        if !database.upgrade_scheduled {
            return Diagnostic::pass(self.code(), "no upgrade is scheduled on the database");
        }
        let at = database.maintenance_at.as_deref().unwrap_or("a time not shown");
        Diagnostic::block(
            self.code(),
            format!(
                "an upgrade of `{}` is already scheduled for {at}: it would start by itself",
                database.addon
            ),
            format!("cancel it: {}", cancel(snapshot)),
        )
    }
}

fn cancel(snapshot: &Snapshot) -> String {
    let database = &snapshot.database;
    format!("`heroku pg:upgrade:cancel {} --app {}`", shell_word(&database.addon), shell_word(&database.app))
}

/// The same where this very upgrade is to be prepared, or one that is prepared is to be used.
fn state(snapshot: &Snapshot, request: &Request, adopt: bool) -> Diagnostic {
    let (code, addon) = (codes::UPGRADE_ALREADY_SCHEDULED, &snapshot.database.addon);
    let unclear = |why: &str| {
        let help = format!(
            "see `heroku pg:upgrade:wait {addon}`; if none is prepared and none runs: `--accept {code}`"
        );
        let message = format!("whether an upgrade of `{addon}` is prepared or running cannot be told: {why}");
        accepted(request, Diagnostic::block(code, message, help))
    };
    match &snapshot.database.upgrade {
        None => unclear("it was not read"),
        Some(UpgradeState::Unclear { why }) => unclear(why),
        Some(UpgradeState::Running | UpgradeState::Done) => Diagnostic::block(
            codes::UPGRADE_RUNNING,
            format!("an upgrade of `{addon}` is running"),
            format!("wait: `heroku pg:upgrade:wait {addon}`"),
        ),
        Some(UpgradeState::Preparing | UpgradeState::Ready { .. }) if adopt => {
            Diagnostic::note(code, format!("the upgrade of `{addon}` that is prepared is used"))
        }
        Some(UpgradeState::Preparing | UpgradeState::Ready { .. }) => Diagnostic::block(
            code,
            format!("an upgrade of `{addon}` is prepared already: it would start by itself"),
            format!("cancel it: {}, or use it with `--adopt`", cancel(snapshot)),
        ),
        Some(UpgradeState::None | UpgradeState::Failed) if adopt => Diagnostic::block(
            code,
            format!("no upgrade of `{addon}` is prepared that could be used"),
            "leave `--adopt` out to have one prepared",
        ),
        Some(UpgradeState::None | UpgradeState::Failed) => {
            Diagnostic::pass(code, "no upgrade is prepared on the database, and none runs")
        }
    }
}
