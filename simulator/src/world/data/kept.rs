//! What the service keeps with a database: backup schedules and settings. The maintenance window is in `maintenances`.

use connect_wire::Method::{Delete, Get, Patch, Post};
use serde_json::{json, Map, Value};

use crate::scenario::ScheduleSpec;
use crate::world::call::Call;
use crate::world::ids::{iso, uuid, Kind};
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::setup::{name, MADE_AT};
use crate::world::World;

/// A key, and the value that a plan's database has by itself.
type Own = (&'static str, fn() -> Value);

/// Settings of every database.
const OWN: [Own; 15] = [
    ("auto_explain", || json!(false)),
    ("auto_explain.log_analyze", || json!(false)),
    ("auto_explain.log_buffers", || json!(false)),
    ("auto_explain.log_format", || json!("text")),
    ("auto_explain.log_min_duration", || json!(-1)),
    ("auto_explain.log_nested_statements", || json!(false)),
    ("auto_explain.log_triggers", || json!(false)),
    ("auto_explain.log_verbose", || json!(false)),
    ("data_connector_details_logs", || json!(false)),
    ("log_connections", || json!(true)),
    ("log_lock_waits", || json!(true)),
    ("log_min_duration_statement", || json!(2_000)),
    ("log_min_error_statement", || json!("error")),
    ("log_statement", || json!("ddl")),
    ("track_functions", || json!("none")),
];

impl World {
    /// `…/transfer-schedules`.
    pub(super) fn schedules(&mut self, call: &Call<'_>, addon: &str, rest: &[&str]) -> Reply {
        self.ready_database(addon)?;
        match (call.method, rest) {
            (Get, []) => {
                let known = self.ready_database(addon)?.schedules.iter().enumerate();
                ok(Value::Array(known.map(|(at, one)| schedule(at, one)).collect()))
            }
            (Post, []) => {
                let text = |key: &str| {
                    call.text(key)
                        .ok_or_else(|| Refusal::bad_request("hour, timezone and schedule_name are needed."))
                };
                let hour = text("/hour")?.parse::<u32>().ok().filter(|hour| *hour < 24);
                let hour = hour.ok_or_else(|| Refusal::unprocessable("hour must be between 0 and 23."))?;
                let fresh = ScheduleSpec {
                    name: text("/schedule_name")?.to_owned(),
                    hour,
                    timezone: text("/timezone")?.to_owned(),
                };
                let Some(database) = self.database_mut(addon) else { return Err(Refusal::bare_not_found()) };
                // One of the same name takes the place of the other, as the CLI's help has it.
                database.schedules.retain(|one| one.name != fresh.name);
                database.schedules.push(fresh.clone());
                with(201, schedule(database.schedules.len() - 1, &fresh))
            }
            (Delete, [id]) => {
                let Some(database) = self.database_mut(addon) else { return Err(Refusal::bare_not_found()) };
                let at = (0..database.schedules.len()).find(|at| schedule_id(*at) == *id);
                let at = at.ok_or_else(|| Refusal::not_found("schedule"))?;
                let gone = database.schedules.remove(at);
                ok(schedule(at, &gone))
            }
            _ => Err(Refusal::no_route()),
        }
    }

    /// `…/links`.
    pub(super) fn links(&self, addon: &str) -> Reply {
        let links = self.ready_database(addon)?.holds.links.iter();
        let shown = links.map(|link| {
            json!({"name": link.name, "remote": {"name": link.remote, "attachment_name": null}, "created_at": iso(MADE_AT)})
        });
        ok(Value::Array(shown.collect()))
    }

    /// `/postgres/v0/databases/{id}/config`.
    pub(super) fn settings_of(&mut self, call: &Call<'_>, addon: &str) -> Reply {
        self.ready_database(addon)?;
        if call.method == Patch {
            let wanted = call.body().as_object().cloned().unwrap_or_default();
            if let Some(unknown) = wanted.keys().find(|key| OWN.iter().all(|(own, _)| own != key)) {
                return Err(Refusal::unprocessable(format!("{unknown} is not a setting.")));
            }
            if let Some(database) = self.database_mut(addon) {
                database.settings.extend(wanted.into_iter().map(|(key, value)| (name(&key), value)));
            }
        } else if call.method != Get {
            return Err(Refusal::no_route());
        }
        let database = self.ready_database(addon)?;
        let shown = OWN.iter().map(|(key, own)| {
            let value = database.settings.get(*key).cloned().unwrap_or_else(own);
            (
                (*key).to_owned(),
                json!({"value": value, "default": own(), "desc": key, "values": {value_key(&value): ""}}),
            )
        });
        ok(Value::Object(shown.collect::<Map<_, _>>()))
    }
}

fn value_key(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn schedule_id(at: usize) -> String {
    uuid(Kind::Other, 9_000 + at as u64)
}

fn schedule(at: usize, one: &ScheduleSpec) -> Value {
    json!({
        "uuid": schedule_id(at),
        "name": one.name,
        "hour": one.hour,
        "timezone": one.timezone,
        "days": ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
        "retain_weeks": 1,
    })
}
