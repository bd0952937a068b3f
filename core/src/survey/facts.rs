//! What was read so far, by name; and what is to be read next.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::refusal;
use super::stop::{Need, Stop};
use crate::answer::{said, Answer, Ask, Said};
use crate::budget::{Budget, Tally};
use crate::class::{class, Class};
use crate::diagnostic::Diagnostic;
use crate::effect::{Effect, Observation};
use crate::ending::Millis;
use crate::line::Line;
use crate::machine::Want;

/// How often a read that got no answer is tried.
const TRIES: u8 = 3;
/// How many reads go out at once at the most; the shell bounds how many are under way at the same moment.
const TOGETHER: usize = 50;
/// Pause before it is tried again, milliseconds.
const PAUSE_MS: u64 = 2_000;

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    read: BTreeMap<String, Observation>,
    tries: BTreeMap<String, u8>,
    asked: Vec<String>,
    wait_until: Option<Millis>,
    /// What was asked, each read once.
    tally: Tally,
    /// What the present look found missing, in the order in which it was asked for.
    missing: RefCell<Vec<(String, Effect)>>,
}

impl Facts {
    /// A new look begins, unless it is to be waited before a read is tried again.
    pub fn begin<T>(&mut self, now: Millis) -> Option<Want<T>> {
        self.wait_until = self.wait_until.filter(|until| now < *until);
        self.missing.get_mut().clear();
        let note = Some(Line::plain("a service did not answer, trying again"));
        self.wait_until.map(|until| Want::Wait { until, note })
    }

    /// What follows from a look: what it was for, why there is none, or the reads that it lacks.
    pub fn wanted<T>(&mut self, looked: Need<T>) -> Want<Result<T, Box<Diagnostic>>> {
        match looked {
            Ok(seen) => Want::Ended(Ok(seen)),
            Err(Stop::Refused(diagnostic)) => Want::Ended(Err(diagnostic)),
            Err(Stop::Missing) => match self.ask() {
                nothing if nothing.is_empty() => Want::Ended(Err(Box::new(refusal::nothing_to_read()))),
                effects => Want::Perform(effects),
            },
        }
    }

    /// Asks for what a look found missing: reads that do not depend on each other, bounded in number.
    fn ask(&mut self) -> Vec<Effect> {
        let missing = self.missing.get_mut();
        missing.truncate(TOGETHER);
        self.asked = missing.iter().map(|(name, _)| name.clone()).collect();
        let fresh = missing.iter().filter(|(name, _)| !self.tries.contains_key(name));
        fresh.for_each(|(_, effect)| self.tally.count(effect));
        missing.drain(..).map(|(_, effect)| effect).collect()
    }

    /// What was asked of the services; what was asked again got no answer before.
    pub fn asked(&self) -> Budget {
        self.tally.budget().clone()
    }

    /// Takes the answers, in the order in which they were asked for.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        for (name, answer) in std::mem::take(&mut self.asked).into_iter().zip(observation.each()) {
            let tries = self.tries.entry(name.clone()).or_default();
            *tries += 1;
            if silent(answer) && *tries < TRIES {
                self.wait_until = Some(now + PAUSE_MS);
            } else {
                self.read.insert(name, answer.clone());
            }
        }
    }

    fn fact<A: Answer>(&self, name: &str, ask: impl FnOnce() -> Ask<A>) -> Need<&Observation> {
        self.read.get(name).ok_or_else(|| {
            let mut missing = self.missing.borrow_mut();
            if missing.iter().all(|(known, _)| known != name) {
                missing.push((name.to_owned(), ask().effect));
            }
            Stop::Missing
        })
    }

    /// A fact that the survey cannot do without; `None` if there is no such thing.
    pub fn find<A: Answer>(&self, name: &str, what: &str, ask: impl FnOnce() -> Ask<A>) -> Need<Option<A>> {
        let observation = self.fact(name, ask)?;
        match said(observation) {
            Said::Value(value) => Ok(Some(A::read(value))),
            Said::Absent => Ok(None),
            Said::Unread(_) => Err(refusal::of(observation, what)),
        }
    }

    /// A fact that the survey cannot do without.
    pub fn must<A: Answer>(&self, name: &str, what: &str, ask: impl FnOnce() -> Ask<A>) -> Need<A> {
        let observation = self.fact(name, ask)?;
        match said(observation) {
            Said::Value(value) => Ok(A::read(value)),
            Said::Absent | Said::Unread(_) => Err(refusal::of(observation, what)),
        }
    }

    /// A fact that the survey can do without.
    pub fn may<A: Answer>(&self, name: &str, ask: impl FnOnce() -> Ask<A>) -> Need<Option<A>> {
        let observation = self.fact(name, ask)?;
        if let Some(login) = refusal::login(observation) {
            return Err(Stop::Refused(Box::new(login)));
        }
        Ok(match said(observation) {
            Said::Value(value) if !value.is_null() => Some(A::read(value)),
            Said::Value(_) | Said::Absent | Said::Unread(_) => None,
        })
    }
}

/// True for no answer at all, or one of a service in trouble.
fn silent(observation: &Observation) -> bool {
    matches!(class(observation), Class::Lost | Class::TryAgain | Class::NotYet)
}
