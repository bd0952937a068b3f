//! What a checker may see of a run beyond its contract.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::phase::Phase;
use super::{send, Run};
use crate::ending::Millis;
use crate::plan::Plan;

impl Run {
    /// The plan, shared.
    #[must_use]
    pub fn shared_plan(&self) -> Arc<Plan> {
        Arc::clone(&self.plan)
    }

    /// Id of the step at hand.
    #[must_use]
    pub fn at_step(&self) -> &str {
        self.current().map_or("", |step| &step.id)
    }

    /// When what is waited for now is given up, for a checker that does not want to wait.
    #[must_use]
    pub fn gives_up_at(&self) -> Option<Millis> {
        let waiting = match &self.phase {
            Phase::Sleeping { then, .. } => then,
            other => other,
        };
        match waiting {
            Phase::Checking(checking) => {
                Some(checking.since + self.check(checking.list, checking.index)?.deadline_ms)
            }
            Phase::Probing(probing) => Some(probing.since + send::UNCLEAR_MS),
            _ => self.unsent_since.map(|since| since + send::UNSENT_MS + 1),
        }
    }

    /// Identity of the machine's state without time, ids and counters, for a checker.
    pub fn fingerprint(&self, into: &mut impl Hasher) {
        self.course.hash_into(into);
        self.pending.is_some().hash(into);
        self.step.hash(into);
        (self.outbox.len(), self.undo_guarded).hash(into);
        match &self.phase {
            Phase::Seek => 0u8.hash(into),
            Phase::Interaction => 1u8.hash(into),
            Phase::Sending { side, call } => (2u8, side, call).hash(into),
            Phase::Probing(probing) => {
                (3u8, probing.side, probing.call, probing.misses, probing.hits, probing.answers.len())
                    .hash(into)
            }
            Phase::Checking(checking) => {
                (4u8, checking.list, checking.index, checking.held, checking.answers.len()).hash(into);
                for answer in &checking.answers {
                    format!("{answer:?}").hash(into);
                }
            }
            Phase::Sleeping { then, .. } => (5u8, std::mem::discriminant(&**then)).hash(into),
            Phase::Login { .. } => 6u8.hash(into),
            Phase::Ended(end) => (7u8, end.ending, &end.code).hash(into),
        }
    }
}
