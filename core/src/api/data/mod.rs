//! Data API: Heroku Postgres.

mod backups;
mod bastion;
mod credentials;
mod databases;
mod kept;
mod maintenance;
mod upgrade;

pub use backups::{cancel_transfer, capture_backup, copy, transfers, Transfer};
pub use bastion::bastion;
pub use credentials::{create_credential, credentials, Credential};
pub use databases::{connection_reset, database, on_plan, unfollow, wait_status, Database, OnPlan};
pub use kept::{
    create_schedule, links, schedules, set_setting, set_window, settings, window, LinkRow, ScheduleRow,
    Settings, WindowRow,
};
pub use maintenance::{maintenance, maintenances, AppMaintenance, Maintenance};
pub use upgrade::{
    upgrade_cancel, upgrade_prepare, upgrade_progress, upgrade_run, upgrade_status, Upgrade, UpgradeProgress,
};

use super::segment;

fn database_path(addon_id: &str, rest: &str) -> String {
    format!("/client/v11/databases/{}{rest}", segment(addon_id))
}
