//! Metrics API: the native autoscaler of web dynos.

use serde_json::json;

use super::{change, get, segment};
use crate::answer::{answer, Ask};
use crate::effect::Effect;
use connect_wire::{Api, Method};

answer! {
    /// A monitor; the one with `action_type` `scale` is the autoscaler.
    pub struct Monitor {
        id: Option<String> = "/id",
        action_type: Option<String> = "/action_type",
        is_active: Option<bool> = "/is_active",
    }
}

/// Monitors of an app's web dynos.
#[must_use]
pub fn monitors(app_id: &str) -> Ask<Vec<Monitor>> {
    get(Api::Metrics, format!("/apps/{}/formation/web/monitors", segment(app_id)))
}

/// Switches one monitor.
#[must_use]
pub fn switch_monitor(app_id: &str, monitor: &str, active: bool) -> Effect {
    let path = format!("/apps/{}/formation/web/monitors/{}", segment(app_id), segment(monitor));
    let body = json!({ "is_active": active, "op": "GREATER_OR_EQUAL", "period": 1 });
    change(Api::Metrics, Method::Patch, path, Some(body))
}
