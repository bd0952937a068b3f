//! Conditions: read, judged, and waited for with a deadline. Those of one kind that follow each other are read together, so
//! that a hundred apps are looked at in the time of one.

use std::sync::Arc;

use super::answer::received;
use super::phase::{Checking, End, Item, List, Phase, Side};
use super::trend;
use super::{Run, RunError};
use crate::conditions::Judgement;
use crate::effect::{Effect, Observation};
use crate::ending::Millis;
use crate::journal::Entry;
use crate::late::Known;
use crate::look::{Look, Stop};
use crate::machine::Want;
use crate::plan::Check;
use crate::seeded;

/// How often something is looked at that is at hand.
const NEAR_MS: u64 = 1_000;

impl Run {
    pub(super) fn checks(&self, list: List) -> &[Check] {
        self.current().map_or(&[], |step| match list {
            List::Guard => &step.guards,
            List::Until => &step.until,
            List::UndoGuard => &step.undo_guards,
            List::UndoUntil => &step.undo_until,
        })
    }

    /// Begins with the first conditions of a list.
    pub(super) fn check_list(&mut self, list: List, now: Millis) {
        self.left_in_step = None;
        self.check_from(list, 0, now);
    }

    fn check_from(&mut self, list: List, first: usize, now: Millis) {
        let next = first + alike(self.checks(list).get(first..).unwrap_or_default());
        if first < next {
            let items = (first..next).map(|index| Item { index, ..Item::default() });
            let items = Arc::new(items.collect());
            self.phase = Phase::Checking(Checking { list, next, since: now, items, asked: Vec::new() });
            return;
        }
        match list {
            List::Guard => self.send_next(Side::Do, now),
            List::Until => match self.left_in_step.take() {
                Some((code, detail)) => self.defer(code, detail, now),
                None => self.step_done(now),
            },
            List::UndoGuard => {
                self.undo_guarded = true;
                self.call_side(Side::Undo, now);
            }
            List::UndoUntil => self.step_undone(now),
        }
    }

    pub(super) fn checking(
        &mut self,
        mut checking: Checking,
        now: Millis,
    ) -> Result<Option<Want<End>>, RunError> {
        let mut reads: Vec<Effect> = Vec::new();
        let mut judged: Vec<(usize, Judgement)> = Vec::new();
        checking.asked.clear();
        // A guard looks for itself: what it saves is worth more than a call.
        let proves = checking.list == List::Until;
        for (at, item) in Arc::make_mut(&mut checking.items).iter_mut().enumerate() {
            let Some(check) = self.checks(checking.list).get(item.index) else { continue };
            let condition = check.condition.known().map_err(|source| self.misfit(source))?;
            let known = Known::of(&self.course.bindings).at(now);
            loop {
                match condition.judge(&known, &Look::at(&item.answers)) {
                    Ok(judgement) | Err(Stop::Judged(judgement)) => judged.push((at, judgement)),
                    Err(Stop::Read(effect)) => {
                        if let Some(answer) = self.standing.answer(&effect).filter(|_| proves) {
                            item.answers.push(answer.clone());
                            continue;
                        }
                        checking.asked.push(at);
                        reads.push(*effect);
                    }
                    Err(Stop::Late(source)) => return Err(self.misfit(source)),
                }
                break;
            }
        }
        if reads.is_empty() {
            self.judged(&checking, judged, now);
            return Ok(None);
        }
        if proves {
            self.standing.asks(&reads);
        }
        self.phase = Phase::Checking(checking);
        Ok(Some(Want::Perform(reads)))
    }

    pub(super) fn checked(&mut self, mut checking: Checking, answers: &[Observation], now: Millis) {
        self.standing.take(answers);
        let items = Arc::make_mut(&mut checking.items).iter_mut().map(|item| &mut item.answers);
        if !received(items, &checking.asked, answers) {
            self.login_lost(Phase::Checking(checking), now);
        } else {
            self.phase = Phase::Checking(checking);
        }
    }

    fn judged(&mut self, checking: &Checking, judged: Vec<(usize, Judgement)>, now: Millis) {
        let (list, since) = (checking.list, checking.since);
        let mut waiting: Vec<Item> = Vec::new();
        let mut seen: Option<String> = None;
        let mut near = false;
        for (at, judgement) in judged {
            let Some(item) = checking.items.get(at) else { continue };
            let Some(check) = self.checks(list).get(item.index).cloned() else { continue };
            let mut item = Item { answers: Vec::new(), ..item.clone() };
            if let Judgement::Nearing { left, .. } | Judgement::Learnt { left, .. } = &judgement {
                item.trend.note(now, left);
            }
            let (late, code, detail) = match judgement {
                Judgement::Holds { .. } if item.held + 1 < check.times => {
                    seen = seen.or(Some("once more".to_owned()));
                    waiting.push(Item { held: item.held + 1, ..item });
                    continue;
                }
                Judgement::Holds { bind, evidence } => {
                    if !bind.is_empty() || !evidence.is_empty() {
                        let condition = check.condition.name().to_owned();
                        self.record(Entry::Held { step: self.step_id(), condition, bind, evidence }, now);
                    }
                    continue;
                }
                Judgement::NotYet(_)
                | Judgement::Unread(_)
                | Judgement::Nearing { .. }
                | Judgement::Learnt { .. } => {
                    let detail = self.not_yet(&check, judgement, &mut near, now);
                    if matches!(list, List::Guard | List::Until) && self.too_late(now) {
                        return;
                    }
                    if now.saturating_sub(since) < check.deadline_ms {
                        seen = Some(seen.map_or(detail.clone(), |first| first));
                        waiting.push(Item { held: 0, ..item });
                        continue;
                    }
                    (true, check.code.clone(), detail)
                }
                Judgement::Never { code, .. } if seeded::forgets(&code) => continue,
                Judgement::Never { code, detail } if self.adoptable(&code) => {
                    self.adopt(&code, &detail, now);
                    return;
                }
                Judgement::Never { code, detail } => (false, code.to_string(), detail),
            };
            if list == List::UndoGuard && self.setting.accept.contains(&code) {
                self.record(Entry::Accepted { step: self.step_id(), code, detail }, now);
            } else if check.leave {
                self.leave(list, code, detail, now);
            } else {
                self.cannot(&code, detail, late, now);
                return;
            }
        }
        if waiting.is_empty() {
            self.check_from(list, checking.next, now);
        } else {
            self.look_again(checking, waiting, &seen.unwrap_or_default(), near, now);
        }
    }

    /// What is seen of a condition that does not hold yet. What was learnt is kept.
    fn not_yet(&mut self, check: &Check, judgement: Judgement, near: &mut bool, now: Millis) -> String {
        match judgement {
            Judgement::Learnt { bind, detail, close, .. } => {
                *near |= close;
                let (step, condition) = (self.step_id(), check.condition.name().to_owned());
                self.record(Entry::Held { step, condition, bind, evidence: Vec::new() }, now);
                detail
            }
            Judgement::NotYet(detail) | Judgement::Unread(detail) | Judgement::Nearing { detail, .. } => {
                detail
            }
            Judgement::Holds { .. } | Judgement::Never { .. } => String::new(),
        }
    }

    /// One condition of several did not come true, and the others go on without it.
    fn leave(&mut self, list: List, code: String, detail: String, now: Millis) {
        if list == List::UndoUntil {
            self.record(Entry::NotAsBefore { step: self.step_id(), code, detail }, now);
        } else {
            let (code, detail) = match self.left_in_step.take() {
                Some((first, before)) => (first, format!("{before}; {detail}")),
                None => (code, detail),
            };
            self.left_in_step = Some((code, detail));
        }
    }

    fn look_again(&mut self, checking: &Checking, waiting: Vec<Item>, detail: &str, near: bool, now: Millis) {
        let Checking { list, next, since, .. } = *checking;
        let waited = now.saturating_sub(since);
        let checks = waiting.iter().filter_map(|item| self.checks(list).get(item.index));
        let (pause, deadline) = checks.fold((u64::MAX, u64::MAX), |(pause, deadline), check| {
            let interval = self.plan.request.wait_interval_ms;
            let own = if near { NEAR_MS } else { check.pace.pause_ms(waited, interval) };
            (pause.min(own), deadline.min(check.deadline_ms))
        });
        let more = waiting.len() - 1;
        let detail = if more == 0 { detail.to_owned() } else { format!("{detail}, and {more} more") };
        let left = (since + deadline).saturating_sub(now).max(1);
        let outlook = trend::outlook(waiting.iter().map(|item| &item.trend), left);
        let note = self.waiting_line(&(detail + &outlook));
        let then = Checking { list, next, since, items: Arc::new(waiting), asked: Vec::new() };
        self.phase =
            Phase::Sleeping { until: now + pause.min(left), note, then: Box::new(Phase::Checking(then)) };
    }
}

/// How many conditions at the beginning are of one kind.
fn alike(checks: &[Check]) -> usize {
    let Some(first) = checks.first() else { return 0 };
    checks.iter().take_while(|one| one.condition.name() == first.condition.name()).count()
}
