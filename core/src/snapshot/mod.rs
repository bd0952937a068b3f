//! A snapshot: what was seen at one moment, redacted. Plans are made from it, and a plan carries it.
//!
//! It holds names, states and fingerprints; never a URL, a password or a Salesforce identity.

mod app;
mod connection;
mod database;
mod health;
mod inventory;
mod kept;
mod lock;
mod origin;
mod past;
mod shape;
mod spare;
mod upgrade;

pub use app::{App, Config, Process};
pub use connection::{Captured, Connection, Log, Mapping, Objects, Polled};
pub use database::{
    family, has_standby, network, plan_name, rank, Attachment, Database, Follower, Following, Server, Tier,
    Url, Way,
};
pub use health::{Health, MappedTable};
pub use inventory::{Client, Extension, Found, Inventory, Item};
pub use kept::{Kept, Link, Safeguard, Schedule, Setting, Window};
pub use lock::{Held, HeldConnection, LockRow};
pub use origin::{BuiltTable, Origin};
pub use past::{OldDatabase, Past, PastGap, PastLog};
pub use shape::{Defined, Dependant, SeenField, Shape};
pub use spare::Spare;
pub use upgrade::UpgradeState;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::ending::Millis;
use crate::shell::shell_word;

/// Version of the snapshot format.
pub const FORMAT_VERSION: &str = "1.6";

/// Everything a plan is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Snapshot {
    /// `major.minor`.
    pub format_version: String,
    /// When it was taken.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub taken_at: Millis,
    /// App that the operator named.
    pub app: String,
    /// The database add-on: the unit of a run.
    pub database: Database,
    /// The existing follower that is to lead, if one was named.
    pub follower: Option<Follower>,
    /// Its followers that stay what they are, where that was asked for and they were found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Following>>", optional))]
    pub followers: Vec<Following>,
    /// Plans that can be ordered for a follower of it, with their prices in US cents a month; `None` if they were not read.
    #[cfg_attr(feature = "types", ts(type = "Record<string, number | null> | null"))]
    pub plans: Option<BTreeMap<String, Option<u64>>>,
    /// Every attachment of that add-on, in every app.
    pub attachments: Vec<Attachment>,
    /// Every app with an attachment of it, the named one first.
    pub apps: Vec<App>,
    /// Apps with an attachment of it that this login cannot read.
    pub out_of_reach: Vec<String>,
    /// Every connection whose `db_key` resolves to it.
    pub connections: Vec<Connection>,
    /// Add-ons of the Connect service without a visible connection.
    pub hidden_connections: Vec<String>,
    /// The lock row found in the database, if any.
    pub lock: Option<LockRow>,
    /// Announcements and incidents on the status site; `None` if it was not read.
    pub notices: Option<Vec<Notice>>,
    /// What is known of the database before it went back in time, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub past: Option<Past>,
    /// Other databases of the app, where that was asked for and they were found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub spares: Option<Vec<Spare>>,
    /// What the survey asked of the services.
    pub asked: Budget,
}

/// An announcement or incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Notice {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// True for an incident in force.
    pub incident: bool,
}

impl Notice {
    /// True for an incident, and for what is announced for Connect or Postgres: by its title, there is nothing else to go by.
    #[must_use]
    pub fn concerns(&self) -> bool {
        let title = self.title.to_lowercase();
        self.incident || title.contains("connect") || title.contains("postgres")
    }
}

impl Snapshot {
    /// Schemas of all connections, joined by commas, each once.
    #[must_use]
    pub fn schemas(&self) -> String {
        let mut schemas: Vec<&str> = self.connections.iter().map(|one| one.schema.as_str()).collect();
        schemas.sort_unstable();
        schemas.dedup();
        schemas.join(",")
    }

    /// True if an attachment belongs to the add-on itself and so cannot move: a colour name on the app that pays for it.
    #[must_use]
    pub fn stays(&self, one: &Attachment) -> bool {
        one.name.starts_with("HEROKU_POSTGRESQL_") && one.app == self.database.app
    }

    /// True if anything of an app moves to the database that will lead.
    #[must_use]
    pub fn moves(&self, app: &App) -> bool {
        self.attachments.iter().any(|one| one.app == app.name && !self.stays(one))
    }

    /// Config vars that hold the database's address and do not move with an attachment, each with its app.
    pub fn copies(&self) -> impl Iterator<Item = (&App, &str)> {
        self.apps.iter().flat_map(|app| app.config.copies.iter().map(move |name| (app, name.as_str())))
    }

    /// The same where nothing has to stay for a maintenance page: its apps run nowhere in particular.
    #[must_use]
    pub fn without_spaces(&self) -> Self {
        let common = |app: &App| App { space: None, ..app.clone() };
        Self { apps: self.apps.iter().map(common).collect(), ..self.clone() }
    }

    /// The same with nothing but one of its connections, if one is named.
    #[must_use]
    pub fn of_connection(&self, resource: Option<&str>) -> Self {
        let mut one = self.clone();
        one.connections.retain(|connection| resource.is_none_or(|resource| connection.resource == resource));
        one
    }

    /// What Connect is held paused for by a run that is over.
    #[must_use]
    pub fn held(&self) -> Option<&Held> {
        self.lock.as_ref()?.held.as_ref()
    }

    /// What a run that is over holds of a connection.
    #[must_use]
    pub fn held_of(&self, one: &Connection) -> Option<&HeldConnection> {
        self.held()?.of(&one.resource)
    }

    /// The command that ends the pause of a run that is over; `None` if there is none.
    #[must_use]
    pub fn ends_pause(&self) -> Option<String> {
        let lock = self.lock.as_ref().filter(|lock| lock.held.is_some())?;
        let (run, app) = (shell_word(&lock.run_id), shell_word(&self.app));
        Some(format!("heroku connect:resume-sync {run} --app {app}"))
    }

    /// Followers that stay behind when another database takes over: all but the one that does, if it is one of them.
    pub fn left_behind<'a>(&'a self, existing: Option<&'a str>) -> impl Iterator<Item = &'a Following> {
        self.followers.iter().filter(move |one| Some(one.addon.as_str()) != existing)
    }

    /// What those cost in a month, as it is said; `None` if there are none.
    #[must_use]
    pub fn left_behind_cost(&self, existing: Option<&str>) -> Option<String> {
        let mut left = self.left_behind(existing).peekable();
        left.peek()?;
        let cents = left.try_fold(0_u64, |sum, one| Some(sum.saturating_add(one.price_cents?)));
        Some(cents.map_or("a price that is not shown".to_owned(), |cents| {
            format!("+${}.{:02}/month", cents / 100, cents % 100)
        }))
    }

    /// The attachment through which SQL reaches the database: on the named app if there is one.
    #[must_use]
    pub fn reach(&self) -> Option<&Attachment> {
        let default = |one: &&Attachment| one.namespace.is_none();
        self.attachments
            .iter()
            .find(|one| default(one) && one.app == self.app)
            .or_else(|| self.attachments.iter().find(default))
    }
}
