//! Data maintenances, forced upgrades included.

use crate::answer::{answer, Ask};
use crate::api::{get, segment};
use connect_wire::Api;

answer! {
    /// The data maintenance of a database.
    pub struct Maintenance {
        status: Option<String> = "/status",
        method: Option<String> = "/method",
        scheduled_for: Option<String> = "/scheduled_for",
    }
}

/// Data maintenance of a database.
#[must_use]
pub fn maintenance(addon_id: &str) -> Ask<Maintenance> {
    get(Api::Data, format!("/data/maintenances/v1/{}", segment(addon_id)))
}
