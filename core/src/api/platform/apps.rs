//! Apps.

use serde_json::json;

use crate::answer::{answer, Ask};
use crate::api::{change, get, segment};
use crate::effect::Effect;
use connect_wire::{Api, Method};

answer! {
    /// An app. Its generation comes as a name or in an object.
    pub struct App {
        id: Option<String> = "/id",
        name: Option<String> = "/name",
        maintenance: Option<bool> = "/maintenance",
        space: Option<String> = "/space/name",
        generation_name: Option<String> = "/generation/name",
        generation: Option<String> = "/generation",
    }
}

/// One app.
#[must_use]
pub fn app(name: &str) -> Ask<App> {
    get(Api::Platform, format!("/apps/{}", segment(name)))
}

/// Switches maintenance mode.
#[must_use]
pub fn set_maintenance(app: &str, on: bool) -> Effect {
    let path = format!("/apps/{}", segment(app));
    change(Api::Platform, Method::Patch, path, Some(json!({ "maintenance": on })))
}
