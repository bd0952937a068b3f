//! What to write next.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

use super::dice::Dice;
use super::outcome::Outcome;
use super::target::Target;
use super::write::Write;
use crate::ack::Op;

/// Rows that one author keeps raising; the oldest choices are forgotten, the rows stay.
const REMEMBERED: usize = 64;

/// Chooses writes for one thread; never raises a row that another author made.
#[derive(Debug)]
pub struct Author {
    prefix: String,
    counter: Arc<AtomicU64>,
    dice: Dice,
    own: Vec<Write>,
}

impl Author {
    /// An author whose keys are `<prefix>-<n>`; `counter` gives the `n` and is shared by the authors of a process.
    pub fn new(prefix: String, counter: Arc<AtomicU64>, dice: Dice) -> Self {
        Author { prefix, counter, dice, own: Vec::new() }
    }

    /// A pause from `low` to `high` milliseconds.
    pub fn pause(&mut self, low: u64, high: u64) -> std::time::Duration {
        std::time::Duration::from_millis(self.dice.between(low, high))
    }

    /// The next write: an update in two of three cases, once there is something to update. Half of the new rows go to
    /// the app's own table, which is the first target.
    pub fn next_write(&mut self, targets: &[Target]) -> Option<Write> {
        if !self.own.is_empty() && self.dice.below(3) > 0 {
            let last = &self.own[self.dice.below(self.own.len() as u64) as usize];
            return Some(Write { version: last.version + 1, op: Op::Update, ..last.clone() });
        }
        let rest = targets.len().saturating_sub(1) as u64;
        let index = if self.dice.below(2) == 0 || rest == 0 { 0 } else { 1 + self.dice.below(rest) };
        let target = targets.get(index as usize)?.clone();
        let key = format!("{}-{}", self.prefix, self.counter.fetch_add(1, Ordering::Relaxed) + 1);
        Some(Write { target, key, version: 1, op: Op::Insert, row: 0 })
    }

    /// Learns what became of a write.
    pub fn learn(&mut self, write: &Write, outcome: &Outcome) {
        let known = self.own.iter().position(|last| last.key == write.key);
        match (outcome, known) {
            // Also after a lost answer: the next version has to be higher than the one that may be there.
            (Outcome::Committed | Outcome::Unknown(_), Some(index)) => {
                self.own[index].version = write.version
            }
            (Outcome::Committed, None) => {
                if self.own.len() < REMEMBERED {
                    self.own.push(write.clone());
                } else {
                    let index = self.dice.below(REMEMBERED as u64) as usize;
                    self.own[index] = write.clone();
                }
            }
            // The row is gone, deleted by the org: the author lets go of it.
            (Outcome::Missing, Some(index)) => {
                self.own.swap_remove(index);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn author() -> Author {
        Author::new("acme-web.1-7".into(), Arc::new(AtomicU64::new(0)), Dice::new(3))
    }

    fn targets() -> Vec<Target> {
        vec![Target::app_event(), Target::mapped("salesforce", "account")]
    }

    #[test]
    fn keys_are_unique_and_only_own_rows_are_raised() {
        let mut author = author();
        let mut versions = std::collections::BTreeMap::new();
        for _ in 0..500 {
            let write = author.next_write(&targets()).unwrap();
            match write.op {
                Op::Insert => assert!(versions.insert(write.key.clone(), 1).is_none()),
                _ => {
                    let version = versions.get_mut(&write.key).unwrap();
                    *version += 1;
                    assert_eq!(write.version, *version);
                }
            }
            author.learn(&write, &Outcome::Committed);
        }
        assert!(versions.len() > 100 && versions.values().any(|version| *version > 3));
    }

    #[test]
    fn a_refused_insert_is_never_updated() {
        let mut author = author();
        for _ in 0..50 {
            let write = author.next_write(&targets()).unwrap();
            assert_eq!(write.op, Op::Insert);
            author.learn(&write, &Outcome::Refused("read-only".into()));
        }
    }

    #[test]
    fn after_a_lost_answer_the_version_is_passed_over() {
        let mut author = author();
        let first = author.next_write(&targets()).unwrap();
        author.learn(&first, &Outcome::Committed);
        let update = loop {
            let write = author.next_write(&targets()).unwrap();
            if write.op == Op::Update {
                break write;
            }
        };
        author.learn(&update, &Outcome::Unknown("connection closed".into()));
        let again = loop {
            let write = author.next_write(&targets()).unwrap();
            if write.op == Op::Update {
                break write;
            }
        };
        assert_eq!((update.version, again.version), (2, 3));
    }

    #[test]
    fn a_missing_row_is_let_go() {
        let mut author = author();
        let first = author.next_write(&targets()).unwrap();
        author.learn(&first, &Outcome::Committed);
        author.learn(&first, &Outcome::Missing);
        assert_eq!(author.next_write(&targets()).unwrap().op, Op::Insert);
    }
}
