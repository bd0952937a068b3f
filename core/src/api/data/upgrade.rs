//! Version upgrades.

use serde_json::{json, Value};

use super::database_path;
use crate::answer::{answer, Ask, Field};
use crate::api::{change, get};
use crate::effect::{Effect, Form, Reading};
use connect_wire::{Api, Method};

answer! {
    /// State of a version upgrade. It stops waiting also when an upgrade is merely ready to be run.
    pub struct Upgrade {
        waiting: Option<bool> = "/waiting?",
        error: Option<bool> = "/error?",
        step: Option<String> = "/step",
    }
}

answer! {
    /// The same, with what its message says.
    pub struct UpgradeProgress {
        waiting: Option<bool> = "/waiting?",
        error: Option<bool> = "/error?",
        message: Option<Progress> = "/message",
    }
}

/// What the message of a version upgrade says: how it begins tells the kind, and it may name a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// A word of the gate's list; `other` for what it does not know.
    pub kind: String,
    /// The moment that it names, as the service writes moments.
    pub at: Option<String>,
}

impl Field for Option<Progress> {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        reads.push(Reading { pointer: at.to_owned(), form: Form::Progress });
    }

    fn read(value: Option<&Value>) -> Self {
        let text = |key: &str| value?.get(key)?.as_str().map(str::to_owned);
        Some(Progress { kind: text("kind")?, at: text("at") })
    }
}

/// State of a version upgrade.
#[must_use]
pub fn upgrade_status(addon_id: &str) -> Ask<Upgrade> {
    get(Api::Data, database_path(addon_id, "/upgrade/wait_status"))
}

/// State of a version upgrade, with what its message says.
#[must_use]
pub fn upgrade_progress(addon_id: &str) -> Ask<UpgradeProgress> {
    get(Api::Data, database_path(addon_id, "/upgrade/wait_status"))
}

/// Prepares the upgrade of a leader. From when on it is ready it also starts by itself, in the next maintenance window.
#[must_use]
pub fn upgrade_prepare(addon_id: &str, version: &str) -> Effect {
    let body = json!({ "version": version });
    change(Api::Data, Method::Post, database_path(addon_id, "/upgrade/prepare"), Some(body))
}

/// Takes a prepared upgrade back.
#[must_use]
pub fn upgrade_cancel(addon_id: &str) -> Effect {
    change(Api::Data, Method::Post, database_path(addon_id, "/upgrade/cancel"), Some(json!({})))
}

/// Runs the upgrade: a follower stops following and is upgraded; a leader gets what was prepared, where no version is said.
#[must_use]
pub fn upgrade_run(addon_id: &str, version: Option<&str>) -> Effect {
    let body = version.map_or_else(|| json!({}), |version| json!({ "version": version }));
    change(Api::Data, Method::Post, database_path(addon_id, "/upgrade/run"), Some(body))
}
