//! Fields of mapped objects: what Salesforce says they are, which column follows from it, and what it takes to make a table follow.

mod class;
mod config;
mod definition;

pub use class::{changes, classify, Change, Class};
pub(crate) use config::{fields_of, without};
pub use definition::{column_of, Definition, SYSTEM};
