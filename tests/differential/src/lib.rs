//! Named queries on paper and on real Postgres, side by side.
//!
//! [`Sides`] drives one story on both: the same databases, sessions, writes, replication, fences and upgrades. Each
//! question is asked of both and the answers must agree in columns, types, SQLSTATE class and, where the story determines
//! them, values; the core's own judgements of both answers must agree too.

mod acts;
mod asked;
pub mod compare;
pub mod real;
pub mod sides;
mod story;

pub use asked::Asked;
pub use sides::Sides;
pub use story::{folder, programs, seed, LEAD, ORG, SCHEMA};

/// Why a comparison could not be made or failed; the words say what differs.
pub type Failure = String;
