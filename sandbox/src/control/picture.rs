//! The world before and after: what the simulator holds, and what each server says of itself.

use serde_json::{json, Map, Value};

use crate::engine::{server_facts, Engine};

/// `{world, servers: {add-on: facts}}`; databases that are gone are left out.
pub(super) fn picture(engine: &Engine) -> Value {
    let schemas: Vec<&str> =
        engine.scenario().connections.iter().map(|connection| connection.schema_name.as_str()).collect();
    let servers: Map<String, Value> = engine
        .register()
        .list()
        .into_iter()
        .filter(|entry| !entry.destroyed)
        .map(|entry| (entry.endpoint.addon.clone(), server_facts(&entry.endpoint, &schemas)))
        .collect();
    json!({"world": engine.view(), "servers": servers})
}
