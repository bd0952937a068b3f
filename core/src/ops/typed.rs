//! Which changes a runbook types.

use super::Op;
use crate::late::Known;

/// Topics whose commands are not the CLI's own, or need a program beside it.
const OTHERS: [&str; 2] = ["connect:", "pg:psql"];

/// The command of the Heroku CLI alone that makes this change; `None` where there is none that does all of it, where it is not known
/// before the run, and where one sending is not enough.
#[must_use]
pub fn typed(op: &Op, known: &Known<'_>) -> Option<String> {
    let verb = op.known().ok()?;
    let command = verb.by_hand(known).ok().flatten()?;
    let words = command.strip_prefix("heroku ")?;
    let others = OTHERS.iter().any(|other| words.starts_with(other));
    (verb.same_by_hand() && !verb.repeats() && !others).then_some(command)
}
