//! The formation of an app: process types with quantity and dyno size.

use serde_json::{json, Value};

use crate::answer::{answer, Ask};
use crate::api::{change, get, segment};
use crate::effect::Effect;
use crate::snapshot;
use connect_wire::{Api, Method};

answer! {
    /// A process type.
    pub struct Process {
        kind: Option<String> = "/type",
        quantity: Option<u64> = "/quantity",
        size: Option<String> = "/size",
    }
}

/// Formation of an app.
#[must_use]
pub fn formation(app: &str) -> Ask<Vec<Process>> {
    get(Api::Platform, format!("/apps/{}/formation", segment(app)))
}

/// Sets process types to quantities, and to sizes where there are any. Quantities are strings, as the CLI sends them.
#[must_use]
pub fn scale(app: &str, formation: &[snapshot::Process]) -> Effect {
    let updates: Vec<Value> = formation
        .iter()
        .map(|process| match &process.size {
            Some(size) => {
                json!({ "type": process.kind, "quantity": process.quantity.to_string(), "size": size })
            }
            None => json!({ "type": process.kind, "quantity": process.quantity.to_string() }),
        })
        .collect();
    let path = format!("/apps/{}/formation", segment(app));
    change(Api::Platform, Method::Patch, path, Some(json!({ "updates": updates })))
}
