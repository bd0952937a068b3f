use super::{accepted, with_trial, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::{ChangePlan, Request, Wanted};
use crate::snapshot::Snapshot;

/// The newest major whose rules are known.
const NEWEST_KNOWN: u64 = 18;

/// What the new version refuses and what stays behind is looked up in the catalogs; unread, it is not judged.
pub struct InventoryRead;

impl Precheck for InventoryRead {
    fn code(&self) -> Code {
        codes::DATABASE_NOT_JUDGED
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.inventory.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let unknown =
            request.upgrade().map(|upgrade| upgrade.version).filter(|version| version.0 > NEWEST_KNOWN);
        let (message, help) = match (&snapshot.database.inventory, unknown) {
            (Some(_), None) => {
                let what = match request.procedure {
                    Wanted::ChangePlan(ChangePlan { version: None, .. }) => "is left behind",
                    _ => "the new version refuses",
                };
                let message = format!("the catalogs were read for what {what}");
                return Diagnostic::pass(self.code(), with_trial(message, snapshot, request));
            }
            (Some(_), Some(version)) => (
                format!("what Postgres {version} refuses is not judged: nothing after {NEWEST_KNOWN} is known here"),
                "see whether there is a newer version of this plugin",
            ),
            (None, _) => (
                format!(
                    "the catalogs of `{}` could not be read: what the new version refuses and what stays behind is not judged",
                    snapshot.database.addon
                ),
                "try again",
            ),
        };
        let help = format!("{help}; to go on all the same: `--accept {}`", self.code());
        let help = with_trial(help, snapshot, request);
        accepted(request, Diagnostic::block(self.code(), message, help))
    }
}
