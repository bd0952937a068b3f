//! The proof that no slot of a plan is read before it has a value.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use super::step::Step;
use crate::late::{slots, Use, Uses};

/// A slot that is read too early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbound {
    /// Step that reads it.
    pub step: String,
    /// Slot.
    pub slot: String,
}

/// The first slot that is read before a value is certain to be there; `None` for a plan that can be run.
///
/// Guards hold before a step's first change; what its `until` binds is only certain when the step is done, so neither its
/// own calls nor taking it back may rely on it, and later steps only if it cannot be left over.
#[must_use]
pub fn unbound(steps: &[Step], names: &Names) -> Option<Unbound> {
    let mut left: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut known = at_begin(names);
    steps.iter().find_map(|step| {
        // It is only entered if the one that it needs was not left over.
        let needed = step.needs.as_deref().and_then(|needs| left.get(needs)).into_iter().flatten();
        let at = known.iter().chain(needed).cloned().collect();
        match after(at, step) {
            Ok(sure) if step.on_failure.leaves_over() => left.insert(&step.id, sure).and(None),
            Ok(sure) => {
                known = sure;
                None
            }
            Err(early) => Some(early),
        }
    })
}

fn at_begin(names: &Names) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = names.slots().map(str::to_owned).collect();
    known.extend([slots::RUN, slots::HOLDER, slots::CLAIM].map(|slot| slot.name().to_owned()));
    known
}

/// What is known after a step that was done, or what it reads too early.
fn after(mut known: BTreeSet<String>, step: &Step) -> Result<BTreeSet<String>, Unbound> {
    for guard in &step.guards {
        read(guard, &mut known, step)?;
    }
    for op in step.changes() {
        read(op, &mut known.clone(), step)?;
    }
    // Taking back learns too: what one of its checks binds is known to those after it.
    let mut back = known.clone();
    for check in step.undo_guards.iter().chain(&step.undo_until) {
        read(check, &mut back, step)?;
    }
    let mut sure = known.clone();
    for check in &step.until {
        read(check, &mut sure, step)?;
    }
    Ok(sure)
}

fn read(part: &impl Uses, known: &mut BTreeSet<String>, step: &Step) -> Result<(), Unbound> {
    let mut early = None;
    let mut bound = Vec::new();
    part.uses(&mut |slot| match slot {
        Use::Reads(slot) if !known.contains(slot) => early = Some(slot.to_owned()),
        Use::Reads(_) => {}
        Use::Binds(slot) => bound.push(slot.to_owned()),
    });
    known.extend(bound);
    early.map_or(Ok(()), |slot| Err(Unbound { step: step.id.clone(), slot }))
}
