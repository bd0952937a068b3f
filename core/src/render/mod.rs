//! One value, many faces: text of a plan, of a list of runs, of a report. Nothing is decided here, and no fact is added.

mod change_request;
mod checked_text;
mod diff_text;
mod fields_text;
mod form;
mod html;
mod judged_text;
mod maintenances_text;
mod markdown;
mod plan_steps;
mod plan_text;
mod report_text;
mod runbook;
mod runs_text;
mod said;
mod verdicts_text;
mod wrap;

pub use change_request::change_request;
pub use checked_text::checked_text;
pub use diff_text::diff_text;
pub use fields_text::fields_text;
pub use form::PlanForm;
pub use html::{fillable, page, parts, words, Labels, Page, Parts, View, LABELS};
pub use judged_text::{conditions_text, judged_text};
pub use maintenances_text::{acknowledged_text, announced_text, back_text, outlook_text, recovered_text};
pub use plan_text::{blockers, confirmation, plan_text, sum, warning};
pub use report_text::report_text;
pub use runbook::runbook;
pub use runs_text::{run_text, running, runs_text};
pub use verdicts_text::verdicts_text;
pub use wrap::wrapped;

use crate::line::{Line, Style};

/// A row of a table without lines: a name, and the beginning of what is to be said.
fn row(name: &str) -> Line {
    Line::new().add(Style::Label, &format!("  {name:<11}"))
}

/// An app, as the CLI shows it.
fn app(name: &str) -> String {
    format!("⬢ {name}")
}

/// Apps, as the CLI shows them.
fn apps(names: &[String]) -> String {
    names.iter().map(|name| app(name)).collect::<Vec<_>>().join(", ")
}
