//! Changes: announced, sent at most once each, and probed when nobody knows. Those that do not depend on each other go out
//! together.

use std::sync::Arc;

use super::answer::{meaning, received, refusal, status, Meaning};
use super::phase::{End, List, Phase, Probe, Probing, Side, Then};
use super::{Run, RunError, Stepped};
use crate::codes::{self, Code};
use crate::course::{CallState, Mode, Reason, PROBE};
use crate::directive::StageState;
use crate::effect::{Effect, Observation};
use crate::ending::{Ending, Millis};
use crate::journal::{Entry, Outcome};
use crate::late::{Known, Use, Uses};
use crate::look::{Look, Stop};
use crate::machine::Want;
use crate::ops::{self, Landed, Op, Verb};
use crate::plan::OnFailure;
use crate::seeded::{self, Bug};
use crate::zone::Zone;

/// A change in flight may still land: only this many equal looks, a second apart, prove that it did not.
const MISSES: u8 = 3;
/// Before a change is taken for already taken back, so many equal looks must say so.
const HITS: u8 = 2;
const BETWEEN_LOOKS_MS: u64 = 1_000;
/// How often one change may be sent in all.
const SENDS: u8 = 4;
/// How often one may be sent that is meant to be repeated until nothing is left.
const REPEATS: u8 = 100;
/// How many changes go out at once at the most; the shell bounds how many are under way at the same moment.
pub const TOGETHER: usize = 20;
/// How long a service may be out of reach before the step fails, while an app is stopped or may be soon.
const UNSENT_MS: u64 = 120_000;
/// The same while nothing is stopped: a longer trouble of the service then costs nothing but time.
const UNSENT_PREPARING_MS: u64 = 900_000;
/// How long a probe may be unclear before the step fails.
const UNCLEAR_MS: u64 = 300_000;
/// The same where a person must act once it is given up.
const UNCLEAR_LONG_MS: u64 = 600_000;
/// The same for a step without which the run goes on: it must not keep an app stopped.
const UNCLEAR_BRIEFLY_MS: u64 = 30_000;

impl Run {
    fn calls(&self, side: Side) -> &[Op] {
        self.current().map_or(&[], |step| match side {
            Side::Do => &step.calls,
            Side::Undo | Side::Retry | Side::Withdraw => &step.undo,
            Side::Fallback => &step.fallback,
        })
    }

    pub(super) fn call_state(&self, side: Side, call: usize) -> CallState {
        let Some(state) = self.course.steps.get(self.step) else { return CallState::default() };
        match side {
            Side::Do => state.calls.get(call).cloned().unwrap_or_default(),
            Side::Undo | Side::Retry | Side::Withdraw => state.undo.get(call).cloned().unwrap_or_default(),
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

    /// From which call on the calls of a side do not depend on each other.
    fn together_from(&self, side: Side) -> Option<usize> {
        let step = self.current()?;
        match side {
            Side::Do => step.together_from,
            Side::Undo | Side::Retry | Side::Withdraw => step.undo_together_from,
            Side::Fallback => None,
        }
    }

    /// Calls that can be dealt with next: one, or several that do not depend on each other.
    fn wave(&self, side: Side, wanted: impl Fn(&CallState) -> bool) -> Vec<usize> {
        let from = self.together_from(side).unwrap_or(usize::MAX);
        let mut calls = (0..self.calls(side).len()).filter(|call| wanted(&self.call_state(side, *call)));
        match calls.next() {
            Some(first) if first >= from => std::iter::once(first).chain(calls.take(TOGETHER - 1)).collect(),
            first => first.into_iter().collect(),
        }
    }

    /// Calls that are still to be made. Where the others go on without one that was refused, it is left out.
    fn missing(&self, side: Side) -> Vec<usize> {
        self.wave(side, |state| {
            !(state.landed() || state.open() || state.refused() && self.each_on_its_own(side))
        })
    }

    /// True if calls of this side that do not depend on each other go on when one is refused.
    fn each_on_its_own(&self, side: Side) -> bool {
        self.together_from(side).is_some()
            && (side != Side::Do || self.current().is_some_and(|step| step.on_failure.leaves_over()))
    }

    /// Deals with the calls of one side: those nobody knows about first, then those to be sent, then what follows.
    pub(super) fn call_side(&mut self, side: Side, now: Millis) {
        if side == Side::Do && self.too_late(now) {
            return;
        }
        if side == Side::Fallback && self.fallback.is_empty() {
            self.fallback = vec![CallState::default(); self.calls(side).len()];
        }
        let open = self.wave(side, CallState::open);
        if side == Side::Do && !open.is_empty() && self.unlearnt() {
            // A run that was taken over has calls of which it does not know what was learnt before them.
            self.check_list(List::Guard, now);
            return;
        }
        if !open.is_empty() {
            let repeats = open.iter().all(|call| self.verb(side, *call).is_ok_and(Verb::repeats));
            let misses = if repeats { MISSES - 1 } else { 0 };
            self.phase = Phase::Probing(Probing::first(side, &open, misses, now));
            return;
        }
        if self.handed_and_dealt_with(side) {
            let step = self.step_id();
            self.stop_as(Stepped::NotNeeded, Some(&step), now);
            return;
        }
        let missing = self.missing(side);
        let guarded = self.current().is_none_or(|step| step.undo_guards.is_empty()) || self.undo_guarded;
        let guards_at = self.current().map_or(0, |step| step.undo_guards_at);
        match (side, missing.first()) {
            (Side::Undo, next) if !guarded && next.is_none_or(|next| *next >= guards_at) => {
                self.check_list(List::UndoGuard, now);
            }
            (_, None) => self.all_dealt_with(side, now),
            (Side::Do, Some(_)) => self.check_list(List::Guard, now),
            // Taking back begins with a look: it may not be needed.
            _ => self.phase = Phase::Probing(Probing::first(side, &missing, MISSES - 1, now)),
        }
    }

    /// A guard of the step binds what is not known yet.
    fn unlearnt(&self) -> bool {
        let mut unlearnt = false;
        self.checks(List::Guard).iter().for_each(|guard| {
            guard.uses(&mut |slot| {
                unlearnt |= matches!(slot, Use::Binds(slot) if !self.course.bindings.contains_key(slot));
            });
        });
        unlearnt
    }

    /// Nothing more is to be sent on this side.
    fn all_dealt_with(&mut self, side: Side, now: Millis) {
        let refused = (0..self.calls(side).len()).find(|call| self.call_state(side, *call).refused());
        if let Some(call) = refused {
            let detail = format!("{}: refused", self.saying(side, call));
            self.fail(&codes::SERVICE_REFUSED, detail, now);
            return;
        }
        self.fallback.clear();
        self.after_calls(side, now);
    }

    /// Sends what is next of the step; its guards hold.
    pub(super) fn send_next(&mut self, side: Side, now: Millis) {
        let missing = self.missing(side);
        let looks_first = missing.iter().any(|call| self.verb(side, *call).is_ok_and(Verb::looks_first));
        if missing.is_empty() {
            self.call_side(side, now);
        } else if looks_first {
            self.phase = Phase::Probing(Probing::first(side, &missing, MISSES - 1, now));
        } else {
            self.announce(side, &missing, now);
        }
    }

    fn announce(&mut self, side: Side, calls: &[usize], now: Millis) {
        if side == Side::Do && self.too_late_to_stop(now) {
            return;
        }
        for call in calls {
            let state = self.call_state(side, *call);
            let sends = if self.verb(side, *call).is_ok_and(Verb::repeats) { REPEATS } else { SENDS };
            if state.sends >= sends && self.not_now(side, *call).is_none() {
                let detail =
                    format!("{}: sent several times and it never took effect", self.saying(side, *call));
                self.fail(&codes::SERVICE_NO_EFFECT, detail, now);
                return;
            }
        }
        self.claim(Then::Send { side, calls: calls.to_vec() }, now);
    }

    /// Writes down that these changes are sent, and sends them.
    pub(super) fn issue(&mut self, side: Side, mut calls: Vec<usize>, now: Millis) {
        let handed = self.handed(side);
        // What comes before a change that somebody else makes is made here.
        calls.retain(|call| handed.is_none_or(|handed| *call <= handed));
        let made_here = calls.iter().any(|call| Some(*call) != handed);
        calls.retain(|call| !(made_here && Some(*call) == handed));
        for call in &calls {
            if side == Side::Fallback {
                if let Some(state) = self.fallback.get_mut(*call) {
                    state.issued = true;
                    state.outcome = None;
                    state.sends = state.sends.saturating_add(1);
                }
            } else {
                let entry = Entry::Issued { step: self.step_id(), call: *call, undo: side != Side::Do };
                self.record(entry, now);
            }
        }
        if handed.is_some() && !made_here {
            let step = self.step_id();
            self.stop_as(Stepped::Make, Some(&step), now);
            return;
        }
        self.phase = Phase::Sending { side, calls };
    }

    pub(super) fn sending(&mut self, side: Side, calls: &[usize]) -> Result<Option<Want<End>>, RunError> {
        let mut effects: Vec<Effect> = Vec::with_capacity(calls.len());
        for call in calls {
            let found = self.found.iter().find(|(of, _)| of == call).map(|(_, found)| found.as_str());
            let verb = self.verb(side, *call)?;
            let plan = verb.carries_plan().then(|| crate::value::of(&*self.plan)).flatten();
            let known = Known::of(&self.course.bindings).with_found(found).with_plan(plan.as_ref());
            let otherwise = self.call_state(side, *call).otherwise.then(|| verb.otherwise(&known)).flatten();
            let effect = match otherwise {
                Some(effect) => effect,
                None => verb.request(&known).map_err(|source| self.misfit(source))?,
            };
            effects.push(effect);
        }
        Ok(Some(Want::Perform(effects)))
    }

    pub(super) fn sent(&mut self, side: Side, calls: &[usize], answers: &[Observation], now: Millis) {
        self.found.clear();
        let mut unsent: Option<(usize, u64, String)> = None;
        let mut refused: Option<(usize, String)> = None;
        let mut login = false;
        for (call, answer) in calls.iter().zip(answers) {
            let was_unknown = self.call_state(side, *call).was_unknown;
            let Ok(verb) = self.verb(side, *call) else { continue };
            let meaning = meaning(answer, verb, was_unknown);
            let outcome = match meaning {
                Meaning::Landed => Outcome::Landed,
                Meaning::Unknown => Outcome::Unknown,
                Meaning::Login | Meaning::NotNow { .. } => Outcome::NotSent,
                Meaning::Refused => Outcome::Refused,
            };
            match meaning {
                Meaning::Landed | Meaning::Unknown => {}
                Meaning::Login => login = true,
                Meaning::NotNow { pause_ms } => unsent = Some((*call, pause_ms, status(answer))),
                Meaning::Refused => refused = Some((*call, refusal(answer))),
            }
            self.note_answer(side, *call, outcome, status(answer), now);
        }
        if let Some((call, words)) = refused.filter(|_| !self.each_on_its_own(side)) {
            let verb = self.verb(side, call).ok().filter(|_| side == Side::Do);
            let (once, named) = verb.map_or((false, None), |verb| (verb.once(), verb.refused_as()));
            let code = named.unwrap_or(codes::SERVICE_REFUSED).to_string();
            let reason = (code, format!("{}: {words}", self.saying(side, call)));
            if once && named.is_none() {
                self.doubt(reason, now);
            } else {
                self.fail(&reason.0, reason.1, now);
            }
        } else if login {
            self.login_lost(Phase::Seek, now);
        } else if let Some((call, pause_ms, word)) = unsent {
            self.not_sent(side, call, pause_ms, &word, now);
        } else {
            self.unsent_since = None;
            if side == Side::Do {
                self.send_next(side, now);
            } else {
                self.call_side(side, now);
            }
        }
    }

    fn not_sent(&mut self, side: Side, call: usize, pause_ms: u64, word: &str, now: Millis) {
        let since = match self.unsent_since {
            Some((step, since)) if step == self.step => since,
            _ => now,
        };
        self.unsent_since = Some((self.step, since));
        if now.saturating_sub(since) > self.unsent_ms() {
            let detail = format!("{}: no success for minutes ({word})", self.saying(side, call));
            let code = self.not_now(side, call).unwrap_or(codes::SERVICE_UNREACHABLE);
            self.late(&code, detail, now);
            return;
        }
        let note = self.waiting_line("no success yet, trying again");
        let then = match side {
            Side::Do | Side::Undo => Phase::Seek,
            Side::Retry | Side::Withdraw | Side::Fallback => {
                let missing = self.missing(side);
                Phase::Probing(Probing::first(side, &missing, MISSES - 1, now))
            }
        };
        // Trouble that lasts is looked at less often.
        let pause_ms = pause_ms.max(now.saturating_sub(since) / 10);
        self.phase = Phase::Sleeping { until: now + pause_ms, note, then: Box::new(then) };
    }

    /// How long a service may be out of reach.
    pub(super) fn unsent_ms(&self) -> u64 {
        if self.undone_without() {
            return UNCLEAR_BRIEFLY_MS;
        }
        let preparing = self.current().is_some_and(|step| step.zone == Zone::Prepare);
        if preparing && !self.course.downtime_open() {
            UNSENT_PREPARING_MS
        } else {
            UNSENT_MS
        }
    }

    /// True if taking back goes on without this step.
    fn undone_without(&self) -> bool {
        self.course.mode == Mode::Undoing && self.current().is_some_and(|step| !step.on_undo_failure.usual())
    }

    /// How long a probe may be unclear.
    pub(super) fn unclear_ms(&self) -> u64 {
        if self.undone_without() {
            return UNCLEAR_BRIEFLY_MS;
        }
        match self.current().map(|step| step.on_failure) {
            Some(OnFailure::GoOn | OnFailure::Leave) => UNCLEAR_BRIEFLY_MS,
            Some(OnFailure::Person | OnFailure::Again) => UNCLEAR_LONG_MS,
            _ => UNCLEAR_MS,
        }
    }

    pub(super) fn probing(
        &mut self,
        mut probing: Probing,
        now: Millis,
    ) -> Result<Option<Want<End>>, RunError> {
        let mut reads: Vec<Effect> = Vec::new();
        let mut seen: Vec<Landed> = Vec::new();
        probing.asked.clear();
        for (at, look) in probing.looks.iter().enumerate() {
            let known = Known::of(&self.course.bindings);
            let verb = self.verb(probing.side, look.call)?;
            match ops::probe(verb, &known, &Look::at(&look.answers)) {
                Ok(landed) => seen.push(landed),
                Err(Stop::Read(effect)) => {
                    probing.asked.push(at);
                    reads.push(*effect);
                }
                Err(Stop::Late(source)) => return Err(self.misfit(source)),
                // `probe` leaves none of these.
                Err(Stop::Judged(_)) => return Err(RunError::Contract("a probe does not judge")),
            }
        }
        if reads.is_empty() {
            self.looked(probing, seen, now);
            return Ok(None);
        }
        if probing.side == Side::Do {
            self.standing.asks(&reads);
        }
        self.phase = Phase::Probing(probing);
        Ok(Some(Want::Perform(reads)))
    }

    pub(super) fn probed(&mut self, mut probing: Probing, answers: &[Observation], now: Millis) {
        self.standing.take(answers);
        let looks = Arc::make_mut(&mut probing.looks).iter_mut().map(|look| &mut look.answers);
        if !received(looks, &probing.asked, answers) {
            self.login_lost(Phase::Probing(probing), now);
        } else {
            self.phase = Phase::Probing(probing);
        }
    }

    /// It is said that nothing came of changes that are sent once: that is looked at before it is believed.
    pub(super) fn doubt(&mut self, reason: Reason, now: Millis) {
        let calls: Vec<usize> = (0..self.calls(Side::Do).len()).collect();
        self.pending = Some(reason);
        self.phase = Phase::Probing(Probing::first(Side::Do, &calls, 0, now));
    }

    fn looked(&mut self, probing: Probing, seen: Vec<Landed>, now: Millis) {
        let Probing { side, since, looks, mut absent, .. } = probing;
        if self.said_never_to_come(side) {
            let detail = "a person says that it will not come".to_owned();
            self.pending = Some((codes::SERVICE_UNCLEAR.to_string(), detail));
        }
        let mut again: Vec<Probe> = Vec::new();
        let mut note = "looking whether it landed".to_owned();
        let mut pause = BETWEEN_LOOKS_MS;
        for (look, landed) in Arc::unwrap_or_clone(looks).into_iter().zip(seen) {
            let Probe { call, misses, hits, .. } = look;
            let issued = self.call_state(side, call).issued;
            let once = side == Side::Do && issued && self.verb(side, call).is_ok_and(Verb::once);
            let once = once && !seeded::has(Bug::SentAgain);
            let doubted = side == Side::Do && self.pending.is_some();
            match landed {
                Landed::No(_) if once && doubted && misses + 1 >= MISSES => {
                    self.note_answer(side, call, Outcome::Refused, PROBE.to_owned(), now);
                }
                Landed::No(found) if once && !doubted && self.due_again(call, now.saturating_sub(since)) => {
                    self.note_answer(side, call, Outcome::NotSent, PROBE.to_owned(), now);
                    absent.push((call, found));
                }
                Landed::No(_) if once && !doubted => {
                    if now.saturating_sub(since) > self.unclear_ms() {
                        let detail = format!(
                            "{}: nothing is seen of it, and it may still come; if you know that it will not, resume with `--accept {}`",
                            self.saying(side, call),
                            codes::SERVICE_UNCLEAR
                        );
                        self.late(&codes::SERVICE_UNCLEAR, detail, now);
                        return;
                    }
                    again.push(look.again(0, 0));
                    pause = 2 * BETWEEN_LOOKS_MS;
                }
                // Nothing of ours made it so: one stale answer must not leave the change standing.
                Landed::Yes if side != Side::Do && hits + 1 < HITS && !issued => {
                    again.push(look.again(MISSES - 1, hits + 1));
                }
                Landed::Yes => self.note_answer(side, call, Outcome::Landed, PROBE.to_owned(), now),
                Landed::No(found) if misses + 1 >= MISSES => {
                    if self.call_state(side, call).open() {
                        self.note_answer(side, call, Outcome::NotSent, PROBE.to_owned(), now);
                    }
                    absent.push((call, found));
                }
                Landed::No(_) => again.push(look.again(misses + 1, 0)),
                Landed::Unclear(why) if now.saturating_sub(since) > self.unclear_ms() => {
                    let detail = format!("{}: {why}", self.saying(side, call));
                    self.late(&codes::SERVICE_UNCLEAR, detail, now);
                    return;
                }
                Landed::Unclear(why) => {
                    let misses = if issued { 0 } else { misses };
                    again.push(look.again(misses, 0));
                    (note, pause) = (why, 2 * BETWEEN_LOOKS_MS);
                }
            }
        }
        if again.is_empty() {
            let doubted = if side == Side::Do { self.pending.take() } else { None };
            match doubted {
                Some((code, detail)) => self.believed(&code, detail, now),
                None => self.not_there(side, absent, now),
            }
            return;
        }
        let then = Probing { side, since, looks: Arc::new(again), asked: Vec::new(), absent };
        let note = self.waiting_line(&note);
        let then = Box::new(Phase::Probing(then));
        self.phase = Phase::Sleeping { until: now + pause, note, then };
    }

    /// True if nobody knows whether a change that is sent once was, and a person says that it will not come.
    fn said_never_to_come(&self, side: Side) -> bool {
        let accepted = self.setting.accept.iter().any(|code| *code == *codes::SERVICE_UNCLEAR);
        let once =
            |call: usize| self.call_state(side, call).open() && self.verb(side, call).is_ok_and(Verb::once);
        accepted && side == Side::Do && self.pending.is_none() && (0..self.calls(side).len()).any(once)
    }

    /// True if nothing came of a change that is sent once in so much time that it is sent a second time.
    fn due_again(&self, call: usize, waited_ms: u64) -> bool {
        let again = self.verb(Side::Do, call).ok().and_then(Verb::again_after_ms);
        again.is_some_and(|again| waited_ms >= again) && self.call_state(Side::Do, call).sends < 2
    }

    /// True if what was refused can be asked for in another form: only of a service that said yes to what was prepared for it.
    fn can_be_asked_otherwise(&self) -> bool {
        let known = Known::of(&self.course.bindings);
        let other = |call: usize| {
            let verb = self.verb(Side::Do, call).ok();
            !self.call_state(Side::Do, call).otherwise
                && verb.is_some_and(|verb| verb.otherwise(&known).is_some())
        };
        self.course.armed_by_us(&self.plan) && (0..self.calls(Side::Do).len()).any(other)
    }

    /// What was said to have failed was looked at.
    fn believed(&mut self, code: &str, detail: String, now: Millis) {
        match self.course.past_no_return(&self.plan) {
            false if *code == *codes::SERVICE_REFUSED && self.can_be_asked_otherwise() => {
                self.check_list(List::Guard, now);
            }
            false => self.fail(code, detail, now),
            // It was refused, and is there all the same.
            true if *code == *codes::SERVICE_REFUSED => self.call_side(Side::Do, now),
            true => self.end(Ending::Operator, code, detail, now),
        }
    }

    /// These changes are certainly not there: send them, with what the probes found out.
    fn not_there(&mut self, side: Side, absent: Vec<(usize, Option<String>)>, now: Millis) {
        let looks_first = |call: &usize| self.verb(side, *call).is_ok_and(Verb::looks_first);
        let calls: Vec<usize> = absent.iter().map(|(call, _)| *call).collect();
        if calls.is_empty() || (side == Side::Do && !calls.iter().all(looks_first)) {
            self.call_side(side, now);
            return;
        }
        self.found = absent.into_iter().filter_map(|(call, found)| Some((call, found?))).collect();
        self.announce(side, &calls, now);
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

    /// What a call does, in a few words.
    fn saying(&self, side: Side, call: usize) -> String {
        let known = Known::of(&self.course.bindings);
        let said = self.verb(side, call).ok().and_then(|verb| verb.sentence(&known).ok());
        said.unwrap_or_else(|| self.step_id())
    }

    /// The downtime has lasted too long, and it can still be taken back.
    pub(super) fn too_late(&mut self, now: Millis) -> bool {
        let late =
            self.course.downtime_so_far(now).is_some_and(|ms| ms > self.course.max_downtime_ms(&self.plan));
        if late && !self.course.past_no_return(&self.plan) {
            self.fail(&codes::DOWNTIME_DEADLINE, "the downtime lasted longer than its limit".to_owned(), now);
            return true;
        }
        false
    }

    /// The downtime would begin after the last moment for it.
    fn too_late_to_stop(&mut self, now: Millis) -> bool {
        let opens =
            self.current().is_some_and(|step| Some(&step.id) == self.plan.marks.downtime_opens.as_ref());
        let late = self.course.downtime_before(&self.plan).is_some_and(|last| now > last);
        if opens && late && !self.course.downtime_open() {
            self.fail(
                &codes::DOWNTIME_TOO_LATE,
                "the last moment for the downtime to begin has passed; resume with a later `--downtime-before`".to_owned(),
                now,
            );
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
