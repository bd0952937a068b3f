//! The core: everything that decides.
//!
//! It does no I/O, reads no clock, draws no random number and starts no thread. It hands out one
//! [`directive::Directive`] at a time and takes one [`effect::Observation`] back. There is no wasm or JavaScript type in
//! it, and it does not know the simulator.

mod answer;
mod api;
pub mod approval;
pub mod ask;
pub mod budget;
pub mod catalog;
mod class;
pub mod codes;
pub mod command;
pub mod conditions;
pub mod config;
pub mod course;
mod diagnosis;
pub mod diagnostic;
mod digest;
pub mod directive;
pub mod doctor;
pub mod effect;
pub mod ending;
pub mod evidence;
mod exports;
pub mod face;
pub mod field;
mod figures;
pub mod given;
pub mod guard;
pub mod journal;
pub mod judgement;
pub mod late;
pub mod line;
pub mod look;
pub mod machine;
pub mod maintenances;
pub mod named;
mod nearest;
pub mod notify;
pub mod ops;
pub mod output;
pub mod plan;
pub mod prechecks;
mod pretty;
pub mod procedures;
pub mod query;
pub mod ran;
mod registry;
pub mod render;
pub mod report;
pub mod request;
pub mod run;
#[cfg(feature = "seeded-bugs")]
pub mod seeded;
#[cfg(not(feature = "seeded-bugs"))]
mod seeded;
pub mod session;
mod shell;
pub mod snapshot;
pub mod stays;
pub mod stream;
mod summary;
pub mod survey;
pub mod timeline;
#[cfg(feature = "types")]
pub mod types;
mod upgrade_state;
pub mod value;
pub mod variants;
pub mod zone;
