//! Whether a scenario has come up: what the picture of the world still lacks.

use connect_simulator::Scenario;
use serde_json::Value;

/// One sentence for each dyno that is not up, though it could be, and each connection that has no database yet.
pub(super) fn lacks(scenario: &Scenario, view: &Value) -> Vec<String> {
    let mut lacks = Vec::new();
    for app in &scenario.apps {
        for process in app.formation.iter().filter(|process| process.kind != "release" && !process.crashes) {
            let up = view["apps"][&app.name]["up"][&process.kind].as_u64().unwrap_or(0);
            if up < u64::from(process.quantity) {
                lacks.push(format!("waiting for {} dynos of {}", process.kind, app.name));
            }
        }
    }
    for connection in scenario.connections.iter().filter(|connection| connection.state == "IDLE") {
        let shown = &view["connections"][&connection.addon];
        if shown["state"] != "IDLE" || shown["database"].is_null() {
            lacks.push(format!("waiting for {}", connection.addon));
        }
    }
    lacks
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dynos_and_connections_are_waited_for() {
        let scenario: Scenario = serde_json::from_value(json!({
            "name": "n", "description": "d",
            "apps": [{"name": "a", "formation": [
                {"type": "web", "quantity": 1}, {"type": "worker", "quantity": 0}, {"type": "release", "quantity": 1},
                {"type": "mailer", "quantity": 1, "crashes": true}
            ]}],
            "connections": [
                {"addon": "c", "app": "a", "dbKey": "DATABASE_URL", "organizationId": "o"},
                {"addon": "paused", "app": "a", "organizationId": "o", "state": "PAUSED"}
            ],
        }))
        .unwrap();
        assert_eq!(lacks(&scenario, &Value::Null), ["waiting for web dynos of a", "waiting for c"]);
        let up = json!({
            "apps": {"a": {"up": {"web": 1}}},
            "connections": {"c": {"state": "IDLE", "database": "p"}, "paused": {"state": "PAUSED"}},
        });
        assert!(lacks(&scenario, &up).is_empty());
    }
}
