//! The hardware of the sandbox: real Postgres servers, a stand-in Salesforce org, and the work that Heroku Connect does
//! between the two.
//!
//! Synchronous on purpose: every call blocks its thread and all state sits behind locks, so a server can run each
//! hardware job on a thread of its own. [`Fleet`] and [`Org`] are shared by reference or by clone.

pub mod connect_schema;
pub mod connect_work;
mod endpoint;
mod error;
mod fleet;
mod lines;
pub mod mapping;
pub mod org;
mod secret;
mod sql;

pub use connect_schema::{alter_mapping, leave_mapping, TableChanges};
pub use connect_work::{
    load_columns, load_mapping, log_counts, mapping_counts, poll_org, poll_org_from, read_log, LoadReport,
    LogCounts, MappingCounts, PollReport, ReadLogReport,
};
pub use endpoint::{inside, Endpoint};
pub use error::{HardwareError, WorkError};
pub use fleet::{Copied, CopyHow, Fleet, FleetOptions, Gauges, Watch};
pub use lines::Lines;
pub use mapping::{usual_fields, Access, Field, Mapping, Unmapped};
pub use org::{Org, OrgError, OrgOptions, Source, Stamp};
