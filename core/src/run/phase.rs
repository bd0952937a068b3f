//! What a run is at: the phases between one want and the next.

use std::sync::Arc;

use super::trend::Trend;
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
    /// Taking it back before stopping.
    Withdraw,
    /// Before going on without it.
    Fallback,
}

/// One look at whether a change landed.
#[derive(Debug, Clone)]
pub struct Probe {
    /// Which call.
    pub call: usize,
    /// Looks in a row that did not find it.
    pub misses: u8,
    /// Looks in a row that found it.
    pub hits: u8,
    /// Answers so far in this look.
    pub answers: Vec<Observation>,
}

impl Probe {
    /// A first look. `misses` are those that count already.
    pub fn first(call: usize, misses: u8) -> Self {
        Self { call, misses, hits: 0, answers: Vec::new() }
    }

    /// The next look after one that did not settle it.
    pub fn again(self, misses: u8, hits: u8) -> Self {
        Self { misses, hits, answers: Vec::new(), ..self }
    }
}

/// Looks at whether changes landed, read together.
#[derive(Debug, Clone)]
pub struct Probing {
    /// Which calls.
    pub side: Side,
    /// Since when.
    pub since: Millis,
    /// Those that are not settled.
    pub looks: Arc<Vec<Probe>>,
    /// Those whose reads are under way.
    pub asked: Vec<usize>,
    /// Calls that are certainly not there, with what was found out for sending them.
    pub absent: Vec<(usize, Option<String>)>,
}

impl Probing {
    /// First looks at these calls.
    pub fn first(side: Side, calls: &[usize], misses: u8, now: Millis) -> Self {
        let looks = calls.iter().map(|call| Probe::first(*call, misses)).collect();
        Self { side, since: now, looks: Arc::new(looks), asked: Vec::new(), absent: Vec::new() }
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
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// Index in the list.
    pub index: usize,
    /// How many rounds in a row it held.
    pub held: u8,
    /// Answers so far in this round.
    pub answers: Vec<Observation>,
    /// How what it waits for comes down.
    pub trend: Trend,
}

/// Conditions of one kind that follow each other in a list, read together.
#[derive(Debug, Clone)]
pub struct Checking {
    /// List.
    pub list: List,
    /// Index of the first condition after them.
    pub next: usize,
    /// Since when they are looked at.
    pub since: Millis,
    /// Those that do not hold yet; shared with copies of the run.
    pub items: Arc<Vec<Item>>,
    /// Those whose reads are under way.
    pub asked: Vec<usize>,
}

/// What follows once the run is known to be ours.
#[derive(Debug, Clone, Hash)]
pub enum Then {
    /// Whatever is next.
    Seek,
    /// These changes are sent.
    Send { side: Side, calls: Vec<usize> },
}

/// The lock being read.
#[derive(Debug, Clone)]
pub struct Claiming {
    /// What follows.
    pub then: Then,
    /// Answers so far.
    pub answers: Vec<Observation>,
}

/// What a run is at.
#[derive(Debug, Clone)]
pub enum Phase {
    /// Choose what to do next.
    Seek,
    /// Something between the run and a person.
    Interaction,
    /// Changes are under way.
    Sending { side: Side, calls: Vec<usize> },
    /// Reads that tell whether the run is still ours.
    Claiming(Claiming),
    /// Reads that tell whether changes landed.
    Probing(Probing),
    /// Conditions of a list, one kind after the other.
    Checking(Checking),
    /// Waiting before going on with another phase.
    Sleeping { until: Millis, note: Option<Line>, then: Box<Phase> },
    /// The login is gone; a person is asked to renew it.
    Login { then: Box<Phase> },
    /// The operator pressed Ctrl-C while an app is stopped, and is asked what that means.
    Stopping { then: Box<Phase> },
    /// Over.
    Ended(End),
}
