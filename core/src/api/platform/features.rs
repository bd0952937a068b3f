//! Features of an app.

use crate::answer::{answer, Ask};
use crate::api::{get, segment};
use connect_wire::Api;

answer! {
    /// A feature of an app.
    pub struct Feature {
        enabled: Option<bool> = "/enabled",
    }
}

/// One feature of an app, for example `preboot`.
#[must_use]
pub fn feature(app: &str, name: &str) -> Ask<Feature> {
    get(Api::Platform, format!("/apps/{}/features/{}", segment(app), segment(name)))
}
