//! The `info` rows that `pg:info` prints.

use serde_json::{json, Value};

use crate::world::ids::spaced;
use crate::world::platform::{holds, tier, Tier};
use crate::world::state::{Addon, Database, Upgrade};
use crate::world::World;

impl World {
    pub(super) fn info_rows(&self, addon: &Addon, database: &Database) -> Vec<Value> {
        let classic = tier(&addon.plan) == Tier::Classic;
        let mut rows = vec![
            row("Plan", vec![title(&addon.plan)]),
            row("Status", vec![self.waiting(&addon.name).map_or_else(|| "Available".to_owned(), title)]),
            row("Data Size", vec![room(database.bytes, &addon.plan)]),
            row("PG Version", vec![shown_version(database, &self.settings.switches.versions)]),
            row("Connections", vec![format!("{}/120", database.sessions)]),
            row("Credentials", vec![(database.credentials.len() + 1).to_string()]),
            row("Fork/Follow", vec![available(classic, database.unsaved_until).to_owned()]),
        ];
        if database.following.is_none() && has_standby(&addon.plan) {
            rows.push(row("HA Status", vec![available(true, database.alone_until).to_owned()]));
        }
        if database.following.is_none() && classic && database.unsaved_until.is_none() {
            rows.push(row(
                "Rollback",
                vec![format!("earliest from {}", spaced(database.log_since.unwrap_or(addon.at)))],
            ));
        }
        let url = |name: &str| self.database(name).and_then(|db| db.url.as_deref()).map(str::to_owned);
        if let Some(leader) = &database.following {
            rows.push(json!({"name": "Following", "values": url(leader).into_iter().collect::<Vec<_>>(), "resolve_db_name": true}));
            rows.push(row("Behind By", vec![behind(database.lag)]));
        }
        let followers: Vec<String> =
            self.followers(&addon.name).iter().filter_map(|name| url(name)).collect();
        if !followers.is_empty() {
            rows.push(json!({"name": "Followers", "values": followers, "resolve_db_name": true}));
        }
        if let Some(source) = database.forked_from.as_ref().and_then(|name| url(name)) {
            rows.push(json!({"name": "Forked From", "values": [source], "resolve_db_name": true}));
        }
        rows.push(row("Created", vec![spaced(addon.at)]));
        rows.push(row(
            "Region",
            vec![self.app(&addon.app).map_or_else(|_| "us".to_owned(), |app| app.region.to_string())],
        ));
        rows.push(row("Continuous Protection", vec![if classic { "On" } else { "Off" }.to_owned()]));
        rows.push(row("Maintenance", vec![maintenance(database)]));
        if let Some(window) = &database.window {
            rows.push(row("Maintenance window", vec![window.to_string()]));
        }
        rows
    }
}

/// Plans whose databases have a standby, as Heroku's page of plans has them.
pub(in crate::world) fn has_standby(plan: &str) -> bool {
    ["premium-", "private-", "shield-"].iter().any(|family| plan.starts_with(family))
}

fn available(offered: bool, not_before: Option<u64>) -> &'static str {
    match (offered, not_before) {
        (false, _) => "Unsupported",
        (true, Some(_)) => "Temporarily Unavailable",
        (true, None) => "Available",
    }
}

fn row(name: &str, values: Vec<String>) -> Value {
    json!({"name": name, "values": values})
}

fn maintenance(database: &Database) -> String {
    match database.upgrade {
        Upgrade::Preparing { .. } => "preparing".to_owned(),
        Upgrade::Ready { fires_at, .. } | Upgrade::Cancelling { fires_at, .. } => {
            format!("scheduled for {}", spaced(fires_at))
        }
        Upgrade::Running { .. } => "in progress".to_owned(),
        _ => "not required".to_owned(),
    }
}

/// A version near its end carries a mark: only the leading digits are the version.
fn shown_version(database: &Database, versions: &[u16]) -> String {
    let oldest =
        versions.iter().min().is_some_and(|oldest| *oldest == database.version) && versions.len() > 3;
    if oldest {
        format!("{} (deprecating)", database.full)
    } else {
        database.full.to_string()
    }
}

fn behind(commits: u64) -> String {
    match commits {
        1 => "1 commit".to_owned(),
        _ => format!("{commits} commits"),
    }
}

/// What the database has, and what its plan holds where that is known.
fn room(bytes: u64, plan: &str) -> String {
    holds(plan).map_or_else(|| size(bytes), |gigabytes| format!("{} / {gigabytes} GB", size(bytes)))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..=1_048_575 => format!("{:.1} KB", bytes as f64 / 1024.0),
        1_048_576..=1_073_741_823 => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
        _ => format!("{:.2} GB", bytes as f64 / 1_073_741_824.0),
    }
}

fn title(plan: &str) -> String {
    let spaced = plan.replace('-', " ");
    let mut signs = spaced.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}
