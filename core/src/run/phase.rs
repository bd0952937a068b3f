//! What a run is at: the phases between one want and the next.

use std::sync::Arc;

use crate::effect::Observation;
use crate::ending::{Ending, Millis};
use crate::line::Line;

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// How.
    pub ending: Ending,
    /// Diagnostic code, empty for a run that is done.
    pub code: String,
    /// What was seen.
    pub detail: String,
}

/// Which calls of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The step itself.
    Do,
    /// Taking it back for good.
    Undo,
    /// Taking it back to try again.
    Retry,
    /// Before going on without it.
    Fallback,
}

/// A look at whether a change landed.
#[derive(Debug, Clone)]
pub struct Probing {
    /// Which calls.
    pub side: Side,
    /// Which one.
    pub call: usize,
    /// Looks in a row that did not find it.
    pub misses: u8,
    /// Looks in a row that found it.
    pub hits: u8,
    /// Since when.
    pub since: Millis,
    /// Answers so far in this look.
    pub answers: Vec<Observation>,
}

impl Probing {
    /// A first look. `misses` are those that count already.
    pub fn first(side: Side, call: usize, misses: u8, now: Millis) -> Self {
        Self { side, call, misses, hits: 0, since: now, answers: Vec::new() }
    }

    /// The next look after one that did not settle it.
    pub fn again(self, misses: u8, hits: u8) -> Self {
        Self { misses, hits, answers: Vec::new(), ..self }
    }
}

/// Which conditions of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// Before its calls.
    Guard,
    /// After its calls.
    Until,
    /// Before taking it back goes on.
    UndoGuard,
    /// After taking it back.
    UndoUntil,
}

/// One condition being read.
#[derive(Debug, Clone)]
pub struct Checking {
    /// List.
    pub list: List,
    /// Index in it.
    pub index: usize,
    /// Answers so far in this round, shared with copies of the run.
    pub answers: Arc<Vec<Observation>>,
    /// How many rounds in a row it held.
    pub held: u8,
    /// Since when it is looked at.
    pub since: Millis,
}

/// What a run is at.
#[derive(Debug, Clone)]
pub enum Phase {
    /// Choose what to do next.
    Seek,
    /// Something between the run and a person.
    Interaction,
    /// A change is under way.
    Sending { side: Side, call: usize },
    /// A read that tells whether a change landed.
    Probing(Probing),
    /// Conditions of a list, one after the other.
    Checking(Checking),
    /// Waiting before going on with another phase.
    Sleeping { until: Millis, note: Option<Line>, then: Box<Phase> },
    /// The login is gone; a person is asked to renew it.
    Login { then: Box<Phase> },
    /// Over.
    Ended(End),
}
