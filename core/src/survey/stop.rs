//! Why a survey is not complete.

use crate::diagnostic::Diagnostic;

/// Why a survey is not complete.
pub enum Stop {
    /// Something has to be read first; the facts know what.
    Missing,
    /// It cannot be completed.
    Refused(Box<Diagnostic>),
}

/// A fact, or why there is none yet.
pub type Need<T> = Result<T, Stop>;
