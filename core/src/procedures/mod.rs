//! Procedures: pure functions from a snapshot and a request to a plan. One folder each, one file per method.

pub mod finish;
pub mod upgrade_db;
