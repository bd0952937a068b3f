//! Conditions: read, judged, and waited for with a deadline.

use std::sync::Arc;

use super::phase::{Checking, End, List, Phase, Side};
use super::{Run, RunError};
use crate::conditions::Judgement;
use crate::effect::Observation;
use crate::ending::Millis;
use crate::journal::Entry;
use crate::late::Known;
use crate::look::{Look, Stop};
use crate::machine::Want;
use crate::plan::{Check, Pace};

impl Run {
    pub(super) fn check(&self, list: List, index: usize) -> Option<&Check> {
        let step = self.current()?;
        match list {
            List::Guard => step.guards.get(index),
            List::Until => step.until.get(index),
            List::UndoGuard => step.undo_guards.get(index),
            List::UndoUntil => step.undo_until.get(index),
        }
    }

    /// Begins with the first condition of a list.
    pub(super) fn check_list(&mut self, list: List, now: Millis) {
        self.check_at(list, 0, now);
    }

    fn check_at(&mut self, list: List, index: usize, now: Millis) {
        if self.check(list, index).is_some() {
            self.phase =
                Phase::Checking(Checking { list, index, answers: Arc::default(), held: 0, since: now });
            return;
        }
        match list {
            List::Guard => self.send_next(Side::Do, now),
            List::Until => self.step_done(now),
            List::UndoGuard => {
                self.undo_guarded = true;
                self.call_side(Side::Undo, now);
            }
            List::UndoUntil => self.step_undone(now),
        }
    }

    pub(super) fn checking(
        &mut self,
        checking: Checking,
        now: Millis,
    ) -> Result<Option<Want<End>>, RunError> {
        let Some(check) = self.check(checking.list, checking.index).cloned() else {
            self.check_at(checking.list, checking.index, now);
            return Ok(None);
        };
        let condition = check.condition.known().map_err(|source| self.misfit(source))?;
        let known = Known::of(&self.course.bindings);
        let judgement = match condition.judge(&known, &Look::at(&checking.answers)) {
            Ok(judgement) | Err(Stop::Judged(judgement)) => judgement,
            Err(Stop::Read(effect)) => return Ok(Some(Want::Perform(*effect))),
            Err(Stop::Late(source)) => return Err(self.misfit(source)),
        };
        self.judged(&check, checking, judgement, now);
        Ok(None)
    }

    pub(super) fn checked(&mut self, mut checking: Checking, observation: &Observation, now: Millis) {
        if matches!(observation, Observation::Http { status: 401, .. }) {
            checking.answers = Arc::default();
            self.login_lost(Phase::Checking(checking), now);
            return;
        }
        Arc::make_mut(&mut checking.answers).push(observation.clone());
        self.phase = Phase::Checking(checking);
    }

    fn judged(&mut self, check: &Check, checking: Checking, judgement: Judgement, now: Millis) {
        let Checking { list, index, held, since, .. } = checking;
        match judgement {
            Judgement::Holds { bind, evidence } => {
                if held + 1 < check.times {
                    self.look_again(
                        check,
                        Checking { answers: Arc::default(), held: held + 1, ..checking },
                        "once more",
                        now,
                    );
                    return;
                }
                if !bind.is_empty() || !evidence.is_empty() {
                    let condition = check.condition.name().to_owned();
                    let entry = Entry::Held { step: self.step_id(), condition, bind, evidence };
                    self.record(entry, now);
                }
                self.check_at(list, index + 1, now);
            }
            Judgement::NotYet(detail) => {
                if matches!(list, List::Guard | List::Until) && self.too_late(now) {
                    return;
                }
                if now.saturating_sub(since) >= check.deadline_ms {
                    self.fail(&check.code.clone(), detail, now);
                    return;
                }
                self.look_again(
                    check,
                    Checking { answers: Arc::default(), held: 0, ..checking },
                    &detail,
                    now,
                );
            }
            Judgement::Never { code, detail } => self.fail(&code, detail, now),
        }
    }

    fn look_again(&mut self, check: &Check, checking: Checking, detail: &str, now: Millis) {
        let pause = match check.pace {
            Pace::Tight => 500,
            // Most of what is waited for here comes at once; two quick looks cost little and shorten the downtime.
            Pace::Brisk if now.saturating_sub(checking.since) < 1_000 => 500,
            Pace::Brisk if now.saturating_sub(checking.since) < 60_000 => 2_000,
            Pace::Brisk => 5_000,
            Pace::Slow => self.plan.request.wait_interval_ms,
        };
        let left = (checking.since + check.deadline_ms).saturating_sub(now).max(1);
        let note = self.waiting_line(detail);
        self.phase =
            Phase::Sleeping { until: now + pause.min(left), note, then: Box::new(Phase::Checking(checking)) };
    }
}
