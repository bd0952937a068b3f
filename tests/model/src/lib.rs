//! Core and simulator joined in memory: the same core code that runs inside the CLI, against the same model that the
//! sandbox serves, with hardware on paper and time as a number.

pub mod case;
pub mod changes;
pub mod desk;
pub mod explore;
pub mod faults;
pub mod identity;
pub mod large;
pub mod methods;
mod node;
pub mod past;
pub mod play;
pub mod readers;
pub mod spaces;
pub mod verdict;
pub mod way;

pub use connect_rehearsal::chance;
pub use way::Again;
