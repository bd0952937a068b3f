use super::size::too_small;
use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{network, plan_name, Snapshot, Tier};

/// The plan of a follower that is made can be ordered and can follow this leader.
pub struct TargetPlan;

impl Precheck for TargetPlan {
    fn code(&self) -> Code {
        codes::PLAN_UNKNOWN
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let leader = &snapshot.database;
        let Some(upgrade) = request.upgrade().filter(|upgrade| upgrade.follower.is_none()) else {
            return Diagnostic::pass(self.code(), "no database is ordered");
        };
        // What cannot be followed at all is said by its tier.
        if leader.tier() != Tier::Classic {
            return Diagnostic::pass(self.code(), "no follower is ordered on a plan that has none");
        }
        let plan = upgrade.plan(leader);
        let wanted = plan_name(&plan);
        let choose = |why: &str| {
            let offered: Vec<&str> =
                snapshot.plans.iter().flatten().map(|(name, _)| plan_name(name)).collect();
            format!("{why} with `--follower-plan PLAN`: {}", offered.join(", "))
        };
        if Tier::of(wanted) != Tier::Classic {
            let message = format!("a database on {wanted} cannot follow `{}`", leader.addon);
            return Diagnostic::block(codes::PLAN_OTHER_TIER, message, choose("choose another"));
        }
        if network(wanted) != network(&leader.plan) {
            let message = format!("{wanted} is in another network than `{}` ({})", leader.addon, leader.plan);
            return Diagnostic::block(codes::PLAN_OTHER_NETWORK, message, choose("choose another"));
        }
        match &snapshot.plans {
            None => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("whether {wanted} can be ordered could not be read"),
                    "see `heroku addons:plans heroku-postgresql`; if it is there: `--accept plan/unknown`",
                ),
            ),
            Some(plans) if !plans.contains_key(&plan) => Diagnostic::block(
                self.code(),
                format!("{wanted} cannot be ordered, so no follower can be made on it"),
                choose("choose one"),
            ),
            Some(_) => too_small(leader, &plan, "give a larger one with `--follower-plan`")
                .unwrap_or_else(|| Diagnostic::pass(self.code(), format!("{wanted} can be ordered"))),
        }
    }
}
