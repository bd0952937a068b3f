//! The core: everything that decides.
//!
//! It does no I/O, reads no clock, draws no random number and starts no thread. It hands out one
//! [`directive::Directive`] at a time and takes one [`effect::Observation`] back. There is no wasm or JavaScript type in
//! it, and it does not know the simulator.

pub mod api;
pub mod args;
pub mod command;
pub mod conditions;
pub mod diagnostic;
pub mod directive;
pub mod effect;
pub mod journal;
pub mod ops;
pub mod plan;
pub mod prechecks;
pub mod procedures;
pub mod query;
pub mod read;
pub mod render;
pub mod report;
pub mod run;
pub mod session;
pub mod snapshot;
pub mod survey;
pub mod text;
#[cfg(feature = "types")]
pub mod types;
