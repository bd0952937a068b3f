//! The proof that everything a plan changes before its point of no return can be taken back.

use super::marks::Marks;
use super::step::Step;
use crate::ops::{Op, Undo};

/// A change that nothing takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmirrored {
    /// Step that makes it.
    pub step: String,
    /// Its op.
    pub op: String,
}

/// The first change before the point of no return that its step does not take back exactly once.
#[must_use]
pub fn unmirrored(steps: &[Step], marks: &Marks) -> Option<Unmirrored> {
    let end = steps.iter().position(|step| Some(&step.id) == marks.point_of_no_return.as_ref());
    steps.iter().take(end.unwrap_or(steps.len())).find_map(|step| {
        let lost = step.calls.iter().find(|call| !taken_back(call, &step.undo))?;
        Some(Unmirrored { step: step.id.clone(), op: lost.name().to_owned() })
    })
}

fn taken_back(call: &Op, undo: &[Op]) -> bool {
    let Ok(verb) = call.known() else { return false };
    match verb.undo() {
        Undo::Nothing => true,
        Undo::By(op) => undo.iter().filter(|one| **one == *op).count() == 1,
        Undo::Restore => {
            undo.iter().filter(|one| one.known().is_ok_and(|verb| verb.restores(call))).count() == 1
        }
    }
}
