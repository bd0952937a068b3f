use super::plan_offered::can_be_had;
use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::figures::size_shown;
use crate::request::{ChangePlan, PlanLimits, Request};
use crate::snapshot::{family, Database, Snapshot, Tier};

/// The data fits into the wanted plan.
pub struct PlanFits;
/// The connections that are open fit into the wanted plan.
pub struct PlanConnections;

/// A plan that is fuller than this is nearly full, percent.
const NEARLY_FULL: u128 = 80;
/// More of the wanted plan's connections than this may be too many, percent: what was seen is one moment.
const MANY: u64 = 60;

impl Precheck for PlanFits {
    fn code(&self) -> Code {
        codes::PLAN_LIMITS_UNKNOWN
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let database = &snapshot.database;
        let Some(change) = request.changes_plan() else {
            return Diagnostic::pass(self.code(), "the plan stays as it is");
        };
        if !can_be_had(snapshot, change) {
            return Diagnostic::note(self.code(), "not judged: whether the data fits into the wanted plan");
        }
        match (change.limits, database.bytes) {
            (Some(limits), Some(bytes)) => size(snapshot, change, limits, bytes, request),
            _ if larger(database, change) => Diagnostic::pass(
                self.code(),
                format!("{} is the larger plan, so what fits now fits then", change.plan),
            ),
            (None, _) => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("no service tells how much data and how many connections {} allows", change.plan),
                    "look them up and give them with `--plan-limits GB,CONNECTIONS`, or `--accept plan/limits-unknown`",
                ),
            ),
            (Some(_), None) => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("the size of `{}` could not be read", database.addon),
                    "see `heroku pg:info`; if it fits: `--accept plan/limits-unknown`",
                ),
            ),
        }
    }
}

fn size(
    snapshot: &Snapshot,
    change: &ChangePlan,
    limits: PlanLimits,
    bytes: u64,
    request: &Request,
) -> Diagnostic {
    let percent = u128::from(bytes) * 100 / u128::from(limits.bytes.max(1));
    let seen = format!(
        "`{}` has {} of the {} that {} holds",
        snapshot.database.addon,
        size_shown(bytes),
        size_shown(limits.bytes),
        change.plan
    );
    if bytes > limits.bytes {
        return Diagnostic::block(codes::PLAN_TOO_SMALL, seen, "take a larger plan");
    }
    if percent > NEARLY_FULL {
        let help = "take a larger plan, or go on with `--accept plan/nearly-full`";
        return accepted(request, Diagnostic::block(codes::PLAN_NEARLY_FULL, seen, help));
    }
    Diagnostic::pass(codes::PLAN_LIMITS_UNKNOWN, seen)
}

impl Precheck for PlanConnections {
    fn code(&self) -> Code {
        codes::PLAN_CONNECTIONS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let database = &snapshot.database;
        let Some(change) = request.changes_plan() else {
            return Diagnostic::pass(self.code(), "the plan stays as it is");
        };
        if !can_be_had(snapshot, change) {
            let message = "not judged: whether the open connections fit into the wanted plan";
            return Diagnostic::note(self.code(), message);
        }
        match (change.limits, database.connections) {
            (Some(limits), Some(open)) if open * 100 > limits.connections * MANY => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("{open} connections are open, and {} allows {}", change.plan, limits.connections),
                    "take a larger plan, or go on with `--accept plan/connections`",
                ),
            ),
            (Some(limits), Some(open)) => Diagnostic::pass(
                self.code(),
                format!("{open} connections are open, and {} allows {}", change.plan, limits.connections),
            ),
            _ if larger(database, change) => {
                Diagnostic::pass(self.code(), "the larger plan allows no fewer connections")
            }
            _ => Diagnostic::note(
                self.code(),
                "not judged: whether the open connections fit into the wanted plan",
            ),
        }
    }
}

/// True if the wanted plan is the larger one of the same family, or any other than an Essential one is.
fn larger(database: &Database, change: &ChangePlan) -> bool {
    if database.tier() == Tier::Essential && Tier::of(&change.plan) == Tier::Classic {
        return true;
    }
    let number = |plan: &str| plan.rsplit('-').next().and_then(|number| number.parse::<u64>().ok());
    family(&change.plan) == family(&database.plan)
        && number(&change.plan).zip(number(&database.plan)).is_some_and(|(wanted, now)| wanted > now)
}
