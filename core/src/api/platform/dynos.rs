//! Dynos.

use crate::answer::{answer, Ask};
use crate::api::{change, get, segment};
use crate::effect::Effect;
use connect_wire::{Api, Method};

answer! {
    /// A dyno, whose id is another one after a restart, and the release it was started on.
    pub struct Dyno {
        id: Option<String> = "/id",
        name: Option<String> = "/name",
        kind: Option<String> = "/type",
        state: Option<String> = "/state",
        release: Option<u64> = "/release/version",
    }
}

/// Dynos of an app.
#[must_use]
pub fn dynos(app: &str) -> Ask<Vec<Dyno>> {
    get(Api::Platform, format!("/apps/{}/dynos", segment(app)))
}

/// Stops one dyno by its name, as `ps:stop` does.
#[must_use]
pub fn stop_dyno(app: &str, dyno: &str) -> Effect {
    let path = format!("/apps/{}/dynos/{}/actions/stop", segment(app), segment(dyno));
    change(Api::Platform, Method::Post, path, None)
}

/// Restarts every dyno of a process type, as `ps:restart` does.
#[must_use]
pub fn restart_dynos(app: &str, kind: &str) -> Effect {
    let path = format!("/apps/{}/formations/{}", segment(app), segment(kind));
    change(Api::Platform, Method::Delete, path, None)
}
