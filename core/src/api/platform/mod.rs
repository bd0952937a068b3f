//! Platform API.

mod addons;
mod apps;
mod attachments;
mod dynos;
mod features;
mod formation;
mod releases;

pub use addons::{
    addon, addons, change_plan, create_connect, create_database, create_follower, create_rollback,
    destroy_addon, plans, postgres_plans, Addon, Plan,
};
pub use apps::{app, set_maintenance, App};
pub use attachments::{attach, attachments_of_addon, attachments_of_app, detach, Attachment};
pub use dynos::{dynos, restart_dynos, stop_dyno, Dyno};
pub use features::{feature, Feature};
pub use formation::{formation, scale, Process};
pub use releases::{config, config_lookup, config_of_release, releases, variables, Release};
