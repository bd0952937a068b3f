//! The simulator answers: a deterministic model of the parts of Heroku that matter.
//!
//! It does no I/O, reads no clock, draws no random number and knows nothing of plans, steps or procedures. Of the core it
//! uses the HTTP values of [`connect_wire`] and nothing else. Time is an argument everywhere: milliseconds since the
//! Unix epoch.

pub mod act;
pub mod fault;
pub mod field;
pub mod gauge;
pub mod job;
pub mod paper;
pub mod scenario;
mod world;

pub use act::{Act, LoginOrg};
pub use fault::{Fault, FaultInfo, FaultKind, NotAFault};
pub use field::{FieldDefinition, FieldType, MappedField};
pub use gauge::Gauge;
pub use job::{
    Column, ColumnAlter, ColumnChanges, DynoStart, Job, JobKind, JobResult, LeaderUpgrade, Outcome,
    SyncCounts, SyncTarget, WriteError,
};
pub use paper::{Paper, SqlState};
pub use scenario::Scenario;
pub use world::World;
