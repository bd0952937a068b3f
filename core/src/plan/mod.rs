//! A plan: plain, versioned data that a person can read, a page can show and a run interprets.
//!
//! How a plan was made does not influence how it is run: what to do is in its steps.

mod step;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use step::{Call, Check, OnFailure, Pace, Special, Step, Zone};

use crate::diagnostic::{Diagnostic, Severity};
use crate::procedures::upgrade_db::Request;
use crate::snapshot::Snapshot;

/// Version of the plan format this code writes. Major: meaning; minor: fields.
pub const FORMAT_VERSION: &str = "1.0";

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// `major.minor`, see [`FORMAT_VERSION`].
    pub format_version: String,
    /// Version of the plugin that made it.
    pub made_by: String,
    /// Procedure, for example `upgrade-db`.
    pub procedure: String,
    /// Section of the maintenance manual that it makes executable.
    pub manual: String,
    /// What was asked for.
    pub request: Request,
    /// What it was made from, redacted.
    pub snapshot: Snapshot,
    /// Findings about the app and the choice.
    pub prechecks: Vec<Diagnostic>,
    /// Every method considered, the chosen one first.
    pub methods: Vec<Method>,
    /// Apps whose names confirm it: every app that is touched.
    pub apps: Vec<String>,
    /// Steps in order.
    pub steps: Vec<Step>,
    /// Step after which traffic uses the new database.
    pub cut_over: Option<String>,
    /// Step after which there is only forward.
    pub point_of_no_return: Option<String>,
    /// Calls on the good path, waits not counted.
    pub budget: Budget,
    /// What this plan does not look after.
    pub not_covered: Vec<String>,
    /// Longest time in the window before the run gives up and reopens on the old database, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub window_deadline_ms: u64,
    /// Interval between reads outside the window, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub wait_interval_ms: u64,
    /// Names of what is created: `{run}` and `{RUN}` stand for the run id.
    pub names: std::collections::BTreeMap<String, String>,
    /// Facts the report and `connect:runs:finish` need.
    pub old_database: Old,
}

/// The old database, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Old {
    /// Add-on name.
    pub addon: String,
    /// App that pays for it.
    pub app: String,
    /// Price in US cents a month, if it was shown.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub price_cents: Option<u64>,
}

/// A way to do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PlanMethod"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Method {
    /// `follower`, `direct` or `copy`.
    pub name: String,
    /// True for the one that the steps carry out.
    pub chosen: bool,
    /// False if it cannot be used here; `why` says why.
    pub possible: bool,
    /// Why chosen, or why not.
    pub why: String,
    /// Whole duration, minutes, from and to.
    pub minutes: (u32, u32),
    /// Time in which writers are stopped, minutes, from and to.
    pub downtime_minutes: (u32, u32),
    /// Up to where it can be undone, in words.
    pub reversible: String,
    /// What it costs, in words.
    pub cost: String,
}

/// API calls on the good path, waits not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Budget {
    /// Platform API, of 4,500 an hour for the account.
    pub platform: u32,
    /// Data API.
    pub data: u32,
    /// Connect API.
    pub connect: u32,
    /// SQL sessions.
    pub sql: u32,
}

impl Plan {
    /// True if nothing blocks it.
    #[must_use]
    pub fn applyable(&self) -> bool {
        !self.steps.is_empty() && self.prechecks.iter().all(|one| one.severity < Severity::Block)
    }

    /// The step whose calls stop the writers.
    #[must_use]
    pub fn stops_writers(&self) -> Option<&str> {
        self.steps
            .iter()
            .find(|step| step.zone == Zone::Window && !step.calls.is_empty())
            .map(|step| step.id.as_str())
    }

    /// The step after which all writers are back: the last whose id begins with `reopen`.
    #[must_use]
    pub fn lets_writers_back(&self) -> Option<&str> {
        self.steps.iter().rfind(|step| step.id.starts_with("reopen")).map(|step| step.id.as_str())
    }

    /// Hex SHA-256 of the plan's JSON: ties an approval to bytes.
    #[must_use]
    pub fn sha256(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        hex(&Sha256::digest(json))
    }

    /// The words that confirm it.
    #[must_use]
    pub fn confirmation(&self) -> String {
        self.apps.join(",")
    }
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
