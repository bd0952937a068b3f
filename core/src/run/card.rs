//! The undo card: the exact commands that reopen everything by hand, should this program be gone.

use crate::late::{Bindings, Known};
use crate::line::{Line, Style};
use crate::plan::Plan;

/// The card, newest step first, as the run itself would do it.
#[must_use]
pub fn undo_card(plan: &Plan, run: &str, bindings: &Bindings) -> Vec<Line> {
    let mut lines = vec![
        Line::heading("Undo card: reopens everything on the old database"),
        Line::plain(&format!("better: `heroku connect:runs:abort {run}`; by hand, in this order:")),
    ];
    let end = plan.position(plan.marks.point_of_no_return.as_ref()).unwrap_or(plan.steps.len());
    for step in plan.steps.iter().take(end).rev() {
        for call in &step.undo {
            let hand = call.known().and_then(|op| op.by_hand(&Known::of(bindings))).ok().flatten();
            if let Some(hand) = hand {
                lines.push(Line::new().add(Style::Plain, "  ").add(Style::Command, &hand));
            }
        }
    }
    lines
        .push(Line::plain("only before the step marked as the point of no return; after it, resume the run"));
    lines
}
