//! What must be true whatever happens. Each invariant has a name.
pub use crate::desk::Desk;
