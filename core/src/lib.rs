//! The core.
pub mod effect;
pub mod wire;
