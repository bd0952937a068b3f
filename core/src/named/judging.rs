//! Judging conditions outside a run: once, or until they hold. Pure: it says what is read next, and waits by being told the time.

use serde::{Deserialize, Serialize};

use super::Part;
use crate::class::{class, Class};
use crate::codes;
use crate::conditions::Judgement;
use crate::effect::{Effect, Observation};
use crate::ending::Millis;
use crate::evidence::Evidence;
use crate::late::{Bindings, Known};
use crate::line::Line;
use crate::look::{Look, Stop};
use crate::machine::Want;

/// How often something that could not be read is looked at by a check.
const TRIES: u8 = 3;
/// Pause before it is looked at again, milliseconds.
const PAUSE_MS: u64 = 2_000;

/// How long it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Once: as often as it takes to know.
    Once {
        /// For so long a no is no answer yet, milliseconds.
        settles_ms: u64,
    },
    /// Until it holds.
    Until {
        /// For so long at the most, milliseconds; as long as a run waits for each if that is not said.
        deadline_ms: Option<u64>,
        /// The wait interval, milliseconds.
        interval_ms: u64,
    },
}

/// What is said of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Held {
    /// It holds.
    Holds,
    /// It does not.
    DoesNotHold,
    /// What it takes could not be read: nobody knows.
    NotJudged,
}

/// What was seen of one add-on or app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Looked {
    /// Which.
    pub of: String,
    /// `name@version` of what was judged.
    pub condition: String,
    /// Whether it holds.
    pub verdict: Held,
    /// Why it does not, or why nobody knows.
    pub detail: Option<String>,
    /// Code, if it cannot come true any more.
    pub code: Option<String>,
    /// What proves that it holds.
    pub evidence: Vec<Evidence>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Of all of it.
    pub verdict: Held,
    /// True if it might still have come true, and was waited for long enough.
    pub overdue: bool,
    /// How long that took, milliseconds.
    pub waited_ms: u64,
    /// What was seen of each.
    pub looked: Vec<Looked>,
    /// What was learnt.
    pub bindings: Bindings,
}

/// Conditions that are judged, those of one kind together, one kind after the other.
#[derive(Debug, Clone)]
pub struct Judging {
    parts: Vec<Part>,
    manner: Manner,
    bindings: Bindings,
    /// Those that were found to hold.
    held: Vec<Looked>,
    /// Those that are looked at: always the first that were not found to hold.
    items: Vec<Item>,
    /// Which of them the reads under way are for.
    asked: Vec<usize>,
    /// When the command began to look, and when it began with these.
    began: Option<Millis>,
    since: Millis,
    pause: Option<(Millis, String)>,
}

/// One that is looked at.
#[derive(Debug, Clone)]
struct Item {
    part: Part,
    answers: Vec<Observation>,
    /// How often in a row it was seen to hold, and how often in a row it could not be read.
    seen: u8,
    unread: u8,
    looked: Looked,
    /// It has to be looked at again; `false` once no look will change it.
    open: bool,
    /// It does not hold, and what is missing is a figure that a moment does not bring down.
    plain: bool,
}

impl Judging {
    /// Judges these.
    #[must_use]
    pub fn new(parts: Vec<Part>, bindings: Bindings, manner: Manner) -> Self {
        Self {
            parts,
            manner,
            bindings,
            held: Vec::new(),
            items: Vec::new(),
            asked: Vec::new(),
            began: None,
            since: 0,
            pause: None,
        }
    }

    /// What is wanted next.
    pub fn next(&mut self, now: Millis) -> Want<Judged> {
        if let Some((until, seen)) = self.pause.clone().filter(|(until, _)| now < *until) {
            return Want::Wait { until, note: Some(Line::plain(&seen)) };
        }
        self.pause = None;
        self.began.get_or_insert(now);
        loop {
            if self.items.iter().all(|item| item.looked.verdict == Held::Holds && !item.open) {
                self.held.extend(self.items.drain(..).map(|item| item.looked));
                self.begin(now);
            }
            if self.items.is_empty() {
                return Want::Ended(self.end(Held::Holds, false, now));
            }
            let reads = self.look(now);
            if !reads.is_empty() {
                return Want::Perform(reads);
            }
            if let Some(want) = self.settle(now) {
                return want;
            }
        }
    }

    /// Takes what was read, in the order in which it was asked for.
    pub fn take(&mut self, observation: &Observation) {
        for (at, answer) in std::mem::take(&mut self.asked).into_iter().zip(observation.each()) {
            if let Some(item) = self.items.get_mut(at) {
                item.answers.push(answer.clone());
            }
        }
    }

    /// Begins with the next that are of one kind.
    fn begin(&mut self, now: Millis) {
        let kind = self.parts.first().map(|part| part.check.condition.name().to_owned());
        let alike = self.parts.iter().take_while(|part| Some(part.check.condition.name()) == kind.as_deref());
        let alike = alike.count();
        self.since = now;
        self.items = self.parts.drain(..alike).map(Item::of).collect();
    }

    /// Judges all that were not judged in this look; what is missing for it.
    fn look(&mut self, now: Millis) -> Vec<Effect> {
        let mut reads = Vec::new();
        let mut learnt = Bindings::new();
        let known = Known::of(&self.bindings).at(now);
        let open = self.items.iter_mut().enumerate().filter(|(_, item)| item.open);
        let mut judged = Vec::new();
        for (at, item) in open {
            let judgement = match item.part.check.condition.known() {
                Ok(condition) => condition.judge(&known, &Look::at(&item.answers)),
                Err(error) => Err(Stop::Late(error)),
            };
            match judgement {
                Err(Stop::Read(effect)) => {
                    self.asked.push(at);
                    reads.push(*effect);
                }
                Ok(judgement) | Err(Stop::Judged(judgement)) => judged.push((at, judgement)),
                Err(Stop::Late(error)) => judged.push((at, Judgement::Unread(error.to_string()))),
            }
        }
        // A look is one moment for all of them: none is judged before all of it was read.
        if reads.is_empty() {
            for (at, judgement) in judged {
                if let Some(item) = self.items.get_mut(at) {
                    item.judged(judgement, &mut learnt);
                }
            }
            self.bindings.extend(learnt);
        }
        reads
    }

    /// What follows from a look: an end, a pause, or nothing if all of it holds.
    fn settle(&mut self, now: Millis) -> Option<Want<Judged>> {
        let is = |verdict| move |item: &&Item| item.looked.verdict == verdict;
        let (no, unread) = (Held::DoesNotHold, Held::NotJudged);
        // One that does not hold decides, whatever the others are.
        for verdict in [no, unread] {
            if self.items.iter().filter(is(verdict)).any(|item| !item.open) {
                return Some(Want::Ended(self.end(verdict, false, now)));
            }
        }
        let waiting = self.items.iter().filter(|item| item.open);
        let first = waiting.clone().find(is(no)).or_else(|| waiting.clone().find(is(unread)));
        let seen = first.or_else(|| waiting.clone().next())?.words();
        let over = match self.manner {
            Manner::Once { settles_ms } => {
                let decided = |item: &Item| item.plain || now.saturating_sub(self.since) >= settles_ms;
                match first.map(|item| item.looked.verdict) {
                    Some(Held::DoesNotHold) => {
                        self.items.iter().filter(is(no)).any(decided).then_some((no, false))
                    }
                    Some(Held::NotJudged) => self
                        .items
                        .iter()
                        .filter(is(unread))
                        .any(|item| item.unread >= TRIES)
                        .then_some((unread, false)),
                    _ => None,
                }
            }
            Manner::Until { .. } => {
                let late = first.filter(|_| self.left(now) == 0);
                late.map(|item| (item.looked.verdict, item.looked.verdict == no))
            }
        };
        if let Some((verdict, overdue)) = over {
            return Some(Want::Ended(self.end(verdict, overdue, now)));
        }
        let pause = waiting.map(|item| self.pace(item, now)).min().unwrap_or(PAUSE_MS);
        let pause = if first.is_some() { pause.min(self.left(now).max(1)) } else { pause };
        self.pause = Some((now + pause, seen.clone()));
        Some(Want::Wait { until: now + pause, note: Some(Line::plain(&seen)) })
    }

    /// Milliseconds until what is waited for is given up.
    fn left(&self, now: Millis) -> u64 {
        let deadline = match self.manner {
            Manner::Once { settles_ms } => self.since + settles_ms.max(u64::from(TRIES) * PAUSE_MS),
            Manner::Until { deadline_ms: Some(ms), .. } => self.began.unwrap_or(now).saturating_add(ms),
            Manner::Until { deadline_ms: None, .. } => {
                let own = self.items.iter().filter(|item| item.open).map(|item| item.part.check.deadline_ms);
                self.since + own.min().unwrap_or(0)
            }
        };
        deadline.saturating_sub(now)
    }

    fn pace(&self, item: &Item, now: Millis) -> u64 {
        let waited = now.saturating_sub(self.since);
        match self.manner {
            _ if item.looked.verdict == Held::NotJudged => PAUSE_MS,
            Manner::Once { .. } => item.part.check.pace.pause_ms(waited, PAUSE_MS),
            Manner::Until { interval_ms, .. } => item.part.check.pace.pause_ms(waited, interval_ms),
        }
    }

    fn end(&mut self, verdict: Held, overdue: bool, now: Millis) -> Judged {
        let mut looked = std::mem::take(&mut self.held);
        looked.extend(self.items.drain(..).map(|item| item.looked));
        let waited_ms = now.saturating_sub(self.began.unwrap_or(now));
        Judged { verdict, overdue, waited_ms, looked, bindings: std::mem::take(&mut self.bindings) }
    }
}

impl Item {
    fn of(part: Part) -> Self {
        let looked = Looked {
            of: part.of.clone(),
            condition: part.check.condition.name().to_owned(),
            verdict: Held::NotJudged,
            detail: None,
            code: None,
            evidence: Vec::new(),
        };
        Self { part, answers: Vec::new(), seen: 0, unread: 0, looked, open: true, plain: false }
    }

    /// What a look said of it.
    fn judged(&mut self, judgement: Judgement, learnt: &mut Bindings) {
        let login = self.answers.iter().any(|answer| class(answer) == Class::Login);
        self.answers.clear();
        let (seen, unread) = (self.seen.saturating_add(1), self.unread.saturating_add(1));
        let looked = &mut self.looked;
        (self.seen, self.unread, self.plain, looked.code, looked.detail) = (0, 0, false, None, None);
        looked.evidence.clear();
        match judgement {
            Judgement::Holds { bind, evidence } => {
                learnt.extend(bind);
                (looked.verdict, looked.evidence) = (Held::Holds, evidence);
                (self.seen, self.open) = (seen, seen < self.part.check.times);
            }
            Judgement::NotYet(detail) => {
                (looked.verdict, looked.detail) = (Held::DoesNotHold, Some(detail));
            }
            Judgement::Learnt { bind, detail, .. } => {
                learnt.extend(bind);
                (looked.verdict, looked.detail) = (Held::DoesNotHold, Some(detail));
            }
            Judgement::Nearing { detail, .. } => {
                (looked.verdict, looked.detail, self.plain) = (Held::DoesNotHold, Some(detail), true);
            }
            Judgement::Never { code, detail } => {
                // A query that was refused says nothing of what it asks.
                let refused = code == codes::SQL_REFUSED;
                looked.verdict = if refused { Held::NotJudged } else { Held::DoesNotHold };
                (looked.detail, looked.code, self.open) = (Some(detail), Some(code.to_string()), false);
            }
            Judgement::Unread(detail) => {
                (looked.verdict, looked.detail) = (Held::NotJudged, Some(detail));
                // Without a login nothing will be read by waiting.
                (self.unread, self.open) = (unread, !login);
            }
        }
    }

    /// What is waited for.
    fn words(&self) -> String {
        let seen = self.looked.detail.as_deref().unwrap_or("it holds; looking once more");
        format!("{}: {seen}", self.part.of)
    }
}
