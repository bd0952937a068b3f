//! Zones: where a step stands.

use serde::{Deserialize, Serialize};

/// Where a step stands between "nothing happened" and "only forward".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Zone {
    /// No write stopped, nothing moved.
    Prepare,
    /// Writers stopped, Connect quiet.
    Downtime,
    /// Attachments or `db_key` moved; no write on the new side.
    CutOver,
    /// From here on only forward.
    Settle,
}

impl Zone {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Downtime => "downtime",
            Self::CutOver => "cut-over",
            Self::Settle => "settle",
        }
    }

    /// What rolling back means in this zone.
    #[must_use]
    pub fn aborting(self) -> &'static str {
        match self {
            Self::Prepare => "what was made is removed",
            Self::Downtime => "the app comes back on the old database",
            Self::CutOver => "everything is moved back, the app comes back on the old database",
            Self::Settle => "only forward from here",
        }
    }
}
