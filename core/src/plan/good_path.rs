//! What goes out when all goes well.

use std::collections::BTreeMap;

use super::names::Names;
use super::step::Step;
use crate::budget::{Budget, Tally};
use crate::effect::Effect;
use crate::late::{Known, LateError, Role};
use crate::ops::{self, LockTake, LockZone, Op};
use crate::query::{self, Place};
use crate::run::TOGETHER;
use crate::snapshot::Snapshot;

impl Budget {
    /// The survey and every step, as a run carries them out when everything holds at the first look: waits come on top.
    #[must_use]
    pub fn of(snapshot: &Snapshot, steps: &[Step], names: &Names) -> Self {
        let bindings = names.shown();
        let known = Known::shown(&bindings);
        let apps = snapshot.apps.iter().map(|app| app.name.as_str());
        let (database, reach) = (&snapshot.database, snapshot.reach());
        let lead = reach.map(|one| Place::of(&one.app, one.config_var(), &database.id, &database.plan));
        let mut tally = Tally::after(snapshot.asked.clone(), apps, lead.as_ref());
        let mut locks = Locks::new();
        for step in steps {
            // A part that this version does not know is refused before anything goes out.
            for effect in effects(step, &known, &mut locks).unwrap_or_default() {
                tally.count(&effect);
            }
        }
        tally.budget().clone()
    }
}

/// The look at the lock in each database that has a row of it: one of the old side, and one of the new side from the cut-over on.
type Locks = BTreeMap<bool, Effect>;

/// What a step sends and reads, in order: before what goes out together, the lock is looked at.
fn effects(step: &Step, known: &Known<'_>, locks: &mut Locks) -> Result<Vec<Effect>, LateError> {
    let mut out = Vec::new();
    for guard in &step.guards {
        out.extend(guard.condition.known()?.reads(known)?);
    }
    let mut standing = out.len();
    let mut looked = None;
    for (at, call) in step.calls.iter().enumerate() {
        let verb = call.known()?;
        let wave =
            step.together_from.map_or(at, |from| if at < from { at } else { from + (at - from) / TOGETHER });
        if !verb.repeats() && looked != Some(wave) {
            out.extend(locks.values().cloned());
            looked = Some(wave);
        }
        out.extend(ops::sends(verb, known)?);
        if !verb.repeats() {
            standing = out.len();
        }
        if let Op::LockTake(LockTake { place, .. }) | Op::LockZone(LockZone { place, .. }) = call {
            locks.insert(place.role == Role::New, query::lock_read(&place.get(known)?).effect);
        }
    }
    for check in &step.until {
        for read in check.condition.known()?.reads(known)? {
            // What was read since the last change is not read again.
            if !out.iter().skip(standing).any(|one| *one == read) {
                out.push(read);
            }
        }
    }
    Ok(out)
}
