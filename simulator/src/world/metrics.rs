//! Native autoscaling, `api.metrics.heroku.com`.

use connect_wire::Method::{Get, Patch, Post};
use serde_json::{json, Value};

use super::call::Call;
use super::ids::{number, uuid, Kind};
use super::reply::{ok, with, Refusal, Reply};
use super::setup::name;
use super::state::Monitor;
use super::World;

impl World {
    /// `/apps/{id}/formation/{type}/monitors[/{monitor}]`.
    pub(super) fn metrics(&mut self, call: &Call<'_>) -> Reply {
        let path = call.path();
        let ["apps", app, "formation", process, "monitors", rest @ ..] = path.as_slice() else {
            return Err(Refusal::no_route());
        };
        let app = self.app(app)?.name.clone();
        match (call.method, rest) {
            (Get, []) => {
                let monitors =
                    self.app(&app)?.monitors.iter().filter(|monitor| &*monitor.process == *process);
                ok(Value::Array(monitors.map(monitor_json).collect()))
            }
            (Post, []) => {
                let id = self.next();
                let mut monitor =
                    Monitor { id, process: name(process), min: 1, max: 1, p95: 1_000, active: true };
                change(&mut monitor, call.body());
                let shown = monitor_json(&monitor);
                self.app_mut(&app)?.monitors.push(monitor);
                with(201, shown)
            }
            (Patch, [id]) => {
                let id = number(Kind::Monitor, id);
                let known = self.app_mut(&app)?.monitors.iter_mut().find(|monitor| Some(monitor.id) == id);
                let monitor = known.ok_or_else(|| Refusal::not_found("monitor"))?;
                change(monitor, call.body());
                with(202, monitor_json(monitor))
            }
            _ => Err(Refusal::no_route()),
        }
    }
}

fn change(monitor: &mut Monitor, body: &Value) {
    let whole = |key: &str| body.get(key).and_then(Value::as_u64).and_then(|value| u32::try_from(value).ok());
    monitor.min = whole("min_quantity").unwrap_or(monitor.min);
    monitor.max = whole("max_quantity").unwrap_or(monitor.max);
    monitor.p95 = whole("value").unwrap_or(monitor.p95);
    monitor.active = body.get("is_active").and_then(Value::as_bool).unwrap_or(monitor.active);
}

fn monitor_json(monitor: &Monitor) -> Value {
    json!({
        "id": uuid(Kind::Monitor, monitor.id),
        "action_type": "scale",
        "name": "LATENCY_SCALE",
        "process_type": &*monitor.process,
        "is_active": monitor.active,
        "min_quantity": monitor.min,
        "max_quantity": monitor.max,
        "value": monitor.p95,
        "op": "GREATER_OR_EQUAL",
        "period": 1,
        "notification_channels": [],
        "notification_period": 1_440,
    })
}
