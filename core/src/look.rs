//! Looking at the world, one read after the other, from inside a pure function.
//!
//! A judgement asks for what it needs where it needs it. What was not read yet stops it with the read that is missing; with
//! one more answer it is begun again from the top. So a judgement reads like a plain function and does no I/O.

use std::cell::Cell;

use crate::answer::{said, Answer, Ask, Said};
use crate::class::{class, Class};
use crate::codes;
use crate::effect::{Effect, Observation};
use crate::judgement::Judgement;
use crate::late::LateError;

/// Why a judgement could not go on.
#[derive(Debug)]
pub enum Stop {
    /// This has to be read first.
    Read(Box<Effect>),
    /// What was read, or could not be read, decides it already.
    Judged(Judgement),
    /// A value has not been bound: the plan and its run do not fit together.
    Late(LateError),
}

impl From<LateError> for Stop {
    fn from(error: LateError) -> Self {
        Self::Late(error)
    }
}

/// The answers so far, handed out in the order of the questions.
#[derive(Debug)]
pub struct Look<'a> {
    answers: &'a [Observation],
    next: Cell<usize>,
}

impl<'a> Look<'a> {
    /// A look at these answers.
    #[must_use]
    pub fn at(answers: &'a [Observation]) -> Self {
        Self { answers, next: Cell::new(0) }
    }

    /// The whole observation, for the few that judge how something failed.
    ///
    /// # Errors
    /// When it is still to be read.
    pub fn observation(&self, effect: Effect) -> Result<&'a Observation, Stop> {
        let at = self.next.get();
        self.next.set(at + 1);
        self.answers.get(at).ok_or_else(|| Stop::Read(Box::new(effect)))
    }

    /// An answer; `None` for a 404.
    ///
    /// # Errors
    /// When it is still to be read, or could not be.
    pub fn find<A: Answer>(&self, ask: Ask<A>, what: &str) -> Result<Option<A>, Stop> {
        let observation = self.observation(ask.effect)?;
        match said(observation) {
            Said::Value(value) => Ok(Some(A::read(value))),
            Said::Absent => Ok(None),
            Said::Unread(_) => Err(Self::unread(observation, what)),
        }
    }

    /// What follows from an answer that cannot be read.
    #[must_use]
    pub fn unread(observation: &Observation, what: &str) -> Stop {
        Stop::Judged(match observation {
            // A database that lacks the object or the right will not gain it by waiting.
            Observation::SqlFailed { code } if class(observation) == Class::Refused => Judgement::Never {
                code: codes::SQL_REFUSED,
                detail: format!("{what}: the database refused with error {code}"),
            },
            other => Judgement::Unread(match said(other) {
                Said::Unread(why) => format!("{what}: {why}"),
                Said::Value(_) | Said::Absent => format!("{what}: not found"),
            }),
        })
    }

    /// An answer that must be there.
    ///
    /// # Errors
    /// When it is still to be read, or could not be.
    pub fn read<A: Answer>(&self, ask: Ask<A>, what: &str) -> Result<A, Stop> {
        self.find(ask, what)?.ok_or_else(|| Stop::Judged(Judgement::Unread(format!("{what}: not found"))))
    }
}
