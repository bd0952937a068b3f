//! What a checker may see of a run beyond its contract.

use std::sync::Arc;

use super::phase::Phase;
use super::Run;
use crate::ending::Millis;
use crate::journal::{Entry, Journal, Record};

impl Run {
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
                let checks =
                    checking.items.iter().filter_map(|item| self.checks(checking.list).get(item.index));
                Some(checking.since + checks.map(|check| check.deadline_ms).min()?)
            }
            Phase::Probing(probing) => Some(probing.since + self.unclear_ms()),
            _ => self.unsent_since.map(|(_, since)| since + self.unsent_ms() + 1),
        }
    }

    /// True if more was recorded since there were so many records than what was learnt or shown while something is waited for.
    #[must_use]
    pub fn gets_on(&self, records: usize) -> bool {
        let learning =
            |record: &Record| matches!(&record.entry, Entry::Held { evidence, .. } if evidence.is_empty());
        !self.records.since(records).all(learning)
    }

    /// How often a change that is sent once was sent, the most of all. What was turned away at the door does not count.
    #[must_use]
    pub fn announced(&self) -> usize {
        let calls = self.course.steps.iter().zip(&self.plan.steps);
        calls
            .flat_map(|(state, step)| state.calls.iter().zip(&step.calls))
            .filter(|(_, op)| op.known().is_ok_and(|verb| verb.once() && verb.again_after_ms().is_none()))
            .map(|(call, _)| usize::from(call.sends))
            .max()
            .unwrap_or(0)
    }

    /// The journal of a process that died when the oldest `count` records were on disk.
    #[must_use]
    pub fn journal(&self, count: usize) -> Option<Journal> {
        let records = self.records.oldest(count);
        // Every record says the hash of the one before.
        let head = self.records.since(count).next().map_or(&self.head, |next| &next.prev).clone();
        (!records.is_empty()).then(|| Journal {
            run: self.id.clone(),
            plan: Arc::clone(&self.plan),
            records,
            head,
            torn: false,
            head_checked: true,
        })
    }
}
