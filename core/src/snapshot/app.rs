//! An app and what runs in it.

use serde::{Deserialize, Serialize};

use crate::figures::total;

/// An app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct App {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Maintenance mode.
    pub maintenance: bool,
    /// Private Space, if any.
    pub space: Option<String>,
    /// `cedar` or `fir`; `None` if it was not said.
    pub generation: Option<String>,
    /// Formation.
    pub formation: Vec<Process>,
    /// Dynos of the formation that were not up, by type: they are not waited for afterwards.
    pub down: Vec<Process>,
    /// Dynos that no formation holds, by type.
    pub one_offs: Vec<String>,
    /// Current release.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub release: u64,
    /// Status of the newest release.
    pub release_status: String,
    /// True if the app has a release phase.
    pub release_phase: bool,
    /// True if old web dynos stay for minutes after a release; `None` if it was not said.
    pub preboot: Option<bool>,
    /// Active native autoscaler of web dynos, by monitor id.
    pub autoscaler: Option<String>,
    /// True if it was not said whether there is one.
    pub autoscaler_unread: bool,
    /// Third-party services of the app.
    pub services: Vec<String>,
    /// Config vars.
    pub config: Config,
}

impl App {
    /// True if the app runs anything.
    #[must_use]
    pub fn runs_something(&self) -> bool {
        self.formation.iter().any(|process| process.quantity > 0)
    }

    /// How many dynos of a type were up.
    #[must_use]
    pub fn ran(&self, kind: &str) -> u64 {
        let of = |all: &[Process]| total(all.iter().filter(|one| one.kind == kind).map(|one| one.quantity));
        of(&self.formation).saturating_sub(of(&self.down))
    }

    /// The formation with every quantity zero.
    #[must_use]
    pub fn emptied(&self) -> Vec<Process> {
        let emptied = |process: &Process| Process { kind: process.kind.clone(), quantity: 0, size: None };
        self.formation.iter().map(emptied).collect()
    }
}

/// What the config vars of an app have to do with the database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Config {
    /// Names of those that hold its URL.
    pub urls: Vec<String>,
    /// Names of those that hold the URL, or a part of it, without coming from an attachment: they do not move with one.
    pub copies: Vec<String>,
    /// Names of those that hold the URL of the follower that is to lead, or a part of it, without coming from an attachment.
    #[serde(default)]
    pub follower_copies: Vec<String>,
    /// How many others were compared with the URL and hold no part of it.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub others: u64,
    /// Names of those that could not be compared, because the app has no URL of the database to compare with.
    pub unjudged: Vec<String>,
}

/// A process type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Process {
    /// Type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Quantity.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub quantity: u64,
    /// Dyno size; `None` leaves it as it is.
    pub size: Option<String>,
}
