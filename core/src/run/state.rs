//! What the records say. Applying the same records gives the same state: that is what makes a run resumable.

use std::hash::{Hash, Hasher};

use crate::args::Bindings;
use crate::conditions::Evidence;
use crate::directive::Millis;
use crate::journal::{Entry, Outcome};
use crate::plan::{Plan, Zone};

/// Direction of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Doing.
    Forward,
    /// Taking back.
    Undoing,
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

/// One call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct CallState {
    /// Announced on disk.
    pub issued: bool,
    /// Latest answer.
    pub outcome: Option<Outcome>,
    /// Some earlier answer was unknown: from then on a refusal proves nothing.
    pub was_unknown: bool,
    /// How often it was sent.
    pub sends: u8,
}

impl CallState {
    /// Announced, and nobody knows whether it landed.
    #[must_use]
    pub fn open(&self) -> bool {
        self.issued && matches!(self.outcome, None | Some(Outcome::Unknown))
    }

    /// Certainly there.
    #[must_use]
    pub fn landed(&self) -> bool {
        self.outcome == Some(Outcome::Landed)
    }
}

/// One step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct StepState {
    /// Entered.
    pub entered: bool,
    /// Done and proven.
    pub done: bool,
    /// Left over.
    pub deferred: bool,
    /// Taken back.
    pub undone: bool,
    /// How often it was taken back to be tried again.
    pub tries: u8,
    /// Its calls.
    pub calls: Vec<CallState>,
    /// The calls that take it back.
    pub undo: Vec<CallState>,
}

/// Everything.
#[derive(Debug, Clone)]
pub struct State {
    pub mode: Mode,
    pub steps: Vec<StepState>,
    pub bindings: Bindings,
    pub evidence: Vec<Evidence>,
    /// Code and detail of what made the run turn back.
    pub reason: (String, String),
    /// Code and detail of a failure being dealt with; not in the records.
    pub pending: Option<(String, String)>,
    pub window_granted: bool,
    window_since: Option<Millis>,
    window_until: Option<Millis>,
    deferred: Option<(String, String)>,
}

impl State {
    pub fn new(plan: &Plan) -> Self {
        let steps = plan
            .steps
            .iter()
            .map(|step| StepState {
                calls: vec![CallState::default(); step.calls.len()],
                undo: vec![CallState::default(); step.undo.len()],
                ..StepState::default()
            })
            .collect();
        Self {
            mode: Mode::Forward,
            steps,
            bindings: Bindings::new(),
            evidence: Vec::new(),
            reason: (String::new(), String::new()),
            pending: None,
            window_granted: false,
            window_since: None,
            window_until: None,
            deferred: None,
        }
    }

    pub fn apply(&mut self, plan: &Plan, entry: &Entry, at: Millis) {
        let index = |id: &str| plan.steps.iter().position(|step| step.id == id);
        match entry {
            Entry::Begun { .. } | Entry::Finished => {}
            Entry::Entered { step, zone } => {
                self.window_since = self.window_since.or((*zone >= Zone::Window).then_some(at));
                self.with(index(step), |state| state.entered = true);
            }
            Entry::Issued { step, call, undo } => self.with_call(index(step), *call, *undo, |state| {
                state.issued = true;
                state.outcome = None;
                state.sends = state.sends.saturating_add(1);
            }),
            Entry::Answered { step, call, undo, outcome, .. } => {
                self.with_call(index(step), *call, *undo, |state| {
                    state.outcome = Some(*outcome);
                    state.was_unknown |= *outcome == Outcome::Unknown;
                });
            }
            Entry::Held { bind, evidence, .. } => {
                self.bindings.extend(bind.iter().map(|(key, value)| (key.clone(), value.clone())));
                for one in evidence {
                    self.evidence.retain(|old| old.title != one.title);
                    self.evidence.push(one.clone());
                }
            }
            Entry::StepDone { step } => {
                let done = index(step);
                self.with(done, |state| {
                    state.done = true;
                    state.deferred = false;
                });
                if plan.lets_writers_back() == Some(step.as_str()) {
                    self.window_until = Some(at);
                }
            }
            Entry::Deferred { step, code, detail } => {
                self.deferred = Some((code.clone(), detail.clone()));
                self.with(index(step), |state| state.deferred = true);
            }
            Entry::Retrying { step, .. } => self.with(index(step), |state| {
                state.tries = state.tries.saturating_add(1);
                state.calls.iter_mut().chain(&mut state.undo).for_each(|call| *call = CallState::default());
            }),
            Entry::Undoing { code, detail, .. } => {
                self.mode = Mode::Undoing;
                self.reason = (code.clone(), detail.clone());
                // A retry may have used them.
                self.steps
                    .iter_mut()
                    .flat_map(|state| &mut state.undo)
                    .for_each(|call| *call = CallState::default());
            }
            Entry::StepUndone { step } => {
                self.with(index(step), |state| state.undone = true);
                if plan.stops_writers() == Some(step.as_str()) {
                    self.window_until = Some(at);
                }
            }
            Entry::Resumed { .. } => {
                // What was left over is tried again by the next process.
                for state in self.steps.iter_mut().filter(|state| state.deferred) {
                    state.deferred = false;
                    state.calls.iter_mut().for_each(|call| *call = CallState::default());
                }
            }
            Entry::Stopped { .. } => {}
            Entry::WindowOpened => self.window_granted = true,
        }
    }

    fn with(&mut self, index: Option<usize>, change: impl FnOnce(&mut StepState)) {
        if let Some(state) = index.and_then(|index| self.steps.get_mut(index)) {
            change(state);
        }
    }

    fn with_call(
        &mut self,
        index: Option<usize>,
        call: usize,
        undo: bool,
        change: impl FnOnce(&mut CallState),
    ) {
        self.with(index, |state| {
            let calls = if undo { &mut state.undo } else { &mut state.calls };
            if let Some(call) = calls.get_mut(call) {
                change(call);
            }
        });
    }

    /// The first step that is neither done nor left over.
    pub fn next_step(&self) -> Option<usize> {
        self.steps.iter().position(|state| !state.done && !state.deferred)
    }

    /// The newest step of which something may be there.
    pub fn next_undo(&self, plan: &Plan) -> Option<usize> {
        self.steps.iter().zip(&plan.steps).rposition(|(state, step)| {
            state.entered
                && !state.undone
                && !step.undo.is_empty()
                && state.calls.iter().any(|call| call.issued)
        })
    }

    /// Why the run is not complete although every step was dealt with.
    pub fn left_over(&self) -> Option<(String, String)> {
        self.steps.iter().any(|state| state.deferred).then(|| self.deferred.clone().unwrap_or_default())
    }

    /// True once the first change of the last zone was announced.
    pub fn past_no_return(&self, plan: &Plan) -> bool {
        self.steps
            .iter()
            .zip(&plan.steps)
            .any(|(state, step)| step.zone == Zone::Settle && state.calls.iter().any(|call| call.issued))
    }

    /// True while writers are stopped.
    pub fn window_open(&self, plan: &Plan) -> bool {
        self.window_since.is_some() && self.window_until.is_none() && !plan.steps.is_empty()
    }

    /// How long writers have been stopped, while they are.
    pub fn window_ms(&self, plan: &Plan, now: Millis) -> Option<u64> {
        self.window_open(plan).then(|| self.window_since.map(|since| now.saturating_sub(since))).flatten()
    }

    pub fn hash_into(&self, into: &mut impl Hasher) {
        self.mode.hash(into);
        self.steps.hash(into);
        self.reason.0.hash(into);
        self.pending.is_some().hash(into);
        self.window_granted.hash(into);
        for key in self.bindings.keys() {
            key.hash(into);
        }
    }
}
