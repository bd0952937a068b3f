//! Releases and the config vars that they hold.

use crate::answer::{answer, Answer, Ask, Config, Variables};
use crate::api::{get, get_with, http, segment};
use crate::effect::Effect;
use connect_wire::{Api, Method, Request};

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
    read(app)
}

/// What the config vars of an app have to do with its databases.
#[must_use]
pub fn variables(app: &str) -> Ask<Variables> {
    read(app)
}

fn read<A: Answer>(app: &str) -> Ask<A> {
    Ask::of(|reads| {
        let mut effect = http(Api::Platform, Method::Get, config_path(app), None, reads);
        effect.config_of = Some(app.to_owned());
        Effect::Http(effect)
    })
}

/// The config vars of an app as a bare request, for a shell that looks up a URL which the core must not see.
#[must_use]
pub fn config_lookup(app: &str) -> Request {
    http(Api::Platform, Method::Get, config_path(app), None, Vec::new()).request
}

fn config_path(app: &str) -> String {
    format!("/apps/{}/config-vars", segment(app))
}
