//! What follows when something cannot be done, and how a process ends.

use super::phase::{End, List, Phase, Side};
use super::Run;
use crate::codes;
use crate::course::Mode;
use crate::directive::StageState;
use crate::ending::{Ending, Millis};
use crate::journal::Entry;
use crate::plan::OnFailure;

impl Run {
    /// A step cannot be done: decide what follows.
    pub(super) fn fail(&mut self, code: &str, detail: String, now: Millis) {
        let Some(step) = self.plan.clone().steps.get(self.step).cloned() else { return };
        let (code, id) = (code.to_owned(), step.id.clone());
        if self.course.mode == Mode::Undoing {
            self.show_stage(StageState::Failed, Some(detail.clone()), now);
            self.end(Ending::Operator, &code, detail, now);
            return;
        }
        let tried = self.course.steps.get(self.step).map_or(0, |state| state.tries) + 1;
        let past = self.course.past_no_return(&self.plan);
        self.show_stage(StageState::Failed, Some(detail.clone()), now);
        // Already dealing with a failure of this step: then there is no second way round it.
        let again = self.pending.take().is_some();
        self.fallback.clear();
        if again && step.on_failure == OnFailure::GoOn {
            self.record(Entry::Deferred { step: id, code, detail }, now);
            self.phase = Phase::Seek;
        } else if tried < step.tries && *code != *codes::DOWNTIME_DEADLINE && !again {
            self.pending = Some((code, detail));
            self.call_side(Side::Retry, now);
        } else if step.on_failure == OnFailure::GoOn {
            self.pending = Some((code, detail));
            self.call_side(Side::Fallback, now);
        } else if past {
            self.end(Ending::Paused, &code, detail, now);
        } else {
            self.record(Entry::Undoing { step: id, code, detail }, now);
            self.phase = Phase::Seek;
        }
    }

    /// The operator pressed Ctrl-C while something was shown.
    pub fn interrupt(&mut self, now: Millis) {
        self.interrupted(now);
    }

    pub(super) fn interrupted(&mut self, now: Millis) {
        if !matches!(self.phase, Phase::Ended(_)) {
            self.end(Ending::Paused, &codes::RUN_INTERRUPTED, "stopped by the operator".to_owned(), now);
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
                let step = self.step_id();
                self.record(Entry::Retrying { step, code, detail }, now);
                self.phase = Phase::Seek;
            }
            Side::Fallback => {
                let (code, detail) = self.pending.take().unwrap_or_default();
                let step = self.step_id();
                self.record(Entry::Deferred { step, code, detail }, now);
                self.show_stage(StageState::Deferred, None, now);
                self.phase = Phase::Seek;
            }
        }
    }
}
