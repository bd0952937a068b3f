//! The undo card: the exact commands that reopen everything by hand, should this program be gone.

use crate::args::{Args, Bindings};
use crate::ops;
use crate::plan::{Plan, Zone};
use crate::text::{Line, Style};

/// The card, newest step first, as the run itself would do it.
#[must_use]
pub fn undo_card(plan: &Plan, run: &str, bindings: &Bindings) -> Vec<Line> {
    let mut lines = vec![
        Line::heading("Undo card: reopens everything on the old database"),
        Line::plain(&format!("better: `heroku connect:runs:abort {run}`; by hand, in this order:")),
    ];
    for step in plan.steps.iter().rev().filter(|step| step.zone != Zone::Settle) {
        for call in &step.undo {
            let hand = Args::resolve(&call.args, bindings)
                .ok()
                .and_then(|args| ops::find(&call.op).ok()?.by_hand(&args).ok())
                .filter(|hand| !hand.starts_with('#'));
            if let Some(hand) = hand {
                lines.push(Line::new().add(Style::Plain, "  ").add(Style::Command, &hand));
            }
        }
    }
    lines
        .push(Line::plain("only before the step marked as the point of no return; after it, resume the run"));
    lines
}
