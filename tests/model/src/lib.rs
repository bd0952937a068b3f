//! Core and simulator joined in memory: the same core code that runs inside the CLI, against the same model that the
//! sandbox serves, with hardware on paper and time as a number.

pub mod chance;
pub mod desk;
pub mod explore;
pub mod verdict;
