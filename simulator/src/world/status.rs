//! The status page, `status.heroku.com`, API version 4.

use connect_wire::Method::Get;
use serde_json::{json, Value};

use super::call::Call;
use super::ids::{iso, uuid, Kind};
use super::reply::{ok, Refusal, Reply};
use super::state::Incident;
use super::World;

impl World {
    pub(super) fn status_page(&self, call: &Call<'_>) -> Reply {
        let path = call.path();
        match (call.method, path.as_slice()) {
            (Get, ["api", "v4", "current-status"]) => {
                let open: Vec<Value> =
                    self.incidents.iter().filter(|incident| incident.open).map(incident_json).collect();
                let colour = if open.is_empty() { "green" } else { "yellow" };
                ok(json!({
                    "status": [
                        {"system": "Apps", "status": "green"},
                        {"system": "Data", "status": colour},
                        {"system": "Tools", "status": "green"},
                    ],
                    "incidents": open,
                    "scheduled": [],
                }))
            }
            (Get, ["api", "v4", "incidents"]) => {
                ok(Value::Array(self.incidents.iter().map(incident_json).collect()))
            }
            _ => Err(Refusal::no_route()),
        }
    }
}

fn incident_json(incident: &Incident) -> Value {
    let update = json!({
        "contents": &*incident.title,
        "update_type": "issue",
        "created_at": iso(incident.at),
        "updated_at": iso(incident.at),
    });
    json!({
        "id": incident.id,
        "title": &*incident.title,
        "state": if incident.open { "open" } else { "resolved" },
        "resolved": !incident.open,
        "created_at": iso(incident.at),
        "updated_at": iso(incident.at),
        "full_url": format!("https://status.heroku.com/incidents/{}", uuid(Kind::Other, incident.id)),
        "systems": [{"name": "Data", "status": "yellow", "services": []}],
        "tags": [],
        "updates": [update],
    })
}
