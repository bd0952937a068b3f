use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::{ChangePlan, Request};
use crate::snapshot::{has_standby, plan_name, Snapshot};

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
        let lost = "4 days of rollback instead of 7";
        loses(self.code(), snapshot, request, lost, "no day of rollback is lost")
    }
}

fn loses(code: Code, snapshot: &Snapshot, request: &Request, what: &str, kept: &str) -> Diagnostic {
    let lost = |change: &&ChangePlan| has_standby(&snapshot.database.plan) && !has_standby(&change.plan);
    match request.changes_plan().filter(lost) {
        None => Diagnostic::pass(code, kept),
        Some(change) => accepted(
            request,
            Diagnostic::block(
                code,
                format!("{} has {what}, unlike {}", change.plan, plan_name(&snapshot.database.plan)),
                format!("if that is meant: `--accept {code}`"),
            ),
        ),
    }
}
