use super::size::too_small;
use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{plan_name, Snapshot};

/// An existing follower that takes over is what the leader is: on its plan, in its region.
pub struct FollowerEqual;

impl Precheck for FollowerEqual {
    fn code(&self) -> Code {
        codes::TARGET_PLAN_DIFFERS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let leader = &snapshot.database;
        let Some(follower) = &snapshot.follower else {
            return Diagnostic::pass(self.code(), "no existing follower takes over");
        };
        if let Some(small) = too_small(leader, &follower.plan) {
            return small;
        }
        let mut differs = Vec::new();
        if follower.plan != leader.plan {
            differs.push(format!(
                "plan {} instead of {}",
                plan_name(&follower.plan),
                plan_name(&leader.plan)
            ));
        }
        if follower.region != leader.region {
            let shown = |region: &Option<String>| region.clone().unwrap_or_else(|| "not shown".to_owned());
            differs.push(format!("region {} instead of {}", shown(&follower.region), shown(&leader.region)));
        }
        if differs.is_empty() {
            let plan = plan_name(&leader.plan);
            let message = format!("`{}` is on {plan} in the same region, as the leader is", follower.addon);
            return Diagnostic::pass(self.code(), message);
        }
        accepted(
            request,
            Diagnostic::block(
                self.code(),
                format!("`{}`, which would lead, is not what `{}` is: {}", follower.addon, leader.addon, differs.join("; ")),
                "leave `--follower` out: one is made on the leader's plan; or go on with `--accept target/plan-differs`",
            ),
        )
    }
}
