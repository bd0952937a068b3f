//! Why a survey is not complete.

use crate::diagnostic::Diagnostic;
use crate::effect::Effect;

/// Why a survey is not complete.
pub enum Stop {
    /// This has to be read, and is known by this name.
    Missing(String, Box<Effect>),
    /// It cannot be completed.
    Refused(Box<Diagnostic>),
}

/// A fact, or why there is none yet.
pub type Need<T> = Result<T, Stop>;
