//! Lines that a command prints with `--stream`: one JSON value each, while it goes on.

use serde::{Deserialize, Serialize};

use crate::directive::StageState;
use crate::ending::Millis;
use crate::output::Output;

/// Version of the lines. Major: meaning; minor: fields.
pub const FORMAT_VERSION: &str = "1.3";

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Streamed {
    /// `major.minor`.
    pub format_version: String,
    /// When it was printed, milliseconds since 1970-01-01 UTC.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: Millis,
    /// What.
    #[serde(flatten)]
    pub item: Item,
}

/// The content of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "StreamedItem"))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[expect(clippy::large_enum_variant, reason = "lines are made one by one")]
pub enum Item {
    /// A step changed its state.
    Stage {
        /// Zone of the step.
        zone: String,
        /// Id of the step.
        step: String,
        /// Title of the step.
        title: String,
        /// New state.
        state: StageState,
        /// What is waited for, or why it failed.
        detail: Option<String>,
        /// Milliseconds since writers were stopped, while they are.
        #[cfg_attr(feature = "types", ts(type = "number | null"))]
        downtime_ms: Option<u64>,
    },
    /// What the command prints with `--json`, in one line: for example the report of a run.
    Output {
        /// The value.
        output: Output,
    },
}
