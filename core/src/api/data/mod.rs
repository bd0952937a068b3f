//! Data API: Heroku Postgres.

mod backups;
mod databases;
mod kept;
mod maintenance;
mod upgrade;

pub use backups::{capture_backup, transfers, Transfer};
pub use databases::{connection_reset, database, on_plan, unfollow, wait_status, Database, OnPlan};
pub use kept::{
    create_schedule, credentials, links, schedules, set_setting, set_window, settings, window, Credential,
    LinkRow, ScheduleRow, Settings, WindowRow,
};
pub use maintenance::{maintenance, Maintenance};
pub use upgrade::{upgrade_run, upgrade_status, Upgrade};

use super::segment;

fn database_path(addon_id: &str, rest: &str) -> String {
    format!("/client/v11/databases/{}{rest}", segment(addon_id))
}
