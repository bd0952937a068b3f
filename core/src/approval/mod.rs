//! What an approval of a plan holds for: the judged part of what was seen, and what is done about it.

mod drift;
mod judged;

pub use drift::drift;

use serde_json::{json, Map, Value};

use crate::digest;
use crate::plan::{Method, Plan};
use crate::procedures;
use crate::request::Request;
use crate::snapshot::Snapshot;

use judged::judged;

/// Hex SHA-256 of the approved part: the same for every plan that does the same in the same world, whenever and wherever it is
/// made.
#[must_use]
pub fn sha256(plan: &Plan) -> String {
    digest::sha256(&[bare(approved(plan)).to_string().as_bytes()])
}

/// True if two plans say and do the same; which version of this program made them is no part of that.
#[must_use]
pub fn same(given: &Plan, again: &Plan) -> bool {
    let (format_version, made_by) = (given.format_version.clone(), given.made_by.clone());
    *given == Plan { format_version, made_by, ..again.clone() }
}

/// A plan is a pure function of what is asked for and of what was seen, so that of the judged part gives the steps without what
/// passes. Names of members are in order of their bytes.
fn approved(plan: &Plan) -> Value {
    let snapshot = judged(&plan.snapshot);
    let mut accept = plan.request.accept.clone();
    accept.sort();
    accept.dedup();
    let request = Request { accept, ..plan.request.clone() };
    let procedure = procedures::find(request.procedure.id());
    let outline = procedure.map(|one| one.outline(&snapshot, &request)).unwrap_or_default();
    json!({
        "formatVersion": plan.format_version,
        "procedure": plan.procedure,
        "method": chosen(&snapshot, &request),
        "apps": outline.apps,
        "confirmation": outline.confirmation,
        "steps": outline.steps.iter().map(|step| without(json!(step), &["title", "why", "quiet"])).collect::<Vec<_>>(),
        "marks": outline.marks,
        "names": outline.names,
        "notCovered": plan.not_covered,
        "request": request,
        "seen": seen(&snapshot),
    })
}

/// What was seen, as far as it is judged. Of the plans that can be ordered only the price of what is made counts.
fn seen(snapshot: &Snapshot) -> Value {
    without(json!(snapshot), &["formatVersion", "takenAt", "plans", "asked"])
}

/// The way that is gone, and what it costs.
fn chosen(snapshot: &Snapshot, request: &Request) -> Option<Value> {
    let methods = procedures::find(request.procedure.id())?.methods(snapshot, request);
    let chosen: Method = methods.into_iter().find(|method| method.chosen)?;
    Some(json!({ "name": chosen.name, "cost": chosen.cost }))
}

fn without(value: Value, names: &[&str]) -> Value {
    match value {
        Value::Object(mut map) => {
            map.retain(|name, _| !names.contains(&name.as_str()));
            Value::Object(map)
        }
        other => other,
    }
}

/// Without members that are null: a field that a later version adds and nobody uses changes no sum.
fn bare(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let said = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(said.map(|(name, value)| (name, bare(value))).collect::<Map<_, _>>())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(bare).collect()),
        other => other,
    }
}
