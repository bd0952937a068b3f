//! What the service keeps with a database: backup schedules, maintenance window, settings, data links.

use std::collections::BTreeMap;

use connect_wire::{Api, Method};
use serde_json::{json, Value};

use super::database_path;
use crate::answer::{answer, Answer, Ask};
use crate::api::{change, get, segment};
use crate::effect::{Effect, Form, Reading};
use crate::snapshot::{Link, Schedule, Setting, Window};

answer! {
    /// A backup schedule.
    pub struct ScheduleRow {
        name: Option<String> = "/name",
        hour: Option<u64> = "/hour",
        timezone: Option<String> = "/timezone",
    }
}

answer! {
    /// The maintenance window of a database.
    pub struct WindowRow {
        window: Option<String> = "/window",
    }
}

answer! {
    /// A data link, with the database that it reads.
    pub struct LinkRow {
        name: Option<String> = "/name",
        remote: Option<String> = "/remote/name",
    }
}

impl LinkRow {
    /// The link, if all of it was told.
    #[must_use]
    pub fn link(self) -> Option<Link> {
        Some(Link { name: self.name?, remote: self.remote? })
    }
}

impl ScheduleRow {
    /// The schedule, if all of it was told.
    #[must_use]
    pub fn schedule(self) -> Option<Schedule> {
        Some(Schedule { name: self.name?, hour: self.hour?, timezone: self.timezone? })
    }
}

/// Settings that `heroku pg:settings` knows, each with its value and the plan's own.
#[derive(Debug, Default)]
pub struct Settings(pub BTreeMap<String, (Setting, Option<Setting>)>);

/// Keys of `heroku pg:settings` (CLI 11). Others are not read.
const KEYS: [&str; 15] = [
    "auto_explain",
    "auto_explain.log_analyze",
    "auto_explain.log_buffers",
    "auto_explain.log_format",
    "auto_explain.log_min_duration",
    "auto_explain.log_nested_statements",
    "auto_explain.log_triggers",
    "auto_explain.log_verbose",
    "data_connector_details_logs",
    "log_connections",
    "log_lock_waits",
    "log_min_duration_statement",
    "log_min_error_statement",
    "log_statement",
    "track_functions",
];

impl Answer for Settings {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        for (key, part) in KEYS.iter().flat_map(|key| ["value", "default"].map(|part| (key, part))) {
            reads.push(Reading { pointer: format!("{at}/{key}/{part}"), form: Form::Plain });
        }
    }

    fn read(value: &Value) -> Self {
        let setting = |value: &Value| crate::value::read::<Setting>(value.clone()).ok();
        let read = |key: &str| {
            let shown = value.get(key)?;
            Some((setting(shown.get("value")?)?, shown.get("default").and_then(setting)))
        };
        Self(KEYS.iter().filter_map(|key| Some(((*key).to_owned(), read(key)?))).collect())
    }
}

/// Backup schedules of a database.
#[must_use]
pub fn schedules(addon_id: &str) -> Ask<Vec<ScheduleRow>> {
    get(Api::Data, database_path(addon_id, "/transfer-schedules"))
}

/// Schedules a daily backup.
#[must_use]
pub fn create_schedule(addon_id: &str, schedule: &Schedule) -> Effect {
    let Schedule { name, hour, timezone } = schedule;
    let body = json!({"schedule_name": name, "hour": hour.to_string(), "timezone": timezone});
    change(Api::Data, Method::Post, database_path(addon_id, "/transfer-schedules"), Some(body))
}

/// Data links of a database: what it reads.
#[must_use]
pub fn links(addon_id: &str) -> Ask<Vec<LinkRow>> {
    get(Api::Data, database_path(addon_id, "/links"))
}

/// Maintenance window of a database.
#[must_use]
pub fn window(addon_id: &str) -> Ask<WindowRow> {
    get(Api::Data, window_path(addon_id))
}

/// Sets the maintenance window.
#[must_use]
pub fn set_window(addon_id: &str, window: &Window) -> Effect {
    let body = json!({"day_of_week": window.day, "time_of_day": window.time});
    change(Api::Data, Method::Post, window_path(addon_id), Some(body))
}

fn window_path(addon_id: &str) -> String {
    format!("/data/maintenances/v1/{}/window", segment(addon_id))
}

/// Settings of a database.
#[must_use]
pub fn settings(addon_id: &str) -> Ask<Settings> {
    get(Api::Data, settings_path(addon_id))
}

/// Changes a setting.
#[must_use]
pub fn set_setting(addon_id: &str, key: &str, value: &Setting) -> Effect {
    change(Api::Data, Method::Patch, settings_path(addon_id), Some(json!({ key: value })))
}

fn settings_path(addon_id: &str) -> String {
    format!("/postgres/v0/databases/{}/config", segment(addon_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_flags_numbers_and_words_and_nothing_else() {
        let shown = json!({
            "log_statement": {"value": "ddl", "default": "none"},
            "log_min_duration_statement": {"value": -1},
            "log_lock_waits": {"value": true, "default": true},
            "track_functions": {"value": {"a": 1}},
            "somethingElse": {"value": "x"},
        });
        let Settings(read) = Settings::read(&shown);
        assert_eq!(read.len(), 3, "{read:?}");
        assert_eq!(read["log_statement"], (Setting::Text("ddl".into()), Some(Setting::Text("none".into()))));
        assert_eq!(read["log_min_duration_statement"], (Setting::Number(-1), None));
        assert_eq!(read["log_lock_waits"], (Setting::Flag(true), Some(Setting::Flag(true))));
    }
}
