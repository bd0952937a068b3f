//! Changes: announced, sent at most once each, and probed when nobody knows.

use super::answer::{classify, Class};
use super::phase::{End, List, Phase, Probing, Side};
use super::{Run, RunError};
use crate::codes::{self, Code};
use crate::course::CallState;
use crate::directive::StageState;
use crate::effect::Observation;
use crate::ending::Millis;
use crate::journal::{Entry, Outcome};
use crate::late::Known;
use crate::look::{Look, Stop};
use crate::machine::Want;
use crate::ops::{self, Landed, Op, Verb};

/// A change in flight may still land: only this many equal looks, a second apart, prove that it did not.
const MISSES: u8 = 3;
/// Before a change is taken for already taken back, so many equal looks must say so.
const HITS: u8 = 2;
const BETWEEN_LOOKS_MS: u64 = 1_000;
/// How often one change may be sent in all.
const SENDS: u8 = 4;
/// How long a service may be out of reach before the step fails.
pub(super) const UNSENT_MS: u64 = 120_000;
/// How long a probe may be unclear before the step fails.
pub(super) const UNCLEAR_MS: u64 = 300_000;

impl Run {
    fn calls(&self, side: Side) -> &[Op] {
        self.current().map_or(&[], |step| match side {
            Side::Do => &step.calls,
            Side::Undo | Side::Retry => &step.undo,
            Side::Fallback => &step.fallback,
        })
    }

    fn call_state(&self, side: Side, call: usize) -> CallState {
        let Some(state) = self.course.steps.get(self.step) else { return CallState::default() };
        match side {
            Side::Do => state.calls.get(call).cloned().unwrap_or_default(),
            Side::Undo | Side::Retry => state.undo.get(call).cloned().unwrap_or_default(),
            // The step itself failed; its fallback is made of harmless calls that are looked at first.
            Side::Fallback => self.fallback.get(call).cloned().unwrap_or_default(),
        }
    }

    fn verb(&self, side: Side, call: usize) -> Result<&dyn Verb, RunError> {
        let op = self.calls(side).get(call).ok_or(RunError::Contract("no such call"))?;
        op.known().map_err(|source| self.misfit(source))
    }

    fn not_now(&self, side: Side, call: usize) -> Option<Code> {
        self.verb(side, call).ok()?.not_now()
    }

    /// Deals with the calls of one side: those nobody knows about first, then those to be sent, then what follows.
    pub(super) fn call_side(&mut self, side: Side, now: Millis) {
        if side == Side::Do && self.too_late(now) {
            return;
        }
        if side == Side::Fallback && self.fallback.is_empty() {
            self.fallback = vec![CallState::default(); self.calls(side).len()];
        }
        let count = self.calls(side).len();
        if let Some(call) = (0..count).find(|call| self.call_state(side, *call).open()) {
            self.phase = Phase::Probing(Probing::first(side, call, 0, now));
            return;
        }
        let next = (0..count).find(|call| !self.call_state(side, *call).landed());
        let guarded = self.current().is_none_or(|step| step.undo_guards.is_empty()) || self.undo_guarded;
        let guards_at = self.current().map_or(0, |step| step.undo_guards_at);
        match (side, next) {
            (Side::Undo, next) if !guarded && next.is_none_or(|next| next >= guards_at) => {
                self.check_list(List::UndoGuard, now);
            }
            (_, None) => {
                self.fallback.clear();
                self.after_calls(side, now);
            }
            (Side::Do, Some(_)) => self.check_list(List::Guard, now),
            // Taking back begins with a look: it may not be needed.
            (_, Some(call)) => self.phase = Phase::Probing(Probing::first(side, call, MISSES - 1, now)),
        }
    }

    /// Sends the next call of the step; its guards hold.
    pub(super) fn send_next(&mut self, side: Side, now: Millis) {
        let count = self.calls(side).len();
        let next = (0..count).find(|call| {
            let state = self.call_state(side, *call);
            !state.landed() && !state.open()
        });
        match next {
            Some(call) => self.announce(side, call, now),
            None => self.call_side(side, now),
        }
    }

    fn announce(&mut self, side: Side, call: usize, now: Millis) {
        let state = self.call_state(side, call);
        if state.sends >= SENDS && self.not_now(side, call).is_none() {
            self.fail(
                &codes::SERVICE_NO_EFFECT,
                "it was sent several times and never took effect".to_owned(),
                now,
            );
            return;
        }
        if side == Side::Fallback {
            if let Some(state) = self.fallback.get_mut(call) {
                state.issued = true;
                state.outcome = None;
                state.sends = state.sends.saturating_add(1);
            }
        } else {
            let entry = Entry::Issued { step: self.step_id(), call, undo: side != Side::Do };
            self.record(entry, now);
        }
        self.phase = Phase::Sending { side, call };
    }

    pub(super) fn sending(&mut self, side: Side, call: usize) -> Result<Option<Want<End>>, RunError> {
        let known = Known::of(&self.course.bindings).with_found(self.found.as_deref());
        let request = self.verb(side, call)?.request(&known);
        request.map(|effect| Some(Want::Perform(effect))).map_err(|source| self.misfit(source))
    }

    pub(super) fn sent(&mut self, side: Side, call: usize, observation: &Observation, now: Millis) {
        self.found = None;
        let not_now = self.not_now(side, call);
        let class = match (classify(observation, self.call_state(side, call).was_unknown), not_now) {
            (Class::Refused, Some(_)) => Class::NotSent,
            (class, _) => class,
        };
        let outcome = match class {
            Class::Accepted => Outcome::Landed,
            Class::Unknown => Outcome::Unknown,
            Class::NotSent | Class::Busy | Class::Login => Outcome::NotSent,
            Class::Refused => Outcome::Refused,
        };
        self.note_answer(side, call, outcome, super::answer::status(observation), now);
        match class {
            Class::Accepted | Class::Unknown => {
                self.unsent_since = None;
                if side == Side::Do {
                    self.send_next(side, now);
                } else {
                    self.call_side(side, now);
                }
            }
            Class::Refused => {
                let detail = format!("the service refused it ({})", super::answer::status(observation));
                self.fail(&codes::SERVICE_REFUSED, detail, now);
            }
            Class::Login => self.login_lost(Phase::Seek, now),
            Class::NotSent | Class::Busy => {
                let since = *self.unsent_since.get_or_insert(now);
                if now.saturating_sub(since) > UNSENT_MS {
                    let detail =
                        format!("no success in two minutes ({})", super::answer::status(observation));
                    self.fail(&not_now.unwrap_or(codes::SERVICE_UNREACHABLE), detail, now);
                    return;
                }
                let pause = if class == Class::Busy { 15_000 } else { 2_000 };
                self.sleep(now + pause, "the service cannot be reached, trying again", side, now);
            }
        }
    }

    fn sleep(&mut self, until: Millis, note: &str, side: Side, now: Millis) {
        let note = self.waiting_line(note);
        let then = match side {
            Side::Do | Side::Undo => Phase::Seek,
            Side::Retry | Side::Fallback => {
                match (0..self.calls(side).len()).find(|call| !self.call_state(side, *call).landed()) {
                    Some(call) => Phase::Probing(Probing::first(side, call, MISSES - 1, now)),
                    None => Phase::Seek,
                }
            }
        };
        self.phase = Phase::Sleeping { until, note, then: Box::new(then) };
    }

    pub(super) fn probing(&mut self, probing: Probing, now: Millis) -> Result<Option<Want<End>>, RunError> {
        let known = Known::of(&self.course.bindings);
        match ops::probe(self.verb(probing.side, probing.call)?, &known, &Look::at(&probing.answers)) {
            Ok(landed) => self.looked(probing, landed, now),
            Err(Stop::Read(effect)) => return Ok(Some(Want::Perform(*effect))),
            Err(Stop::Late(source)) => return Err(self.misfit(source)),
            // `probe` leaves none of these.
            Err(Stop::Judged(_)) => return Err(RunError::Contract("a probe does not judge")),
        }
        Ok(None)
    }

    pub(super) fn probed(&mut self, mut probing: Probing, observation: &Observation, now: Millis) {
        if matches!(observation, Observation::Http { status: 401, .. }) {
            probing.answers.clear();
            self.login_lost(Phase::Probing(probing), now);
            return;
        }
        probing.answers.push(observation.clone());
        self.phase = Phase::Probing(probing);
    }

    fn looked(&mut self, probing: Probing, landed: Landed, now: Millis) {
        self.found = None;
        let Probing { side, call, misses, hits, since, .. } = probing;
        let issued = self.call_state(side, call).issued;
        match landed {
            // Nothing of ours made it so: one stale answer must not leave the change standing.
            Landed::Yes if side != Side::Do && hits + 1 < HITS && !issued => {
                self.look_later(probing.again(MISSES - 1, hits + 1), "looking twice", BETWEEN_LOOKS_MS, now);
            }
            Landed::Yes => {
                self.note_answer(side, call, Outcome::Landed, "probe".to_owned(), now);
                self.call_side(side, now);
            }
            Landed::No(found) if misses + 1 >= MISSES => self.not_there(side, call, found, now),
            Landed::No(_) => {
                let note = "looking whether it landed";
                self.look_later(probing.again(misses + 1, 0), note, BETWEEN_LOOKS_MS, now);
            }
            Landed::Unclear(why) if now.saturating_sub(since) > UNCLEAR_MS => {
                self.fail(&codes::SERVICE_UNCLEAR, why, now);
            }
            Landed::Unclear(why) => {
                let misses = if issued { 0 } else { misses };
                self.look_later(probing.again(misses, 0), &why, 2 * BETWEEN_LOOKS_MS, now);
            }
        }
    }

    fn look_later(&mut self, probing: Probing, note: &str, pause_ms: u64, now: Millis) {
        let note = self.waiting_line(note);
        self.phase = Phase::Sleeping { until: now + pause_ms, note, then: Box::new(Phase::Probing(probing)) };
    }

    /// The change is certainly not there: send it, with what the probe found out.
    fn not_there(&mut self, side: Side, call: usize, found: Option<String>, now: Millis) {
        if self.call_state(side, call).open() {
            self.note_answer(side, call, Outcome::NotSent, "probe".to_owned(), now);
        }
        if side == Side::Do {
            self.call_side(side, now);
        } else {
            self.found = found;
            self.announce(side, call, now);
        }
    }

    fn note_answer(&mut self, side: Side, call: usize, outcome: Outcome, status: String, now: Millis) {
        if side == Side::Fallback {
            if let Some(state) = self.fallback.get_mut(call) {
                state.outcome = Some(outcome);
                state.was_unknown |= outcome == Outcome::Unknown;
            }
            return;
        }
        let entry = Entry::Answered { step: self.step_id(), call, undo: side != Side::Do, outcome, status };
        self.record(entry, now);
    }

    /// The downtime has lasted too long, and it can still be taken back.
    pub(super) fn too_late(&mut self, now: Millis) -> bool {
        let late = self.course.downtime_so_far(now).is_some_and(|ms| ms > self.plan.request.max_downtime_ms);
        if late && !self.course.past_no_return(&self.plan) {
            self.fail(&codes::DOWNTIME_DEADLINE, "the downtime lasted longer than allowed".to_owned(), now);
            return true;
        }
        false
    }

    /// A step that was taken back.
    pub(super) fn step_undone(&mut self, now: Millis) {
        let step = self.step_id();
        self.record(Entry::StepUndone { step }, now);
        self.show_stage(StageState::Undone, None, now);
        self.phase = Phase::Seek;
    }
}
