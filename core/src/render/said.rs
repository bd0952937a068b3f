//! What several faces say of a plan in the same words.

use crate::line::about;
use crate::plan::{Check, Interaction, OnFailure, Plan, Step};
use crate::snapshot::App;

/// Up to where it can be rolled back, and how; `None` for a plan without a point of no return.
pub fn rollback(plan: &Plan) -> Option<String> {
    let last = plan.position(plan.marks.point_of_no_return.as_ref())?;
    let (last, of) = plan.number(last)?;
    Some(match last {
        1 => "none".to_owned(),
        _ => format!("automatic, or `heroku connect:runs:abort`, until step {last} of {of}"),
    })
}

/// What runs in an app: `web=1 worker=1`.
pub fn dynos(app: &App) -> String {
    let runs = app.formation.iter().filter(|process| process.quantity > 0);
    let runs: Vec<String> = runs.map(|one| format!("{}={}", one.kind, one.quantity)).collect();
    if runs.is_empty() {
        "no dynos".to_owned()
    } else {
        runs.join(" ")
    }
}

/// What a step is beside its own words. Names stand in backquotes.
pub fn marks(plan: &Plan, at: usize, step: &Step) -> Vec<String> {
    let mut marks = Vec::new();
    if step.interaction == Some(Interaction::Hold) {
        marks.push("waits for approval".to_owned());
    }
    for (mark, words) in [
        (&plan.marks.downtime_opens, "the apps are stopped from here"),
        (&plan.marks.cut_over, "cut-over"),
        (&plan.marks.point_of_no_return, "no rollback from here"),
    ] {
        if mark.as_ref() == Some(&step.id) {
            marks.push(words.to_owned());
        }
    }
    let restarts: Vec<String> = plan.restarts_at(at).iter().map(|app| format!("`{app}`")).collect();
    if !restarts.is_empty() {
        marks.push(format!("restarts {}", restarts.join(", ")));
    }
    marks
}

/// How long a step is waited for, milliseconds; `None` if nothing is.
pub fn longest(step: &Step) -> Option<u64> {
    step.until.iter().map(|check: &Check| check.deadline_ms).max()
}

/// How long it is waited for, and what happens then: without a full stop.
pub fn given_up(step: &Step) -> Option<String> {
    let then = match step.on_failure {
        OnFailure::Undo => "everything is rolled back, as long as that is possible",
        OnFailure::Pause => "the run pauses and keeps everything",
        OnFailure::PauseIfLate => "the run pauses if it is only late, and rolls back otherwise",
        OnFailure::Withdraw => "this step is taken back and the run pauses",
        OnFailure::Anew => "what was made is made anew, and after some tries everything is rolled back",
        OnFailure::Say => "that is said and the run goes on",
        OnFailure::GoOn | OnFailure::Leave | OnFailure::Load => "it is left over and the run goes on",
        OnFailure::Person => "a person must decide",
        OnFailure::Again => "the run pauses, and whoever resumes tries it again",
    };
    Some(format!("given up after {}: then {then}", about(longest(step)?)))
}

/// A sentence of the core's, in which names stand in backquotes: `plain` writes what is text, `code` what is a name.
pub fn sentence(text: &str, plain: fn(&str) -> String, code: fn(&str) -> String) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    // Backquotes that do not pair are somebody's own.
    if pieces.len().is_multiple_of(2) {
        return plain(text);
    }
    let piece = |(at, piece): (usize, &&str)| if at % 2 == 0 { plain(piece) } else { code(piece) };
    pieces.iter().enumerate().map(piece).collect()
}
