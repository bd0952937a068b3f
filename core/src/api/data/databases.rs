//! Databases.

use super::database_path;
use crate::answer::{answer, Ask, Link};
use crate::api::{change, get};
use crate::effect::Effect;
use crate::figures::size;
use crate::snapshot::{plan_name, Safeguard, Url};
use connect_wire::{Api, Method};

answer! {
    /// One database: version, whom it follows, how far behind it is. Addresses hold passwords, so they come as places.
    pub struct Database {
        bytes: Option<u64> = "/num_bytes",
        waiting: Option<bool> = "/waiting?",
        info: Vec<Info> = "/info",
        following: Link = "/following",
        url: Option<Url> = "/resource_url",
    }
}

answer! {
    /// A row of what `pg:info` shows. Addresses among the values are held back by the gate; that they are there is seen.
    pub struct Info {
        name: Option<String> = "/name",
        values: Vec<Option<String>> = "/values",
    }
}

answer! {
    /// Whether a database is still being made or recovered.
    pub struct Waiting {
        waiting: Option<bool> = "/waiting?",
    }
}

answer! {
    /// On which plan a database is, and whether it is busy.
    pub struct OnPlan {
        plan: Option<String> = "/plan",
        plan_of_service: Option<String> = "/plan/name",
        waiting: Option<bool> = "/waiting?",
    }
}

impl OnPlan {
    /// Its plan without the service: a text for some databases, an object for others.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.plan.as_deref().or(self.plan_of_service.as_deref()).map(plan_name)
    }
}

impl Database {
    /// The values of a row; an address does not come through, and is nothing in its place.
    #[must_use]
    pub fn rows(&self, name: &str) -> &[Option<String>] {
        let row = self.info.iter().find(|row| row.name.as_deref() == Some(name));
        row.map(|row| row.values.as_slice()).unwrap_or_default()
    }

    /// True if it follows nobody: `following` is absent or null on a leader. `None` if the answer says nothing of a database.
    #[must_use]
    pub fn leads(&self) -> Option<bool> {
        match self.following {
            Link::To(_) => Some(false),
            Link::None => (self.url.is_some() || !self.info.is_empty()).then_some(true),
        }
    }

    /// How many bytes its plan holds: shown behind those that it has, as in `39.9 MB / 64 GB`.
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        size(self.shown("Data Size")?.split_once('/')?.1)
    }

    /// What keeps its data safe, as shown.
    #[must_use]
    pub fn safeguards(&self) -> Vec<Safeguard> {
        let shown = |row: &str, begins: &str| {
            self.shown(row).is_some_and(|value| value.to_lowercase().starts_with(begins))
        };
        let there = Safeguard::ALL.into_iter().filter(|(_, row, begins)| shown(row, begins));
        there.map(|(safeguard, ..)| safeguard).collect()
    }

    /// The first value of a row.
    #[must_use]
    pub fn shown(&self, name: &str) -> Option<&str> {
        self.rows(name).first()?.as_deref()
    }
}

/// One database.
#[must_use]
pub fn database(addon_id: &str) -> Ask<Database> {
    get(Api::Data, database_path(addon_id, ""))
}

/// On which plan a database is.
#[must_use]
pub fn on_plan(addon_id: &str) -> Ask<OnPlan> {
    get(Api::Data, database_path(addon_id, ""))
}

/// Whether a database is still being provisioned or recovered.
#[must_use]
pub fn wait_status(addon_id: &str) -> Ask<Waiting> {
    get(Api::Data, database_path(addon_id, "/wait_status"))
}

/// Makes a follower stop following.
#[must_use]
pub fn unfollow(addon_id: &str) -> Effect {
    change(Api::Data, Method::Put, database_path(addon_id, "/unfollow"), None)
}

/// Ends every session of a database, ours included.
#[must_use]
pub fn connection_reset(addon_id: &str) -> Effect {
    change(Api::Data, Method::Post, database_path(addon_id, "/connection_reset"), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use serde_json::json;

    #[test]
    fn info_rows_are_found_by_name() {
        let database = Database::read(
            &json!({"info": [{"name": "Plan", "values": ["Standard 0"]}, {"name": "Behind By", "values": [12]}]}),
        );
        assert_eq!(database.shown("Behind By"), Some("12"));
        assert_eq!(database.shown("Forks"), None);
    }

    #[test]
    fn what_is_not_shown_as_there_keeps_nothing_safe() {
        let shown = |rows: &[(&str, &str)]| {
            let rows: Vec<_> =
                rows.iter().map(|(name, value)| json!({"name": name, "values": [value]})).collect();
            Database::read(&json!({ "info": rows })).safeguards()
        };
        let fresh = [
            ("HA Status", "Temporarily Unavailable"),
            ("Continuous Protection", "Off"),
            ("Fork/Follow", "Unsupported"),
        ];
        assert_eq!(shown(&fresh), []);
        let safe = [
            ("HA Status", "Available"),
            ("Continuous Protection", "On"),
            ("Rollback", "earliest from 2026-01-05 08:00 UTC"),
        ];
        assert_eq!(shown(&safe), [Safeguard::Standby, Safeguard::Protection, Safeguard::Rollback]);
    }

    #[test]
    fn followers_are_counted_whose_addresses_are_held_back() {
        let database = Database::read(&json!({"info": [{"name": "Followers", "values": [null, null]}]}));
        assert_eq!((database.rows("Followers").len(), database.shown("Followers")), (2, None));
    }
}
