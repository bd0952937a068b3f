//! Releases and the config vars that they hold.

use crate::answer::{answer, Ask, Config};
use crate::api::{get, get_with, segment};
use connect_wire::Api;

answer! {
    /// A release. `current` is the one whose slug and config new dynos boot; the newest may have failed.
    pub struct Release {
        version: Option<u64> = "/version",
        status: Option<String> = "/status",
        current: Option<bool> = "/current",
    }
}

/// The newest releases of an app, newest first.
#[must_use]
pub fn releases(app: &str) -> Ask<Vec<Release>> {
    let path = format!("/apps/{}/releases", segment(app));
    get_with(Api::Platform, path, ("range", "version ..; max=10, order=desc"))
}

/// Config vars of one release.
#[must_use]
pub fn config_of_release(app: &str, version: u64) -> Ask<Config> {
    get(Api::Platform, format!("/apps/{}/releases/{version}/config-vars", segment(app)))
}

/// Config vars of an app.
#[must_use]
pub fn config(app: &str) -> Ask<Config> {
    get(Api::Platform, format!("/apps/{}/config-vars", segment(app)))
}
