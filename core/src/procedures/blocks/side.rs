//! What a database is like on which a run works.

use crate::query::FenceScope;
use crate::snapshot::{Snapshot, Tier};

/// What may be done on one, and what its counters prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// How far a fence can reach there.
    pub scope: FenceScope,
    /// Whether databases of others are on the same server, whose transactions it counts too.
    pub shared: bool,
}

impl Side {
    /// The database as it was found. Where our role does not own it, it can fence nobody but itself.
    pub fn old(snapshot: &Snapshot) -> Self {
        let owns = snapshot.database.server.as_ref().and_then(|server| server.owns);
        let side = Self::of(snapshot.database.tier());
        if owns == Some(false) {
            Self { scope: FenceScope::Credential, ..side }
        } else {
            side
        }
    }

    /// One of a tier. An Essential database has one credential, so that a fence of its own is complete.
    pub fn of(tier: Tier) -> Self {
        match tier {
            Tier::Legacy | Tier::Essential => Self { scope: FenceScope::Credential, shared: true },
            Tier::Classic | Tier::Advanced => Self { scope: FenceScope::Database, shared: false },
        }
    }
}
