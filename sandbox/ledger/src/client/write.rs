//! One write of a client.

use super::target::Target;
use crate::ack::Op;

/// One write: a new row, or a higher version of a row of the same author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Where.
    pub target: Target,
    /// The row's unique key.
    pub key: String,
    /// The version the row has afterwards.
    pub version: i64,
    /// `Insert` or `Update`.
    pub op: Op,
    /// The row's `id`, which an insert learns from the database.
    pub row: i64,
}
