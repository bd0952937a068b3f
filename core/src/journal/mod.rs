//! The append-only account of a run: records, their chain, and reading them back.
//!
//! Every line carries the hash of the one before, so a changed, removed or reordered line is seen. A removed tail is seen
//! against the head, which is kept elsewhere. The first record holds the whole plan: nothing else is needed to resume.

mod read;
mod record;
mod records;

pub use read::{read, Journal, JournalError};
#[cfg(feature = "types")]
pub use record::Line;
pub use record::{hash, Entry, Limits, Outcome, Record, FORMAT_VERSION};
pub use records::Records;
