//! What goes out when all goes well.

use super::names::Names;
use super::step::Step;
use crate::budget::{Budget, Tally};
use crate::effect::Effect;
use crate::late::{Known, LateError};
use crate::ops;
use crate::snapshot::Snapshot;

impl Budget {
    /// The survey and every step, as a run carries them out when everything holds at the first look: waits come on top.
    #[must_use]
    pub fn of(snapshot: &Snapshot, steps: &[Step], names: &Names) -> Self {
        let bindings = names.shown();
        let known = Known::shown(&bindings);
        let apps = snapshot.apps.iter().map(|app| app.name.as_str());
        let mut tally = Tally::after(snapshot.asked.clone(), apps);
        for step in steps {
            // A part that this version does not know is refused before anything goes out.
            for effect in effects(step, &known).unwrap_or_default() {
                tally.count(&effect);
            }
        }
        tally.budget().clone()
    }
}

/// What a step sends and reads, in order.
fn effects(step: &Step, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
    let mut out = Vec::new();
    for guard in &step.guards {
        out.extend(guard.condition.known()?.reads(known)?);
    }
    let mut standing = out.len();
    for call in &step.calls {
        let verb = call.known()?;
        out.extend(ops::sends(verb, known)?);
        if !verb.repeats() {
            standing = out.len();
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
