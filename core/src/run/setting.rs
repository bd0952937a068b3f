//! Where and how a process runs a plan.

use crate::ending::Millis;
use crate::face::LocalTime;
use crate::journal::Limits;
use serde::{Deserialize, Serialize};

/// When the downtime begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", content = "moment", rename_all = "camelCase")]
pub enum Hold {
    /// Ask the operator.
    Ask,
    /// At once.
    No,
    /// At a moment.
    At(#[cfg_attr(feature = "types", ts(type = "number"))] Millis),
}

/// How far a process goes with a run that is carried out by a runbook, one command for each step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum UpTo {
    /// As far as it can: nobody else does anything.
    #[default]
    End,
    /// Nowhere: it only begins.
    Begin,
    /// To the end of a step.
    Step(String),
    /// To a change of a step, which somebody else makes.
    Call(String, usize),
}

impl UpTo {
    /// The step at which it stops.
    #[must_use]
    pub fn step(&self) -> Option<&str> {
        match self {
            Self::End | Self::Begin => None,
            Self::Step(step) | Self::Call(step, _) => Some(step),
        }
    }
}

/// Where and how this process runs the plan; of it only the limits go into the journal.
#[derive(Debug, Clone)]
pub struct Setting {
    /// `user@host`.
    pub holder: String,
    /// True if a person can be asked.
    pub interactive: bool,
    /// When the downtime begins.
    pub hold: Hold,
    /// Codes in spite of which taking back goes on.
    pub accept: Vec<String>,
    /// What who resumes says of the downtime.
    pub limits: Limits,
    /// The clock on the wall.
    pub local: LocalTime,
    /// How far this process goes.
    pub up_to: UpTo,
}
