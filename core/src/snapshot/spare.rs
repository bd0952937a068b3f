//! Databases of the app beside the one that is looked at.

use serde::{Deserialize, Serialize};

/// Another database of the app that leads, or led: no follower.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Spare {
    /// Add-on name.
    pub addon: String,
    /// Config var that leads to it.
    pub config_var: String,
    /// Price in US cents a month.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub price_cents: Option<u64>,
    /// True if it is read-only by default, as a run leaves the old database; `null` if it did not answer.
    pub fenced: Option<bool>,
}
