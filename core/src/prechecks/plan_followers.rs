use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{plan_name, Database, Snapshot};

use super::plan_offered::can_be_had;
use super::size::too_small;

/// The followers are large enough for a leader on the wanted plan.
pub struct PlanFollowers;

impl Precheck for PlanFollowers {
    fn code(&self) -> Code {
        codes::PLAN_FOLLOWER_TOO_SMALL
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(change) = request.changes_plan() else {
            return Diagnostic::pass(self.code(), "the plan stays as it is");
        };
        if !can_be_had(snapshot, change) {
            let message = "not judged: whether every follower is large enough for the wanted plan";
            return Diagnostic::note(self.code(), message);
        }
        let leader = Database { plan: change.full(), ..snapshot.database.clone() };
        let small = snapshot.followers.iter().find(|one| too_small(&leader, &one.plan, "").is_some());
        let unseen = snapshot.database.followers.saturating_sub(snapshot.followers.len() as u64);
        match small {
            Some(one) => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("`{}` ({}) is too small to follow a leader on {}", one.addon, plan_name(&one.plan), change.plan),
                    "change its plan first, or go on with `--accept plan/follower-too-small`: it may be cut off",
                ),
            ),
            None if unseen > 0 => Diagnostic::warn(
                self.code(),
                format!("{unseen} follower(s) of the database were not found in the apps that were looked at, and are not judged"),
                "see `heroku pg:info` for them before and afterwards",
            ),
            None => Diagnostic::pass(self.code(), "every follower is large enough for the wanted plan"),
        }
    }
}
