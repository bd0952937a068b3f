//! The course of a run: what its records say. One fold serves the running machine, a resumed one and the report, so that they
//! cannot tell different stories.

use std::sync::Arc;

use crate::ending::{Ending, Millis};
use crate::evidence::{self, Evidence};
use crate::journal::{Entry, Limits, Outcome, Records};
use crate::late::{slots, Bindings, Known, Late};
use crate::ops::Op;
use crate::plan::{Interaction, OnFailure, Plan, Step};
use crate::seeded::{self, Bug};
use crate::zone::Zone;

/// Status of an answer that was not given but looked up.
pub const PROBE: &str = "probe";

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
    /// True if a service said yes to it; nobody had to look.
    pub answered: bool,
    /// True if it was sent in its other form, because the first one was refused.
    pub otherwise: bool,
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

    /// Certainly not there, and asking again is no use.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.outcome == Some(Outcome::Refused)
    }
}

/// Why a step cannot be done that needs another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// That one was left over.
    Now(Reason),
    /// It was left for good.
    ForGood(Reason),
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
    /// Taken back, and something of it is not as it was.
    pub not_as_before: bool,
    /// Passed over, because the service did by itself what it was for.
    pub passed: bool,
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

    /// Something of it may be there, and nobody has proven that it is not.
    #[must_use]
    pub fn may_be_there(&self, step: &Step) -> bool {
        self.calls.iter().zip(&step.calls).any(|(call, op)| call.issued && !proven_absent(call, op))
    }
}

/// A change that is sent once, and of which nothing came: refused and looked at, or never sent.
fn proven_absent(call: &CallState, op: &Op) -> bool {
    let absent = call.refused() || call.outcome == Some(Outcome::NotSent) && !call.was_unknown;
    absent && op.known().is_ok_and(|verb| verb.once())
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
    /// First step that is taken back; what was made before it is kept.
    pub back_to: usize,
    /// What could not be proven, by step.
    pub unproven: Arc<Vec<(String, Reason)>>,
    /// What is not as it was before although it was taken back, newest last.
    pub changed: Arc<Vec<Reason>>,
    /// The operator, or the hour, has let the downtime begin.
    pub approved: bool,
    /// The service did by itself what this run was to ask for.
    pub adopted: bool,
    /// What there is no way back from may have been sent by a try that was begun anew since.
    passed: bool,
    /// Farthest zone that was entered.
    pub zone: Zone,
    /// Zone in which it was taken over from another machine.
    pub taken_in: Option<Zone>,
    /// How often it went on in another process.
    pub resumed: u32,
    /// How the last process stopped; `None` if it did not stop on purpose.
    pub stopped: Option<(Ending, Reason)>,
    /// When writers were stopped, and when they were back.
    downtime: (Option<Millis>, Option<Millis>),
    deferred: Reason,
    limits: Limits,
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
            back_to: 0,
            unproven: Arc::default(),
            changed: Arc::default(),
            approved: false,
            adopted: false,
            passed: false,
            zone: Zone::Prepare,
            taken_in: None,
            resumed: 0,
            stopped: None,
            downtime: (None, None),
            deferred: Reason::default(),
            limits: Limits::default(),
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
                if !undo && marks(&plan.marks.downtime_opens, step) && !self.downtime_open() {
                    self.downtime = (Some(at), None);
                }
                self.with_call(index(step), *call, *undo, |state| {
                    state.issued = true;
                    state.otherwise = state.refused();
                    state.outcome = None;
                    state.sends = state.sends.saturating_add(1);
                });
            }
            Entry::Answered { step, call, undo, outcome, status } => {
                self.with_call(index(step), *call, *undo, |state| {
                    state.outcome = Some(*outcome);
                    state.answered = *outcome == Outcome::Landed && status != PROBE;
                    // What was turned away at the door was never sent.
                    if *outcome == Outcome::NotSent && status != PROBE {
                        state.sends = state.sends.saturating_sub(1);
                    }
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
                self.with(index(step), |state| (state.done, state.deferred) = (true, false));
                self.closed(plan, step, at);
            }
            Entry::Deferred { step, code, detail } => {
                self.deferred = (code.clone(), detail.clone());
                self.with(index(step), |state| state.deferred = true);
            }
            Entry::Retrying { step, .. } => {
                self.passed = self.past_no_return(plan);
                self.with(index(step), |state| {
                    state.tries = state.tries.saturating_add(1);
                    state.done = false;
                    let calls = state.calls.iter_mut().chain(&mut state.undo);
                    calls.for_each(|call| *call = CallState::default());
                });
            }
            Entry::Undoing { code, detail, to, .. } => {
                self.mode = Mode::Undoing;
                self.reason = (code.clone(), detail.clone());
                self.back_to = to.as_ref().and_then(|to| index(to)).unwrap_or(0);
                // A retry may have used them.
                let undo = Arc::make_mut(&mut self.steps).iter_mut().flat_map(|state| &mut state.undo);
                undo.for_each(|call| *call = CallState::default());
            }
            Entry::Adopted { step, code, detail, to } => {
                let reason = (code.clone(), detail.clone());
                Arc::make_mut(&mut self.unproven).push((step.clone(), reason));
                self.adopt(plan, index(to).unwrap_or(plan.steps.len()));
            }
            Entry::Disproved { step } => {
                self.adopted = false;
                self.with(index(step), |state| {
                    state.calls.iter_mut().for_each(|call| call.outcome = Some(Outcome::Refused));
                });
            }
            Entry::StepUndone { step } => {
                if marks(&plan.marks.downtime_opens, step) {
                    self.downtime.1 = Some(at);
                }
                self.with(index(step), |state| state.undone = true);
            }
            Entry::NotAsBefore { step, code, detail } => {
                Arc::make_mut(&mut self.changed).push((code.clone(), detail.clone()));
                self.with(index(step), |state| state.not_as_before = true);
            }
            Entry::RolledBack { .. } => {
                self.mode = Mode::Forward;
                self.approved = false;
                let from = std::mem::take(&mut self.back_to);
                self.begin_again(plan, from..plan.steps.len());
            }
            Entry::Unproven { step, code, detail } => {
                let reason = (code.clone(), detail.clone());
                Arc::make_mut(&mut self.unproven).push((step.clone(), reason));
                self.with(index(step), |state| (state.done, state.deferred) = (true, false));
            }
            Entry::Accepted { .. } => {}
            Entry::Continued { limits, .. } => self.limits.supersede(*limits),
            Entry::TakenOver { zone, bindings, .. } => self.taken_over(plan, *zone, bindings, at),
            Entry::Resumed { limits, .. } => {
                self.limits.supersede(*limits);
                self.resume(plan);
            }
            Entry::Stopped { ending, code, detail } => {
                self.stopped = Some((*ending, (code.clone(), detail.clone())));
            }
            Entry::Approved => self.approved = true,
        }
    }

    /// The run goes on from a step: what lies before it and is not done is passed over, and so is what takes up something of that.
    fn adopt(&mut self, plan: &Plan, to: usize) {
        (self.adopted, self.mode, self.back_to) = (true, Mode::Forward, 0);
        let there = |state: &StepState| (state.done || state.begun()) && !state.undone;
        let there: Vec<bool> = self.steps.iter().map(there).collect();
        let began = |step: &Step| plan.position(step.after.as_ref()).and_then(|at| there.get(at).copied());
        for (at, (state, step)) in Arc::make_mut(&mut self.steps).iter_mut().zip(&plan.steps).enumerate() {
            state.passed = if at < to { !state.done } else { began(step) == Some(false) };
        }
    }

    /// A step that brings apps back was dealt with: the downtime is over once every change of every one of them is there.
    fn closed(&mut self, plan: &Plan, step: &String, at: Millis) {
        let closes = &plan.marks.downtime_closes;
        let done = |id: &String| self.marked(plan, Some(id)).is_some_and(|step| step.done);
        if closes.contains(step) && self.downtime_open() && closes.iter().all(done) {
            self.downtime.1 = Some(at);
        }
    }

    /// The next process goes on.
    fn resume(&mut self, plan: &Plan) {
        self.resumed += 1;
        // A refusal is for the moment in which it was given.
        if self.steps.iter().any(|state| state.calls.iter().chain(&state.undo).any(CallState::refused)) {
            let steps = Arc::make_mut(&mut self.steps).iter_mut();
            let calls = steps.flat_map(|state| state.calls.iter_mut().chain(&mut state.undo));
            calls.filter(|call| call.refused()).for_each(|call| *call = CallState::default());
        }
        // What was left over is tried again, and what is not as it was before is looked at again.
        if self.steps.iter().any(|state| state.deferred || state.not_as_before) {
            for state in Arc::make_mut(&mut self.steps).iter_mut() {
                if state.deferred {
                    state.deferred = false;
                    state.calls.iter_mut().for_each(|call| *call = CallState::default());
                }
                if state.not_as_before {
                    (state.not_as_before, state.undone) = (false, false);
                    state.undo.iter_mut().for_each(|call| *call = CallState::default());
                }
            }
            self.changed = Arc::default();
        }
        self.send_again(plan);
        // An approval is for the moment in which it was given: nothing is stopped on the word of yesterday.
        let held = plan.steps.iter().position(|step| step.interaction == Some(Interaction::Hold));
        let marks = &plan.marks;
        let stops = plan.position(marks.downtime_opens.as_ref().or(marks.point_of_no_return.as_ref()));
        if let (Some(held), Some(stops)) = (held, stops) {
            let stopped = self.steps.get(stops).is_some_and(StepState::begun);
            if self.mode == Mode::Forward && !stopped && !self.adopted && held < stops {
                self.approved = false;
                let steps = Arc::make_mut(&mut self.steps);
                for state in steps.iter_mut().take(stops).skip(held) {
                    // How often it was tried and sent before it landed is of no interest any more.
                    if std::mem::take(&mut state.done) {
                        state.tries = 0;
                    }
                    for call in state.calls.iter_mut().filter(|call| call.landed()) {
                        (call.was_unknown, call.sends, call.answered) = (false, 0, false);
                    }
                }
            }
        }
    }

    /// What whoever resumes begins anew was for somebody who is not there any more: an address to log in at, for example. What may be under
    /// way is looked for all the same.
    fn send_again(&mut self, plan: &Plan) {
        let again = |(state, step): (&StepState, &Step)| {
            step.on_failure == OnFailure::Again
                && state.begun()
                && !state.done
                && !seeded::has(Bug::NotBegunAnew)
        };
        let anew: Vec<bool> = self.steps.iter().zip(&plan.steps).map(again).collect();
        if anew.contains(&true) {
            self.passed = self.past_no_return(plan);
            let steps = Arc::make_mut(&mut self.steps).iter_mut().zip(anew).filter(|(_, anew)| *anew);
            let calls = steps.flat_map(|(state, _)| &mut state.calls);
            calls.filter(|call| !call.open()).for_each(|call| *call = CallState::default());
        }
    }

    /// All that is known is what was noted last: what comes before that note is done, and of what comes after it, up to the next note,
    /// nobody knows.
    fn taken_over(&mut self, plan: &Plan, zone: Zone, bindings: &Bindings, at: Millis) {
        *self = Self {
            bindings: Arc::new(bindings.clone()),
            taken_in: Some(zone),
            resumed: self.resumed,
            ..Self::new(plan)
        };
        let note = |wanted: Zone| {
            plan.steps.iter().position(|step| {
                step.calls.iter().any(|op| match op {
                    Op::LockTake(_) => wanted == Zone::Prepare,
                    Op::LockZone(note) => note.zone == wanted,
                    _ => false,
                })
            })
        };
        let noted = note(zone).unwrap_or(0);
        let later = [Zone::Downtime, Zone::CutOver, Zone::Settle].into_iter().find(|later| *later > zone);
        let next = later.and_then(note).unwrap_or(plan.steps.len());
        let steps = Arc::make_mut(&mut self.steps);
        for (index, state) in steps.iter_mut().enumerate().take(next + usize::from(later.is_some())) {
            state.entered = true;
            state.done = index <= noted;
            for call in &mut state.calls {
                call.issued = true;
                call.outcome = (index <= noted).then_some(Outcome::Landed);
            }
        }
        self.zone = zone;
        if zone > Zone::Prepare {
            self.approved = true;
            self.downtime = (Some(at), None);
        }
    }

    /// These steps were taken back and may be done again.
    fn begin_again(&mut self, plan: &Plan, steps: std::ops::Range<usize>) {
        let fresh = Self::new(plan);
        let all = Arc::make_mut(&mut self.steps);
        for (state, new) in all.iter_mut().zip(fresh.steps.iter()).skip(steps.start).take(steps.len()) {
            *state = new.clone();
        }
    }

    /// The first step that is taken back when this one cannot be done: as long as what was made can be used again, no more than
    /// the downtime. `None` for everything.
    #[must_use]
    pub fn kept_from(&self, plan: &Plan, failed: usize) -> Option<String> {
        let kept = plan.position(plan.marks.kept_from.as_ref()).filter(|kept| *kept < failed)?;
        (!self.spent(plan)).then(|| plan.steps.get(kept).map(|step| step.id.clone())).flatten()
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

    /// What this step needs and does not have.
    #[must_use]
    pub fn lacks(&self, plan: &Plan, step: usize) -> Option<Lack> {
        let needs = plan.steps.get(step)?.needs.as_ref()?;
        let needed = plan.position(Some(needs))?;
        if self.steps.get(needed).is_some_and(|needed| needed.deferred) {
            self.left_over().map(Lack::Now)
        } else {
            self.left_for_good(plan.steps.get(needed)?).cloned().map(Lack::ForGood)
        }
    }

    /// Why a step was left for good.
    #[must_use]
    pub fn left_for_good(&self, step: &Step) -> Option<&Reason> {
        let said = self.unproven.iter().find(|(id, _)| *id == step.id).map(|(_, reason)| reason);
        said.filter(|_| step.on_failure.may_be_left())
    }

    /// The first step that is neither done, nor left over, nor passed over.
    #[must_use]
    pub fn next_step(&self) -> Option<usize> {
        self.steps.iter().position(|state| !state.done && !state.deferred && !state.passed)
    }

    /// The step that is taken back next: first what may start something by itself, then the newest of which something may be there.
    #[must_use]
    pub fn next_undo(&self, plan: &Plan) -> Option<usize> {
        let undoable = |at: &usize| {
            self.steps.get(*at).zip(plan.steps.get(*at)).is_some_and(|(state, step)| {
                state.entered && !state.undone && !step.undo.is_empty() && state.may_be_there(step)
            })
        };
        let mut all = self.back_to..plan.steps.len();
        let armed = plan.position(plan.marks.arms.as_ref()).filter(|armed| all.contains(armed));
        armed.filter(undoable).or_else(|| all.rfind(undoable))
    }

    /// Why nothing behind the step at hand may be begun, if this is the first one behind those that must all be done.
    #[must_use]
    pub fn not_whole(&self, plan: &Plan, step: usize) -> Option<Reason> {
        let last = plan.position(plan.marks.whole_up_to.as_ref())?;
        let before = self.steps.get(..=last).unwrap_or_default();
        (step > last && before.iter().any(|state| state.deferred)).then(|| self.deferred.clone())
    }

    /// Why the run is not complete although every step was dealt with.
    #[must_use]
    pub fn left_over(&self) -> Option<Reason> {
        self.steps.iter().any(|state| state.deferred).then(|| self.deferred.clone())
    }

    /// True once the first change at or after the point of no return was announced. One that is sent once and is proven not to be
    /// there does not count.
    #[must_use]
    pub fn past_no_return(&self, plan: &Plan) -> bool {
        let first = plan.position(plan.marks.point_of_no_return.as_ref());
        let begun = |(state, step): (&StepState, &Step)| state.may_be_there(step);
        let past = first.is_some_and(|first| self.steps.iter().zip(&plan.steps).skip(first).any(begun));
        (past || self.passed || self.adopted) && !seeded::has(Bug::UndoAfterNoReturn)
    }

    /// True if what was made or taken for the run cannot be used a second time.
    #[must_use]
    pub fn spent(&self, plan: &Plan) -> bool {
        self.marked(plan, plan.marks.spends.as_ref()).is_some_and(StepState::begun)
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

    /// Id of the step before which the run is best stopped, of those that are still to come: that which stops apps, or the one from which
    /// on there is only forward.
    #[must_use]
    pub fn latest_stop<'a>(&self, plan: &'a Plan) -> Option<&'a str> {
        let to_come = |mark: Option<&'a String>| {
            let step = plan.position(mark).and_then(|at| self.steps.get(at))?;
            (!step.begun() && !step.done).then_some(mark?.as_str())
        };
        let marks = &plan.marks;
        if self.past_no_return(plan) {
            return None;
        }
        to_come(marks.downtime_opens.as_ref()).or_else(|| to_come(marks.point_of_no_return.as_ref()))
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

    /// How long apps have been stopped, while they are.
    #[must_use]
    pub fn downtime_so_far(&self, now: Millis) -> Option<u64> {
        self.stopped_since().map(|since| now.saturating_sub(since))
    }

    /// How long writers were stopped, once they are back.
    #[must_use]
    pub fn downtime_ms(&self) -> Option<u64> {
        self.downtime.0.zip(self.downtime.1).map(|(since, until)| until.saturating_sub(since))
    }

    /// The last moment at which the downtime may begin.
    #[must_use]
    pub fn downtime_before(&self, plan: &Plan) -> Option<Millis> {
        self.limits.downtime_before.or(plan.request.downtime_before)
    }

    /// True if what was prepared may start by itself.
    #[must_use]
    pub fn armed(&self, plan: &Plan) -> bool {
        let at = plan.position(plan.marks.arms.as_ref());
        let there = at.and_then(|at| Some((self.steps.get(at)?, plan.steps.get(at)?)));
        let armed = there.is_some_and(|(state, step)| {
            state.may_be_there(step) && (!state.undone || state.not_as_before)
                || step.calls.is_empty() && state.done
        });
        armed && !self.past_no_return(plan)
    }

    /// When what was prepared starts by itself, if that is known.
    #[must_use]
    pub fn starts_by_itself(&self, plan: &Plan) -> Option<Millis> {
        let armed = plan.marks.arms.is_some();
        armed.then(|| Late::from(slots::FIRES).get(&Known::of(&self.bindings)).ok().flatten()).flatten()
    }

    /// True if what a step made was made by a request to which the service said yes.
    #[must_use]
    pub fn armed_by_us(&self, plan: &Plan) -> bool {
        let armed = self.marked(plan, plan.marks.arms.as_ref());
        armed.is_some_and(|state| !state.calls.is_empty() && state.calls.iter().all(|call| call.answered))
    }

    /// Longest time for which writers may be stopped.
    #[must_use]
    pub fn max_downtime_ms(&self, plan: &Plan) -> u64 {
        self.limits.max_downtime_ms.unwrap_or(plan.request.max_downtime_ms)
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
