//! Sequences give values that are not taken yet.

use super::check::{Check, Expectation};
use super::index::schema_of;
use crate::facts::{Facts, Sequence, Side};

/// The check `sequences`: each gives a value past its column's highest, unless it did not do so in the old database either,
/// and no earlier one than there.
pub(super) fn check(facts: &Facts, lead: &Side, expectation: &Expectation) -> Check {
    let mut offenders = Vec::new();
    let behind_before = |name: &str| facts.old.sequences.iter().any(|old| old.name == name && behind(old));
    for sequence in &lead.sequences {
        if behind(sequence) && !behind_before(&sequence.name) {
            offenders.push(format!(
                "{} gives {} next, {} has reached {}",
                sequence.name,
                sequence.next,
                sequence.column,
                sequence.highest.unwrap_or_default()
            ));
        }
    }
    let anew = |name: &str| expectation.made_anew && schema_of(name) == expectation.schema;
    for old in &facts.old.sequences {
        if expectation.excepts(schema_of(&old.name)) {
            continue;
        }
        match lead.sequences.iter().find(|new| new.name == old.name) {
            None => offenders.push(format!("{} is missing", old.name)),
            Some(new) if new.next < old.next && !anew(&old.name) => {
                offenders
                    .push(format!("{} gives {} next, in the old database {}", new.name, new.next, old.next));
            }
            Some(_) => {}
        }
    }
    Check::of(
        "sequences",
        format!("{} sequences compared with their columns", lead.sequences.len()),
        offenders,
    )
}

fn behind(sequence: &Sequence) -> bool {
    sequence.highest.is_some_and(|highest| sequence.next <= highest)
}
