use super::size::too_small;
use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::figures::size_shown;
use crate::request::Request;
use crate::snapshot::{plan_name, Snapshot};

/// An existing follower that takes over is what the leader is: on its plan, with its room, in its region and its space.
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
        if let Some(small) = too_small(leader, &follower.plan, "leave `--follower` out: one is made") {
            return small;
        }
        let mut differs = Vec::new();
        let wanted = request.successor(leader).map_or_else(|| leader.plan.clone(), |one| one.plan);
        let plan_stays = wanted == leader.plan;
        if follower.plan != wanted {
            let plan = format!("plan {} instead of {}", plan_name(&follower.plan), plan_name(&wanted));
            if !plan_stays {
                let message = format!("`{}` is not on the wanted plan: {plan}", follower.addon);
                let help = "leave `--follower` out: one is made on the wanted plan";
                return Diagnostic::block(self.code(), message, help);
            }
            differs.push(plan);
        }
        if let (Some(follower), Some(leader), true) = (follower.limit, leader.limit, plan_stays) {
            if follower < leader {
                differs.push(format!("room for {} instead of {}", size_shown(follower), size_shown(leader)));
            }
        }
        if follower.region != leader.region {
            let shown = |region: &Option<String>| region.clone().unwrap_or_else(|| "not shown".to_owned());
            differs.push(format!("region {} instead of {}", shown(&follower.region), shown(&leader.region)));
        }
        let payer = snapshot.apps.iter().find(|app| app.name == leader.app);
        let space = payer.and_then(|app| app.space.as_ref());
        if follower.space.as_ref() != space {
            let shown = |space: Option<&String>| space.map_or("none".to_owned(), |name| format!("`{name}`"));
            differs.push(format!("space {} instead of {}", shown(follower.space.as_ref()), shown(space)));
        }
        if differs.is_empty() {
            let (name, plan) = (&follower.addon, plan_name(&wanted));
            let message = format!("`{name}` is on {plan} in the same region and space, as the leader is");
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
