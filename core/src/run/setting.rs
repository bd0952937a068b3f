//! Where and how a process runs a plan.

use crate::ending::Millis;
use crate::face::LocalTime;
use crate::journal::Limits;

/// When the downtime begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hold {
    /// Ask the operator.
    Ask,
    /// At once.
    No,
    /// At a moment.
    At(Millis),
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
}
