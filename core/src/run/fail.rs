//! What follows when something cannot be done, and how a process ends.

use super::phase::{End, List, Phase, Side};
use super::Run;
use crate::ask::Interrupted;
use crate::codes;
use crate::course::{Mode, Reason};
use crate::directive::StageState;
use crate::ending::{Ending, Millis};
use crate::face::second;
use crate::journal::Entry;
use crate::plan::{OnFailure, OnUndoFailure};
use crate::seeded::{self, Bug};
use crate::summary;

/// How often what was made is made anew before the run is given up.
const ANEW: usize = 2;

impl Run {
    /// A step cannot be done, now or ever: decide what follows.
    pub(super) fn fail(&mut self, code: &str, detail: String, now: Millis) {
        self.cannot(code, detail, false, now);
    }

    /// A step was not done in time. It may still become possible.
    pub(super) fn late(&mut self, code: &str, detail: String, now: Millis) {
        self.cannot(code, detail, true, now);
    }

    pub(super) fn cannot(&mut self, code: &str, detail: String, late: bool, now: Millis) {
        let Some(step) = self.plan.clone().steps.get(self.step).cloned() else { return };
        let code = code.to_owned();
        let undoing = self.course.mode == Mode::Undoing;
        let said = step.on_failure == OnFailure::Say && !undoing;
        let state = if said { StageState::Unproven } else { StageState::Failed };
        self.show_stage(state, Some(detail.clone()), now);
        if undoing && self.arms() {
            // Whether it is taken back is told by the check after it, and an app does not stay stopped for it.
            self.check_list(List::UndoUntil, now);
            return;
        }
        if undoing {
            self.not_taken_back(step.on_undo_failure, code, detail, now);
            return;
        }
        let tried = self.course.steps.get(self.step).map_or(0, |state| state.tries) + 1;
        let past = self.course.past_no_return(&self.plan);
        let over = *code == *codes::DOWNTIME_DEADLINE || *code == *codes::DOWNTIME_TOO_LATE;
        // A copy that is none any more is of no use to another try, nor is what cannot be armed.
        let useless = match code.as_str() {
            code if *code == *codes::TARGET_NOT_A_COPY => !late || step.on_failure == OnFailure::PauseIfLate,
            code => !late && (*code == *codes::DATABASE_NOT_PROVISIONED || self.arms()),
        };
        // Already dealing with a failure of this step: then there is no second way round it.
        let again = self.pending.take();
        self.fallback.clear();
        let accepted = self.setting.accept.contains(&code);
        match (again, step.on_failure) {
            (Some(_), OnFailure::GoOn | OnFailure::Leave) => self.defer(code, detail, now),
            (Some((code, detail)), OnFailure::Pause | OnFailure::PauseIfLate | OnFailure::Withdraw) => {
                self.end(Ending::Paused, &code, detail, now);
            }
            (None, _) if tried < step.tries && !over => {
                self.pending = Some((code, detail));
                self.call_side(Side::Retry, now);
            }
            (None, OnFailure::Again) if past && accepted && summary::may_be_missing(&code) => {
                self.go_on_unproven(code, detail, now);
            }
            (None, OnFailure::Again) if past && !late && !step.fallback.is_empty() => {
                self.pending = Some((code, detail));
                self.call_side(Side::Fallback, now);
            }
            (_, OnFailure::Again) if past && !late => self.end(Ending::Operator, &code, detail, now),
            (None, OnFailure::Load) if *code == *codes::RESYNC_CLEAR_CAPTURED => {
                self.pending = Some((code, detail));
                self.call_side(Side::Fallback, now);
            }
            (_, OnFailure::Load) => self.defer(code, detail, now),
            (None, OnFailure::GoOn | OnFailure::Leave) => {
                self.pending = Some((code, detail));
                self.call_side(Side::Fallback, now);
            }
            (None, OnFailure::Person) if past && !late && *code == *codes::SERVICE_NO_EFFECT => {
                self.doubt((code, detail), now);
            }
            (None, OnFailure::Person) if past && !late && *code == *codes::UPGRADE_CAME_TO_NOTHING => {
                let asked = self.plan.marks.point_of_no_return.clone();
                self.record(Entry::Disproved { step: asked.unwrap_or_default() }, now);
                self.record(Entry::Undoing { step: step.id, code, detail, to: None }, now);
                self.phase = Phase::Seek;
            }
            (Some((code, detail)), OnFailure::Person) if past => {
                self.end(Ending::Operator, &code, detail, now)
            }
            (None, OnFailure::Person)
                if past && late && *code != *codes::SERVICE_UNCLEAR && !self.course.downtime_open() =>
            {
                self.end(Ending::Paused, &code, detail, now);
            }
            (None, OnFailure::Person) if past && accepted => self.go_on_unproven(code, detail, now),
            (None, OnFailure::Person) if past => {
                self.pending = Some((code, detail));
                self.call_side(Side::Fallback, now);
            }
            // Where an app is stopped and it can still be taken back, it is.
            (_, OnFailure::Person) if late && !self.course.downtime_open() => {
                self.end(Ending::Paused, &code, detail, now);
            }
            (_, OnFailure::Say) => self.go_on_unproven(code, detail, now),
            _ if past => self.end(Ending::Paused, &code, detail, now),
            (None, OnFailure::Withdraw) if self.arms() && !over && !useless => {
                let to = Some(step.id.clone());
                self.record(Entry::Undoing { step: step.id, code, detail, to }, now);
                self.phase = Phase::Seek;
            }
            (None, OnFailure::Withdraw) if !over && !useless => {
                self.pending = Some((code, detail));
                self.call_side(Side::Withdraw, now);
            }
            (None, OnFailure::Anew) if !late && !over && self.may_begin_anew() => {
                let to = self.plan.marks.anew_from.clone();
                self.record(Entry::Undoing { step: step.id, code, detail, to }, now);
                self.phase = Phase::Seek;
            }
            (_, OnFailure::PauseIfLate | OnFailure::Anew) if late && !over && !useless => {
                self.end(Ending::Paused, &code, detail, now)
            }
            (_, OnFailure::Pause) if !over && !useless => self.end(Ending::Paused, &code, detail, now),
            _ => {
                let to = self.course.kept_from(&self.plan, self.step).filter(|_| !useless);
                self.record(Entry::Undoing { step: step.id, code, detail, to }, now);
                self.phase = Phase::Seek;
            }
        }
    }

    /// Ends so that whoever resumes begins anew with this step, and with all that lie between it and the one at hand.
    fn end_again(&mut self, from: &str, (code, detail): Reason, now: Millis) {
        let plan = self.plan.clone();
        let first = plan.position(Some(&from.to_owned())).unwrap_or(self.step);
        for step in plan.steps.get(first..=self.step).unwrap_or_default() {
            let (step, code, detail) = (step.id.clone(), code.clone(), detail.clone());
            self.record(Entry::Retrying { step, code, detail }, now);
        }
        self.end(Ending::Operator, &code, detail, now);
    }

    /// True if what was made may be made anew once more.
    fn may_begin_anew(&self) -> bool {
        self.plan.marks.anew_from.is_some() && self.begun_anew() < ANEW
    }

    /// How often this run took back what was found stale.
    fn begun_anew(&self) -> usize {
        self.records.iter().filter(|record| self.begins_anew(&record.entry)).count()
    }

    /// True if this takes back what is made anew after it.
    pub(super) fn begins_anew(&self, entry: &Entry) -> bool {
        let Entry::Undoing { step, to, .. } = entry else { return false };
        let failed = self.plan.steps.iter().find(|one| one.id == *step);
        to.is_some() && failed.is_some_and(|step| step.on_failure == OnFailure::Anew)
    }

    /// A step cannot be taken back, now or ever.
    fn not_taken_back(&mut self, what: OnUndoFailure, code: String, detail: String, now: Millis) {
        let step = self.step_id();
        match what {
            OnUndoFailure::Person => {
                self.end(Ending::Operator, &code, detail, now);
                return;
            }
            OnUndoFailure::Left => self.record(Entry::NotAsBefore { step, code, detail }, now),
            OnUndoFailure::Said => self.record(Entry::Unproven { step, code, detail }, now),
        }
        self.step_undone(now);
    }

    /// The step at hand is the one from which on the service may begin by itself.
    fn arms(&self) -> bool {
        self.current().is_some_and(|step| Some(&step.id) == self.plan.marks.arms.as_ref())
    }

    /// True if this says that the service has begun by itself, and the plan says how to go on then.
    pub(super) fn adoptable(&self, code: &str) -> bool {
        *code == *codes::UPGRADE_FIRED
            && self.plan.marks.adopts.is_some()
            && !self.course.past_no_return(&self.plan)
            && !seeded::has(Bug::FiredNotAdopted)
    }

    /// The service has begun by itself: the run goes on from where it would be after having asked.
    pub(super) fn adopt(&mut self, code: &str, detail: &str, now: Millis) {
        let paused = self.course.sync_paused(&self.plan);
        let open = if paused { "" } else { ", with Connect running: what was in flight then is not proven" };
        let detail = format!("{detail}: seen at {}{open}", second(now));
        self.show_stage(StageState::Unproven, Some(detail.clone()), now);
        let to = self.plan.marks.adopts.clone().unwrap_or_default();
        self.pending = None;
        self.fallback.clear();
        self.record(Entry::Adopted { step: self.step_id(), code: code.to_owned(), detail, to }, now);
        self.phase = Phase::Seek;
    }

    /// What is prepared is taken back before it starts by itself, and prepared anew by whoever resumes.
    pub(super) fn disarm(&mut self, detail: String, now: Millis) {
        let code = codes::UPGRADE_WINDOW_NEAR.to_string();
        let to = self.plan.marks.arms.clone();
        self.record(Entry::Undoing { step: self.step_id(), code, detail, to }, now);
        self.phase = Phase::Seek;
    }

    /// The run goes on without this proof.
    pub(super) fn go_on_unproven(&mut self, code: String, detail: String, now: Millis) {
        self.record(Entry::Unproven { step: self.step_id(), code, detail }, now);
        self.phase = Phase::Seek;
    }

    /// A person decides what follows when the step at hand cannot be done, and its fallback calls are made.
    pub(super) fn decided_by_a_person(&self) -> bool {
        self.current().is_some_and(|step| matches!(step.on_failure, OnFailure::Person | OnFailure::Load))
    }

    /// The step is left over, and the run goes on: for good, if that was accepted.
    pub(super) fn defer(&mut self, code: String, detail: String, now: Millis) {
        let leaves = self.current().is_some_and(|step| step.on_failure.may_be_left());
        if leaves && self.setting.accept.contains(&code) {
            self.show_stage(StageState::Unproven, Some(detail.clone()), now);
            self.go_on_unproven(code, detail, now);
            return;
        }
        self.record(Entry::Deferred { step: self.step_id(), code, detail: detail.clone() }, now);
        self.show_stage(StageState::Deferred, Some(detail), now);
        self.phase = Phase::Seek;
    }

    /// The operator pressed Ctrl-C while something was shown.
    pub fn interrupt(&mut self, now: Millis) {
        self.interrupted(now);
    }

    pub(super) fn interrupted(&mut self, now: Millis) {
        let stopping = matches!(self.phase, Phase::Stopping { .. });
        let asked =
            self.setting.interactive && self.course.mode == Mode::Forward && self.course.downtime_open();
        if matches!(self.phase, Phase::Ended(_)) {
            return;
        }
        if asked && !stopping {
            let then = Box::new(std::mem::replace(&mut self.phase, Phase::Seek));
            self.phase = Phase::Stopping { then };
        } else {
            self.end(Ending::Paused, &codes::RUN_INTERRUPTED, "stopped by the operator".to_owned(), now);
        }
    }

    pub(super) fn can_roll_back(&self) -> bool {
        !self.course.past_no_return(&self.plan)
    }

    /// What the operator wants, asked with an app stopped.
    pub(super) fn stopping_answered(&mut self, typed: &str, then: Phase, now: Millis) {
        match Interrupted::read(typed) {
            Some(Interrupted::KeepGoing) => self.phase = then,
            Some(Interrupted::RollBack) if self.can_roll_back() => {
                let (code, detail) =
                    (codes::RUN_INTERRUPTED.to_string(), "asked for by the operator".to_owned());
                let to = self.course.kept_from(&self.plan, self.step);
                self.record(Entry::Undoing { step: self.step_id(), code, detail, to }, now);
                self.phase = Phase::Seek;
            }
            Some(Interrupted::LeaveStopped) => {
                self.end(Ending::Paused, &codes::RUN_INTERRUPTED, "stopped by the operator".to_owned(), now);
            }
            _ => self.phase = Phase::Stopping { then: Box::new(then) },
        }
    }

    pub(super) fn login_lost(&mut self, then: Phase, now: Millis) {
        if self.setting.interactive {
            self.phase = Phase::Login { then: Box::new(then) };
        } else {
            let open = self.course.downtime_open();
            let ending = if open { Ending::Operator } else { Ending::Paused };
            self.end(ending, &codes::LOGIN_EXPIRED, "the login was refused".to_owned(), now);
        }
    }

    pub(super) fn end(&mut self, ending: Ending, code: &str, detail: String, now: Millis) {
        let end = End { ending, code: code.to_owned(), detail };
        let entry = Entry::Stopped { ending, code: end.code.clone(), detail: end.detail.clone() };
        self.record(entry, now);
        self.phase = Phase::Ended(end);
    }

    pub(super) fn after_calls(&mut self, side: Side, now: Millis) {
        match side {
            Side::Do => self.check_list(List::Until, now),
            Side::Undo => self.check_list(List::UndoUntil, now),
            Side::Retry => {
                let (code, detail) = self.pending.take().unwrap_or_default();
                self.record(Entry::Retrying { step: self.step_id(), code, detail }, now);
                self.phase = Phase::Seek;
            }
            Side::Withdraw => {
                let (code, detail) = self.pending.take().unwrap_or_default();
                let step = self.step_id();
                self.record(Entry::Retrying { step, code: code.clone(), detail: detail.clone() }, now);
                self.end(Ending::Paused, &code, detail, now);
            }
            Side::Fallback => {
                let (code, detail) = self.pending.take().unwrap_or_default();
                let again = self.current().filter(|step| step.on_failure == OnFailure::Again);
                if let Some(from) = again.and_then(|step| step.again_from.clone()) {
                    self.end_again(&from, (code, detail), now);
                } else if self.decided_by_a_person() {
                    self.end(Ending::Operator, &code, detail, now);
                } else {
                    self.defer(code, detail, now);
                }
            }
        }
    }
}
