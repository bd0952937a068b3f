//! What was read so far, by name; and what is to be read next.

use std::collections::BTreeMap;

use super::refusal;
use super::stop::{Need, Stop};
use crate::answer::{said, Answer, Ask, Said};
use crate::class::{class, Class};
use crate::effect::{Effect, Observation};
use crate::ending::Millis;

/// How often a read that got no answer is tried.
const TRIES: u8 = 3;
/// Pause before it is tried again, milliseconds.
const PAUSE_MS: u64 = 2_000;

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    read: BTreeMap<String, Observation>,
    tries: u8,
    asked: Option<String>,
    wait_until: Option<Millis>,
}

impl Facts {
    /// Until when to wait before a read is tried again.
    pub fn pause(&mut self, now: Millis) -> Option<Millis> {
        self.wait_until = self.wait_until.filter(|until| now < *until);
        self.wait_until
    }

    /// Notes what is asked for.
    pub fn ask(&mut self, name: String, effect: Effect) -> Effect {
        self.asked = Some(name);
        effect
    }

    /// Takes an answer.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        let Some(name) = self.asked.take() else { return };
        self.tries += 1;
        if silent(observation) && self.tries < TRIES {
            self.wait_until = Some(now + PAUSE_MS);
            return;
        }
        self.tries = 0;
        self.read.insert(name, observation.clone());
    }

    fn fact<A: Answer>(&self, name: &str, ask: impl FnOnce() -> Ask<A>) -> Need<&Observation> {
        self.read.get(name).ok_or_else(|| Stop::Missing(name.to_owned(), Box::new(ask().effect)))
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
