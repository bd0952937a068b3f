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
                let (scheduled, incidents): (Vec<_>, Vec<_>) =
                    self.incidents.iter().filter(|one| one.open).partition(|one| one.said.is_some());
                let open: Vec<Value> = incidents.into_iter().map(incident_json).collect();
                let scheduled: Vec<Value> = scheduled.into_iter().map(incident_json).collect();
                let colour = if open.is_empty() { "green" } else { "yellow" };
                ok(json!({
                    "status": [
                        {"system": "Apps", "status": "green"},
                        {"system": "Data", "status": colour},
                        {"system": "Tools", "status": "green"},
                    ],
                    "incidents": open,
                    "scheduled": scheduled,
                }))
            }
            (Get, ["api", "v4", "incidents"]) => ok(Value::Array(
                self.incidents.iter().filter(|one| one.said.is_none()).map(incident_json).collect(),
            )),
            _ => Err(Refusal::no_route()),
        }
    }
}

fn incident_json(incident: &Incident) -> Value {
    let update = json!({
        "contents": incident.said.as_deref().unwrap_or(&incident.title),
        "update_type": if incident.said.is_some() { "maintenance" } else { "issue" },
        "created_at": iso(incident.at),
        "updated_at": iso(incident.at),
    });
    json!({
        "id": incident.id,
        "title": &*incident.title,
        // One that is announced stays `upcoming` long after it is over.
        "state": match (&incident.said, incident.open) {
            (Some(_), _) => "upcoming",
            (None, true) => "open",
            (None, false) => "resolved",
        },
        "resolved": !incident.open,
        "created_at": iso(incident.at),
        "updated_at": iso(incident.at),
        "full_url": format!("https://status.heroku.com/incidents/{}", uuid(Kind::Other, incident.id)),
        "systems": [{"name": "Data", "status": "yellow", "services": []}],
        "tags": [],
        "updates": [update],
    })
}
