//! One value, many faces: text of a plan, of a list of runs, of a report. Nothing is decided here, and no fact is added.

mod plan_text;
mod report_text;
mod runs_text;

pub use plan_text::plan_text;
pub use report_text::report_text;
pub use runs_text::{run_text, runs_text};
