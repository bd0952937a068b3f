//! An app and what runs in it.

use serde::{Deserialize, Serialize};

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
    /// `cedar` or `fir`.
    pub generation: String,
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
    /// True if old web dynos stay for minutes after a release.
    pub preboot: bool,
    /// Active native autoscaler of web dynos, by monitor id.
    pub autoscaler: Option<String>,
    /// Third-party services of the app.
    pub services: Vec<String>,
    /// Config vars that resolve to the database, by name.
    pub config_vars: Vec<String>,
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
        let of =
            |all: &[Process]| all.iter().filter(|one| one.kind == kind).map(|one| one.quantity).sum::<u64>();
        of(&self.formation).saturating_sub(of(&self.down))
    }

    /// The formation with every quantity zero.
    #[must_use]
    pub fn emptied(&self) -> Vec<Process> {
        let emptied = |process: &Process| Process { kind: process.kind.clone(), quantity: 0, size: None };
        self.formation.iter().map(emptied).collect()
    }
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
