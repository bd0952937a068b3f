//! A run that a runbook carries out: every step has a command of its own, and what a command of the Heroku CLI can do is left to it.
//!
//! A change that somebody else makes is announced like every other, and nobody hears its answer: the next process finds it as it
//! finds one whose process died, by looking.

use serde::{Deserialize, Serialize};

use super::phase::Side;
use super::{Run, Setting, UpTo};
use crate::codes;
use crate::course::Mode;
use crate::ending::{Ending, Millis};
use crate::journal::{Entry, Journal};

/// A runbook whose next command comes later than this is begun again, milliseconds: an approval is for the moment in which it was
/// given.
const PAUSE_MS: u64 = 3_600_000;

/// How far a process came with a run that a runbook carries out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Stepped {
    /// It is begun, or may be gone on with.
    Begun,
    /// The step is done, left over or passed over.
    Done,
    /// The change is announced: it is to be made now.
    Make,
    /// The change is not to be made: it is there, or nobody needs it.
    NotNeeded,
    /// Another step comes first.
    Other,
}

impl Run {
    /// Goes on with a run that a runbook carries out.
    #[must_use]
    pub fn go_on(journal: Journal, setting: Setting, now: Millis) -> Self {
        let last = journal.records.iter().last().map_or(now, |record| record.at);
        if now.saturating_sub(last) > PAUSE_MS {
            return Self::resume(journal, setting, now);
        }
        let continued = Entry::Continued { holder: setting.holder.clone(), limits: setting.limits };
        Self::taken_up(journal, setting, continued, now)
    }

    /// How far this process goes.
    #[must_use]
    pub fn up_to(&self) -> &UpTo {
        &self.setting.up_to
    }

    /// How far this process came, if it ended because it was to go no further.
    #[must_use]
    pub fn stepped(&self) -> Option<Stepped> {
        self.stepped
    }

    /// Stops where this process was to stop; false if it goes on.
    pub(super) fn stops_before(&mut self, next: Option<usize>, now: Millis) -> bool {
        let (up_to, mode) = (self.setting.up_to.clone(), self.course.mode);
        if mode == Mode::Undoing || up_to == UpTo::End {
            return false;
        }
        let target = up_to.step().and_then(|id| self.plan.steps.iter().position(|step| step.id == id));
        let stepped = match (next, target) {
            // What is left over is told by the end of the run.
            (None, Some(_)) if matches!(up_to, UpTo::Step(_)) => return false,
            (Some(next), Some(target)) if next == target => return false,
            (Some(next), Some(target)) if next < target => Stepped::Other,
            (_, Some(_)) if matches!(up_to, UpTo::Call(..)) => Stepped::NotNeeded,
            (_, Some(_)) => Stepped::Done,
            (_, None) => Stepped::Begun,
        };
        let next = next.and_then(|next| self.plan.steps.get(next)).map(|step| step.id.clone());
        self.stop_as(stepped, next.as_deref(), now);
        true
    }

    /// A change of the step at hand that somebody else makes, and that is not to be made.
    pub(super) fn handed_and_dealt_with(&self, side: Side) -> bool {
        let Some(call) = self.handed(side) else { return false };
        let state = self.call_state(side, call);
        state.landed() || state.refused()
    }

    /// Which change of the step at hand somebody else makes.
    pub(super) fn handed(&self, side: Side) -> Option<usize> {
        match &self.setting.up_to {
            UpTo::Call(step, call) if side == Side::Do && *step == self.step_id() => Some(*call),
            UpTo::Call(..) | UpTo::Step(_) | UpTo::Begin | UpTo::End => None,
        }
    }

    /// Stops because this process was to go no further.
    pub(super) fn stop_as(&mut self, stepped: Stepped, step: Option<&str>, now: Millis) {
        let step = step.unwrap_or_default();
        let (code, detail) = match stepped {
            Stepped::Other => (codes::RUN_OTHER_STEP, format!("`{step}` comes first")),
            Stepped::Make => (codes::RUN_BY_STEPS, format!("a change of `{step}` is made by a runbook")),
            Stepped::NotNeeded | Stepped::Begun | Stepped::Done => {
                (codes::RUN_BY_STEPS, format!("a runbook goes on with `{step}`"))
            }
        };
        self.stepped = Some(stepped);
        self.end(Ending::Paused, &code, detail, now);
    }
}
