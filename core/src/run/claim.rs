//! Whether the run is still ours: looked at when a process goes on with it, and before everything that it changes. Another machine
//! may have taken it over while this one slept.

use super::answer::received;
use super::phase::{Claiming, End, Phase, Then};
use super::{Run, RunError};
use crate::answer::Answer;
use crate::class::{class, Class};
use crate::codes;
use crate::effect::{Observation, UnreachableReason};
use crate::ending::{Ending, Millis};
use crate::late::{slots, Known, Late, Place, Role};
use crate::look::{Look, Stop};
use crate::machine::Want;
use crate::ops::Op;
use crate::query::{self, Lock};
use crate::zone::Zone;

/// How long a lock that cannot be read is waited for: a machine that wakes up is without a network for a while. After that the run
/// goes on, because the database may be what is in trouble, and an app must not stay stopped for that.
const UNREAD_MS: u64 = 60_000;
const BETWEEN_LOOKS_MS: u64 = 1_000;

/// A row of the lock that the run wrote.
pub(super) struct Row<'a> {
    /// Where.
    pub place: &'a Place,
    /// True if it is certain that it was written.
    pub landed: bool,
    /// The run in whose place it was to stand.
    instead_of: Option<&'a str>,
}

/// What the lock says.
enum Claim {
    /// It is ours, or nothing of ours is locked.
    Ours,
    /// Somebody else has it.
    Taken(String),
    /// There is no lock any more.
    Gone,
    /// It cannot be read; true if that may pass.
    Unread(bool),
}

impl Run {
    /// Looks at the lock, and does what follows if it is still ours.
    pub(super) fn claim(&mut self, then: Then, now: Millis) {
        if self.locks().is_empty() {
            self.claimed(then, now);
        } else {
            self.phase = Phase::Claiming(Claiming { then, answers: Vec::new() });
        }
    }

    fn claimed(&mut self, then: Then, now: Millis) {
        match then {
            Then::Seek => self.phase = Phase::Seek,
            Then::Send { side, calls } => self.issue(side, calls, now),
        }
    }

    pub(super) fn claiming(
        &mut self,
        claiming: Claiming,
        now: Millis,
    ) -> Result<Option<Want<End>>, RunError> {
        let claim = match self.held_by(&Look::at(&claiming.answers)) {
            Ok(claim) => claim,
            Err(Stop::Read(effect)) => return Ok(Some(Want::Perform(vec![*effect]))),
            Err(Stop::Late(source)) => return Err(self.misfit(source)),
            // Whoever only reads a row leaves none of these.
            Err(Stop::Judged(_)) => return Err(RunError::Contract("a look at the lock does not judge")),
        };
        let waited = match claim {
            Claim::Unread(true) => now.saturating_sub(*self.unread_since.get_or_insert(now)),
            _ => {
                self.unread_since = None;
                UNREAD_MS
            }
        };
        match claim {
            Claim::Taken(by) => {
                let detail =
                    format!("{by} has taken this run over on another machine; nothing more is done here");
                self.end(Ending::TakenOver, &codes::RUN_TAKEN_OVER, detail, now);
            }
            Claim::Gone if !self.setting.accept.iter().any(|code| *code == *codes::RUN_LOCK_GONE) => {
                let detail =
                    "another machine has ended this run, or somebody has removed its lock".to_owned();
                self.end(Ending::Operator, &codes::RUN_LOCK_GONE, detail, now);
            }
            Claim::Unread(_) if waited < UNREAD_MS => {
                let note = self.waiting_line("the lock of this run cannot be read, trying again");
                let then = Box::new(Phase::Claiming(Claiming { answers: Vec::new(), ..claiming }));
                self.phase = Phase::Sleeping { until: now + BETWEEN_LOOKS_MS, note, then };
            }
            Claim::Ours | Claim::Gone | Claim::Unread(_) => self.claimed(claiming.then, now),
        }
        Ok(None)
    }

    pub(super) fn claim_read(&mut self, mut claiming: Claiming, answers: &[Observation], now: Millis) {
        if received(std::iter::once(&mut claiming.answers), &[0], answers) {
            self.phase = Phase::Claiming(claiming);
        } else {
            self.login_lost(Phase::Claiming(claiming), now);
        }
    }

    /// The row of the database that led, and of the new one once the run has written there: both are claimed by whoever takes over.
    fn held_by(&self, look: &Look<'_>) -> Result<Claim, Stop> {
        let known = Known::of(&self.course.bindings);
        let claim = Late::from(slots::CLAIM).get(&known)?;
        let locks = self.locks();
        let (mut seen, mut gone, mut passing) = (false, false, false);
        for new in [false, true] {
            for row in locks.iter().filter(|row| (row.place.role == Role::New) == new) {
                let answer = look.observation(query::lock_read(&row.place.get(&known)?).effect)?;
                let landed = row.landed;
                match answer {
                    none if query::no_lock(none) => gone |= landed,
                    // The name by which it was reached was the run's own.
                    Observation::Unreachable { reason: UnreachableReason::NoConfigVar } => gone |= landed,
                    Observation::Sql { row: read } => {
                        let lock = Lock::read(read);
                        // Not taken yet, or given back.
                        let before = lock.run_id.is_some() && lock.run_id.as_deref() == row.instead_of;
                        match lock.claim.as_ref() == Some(&claim) {
                            true => {}
                            false if before => gone |= landed,
                            false => {
                                let holder = lock.holder.unwrap_or_else(|| "somebody".to_owned());
                                return Ok(Claim::Taken(holder));
                            }
                        }
                    }
                    other => {
                        passing |= matches!(class(other), Class::TryAgain | Class::NotYet | Class::Lost);
                        continue;
                    }
                }
                seen = true;
                // One row is enough of each side.
                break;
            }
        }
        // Whoever takes a run over once it has moved leaves the old side's row as it is, and removes the new one at the end.
        Ok(match (gone, seen) {
            (true, _) => Claim::Gone,
            (false, true) => Claim::Ours,
            (false, false) => Claim::Unread(passing),
        })
    }

    /// Where rows of the lock were written, newest first; nowhere any more once it is being removed or given back.
    pub(super) fn locks(&self) -> Vec<Row<'_>> {
        // Whoever takes a run over after the cut-over leaves the old row as it is.
        let moved = self.course.taken_in.is_some_and(|zone| zone >= Zone::CutOver);
        let mut locks = Vec::new();
        for (step, state) in self.plan.steps.iter().zip(self.course.steps.iter()).rev() {
            let (made, undone) = (step.calls.iter().zip(&state.calls), step.undo.iter().zip(&state.undo));
            if made
                .clone()
                .chain(undone)
                .any(|(op, call)| matches!(op, Op::LockRelease(_) | Op::LockReturn(_)) && call.issued)
            {
                return Vec::new();
            }
            locks.extend(made.filter(|_| !state.undone).filter_map(|(op, call)| match op {
                Op::LockTake(take) if call.issued && !moved => {
                    let (place, landed) = (&take.place, call.landed());
                    Some(Row { place, landed, instead_of: take.instead_of.as_deref() })
                }
                Op::LockZone(note) if call.landed() && !(moved && note.place.role != Role::New) => {
                    Some(Row { place: &note.place, landed: true, instead_of: None })
                }
                _ => None,
            }));
        }
        locks
    }
}
