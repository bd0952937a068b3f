//! Where the version upgrade of a database stands.

use serde::{Deserialize, Serialize};

use crate::ending::Millis;

/// Where a version upgrade stands, judged of everything that the service says of it at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "is", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum UpgradeState {
    /// None is prepared or running.
    None,
    /// One is being prepared.
    Preparing,
    /// One is prepared: it starts by itself in the maintenance window.
    Ready {
        /// When, milliseconds since 1970; absent where that is not shown.
        #[cfg_attr(feature = "types", ts(type = "number | null"))]
        at: Option<Millis>,
    },
    /// One is running.
    Running,
    /// It has ended: the version is another one.
    Done,
    /// It has failed, as the service says.
    Failed,
    /// What is said does not fit together, or was not understood: never taken for [`UpgradeState::None`].
    Unclear {
        /// What is odd.
        why: String,
    },
}
