//! Everything the verdict is made from, as plain values. No I/O, no judgement.

mod org;
mod side;
mod table;

pub use org::{Change, ChangeOp, Org, Record, Source};
pub use side::{Function, LogRow, Sequence, Server, Side, Trigger};
pub use table::{Access, Row, Table};

use crate::ack::Ack;

/// All facts of one verdict.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The database the run started from.
    pub old: Side,
    /// The database the run moved to. `None` for a run that was undone and left none.
    pub new: Option<Side>,
    /// The org.
    pub org: Org,
    /// The clients' acknowledgements, in any order.
    pub acks: Vec<Ack>,
    /// What could not be read, in one sentence each; never empty-handed: a verdict on such facts is FAIL.
    pub unread: Vec<String>,
}
