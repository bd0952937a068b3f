use super::size::too_small;
use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::{ChangePlan, Request};
use crate::snapshot::{network, plan_name, Database, Snapshot, Tier};

/// The wanted plan is another one, can be ordered, and can be had without moving the database.
pub struct PlanOffered;

impl Precheck for PlanOffered {
    fn code(&self) -> Code {
        codes::PLAN_UNKNOWN
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let database = &snapshot.database;
        let Some(change) = request.changes_plan() else {
            return Diagnostic::pass(self.code(), "the plan stays as it is");
        };
        if let Some(elsewhere) = elsewhere(database, change) {
            return elsewhere;
        }
        let wanted = &change.plan;
        let offered = || {
            snapshot.plans.iter().flatten().map(|(name, _)| plan_name(name)).collect::<Vec<_>>().join(", ")
        };
        match &snapshot.plans {
            None => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("whether {wanted} can be ordered could not be read"),
                    "see `heroku addons:plans heroku-postgresql`; if it is there: `--accept plan/unknown`",
                ),
            ),
            Some(plans) if !plans.contains_key(&change.full()) => Diagnostic::block(
                self.code(),
                format!("{wanted} cannot be ordered"),
                format!("choose one that can: {}", offered()),
            ),
            Some(_) => request
                .successor(database)
                .and_then(|_| {
                    too_small(database, &change.full(), "take a larger plan, or change it in place first")
                })
                .unwrap_or_else(|| Diagnostic::pass(self.code(), format!("{wanted} can be ordered"))),
        }
    }
}

/// True unless another finding says why the wanted plan cannot be had in place: what it allows is then of no interest.
pub(super) fn can_be_had(snapshot: &Snapshot, change: &ChangePlan) -> bool {
    let ordered = snapshot.plans.as_ref().is_none_or(|plans| plans.contains_key(&change.full()));
    ordered && elsewhere(&snapshot.database, change).is_none()
}

/// Why the wanted plan cannot be had; `None` if it can.
pub(super) fn elsewhere(database: &Database, change: &ChangePlan) -> Option<Diagnostic> {
    let (wanted, name) = (&change.plan, &database.addon);
    let now = plan_name(&database.plan);
    if change.full() == database.plan {
        let message = format!("`{name}` is on {now} already");
        return Some(Diagnostic::block(codes::PLAN_SAME, message, "name another plan"));
    }
    let (tier, target) = (database.tier(), Tier::of(wanted));
    if tier == Tier::Legacy {
        return Some(Diagnostic::block(
            codes::TIER_LEGACY,
            format!("`{name}` is on {now}, which is no longer offered and cannot be changed"),
            "move it to a current plan with `heroku pg:copy` first",
        ));
    }
    if tier == Tier::Advanced || target == Tier::Advanced {
        return Some(Diagnostic::block(
            codes::TIER_ADVANCED,
            "Heroku does not say that Connect supports Advanced databases",
            "ask Heroku support; its own commands are `heroku data:pg:update` and `heroku data:pg:migrate`",
        ));
    }
    if tier != target && !change.method(database).copies() {
        return Some(Diagnostic::block(
            codes::PLAN_OTHER_TIER,
            format!("{now} and {wanted} are of different tiers, between which the data must be copied"),
            "leave `--method` out, or give `--method copy` or `--method recreate`",
        ));
    }
    (network(wanted) != network(&database.plan)).then(|| {
        Diagnostic::block(
            codes::PLAN_OTHER_NETWORK,
            format!("{wanted} is in another network than `{name}` ({now}): no plan changes that in place"),
            "move the database with a follower in the other network; this version does not do it",
        )
    })
}
