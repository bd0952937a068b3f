use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::{Request, WayBack};
use crate::snapshot::{plan_name, Snapshot};

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
            Some(WayBack::Copy) => self.copy(snapshot, request),
            None | Some(WayBack::Backup) if can => Diagnostic::note(
                self.code(),
                "a backup is taken first; restoring it loses everything written since, and it is the only way back",
            ),
            Some(WayBack::Backup) => Diagnostic::block(
                self.code(),
                format!("`{}` is too large for a logical backup, or on a plan without one", database.addon),
                format!("use `--way-back copy`, or the follower method, which keeps the old database, or `--way-back none` with {accept}"),
            ),
            None | Some(WayBack::None) => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("nothing would lead back from the upgrade of `{}`", database.addon),
                    format!("use `--way-back copy`, or the follower method, which keeps the old database, or {accept}"),
                ),
            ),
        }
    }
}

impl WayBackThere {
    /// A follower can be made on the plan of the database itself.
    fn copy(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let database = &snapshot.database;
        let plan = plan_name(&database.plan);
        match &snapshot.plans {
            None => accepted(
                request,
                Diagnostic::block(
                    codes::PLAN_UNKNOWN,
                    format!("whether a follower on {plan} can be ordered could not be read"),
                    "see `heroku addons:plans heroku-postgresql`; if it is there: `--accept plan/unknown`",
                ),
            ),
            Some(plans) if !plans.contains_key(&database.plan) => Diagnostic::block(
                self.code(),
                format!("{plan} cannot be ordered any more, so no follower of `{}` can be made on it", database.addon),
                "leave `--way-back` out for a backup, or use the follower method with `--follower-plan PLAN`",
            ),
            Some(_) => Diagnostic::note(
                self.code(),
                "a follower is made first and stops following just before the upgrade; what is written after the upgrade is not in it, and it \
                 is billed until `heroku connect:runs:finish`",
            ),
        }
    }
}
