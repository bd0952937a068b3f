//! Which states of a run are one and the same, for a checker that does not want to go the same way twice.
//!
//! Time, ids, counters and words for people are no part of it, and neither is what no later decision looks at: how a
//! step that is done came about, or what would take a step back before anything is taken back.

use std::hash::{Hash, Hasher};

use super::phase::Phase;
use super::Run;
use crate::course::{Course, Mode, StepState};
use crate::effect::Observation;
use crate::journal::Entry;
use crate::late::Bindings;
use crate::plan::{Plan, Step};

impl Run {
    /// Feeds everything that decides how the run goes on, but for [`Run::unjudged`].
    pub fn fingerprint(&self, into: &mut impl Hasher) {
        self.recorded(into);
        (
            self.step,
            self.undo_guarded,
            self.unsent_since.is_some_and(|(step, _)| step == self.step),
            &self.fallback,
        )
            .hash(into);
        (self.pending.is_some(), self.found.len(), self.left_in_step.is_some()).hash(into);
        self.unread_since.is_some().hash(into);
        self.outbox.len().hash(into);
        self.outbox.iter().for_each(|out| std::mem::discriminant(out).hash(into));
        self.phase.identity(into);
    }

    /// Feeds answers that were read and not judged yet, or may be judged again. They are whole, with every time and counter in them.
    pub fn unjudged(&self, into: &mut impl Hasher) {
        if let Phase::Checking(checking) = &self.phase {
            let answers = checking.items.iter().flat_map(|item| &item.answers);
            answers.for_each(|answer| answer_identity(answer, into));
        }
        self.standing.answers().for_each(|answer| answer_identity(answer, into));
    }

    /// Feeds what the records say: everything that decides how a process goes on that has only them.
    pub fn recorded(&self, into: &mut impl Hasher) {
        self.course.identity(&self.plan, into);
        let locks = self.locks();
        locks.iter().for_each(|row| (row.place.role.key(), row.landed).hash(into));
    }
}

impl Course {
    fn identity(&self, plan: &Plan, into: &mut impl Hasher) {
        (self.mode, self.approved, self.downtime_open(), self.past_no_return(plan)).hash(into);
        (self.back_to, self.changed.len(), self.taken_in, self.adopted).hash(into);
        for (state, step) in self.steps.iter().zip(&plan.steps) {
            match self.mode {
                Mode::Forward => state.forward(step, into),
                Mode::Undoing => state.undoing(step, into),
            }
        }
        // A run that is taken back says at its end why.
        self.reason.0.hash(into);
        keys(&self.bindings, into);
    }
}

impl StepState {
    fn forward(&self, step: &Step, into: &mut impl Hasher) {
        (self.done, self.begun(), self.may_be_there(step), self.passed).hash(into);
        if !self.done {
            (self.entered, self.deferred, self.tries, &self.calls, &self.undo).hash(into);
        }
    }

    fn undoing(&self, step: &Step, into: &mut impl Hasher) {
        let undoable = !step.undo.is_empty() && self.entered;
        let open = undoable && !self.undone && self.may_be_there(step);
        (open, self.not_as_before).hash(into);
        if open {
            self.undo.hash(into);
        }
    }
}

impl Phase {
    fn identity(&self, into: &mut impl Hasher) {
        std::mem::discriminant(self).hash(into);
        match self {
            Phase::Seek | Phase::Interaction => {}
            Phase::Sending { side, calls } => (side, calls).hash(into),
            Phase::Claiming(claiming) => {
                (&claiming.then, claiming.answers.len()).hash(into);
                claiming.answers.iter().for_each(|answer| answer_identity(answer, into));
            }
            Phase::Probing(probing) => {
                (probing.side, &probing.absent).hash(into);
                for look in probing.looks.iter() {
                    (look.call, look.misses, look.hits, look.answers.len()).hash(into);
                }
            }
            Phase::Checking(checking) => {
                (checking.list, checking.next).hash(into);
                for item in checking.items.iter() {
                    (item.index, item.held, item.answers.len()).hash(into);
                }
            }
            Phase::Sleeping { then, .. } | Phase::Login { then } | Phase::Stopping { then } => {
                then.identity(into);
            }
            Phase::Ended(end) => (end.ending, &end.code).hash(into),
        }
    }
}

fn answer_identity(answer: &Observation, into: &mut impl Hasher) {
    std::mem::discriminant(answer).hash(into);
    match answer {
        Observation::Http { status, body, error_id, has_message } => {
            (status, body, error_id, has_message).hash(into);
        }
        Observation::Sql { row } => row.hash(into),
        Observation::SqlFailed { code: word } | Observation::Answered { text: word } => word.hash(into),
        Observation::Unknown { reason } => reason.hash(into),
        Observation::Unreachable { reason } => reason.hash(into),
        Observation::Together { answers } => answers.iter().for_each(|one| answer_identity(one, into)),
        Observation::Done | Observation::Interrupted => {}
    }
}

fn keys(bindings: &Bindings, into: &mut impl Hasher) {
    bindings.len().hash(into);
    for (key, value) in bindings {
        // What was learnt is told by its name; a yes or no by itself, and what holds no more is null.
        (key, value.as_bool(), value.is_null()).hash(into);
    }
}

impl Entry {
    /// Feeds what the entry changes.
    pub fn fingerprint(&self, into: &mut impl Hasher) {
        std::mem::discriminant(self).hash(into);
        match self {
            Entry::TakenOver { .. }
            | Entry::Begun { .. }
            | Entry::Resumed { .. }
            | Entry::Continued { .. }
            | Entry::Stopped { .. }
            | Entry::Approved => {}
            Entry::RolledBack { to: step }
            | Entry::NotAsBefore { step, .. }
            | Entry::Unproven { step, .. }
            | Entry::Accepted { step, .. }
            | Entry::Entered { step, .. }
            | Entry::StepDone { step }
            | Entry::Deferred { step, .. }
            | Entry::Retrying { step, .. }
            | Entry::Disproved { step }
            | Entry::StepUndone { step } => step.hash(into),
            Entry::Adopted { step, to, .. } => (step, to).hash(into),
            Entry::Undoing { step, to, .. } => (step, to).hash(into),
            Entry::Issued { step, call, undo } => (step, call, undo).hash(into),
            Entry::Answered { step, call, undo, outcome, .. } => (step, call, undo, outcome).hash(into),
            Entry::Held { step, bind, .. } => {
                step.hash(into);
                keys(bind, into);
            }
        }
    }
}
