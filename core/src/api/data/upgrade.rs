//! Version upgrades.

use serde_json::json;

use super::database_path;
use crate::answer::{answer, Ask};
use crate::api::{change, get};
use crate::effect::Effect;
use connect_wire::{Api, Method};

answer! {
    /// State of a version upgrade. It stops waiting also when an upgrade is merely ready to be run.
    pub struct Upgrade {
        waiting: Option<bool> = "/waiting?",
        error: Option<bool> = "/error?",
        step: Option<String> = "/step",
    }
}

/// State of a version upgrade.
#[must_use]
pub fn upgrade_status(addon_id: &str) -> Ask<Upgrade> {
    get(Api::Data, database_path(addon_id, "/upgrade/wait_status"))
}

/// Runs the upgrade: a follower stops following and is upgraded.
#[must_use]
pub fn upgrade_run(addon_id: &str, version: &str) -> Effect {
    let body = json!({ "version": version });
    change(Api::Data, Method::Post, database_path(addon_id, "/upgrade/run"), Some(body))
}
