//! Plans and tiers.

use serde_json::{json, Value};

use crate::world::find::{CONNECT, POSTGRES};
use crate::world::ids::{hash, uuid, Kind};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::World;

/// Postgres plans with their monthly price in cents.
const POSTGRES_PLANS: [(&str, u64); 18] = [
    ("essential-0", 500),
    ("essential-1", 900),
    ("essential-2", 2_000),
    ("standard-0", 5_000),
    ("standard-2", 20_000),
    ("standard-3", 40_000),
    ("standard-4", 75_000),
    ("standard-5", 140_000),
    ("premium-0", 20_000),
    ("premium-2", 35_000),
    ("premium-3", 75_000),
    ("premium-4", 120_000),
    ("private-0", 30_000),
    ("private-2", 45_000),
    ("shield-0", 36_000),
    ("shield-2", 55_000),
    ("advanced", 0),
    ("advanced-private", 0),
];

/// Plans that databases are still on, but that nobody can order any more.
const RETIRED_PLANS: [(&str, u64); 2] = [("standard-tengu", 20_000), ("premium-tengu", 35_000)];

/// The plan that Connect's add-ons of a scenario have, and new ones if none is named.
pub(in crate::world) const CONNECT_PLAN: &str = "demo";

/// What a Postgres plan can do, by the words of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::world) enum Tier {
    /// `mini`, `basic`, `dev`: cannot be had any more.
    Legacy,
    Essential,
    /// Standard, Premium, Private, Shield.
    Classic,
    Advanced,
}

/// The tier of a plan name without its service.
pub(in crate::world) fn tier(plan: &str) -> Tier {
    let starts = |words: &[&str]| words.iter().any(|word| plan.starts_with(word));
    if starts(&["advanced", "performance"]) {
        Tier::Advanced
    } else if starts(&["dev", "basic", "mini"]) {
        Tier::Legacy
    } else if starts(&["essential"]) {
        Tier::Essential
    } else {
        Tier::Classic
    }
}

/// Gigabytes that the databases of a plan hold, by the number in its name; `None` for a plan without one.
pub(in crate::world) fn holds(plan: &str) -> Option<u64> {
    match (tier(plan), plan.rsplit('-').next()?.parse().ok()?) {
        (Tier::Classic, 0) => Some(64),
        (Tier::Classic, 2) => Some(256),
        (Tier::Classic, 3) => Some(512),
        (Tier::Classic, 4) => Some(768),
        (Tier::Classic, 5) => Some(1_024),
        _ => None,
    }
}

/// Monthly price in cents, `None` for an unknown plan.
pub(super) fn price(service: &str, plan: &str) -> Option<u64> {
    match service {
        POSTGRES => {
            let mut all = POSTGRES_PLANS.iter().chain(&RETIRED_PLANS);
            all.find(|(name, _)| *name == plan).map(|(_, cents)| *cents)
        }
        CONNECT => matches!(plan, CONNECT_PLAN | "production" | "enterprise").then_some(0),
        "scheduler" => (plan == "standard").then_some(0),
        _ => Some(0),
    }
}

/// True if nobody can order the plan any more, whatever the scenario says.
fn retired(service: &str, plan: &str) -> bool {
    let old = || tier(plan) == Tier::Legacy || RETIRED_PLANS.iter().any(|(name, _)| *name == plan);
    service == POSTGRES && old()
}

/// A plan in full, as with `Accept-Expansion: plan`.
pub(super) fn plan_json(service: &str, plan: &str, sold: bool) -> Value {
    let cents = price(service, plan).unwrap_or(0);
    json!({
        "id": plan_id(service, plan),
        "name": format!("{service}:{plan}"),
        "human_name": plan,
        "description": format!("{service} {plan}"),
        "addon_service": {"id": service_id(service), "name": service},
        "price": {"cents": cents, "unit": "month", "contract": service == CONNECT && plan != CONNECT_PLAN, "metered": false},
        "state": if sold { "ga" } else { "shutdown" },
        "default": false,
        "visible": true,
    })
}

pub(super) fn plan_id(service: &str, plan: &str) -> String {
    uuid(Kind::Plan, hash(&format!("{service}:{plan}")) & 0xffff_ffff)
}

pub(super) fn service_id(service: &str) -> String {
    uuid(Kind::Service, hash(service) & 0xffff_ffff)
}

impl World {
    /// True if the plan can be ordered: that of Connect's add-ons only if the switch says so.
    pub(super) fn sold(&self, service: &str, plan: &str) -> bool {
        let kept = service == CONNECT && plan == CONNECT_PLAN && !self.settings.switches.connect_plan_sold;
        !kept && !retired(service, plan)
    }

    pub(super) fn list_plans(&self, service: &str) -> Reply {
        let plans: Vec<&str> = match service {
            POSTGRES => POSTGRES_PLANS.iter().chain(&RETIRED_PLANS).map(|(plan, _)| *plan).collect(),
            CONNECT => vec![CONNECT_PLAN, "production", "enterprise"],
            "scheduler" => vec!["standard"],
            _ => return Err(Refusal::not_found("addon_service")),
        };
        ok(Value::Array(
            plans.into_iter().map(|plan| plan_json(service, plan, self.sold(service, plan))).collect(),
        ))
    }

    pub(super) fn show_service(&self, service: &str) -> Reply {
        match service {
            POSTGRES | CONNECT | "scheduler" => {
                ok(json!({"id": service_id(service), "name": service, "human_name": service, "state": "ga"}))
            }
            _ => Err(Refusal::not_found("addon_service")),
        }
    }
}
