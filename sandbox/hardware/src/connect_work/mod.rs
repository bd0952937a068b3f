//! What Connect does: reading the trigger log and writing to the org, polling the org and writing to Postgres, loading.
//!
//! All of it goes over SQL at the URL it is given. Pointed at the wrong database, it does wrong.

mod entry;
mod load;
mod log_counts;
mod log_read;
mod note;
mod poll;
mod rows;
mod send;
pub(crate) mod session;
mod value;

pub use load::{load_columns, load_mapping, LoadReport};
pub use log_counts::{log_counts, mapping_counts, LogCounts, MappingCounts};
pub use log_read::{read_log, ReadLogReport};
pub use poll::{poll_org, poll_org_from, PollReport};
