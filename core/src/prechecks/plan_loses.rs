use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::{ChangePlan, Request};
use crate::snapshot::{has_standby, plan_name, Snapshot, Tier};

/// The wanted plan keeps the standby that the present one has.
pub struct PlanKeepsStandby;
/// The wanted plan can be rolled back as far as the present one.
pub struct PlanKeepsRollback;

impl Precheck for PlanKeepsStandby {
    fn code(&self) -> Code {
        codes::PLAN_LOSES_HA
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let lost = "no standby that takes over when its server fails";
        loses(self.code(), snapshot, request, lost, "no standby is lost")
    }
}

impl Precheck for PlanKeepsRollback {
    fn code(&self) -> Code {
        codes::PLAN_LOSES_ROLLBACK_DAYS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let kept = "no day of rollback is lost";
        let down = |change: &&ChangePlan| {
            Tier::of(&change.plan) == Tier::Essential && snapshot.database.tier() == Tier::Classic
        };
        if request.changes_plan().filter(down).is_some() {
            return lost(self.code(), request, &snapshot.database.plan, "no rollback at all, and no standby");
        }
        loses(self.code(), snapshot, request, "4 days of rollback instead of 7", kept)
    }
}

fn loses(code: Code, snapshot: &Snapshot, request: &Request, what: &str, kept: &str) -> Diagnostic {
    let less = |change: &&ChangePlan| has_standby(&snapshot.database.plan) && !has_standby(&change.plan);
    match request.changes_plan().filter(less) {
        None => Diagnostic::pass(code, kept),
        Some(_) => lost(code, request, &snapshot.database.plan, what),
    }
}

fn lost(code: Code, request: &Request, from: &str, what: &str) -> Diagnostic {
    let wanted = request.changes_plan().map_or("", |change| change.plan.as_str());
    accepted(
        request,
        Diagnostic::block(
            code,
            format!("{wanted} has {what}, unlike {}", plan_name(from)),
            format!("if that is meant: `--accept {code}`"),
        ),
    )
}
