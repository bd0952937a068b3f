//! One want, one answer: what a run asks for, and where its answers go.

use super::phase::{End, Phase};
use super::{words, Out, Outstanding, Run, RunError};
use crate::ask::Interrupted;
use crate::codes;
use crate::effect::{Effect, Observation};
use crate::ending::{Ending, Millis};
use crate::machine::Want;
use crate::seeded::{self, Bug};

impl Run {
    /// The one thing to do next.
    ///
    /// # Errors
    /// When the last one was not answered, or the plan does not fit this version.
    pub fn next(&mut self, now: Millis) -> Result<Want<End>, RunError> {
        if self.outstanding != Outstanding::Nothing {
            return Err(RunError::Contract("the last directive was not answered"));
        }
        loop {
            let early = seeded::has(Bug::AppendAfterPerform) && matches!(self.phase, Phase::Sending { .. });
            if let Some(out) = self.outbox.front().filter(|_| !early) {
                self.outstanding = Outstanding::Out;
                return Ok(match out {
                    Out::Append { line, head } => Want::Append { line: line.clone(), head: head.clone() },
                    Out::Show(event) => Want::Show(event.clone()),
                    Out::File(file) => Want::Perform(vec![Effect::File(file.clone())]),
                });
            }
            if let Some(todo) = self.advance(now)? {
                if !self.outbox.is_empty() && !early {
                    // Records first: a change is announced on disk before it is made.
                    continue;
                }
                if !matches!(todo, Want::Ended(_)) {
                    self.outstanding = Outstanding::Phase;
                }
                return Ok(todo);
            }
        }
    }

    /// Takes the answer to the last [`Want`].
    ///
    /// # Errors
    /// When nothing was asked.
    pub fn take(&mut self, observation: &Observation, now: Millis) -> Result<(), RunError> {
        match std::mem::replace(&mut self.outstanding, Outstanding::Nothing) {
            Outstanding::Nothing => Err(RunError::Contract("nothing was asked")),
            Outstanding::Out => {
                let out = self.outbox.pop_front();
                match (out, observation) {
                    (
                        Some(Out::Append { .. }),
                        Observation::Unreachable { .. } | Observation::Unknown { .. },
                    ) => {
                        // Without a journal nothing more may be changed, and nothing more can be recorded.
                        self.outbox.clear();
                        self.phase = Phase::Ended(End {
                            ending: Ending::Paused,
                            code: codes::JOURNAL_NOT_WRITTEN.to_string(),
                            detail: "nothing was changed after that".to_owned(),
                        });
                    }
                    (_, Observation::Interrupted) => self.interrupted(now),
                    _ => {}
                }
                Ok(())
            }
            Outstanding::Phase => self.answered(observation, now),
        }
    }

    /// Moves on until something is to be done outside; `None` means: look again.
    fn advance(&mut self, now: Millis) -> Result<Option<Want<End>>, RunError> {
        if !matches!(self.phase, Phase::Probing(_) | Phase::Checking(_)) {
            self.standing.forget();
        }
        match &mut self.phase {
            Phase::Seek => {
                self.seek(now);
                Ok(None)
            }
            Phase::Interaction => Ok(self.interact(now)),
            Phase::Sending { side, calls } => {
                let (side, calls) = (*side, calls.clone());
                self.sending(side, &calls)
            }
            Phase::Claiming(claiming) => {
                let claiming = claiming.clone();
                self.claiming(claiming, now)
            }
            Phase::Probing(probing) => {
                let probing = probing.clone();
                self.probing(probing, now)
            }
            Phase::Checking(checking) => {
                let checking = checking.clone();
                self.checking(checking, now)
            }
            Phase::Sleeping { until, note, then } => {
                if now >= *until {
                    self.phase = std::mem::replace(&mut **then, Phase::Seek);
                    return Ok(None);
                }
                Ok(Some(Want::Wait { until: *until, note: note.clone() }))
            }
            Phase::Stopping { .. } => {
                let question = Interrupted::question(&self.plan, &self.id, self.can_roll_back());
                Ok(Some(Want::Ask { question, expect: None }))
            }
            Phase::Login { .. } => Ok(Some(Want::Ask { question: words::login(), expect: None })),
            Phase::Ended(end) => Ok(Some(Want::Ended(end.clone()))),
        }
    }

    fn answered(&mut self, observation: &Observation, now: Millis) -> Result<(), RunError> {
        if *observation == Observation::Interrupted {
            self.interrupted(now);
            return Ok(());
        }
        let answers = observation.each();
        match &mut self.phase {
            Phase::Sending { side, calls } => {
                let (side, calls) = (*side, calls.clone());
                self.sent(side, &calls, answers, now);
            }
            Phase::Claiming(claiming) => {
                let claiming = claiming.clone();
                self.claim_read(claiming, answers, now);
            }
            Phase::Probing(probing) => {
                let probing = probing.clone();
                self.probed(probing, answers, now);
            }
            Phase::Checking(checking) => {
                let checking = checking.clone();
                self.checked(checking, answers, now);
            }
            Phase::Stopping { then } => {
                let then = std::mem::replace(&mut **then, Phase::Seek);
                let typed = match observation {
                    Observation::Answered { text } => text.as_str(),
                    _ => "",
                };
                self.stopping_answered(typed, then, now);
            }
            Phase::Sleeping { then, .. } | Phase::Login { then } => {
                self.phase = std::mem::replace(&mut **then, Phase::Seek);
            }
            Phase::Interaction => self.interaction_answered(observation, now),
            Phase::Seek | Phase::Ended(_) => return Err(RunError::Contract("nothing was asked")),
        }
        Ok(())
    }
}
