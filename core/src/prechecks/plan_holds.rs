use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::figures::size_shown;
use crate::request::Request;
use crate::snapshot::{plan_name, Snapshot};

/// Percent of what a plan holds from which on a database has no room to grow.
const NEARLY_FULL: u64 = 80;

/// The plan that will lead holds the data, with room to grow. What a plan holds is only shown of a database on it.
pub struct PlanHolds;

impl Precheck for PlanHolds {
    fn code(&self) -> Code {
        codes::PLAN_TOO_SMALL
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let leader = &snapshot.database;
        let ordered = request.successor(leader).map_or_else(|| leader.plan.clone(), |one| one.plan);
        let (plan, limit) = match &snapshot.follower {
            Some(follower) => (&follower.plan, follower.limit),
            None => (&ordered, leader.limit.filter(|_| ordered == leader.plan)),
        };
        let plan = plan_name(plan);
        let unknown = |what: &str| {
            let message = format!("not judged: whether {plan} holds the data, because {what} is not shown");
            Diagnostic::note(codes::PLAN_LIMITS_UNKNOWN, message)
        };
        let Some(bytes) = leader.bytes else { return unknown("the size of the database") };
        let Some(limit) = limit else { return unknown("how much that plan holds") };
        let message = format!(
            "`{}` has {} of the {} that {plan} holds",
            leader.addon,
            size_shown(bytes),
            size_shown(limit)
        );
        let help = match &snapshot.follower {
            Some(_) => "leave `--follower` out, and give a larger plan with `--follower-plan PLAN`",
            None => "give a larger plan with `--follower-plan PLAN`",
        };
        let percent = u128::from(bytes) * 100 / u128::from(limit.max(1));
        if bytes > limit {
            Diagnostic::block(self.code(), message, help)
        } else if percent >= u128::from(NEARLY_FULL) {
            let help = format!("{help}; to go on all the same: `--accept {}`", codes::PLAN_NEARLY_FULL);
            accepted(request, Diagnostic::block(codes::PLAN_NEARLY_FULL, message, help))
        } else {
            Diagnostic::pass(self.code(), message)
        }
    }
}
