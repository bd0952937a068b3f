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

answer! {
    /// The maintenances of an app's databases.
    pub struct AppMaintenances {
        maintenances: Vec<AppMaintenance> = "/maintenances",
    }
}

answer! {
    /// One of them.
    pub struct AppMaintenance {
        database: Option<String> = "/addon/name",
        status: Option<String> = "/status",
        method: Option<String> = "/method",
        scheduled_for: Option<String> = "/scheduled_for",
    }
}

/// Maintenances of the databases of an app.
#[must_use]
pub fn maintenances(app: &str) -> Ask<AppMaintenances> {
    get(Api::Data, format!("/data/maintenances/v1/apps/{}", segment(app)))
}

/// Data maintenance of a database.
#[must_use]
pub fn maintenance(addon_id: &str) -> Ask<Maintenance> {
    get(Api::Data, format!("/data/maintenances/v1/{}", segment(addon_id)))
}
