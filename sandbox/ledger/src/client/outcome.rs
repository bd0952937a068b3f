//! What becomes of a write.

use super::write::Write;
use crate::ack::{Ack, Op};

/// What became of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// `COMMIT` was acknowledged.
    Committed,
    /// An update met no row; nothing was written.
    Missing,
    /// An error came before `COMMIT` was sent: nothing was written.
    Refused(String),
    /// `COMMIT` was sent, its answer did not come.
    Unknown(String),
}

impl Outcome {
    /// The acknowledgement to note for a write, if any.
    pub fn ack(&self, write: &Write, server: &str, at: i64) -> Option<Ack> {
        let op = match self {
            Outcome::Committed => write.op,
            Outcome::Unknown(_) => Op::Maybe,
            Outcome::Missing | Outcome::Refused(_) => return None,
        };
        Some(Ack {
            at,
            table: write.target.name.clone(),
            key: write.key.clone(),
            version: write.version,
            op,
            server: server.to_owned(),
        })
    }
}
