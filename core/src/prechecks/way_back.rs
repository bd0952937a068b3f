use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::{Request, WayBack};
use crate::snapshot::Snapshot;

/// From an upgrade in place nothing leads back but what was made before it.
pub struct WayBackThere;

impl Precheck for WayBackThere {
    fn code(&self) -> Code {
        codes::DIRECT_NO_WAY_BACK
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let (database, accept) = (&snapshot.database, format!("`--accept {}`", self.code()));
        let wanted = request.upgrade().and_then(|upgrade| upgrade.way_back);
        let can = WayBack::can_be_backup(database);
        match wanted {
            Some(WayBack::Copy) => Diagnostic::block(
                codes::METHOD_NOT_BUILT,
                "the way back `copy` is not built into this version",
                "leave `--way-back` out for a backup, or use the follower method, which keeps the old database",
            ),
            None | Some(WayBack::Backup) if can => Diagnostic::note(
                self.code(),
                "a backup is taken first; restoring it loses everything written since, and it is the only way back",
            ),
            Some(WayBack::Backup) => Diagnostic::block(
                self.code(),
                format!("`{}` is too large for a logical backup, or on a plan without one", database.addon),
                format!("use the follower method, which keeps the old database, or `--way-back none` with {accept}"),
            ),
            None | Some(WayBack::None) => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("nothing would lead back from the upgrade of `{}`", database.addon),
                    format!("use the follower method, which keeps the old database, or {accept}"),
                ),
            ),
        }
    }
}
