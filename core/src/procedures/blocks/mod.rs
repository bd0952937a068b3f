//! What procedures share: each block gives steps, or the parts of steps, from a snapshot. A procedure is a list of blocks and its
//! own steps.

pub mod aftercare;
pub mod connect;
pub mod copy;
pub mod cut_over;
pub mod dependants;
pub mod fence;
pub mod followers;
pub mod held;
pub mod hold;
pub mod lock;
pub mod names;
pub mod place;
pub mod proof;
pub mod reopen;
mod side;
pub mod target;
pub mod watch;
pub mod way_back;
pub mod writers;

pub use side::Side;

use crate::codes::{self, Code};
use crate::conditions::{Condition, Landed};
use crate::ops::Op;
use crate::plan::{Check, OnFailure, OnUndoFailure, Pace, Step};
use crate::zone::Zone;

pub const SECOND: u64 = 1_000;
pub const MINUTE: u64 = 60 * SECOND;
pub const HOUR: u64 = 60 * MINUTE;

/// A step that is passed over where `begun` was passed over.
pub fn after(begun: &str, step: Step) -> Step {
    Step { after: Some(begun.to_owned()), ..step }
}

/// A step without anything in it.
pub fn step(id: &str, zone: Zone, title: &str, why: &str) -> Step {
    Step {
        id: id.to_owned(),
        zone,
        title: title.to_owned(),
        why: why.to_owned(),
        quiet: false,
        interaction: None,
        guards: Vec::new(),
        calls: Vec::new(),
        together_from: None,
        until: Vec::new(),
        undo: Vec::new(),
        undo_together_from: None,
        undo_guards: Vec::new(),
        undo_guards_at: 0,
        undo_until: Vec::new(),
        on_failure: OnFailure::Undo,
        on_undo_failure: OnUndoFailure::default(),
        fallback: Vec::new(),
        again_from: None,
        needs: None,
        tries: 1,
        after: None,
    }
}

/// A condition that is read at this pace and given up after this time, with this code.
pub fn check(condition: impl Into<Condition>, pace: Pace, deadline_ms: u64, code: Code) -> Check {
    Check { condition: condition.into(), pace, deadline_ms, times: 1, code: code.to_string(), leave: false }
}

/// A change as a condition: it has taken effect.
pub fn landed(change: impl Into<Op>, pace: Pace, deadline_ms: u64) -> Check {
    check(Landed { change: Box::new(change.into()) }, pace, deadline_ms, codes::SERVICE_NO_EFFECT)
}
