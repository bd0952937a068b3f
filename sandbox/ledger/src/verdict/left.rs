//! What was left behind with an organization that is gone is not in the one that came after it.

use std::collections::BTreeSet;

use super::check::{Check, Expectation};
use super::index::{bare, schema_of, Index};
use crate::facts::{Facts, Source};

/// The check `left-behind`: Connect wrote nothing into the org of keys that clients wrote to before the moment only.
pub(super) fn check(facts: &Facts, index: &Index<'_>, expectation: &Expectation) -> Check {
    let mapped = index.acks.iter().filter(|ack| schema_of(&ack.table) == expectation.schema);
    let (left, since): (Vec<_>, Vec<_>) = mapped.partition(|ack| expectation.leaves(ack));
    let key = |ack: &&&crate::ack::Ack| (bare(&ack.table).to_owned(), ack.key.clone());
    let since: BTreeSet<_> = since.iter().map(key).collect();
    let only: BTreeSet<_> = left.iter().map(key).filter(|one| !since.contains(one)).collect();
    let sent = facts.org.history.iter().filter(|change| change.source == Source::Connect);
    let offenders = sent
        .filter_map(|change| {
            let one = (bare(&change.table).to_owned(), change.key.clone()?);
            only.contains(&one).then(|| {
                format!("{} {}, written before the schema was put aside, was sent to the org", one.0, one.1)
            })
        })
        .collect();
    Check::of(
        "left-behind",
        format!("{} keys that clients wrote to before the schema was put aside only", only.len()),
        offenders,
    )
}
