//! A plan: plain, versioned data that a person can read, a page can show and a run interprets.
//!
//! How a plan was made does not influence how it is run: what to do is in its steps, what they mean in its marks, and what is
//! said of it in its words.

mod bound;
mod gist;
mod good_path;
mod marks;
mod method;
mod mirror;
mod names;
mod step;
mod words;

use serde::{Deserialize, Serialize};

pub use bound::{unbound, Unbound};
pub use marks::Marks;
pub use method::Method;
pub use mirror::{unmirrored, Unmirrored};
pub use names::Names;
pub use step::{Check, Interaction, OnFailure, OnUndoFailure, Pace, Step};
pub use words::{Next, Words};

pub use crate::budget::Budget;
pub use crate::zone::Zone;

use crate::diagnostic::{Diagnostic, Severity};
use crate::request::Request;
use crate::snapshot::Snapshot;

/// Version of the plan format this code writes. Major: meaning; minor: fields.
pub const FORMAT_VERSION: &str = "1.5";

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Apps that are touched.
    pub apps: Vec<String>,
    /// The word that confirms it.
    pub confirmation: String,
    /// Steps in order.
    pub steps: Vec<Step>,
    /// What some of them mean.
    pub marks: Marks,
    /// Calls on the good path, survey included; waits come on top.
    pub budget: Budget,
    /// What this plan does not look after.
    pub not_covered: Vec<String>,
    /// Names of what is created.
    pub names: Names,
    /// What is said of it.
    pub words: Words,
}

impl Plan {
    /// True if nothing blocks it.
    #[must_use]
    pub fn applyable(&self) -> bool {
        !self.steps.is_empty() && self.prechecks.iter().all(|one| one.severity < Severity::Block)
    }

    /// Place of a marked step in the order.
    #[must_use]
    pub fn position(&self, mark: Option<&String>) -> Option<usize> {
        self.steps.iter().position(|step| Some(&step.id) == mark)
    }

    /// The first part that this version does not know.
    #[must_use]
    pub fn unknown_part(&self) -> Option<&str> {
        self.steps.iter().find_map(Step::unknown_part)
    }

    /// True if it waits for a person or an hour.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.steps.iter().any(|step| step.interaction == Some(Interaction::Hold))
    }
}
