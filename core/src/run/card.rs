//! The card: the exact commands that bring an app back by hand, should this program be gone. It holds what applies now and
//! nothing else: back to the old database before the point of no return, on to the new one after it, and what a person may go back to all the
//! same. No card destroys anything.

use crate::course::{Course, StepState};
use crate::late::{Bindings, Known};
use crate::line::{Line, Style};
use crate::ops::{Op, Verb};
use crate::plan::{Plan, Step};
use crate::summary;

/// The card of a run; `at` is the step that is about to be done.
#[must_use]
pub fn card(plan: &Plan, run: &str, bindings: &Bindings, course: &Course, at: Option<usize>) -> Vec<Line> {
    let known = Known::of(bindings);
    if course.past_no_return(plan) {
        forward(plan, run, &known, course)
    } else {
        back(plan, run, &known, course, at)
    }
}

/// Everything that was begun, newest first, as the run itself would take it back.
fn back(plan: &Plan, run: &str, known: &Known<'_>, course: &Course, at: Option<usize>) -> Vec<Line> {
    let where_to = match (&plan.marks.cut_over, plan.request.upgrade()) {
        (Some(_), _) => " on the old database",
        (None, Some(_)) => ", with nothing upgraded",
        (None, None) => ", with nothing changed",
    };
    let mut lines = vec![
        Line::heading(&format!("Rollback by hand: brings the app back{where_to}")),
        Line::plain(&format!("Better, as long as this machine works: `heroku connect:runs:abort {run}`")),
    ];
    let applies = |index: usize, state: &StepState| {
        at == Some(index) || (state.entered && !state.undone && state.begun())
    };
    let steps = course.steps.iter().zip(&plan.steps).enumerate().rev();
    let mut begun: Vec<&Step> =
        steps.filter(|(index, (state, _))| applies(*index, state)).map(|(_, (_, step))| step).collect();
    // What may start something by itself is taken back before anything else.
    begun.sort_by_key(|step| plan.marks.arms.as_ref() != Some(&step.id));
    lines.extend(begun.iter().flat_map(|step| &step.undo).flat_map(|op| by_hand(op, known)));
    let left = begun.iter().flat_map(|step| &step.undo).filter_map(|op| left_over(op, known));
    lines.extend(left.map(|what| Line::plain(&format!("# Left over by these commands: {what}"))));
    lines
}

/// Everything that is still to be done, in order.
fn forward(plan: &Plan, run: &str, known: &Known<'_>, course: &Course) -> Vec<Line> {
    let heading = if plan.marks.cut_over.is_some() {
        "On by hand: brings the app back on the new database; there is no way back to the old one"
    } else if plan.request.upgrade().is_some() {
        "On by hand: brings the app back once the upgrade is done; there is no way back"
    } else {
        "On by hand: brings the app back once the change is done; there is no way back"
    };
    let mut lines = vec![
        Line::heading(heading),
        Line::plain(&format!("Better, as long as this machine works: `heroku connect:runs:resume {run}`")),
    ];
    let open = course.steps.iter().zip(&plan.steps).filter(|(state, _)| !state.done);
    lines.extend(open.flat_map(|(_, step)| &step.calls).flat_map(|op| by_hand(op, known)));
    let back = summary::back(run, plan, course);
    if !back.is_empty() {
        lines.push(Line::plain("# Or back, without what was written since. A person decides that:"));
    }
    lines.extend(back.into_iter().flat_map(|one| {
        let why = Line::new().add(Style::Faint, &format!("# {}", one.why));
        [why, Line::new().add(Style::Command, &one.command)]
    }));
    lines
}

/// A comment and a command.
fn by_hand(op: &Op, known: &Known<'_>) -> Vec<Line> {
    let Some(verb) = op.known().ok().filter(|verb| verb.on_card()) else { return Vec::new() };
    match (verb.sentence(known), verb.by_hand(known)) {
        (Ok(sentence), Ok(Some(command))) => vec![
            Line::new().add(Style::Faint, &format!("# {sentence}")),
            Line::new().add(Style::Command, &command),
        ],
        _ => Vec::new(),
    }
}

fn left_over(op: &Op, known: &Known<'_>) -> Option<String> {
    let verb: &dyn Verb = op.known().ok()?;
    if verb.on_card() {
        return None;
    }
    verb.sentence(known).ok()
}
