//! Ways to do it, compared.

use serde::{Deserialize, Serialize};

/// A way to do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PlanMethod"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Method {
    /// For example `follower`, `direct` or `copy`.
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
