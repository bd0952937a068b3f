//! Status API v4. Announced windows are prose: shown, never decided on.

use super::{get, plains};
use crate::effect::Effect;
use connect_wire::Api;

/// What is announced and what is wrong now.
#[must_use]
pub fn current() -> Effect {
    get(
        Api::Status,
        "/api/v4/current-status".to_owned(),
        plains(&[
            "/status/*/system",
            "/status/*/status",
            "/incidents/*/id",
            "/incidents/*/title",
            "/incidents/*/state",
            "/scheduled/*/id",
            "/scheduled/*/title",
            "/scheduled/*/state",
            "/scheduled/*/full_url",
        ]),
    )
}
