//! The course of a run: what its records say. One fold serves the running machine, a resumed one and the report, so that they
//! cannot tell different stories.

use std::sync::Arc;

use crate::ending::{Ending, Millis};
use crate::evidence::{self, Evidence};
use crate::journal::{Entry, Outcome, Records};
use crate::late::Bindings;
use crate::plan::Plan;
use crate::seeded::{self, Bug};
use crate::zone::Zone;

/// Direction of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Doing.
    Forward,
    /// Taking back.
    Undoing,
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

impl StepState {
    /// Something of it may be there.
    #[must_use]
    pub fn begun(&self) -> bool {
        self.calls.iter().any(|call| call.issued)
    }
}

/// A code and what was seen.
pub type Reason = (String, String);

/// What the records say. Copies share what did not change.
#[derive(Debug, Clone)]
pub struct Course {
    /// Direction.
    pub mode: Mode,
    /// Steps of the plan, in its order.
    pub steps: Arc<Vec<StepState>>,
    /// What was learnt.
    pub bindings: Arc<Bindings>,
    /// What was proven.
    pub evidence: Arc<Vec<Evidence>>,
    /// What made the run turn back.
    pub reason: Reason,
    /// The operator, or the hour, has let the downtime begin.
    pub approved: bool,
    /// Farthest zone that was entered.
    pub zone: Zone,
    /// How often it went on in another process.
    pub resumed: u32,
    /// How the last process stopped; `None` if it did not stop on purpose.
    pub stopped: Option<(Ending, Reason)>,
    /// When writers were stopped, and when they were back.
    downtime: (Option<Millis>, Option<Millis>),
    deferred: Reason,
}

impl Course {
    /// Before the first record.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let steps = plan.steps.iter().map(|step| StepState {
            calls: vec![CallState::default(); step.calls.len()],
            undo: vec![CallState::default(); step.undo.len()],
            ..StepState::default()
        });
        Self {
            mode: Mode::Forward,
            steps: Arc::new(steps.collect()),
            bindings: Arc::default(),
            evidence: Arc::default(),
            reason: Reason::default(),
            approved: false,
            zone: Zone::Prepare,
            resumed: 0,
            stopped: None,
            downtime: (None, None),
            deferred: Reason::default(),
        }
    }

    /// After these records.
    #[must_use]
    pub fn of(plan: &Plan, records: &Records) -> Self {
        let mut course = Self::new(plan);
        for record in records.iter() {
            course.apply(plan, &record.entry, record.at);
        }
        course
    }

    /// After one more entry.
    pub fn apply(&mut self, plan: &Plan, entry: &Entry, at: Millis) {
        let index = |id: &str| plan.steps.iter().position(|step| step.id == id);
        let marks = |mark: &Option<String>, step: &String| mark.as_ref() == Some(step);
        self.stopped = None;
        match entry {
            Entry::Begun { .. } => {}
            Entry::Entered { step, zone } => {
                self.zone = self.zone.max(*zone);
                self.with(index(step), |state| state.entered = true);
            }
            Entry::Issued { step, call, undo } => {
                if !undo && marks(&plan.marks.downtime_opens, step) {
                    self.downtime.0 = self.downtime.0.or(Some(at));
                }
                self.with_call(index(step), *call, *undo, |state| {
                    state.issued = true;
                    state.outcome = None;
                    state.sends = state.sends.saturating_add(1);
                });
            }
            Entry::Answered { step, call, undo, outcome, .. } => {
                self.with_call(index(step), *call, *undo, |state| {
                    state.outcome = Some(*outcome);
                    state.was_unknown |= *outcome == Outcome::Unknown;
                });
            }
            Entry::Held { bind, evidence, .. } => {
                if !bind.is_empty() {
                    Arc::make_mut(&mut self.bindings).extend(bind.clone());
                }
                if !evidence.is_empty() {
                    evidence::add(Arc::make_mut(&mut self.evidence), evidence);
                }
            }
            Entry::StepDone { step } => {
                if marks(&plan.marks.downtime_closes, step) {
                    self.downtime.1 = Some(at);
                }
                self.with(index(step), |state| (state.done, state.deferred) = (true, false));
            }
            Entry::Deferred { step, code, detail } => {
                self.deferred = (code.clone(), detail.clone());
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
                let undo = Arc::make_mut(&mut self.steps).iter_mut().flat_map(|state| &mut state.undo);
                undo.for_each(|call| *call = CallState::default());
            }
            Entry::StepUndone { step } => {
                if marks(&plan.marks.downtime_opens, step) {
                    self.downtime.1 = Some(at);
                }
                self.with(index(step), |state| state.undone = true);
            }
            Entry::Resumed { .. } => {
                self.resumed += 1;
                // What was left over is tried again by the next process.
                if !self.steps.iter().any(|state| state.deferred) {
                    return;
                }
                for state in Arc::make_mut(&mut self.steps).iter_mut().filter(|state| state.deferred) {
                    state.deferred = false;
                    state.calls.iter_mut().for_each(|call| *call = CallState::default());
                }
            }
            Entry::Stopped { ending, code, detail } => {
                self.stopped = Some((*ending, (code.clone(), detail.clone())));
            }
            Entry::Approved => self.approved = true,
        }
    }

    fn with(&mut self, index: Option<usize>, change: impl FnOnce(&mut StepState)) {
        if let Some(state) = index.and_then(|index| Arc::make_mut(&mut self.steps).get_mut(index)) {
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
    #[must_use]
    pub fn next_step(&self) -> Option<usize> {
        self.steps.iter().position(|state| !state.done && !state.deferred)
    }

    /// The newest step of which something may be there.
    #[must_use]
    pub fn next_undo(&self, plan: &Plan) -> Option<usize> {
        self.steps.iter().zip(&plan.steps).rposition(|(state, step)| {
            state.entered && !state.undone && !step.undo.is_empty() && state.begun()
        })
    }

    /// Why the run is not complete although every step was dealt with.
    #[must_use]
    pub fn left_over(&self) -> Option<Reason> {
        self.steps.iter().any(|state| state.deferred).then(|| self.deferred.clone())
    }

    /// True once the first change at or after the point of no return was announced.
    #[must_use]
    pub fn past_no_return(&self, plan: &Plan) -> bool {
        let first = plan.position(plan.marks.point_of_no_return.as_ref());
        let begun = first.is_some_and(|first| self.steps.iter().skip(first).any(StepState::begun));
        begun && !seeded::has(Bug::UndoAfterNoReturn)
    }

    /// True if traffic uses another database than before.
    #[must_use]
    pub fn cut_over(&self, plan: &Plan) -> bool {
        self.marked(plan, plan.marks.cut_over.as_ref()).is_some_and(|step| step.done && !step.undone)
    }

    /// True if Connect may be paused by this run.
    #[must_use]
    pub fn sync_paused(&self, plan: &Plan) -> bool {
        let paused = self.marked(plan, plan.marks.sync_pauses.as_ref());
        let resumed = self.marked(plan, plan.marks.sync_resumes.as_ref());
        paused.is_some_and(|step| step.begun() && !step.undone) && !resumed.is_some_and(|step| step.done)
    }

    /// True while apps are stopped.
    #[must_use]
    pub fn downtime_open(&self) -> bool {
        self.stopped_since().is_some()
    }

    /// Since when apps are stopped, while they are.
    #[must_use]
    pub fn stopped_since(&self) -> Option<Millis> {
        match self.downtime {
            (since, None) => since,
            _ => None,
        }
    }

    /// How long writers have been stopped, while they are.
    #[must_use]
    pub fn downtime_so_far(&self, now: Millis) -> Option<u64> {
        self.stopped_since().map(|since| now.saturating_sub(since))
    }

    /// How long writers were stopped, once they are back.
    #[must_use]
    pub fn downtime_ms(&self) -> Option<u64> {
        self.downtime.0.zip(self.downtime.1).map(|(since, until)| until.saturating_sub(since))
    }

    /// Ids of the steps of which this is true.
    #[must_use]
    pub fn ids(&self, plan: &Plan, wanted: impl Fn(&StepState) -> bool) -> Vec<String> {
        let steps = self.steps.iter().zip(&plan.steps);
        steps.filter(|(state, _)| wanted(state)).map(|(_, step)| step.id.clone()).collect()
    }

    fn marked(&self, plan: &Plan, mark: Option<&String>) -> Option<&StepState> {
        plan.position(mark).and_then(|index| self.steps.get(index))
    }
}
