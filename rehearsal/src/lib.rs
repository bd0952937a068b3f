//! Core and simulator joined in memory: a plan is played before it is run, by the code that will run it. Hardware is on paper and
//! time is a number, so it needs nothing but this crate and runs in a browser too.

pub mod calls;
pub mod chance;
pub mod desk;
pub mod digest;
mod fields;
pub mod film;
mod rehearsal;
mod scenario;
mod tunnels;
mod urls;

pub use rehearsal::{survey, Again, Rehearsal, Told, What};
pub use scenario::like;
