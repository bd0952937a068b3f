//! The verdict: facts in, checks out. Pure.
//!
//! Each check is one file and one entry of the list in [`decide`]. A check never looks at another check's result, so
//! that a lie is found by every check it touches.

mod acknowledged;
mod capture;
mod check;
mod fence;
mod index;
mod indexes;
mod left;
mod log;
mod old_quiet;
mod org_in;
mod org_out;
mod past;
mod rows;
mod sequences;
mod servers;
mod tables;

#[cfg(test)]
mod lies;
#[cfg(test)]
mod world;

pub use check::{Check, Expectation, Run, Totals, Verdict};

use crate::facts::{Facts, Side};
use index::Index;

/// Judges a run.
pub fn decide(facts: &Facts, expectation: &Expectation) -> Verdict {
    let read = Check::of("read", "both databases, the org and the files".into(), facts.unread.clone());
    let Some(lead) = lead(facts, expectation.run) else {
        return Verdict { checks: vec![read.failing()], totals: Totals::default() };
    };
    let index = Index::new(facts, lead, expectation);
    let mut checks = vec![read];
    checks.extend(servers::checks(facts, lead, &index, expectation));
    let (writes, mut totals) = acknowledged::checks(lead, &index);
    checks.extend(writes);
    match expectation.run {
        // Rows and log of the old database are not to be there as they are: mapped tables are held against the org, all others against what
        // clients were told.
        Run::Done if expectation.rolled_back_to.is_some() => {
            checks.push(indexes::check(facts, lead, expectation));
            checks.push(old_quiet::check(facts, lead, &index));
        }
        Run::Done => {
            checks.push(tables::check(facts, lead, expectation));
            checks.push(indexes::check(facts, lead, expectation));
            checks.push(rows::check(facts, lead, &index, expectation));
            checks.push(old_quiet::check(facts, lead, &index));
            if !expectation.made_anew {
                checks.push(log::carried(facts, lead));
            }
        }
        // Somebody else has rolled it back: clients were answered by the one of before.
        Run::Undone if expectation.rolled_back_to.is_some() => {}
        Run::Undone => checks.push(old_quiet::undone(facts, &index)),
    }
    if let Some(moment) = expectation.rolled_back_to {
        checks.push(past::check(lead, &index, &expectation.schema, moment));
    }
    if expectation.left_until.is_some() {
        checks.push(left::check(facts, &index, expectation));
    }
    checks.push(fence::check(facts, expectation));
    checks.extend(org_out::checks(facts, lead, &index));
    let (arrivals, changes) = org_in::checks(facts, lead, &index, expectation);
    checks.extend(arrivals);
    totals.org_changes = changes;
    checks.push(log::drained(lead, expectation));
    checks.push(capture::check(facts, lead));
    checks.push(sequences::check(facts, lead, expectation));
    Verdict { checks, totals }
}

/// The database that has to hold everything: the new one of a finished run, the old one of an undone run.
fn lead(facts: &Facts, run: Run) -> Option<&Side> {
    match run {
        Run::Done => facts.new.as_ref(),
        Run::Undone => Some(&facts.old),
    }
}
