//! A plan that was written by `--plan-only --out`.

use super::{read, GivenFile, Kind};
use crate::approval;
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::plan::{Plan, FORMAT_VERSION};
use crate::procedures;

const HELP: &str = "plan it anew with `--plan-only --out FILE`";

/// Reads a plan that can be applied: nothing stands against it.
///
/// # Errors
/// As [`shown`], or what stands against it.
pub fn plan(file: &GivenFile) -> Result<Plan, Diagnostic> {
    let plan = shown(file)?;
    let blocks = |one: &&Diagnostic| one.severity == Severity::Block;
    match plan.prechecks.iter().find(blocks) {
        None => Ok(plan),
        Some(first) => Err(Diagnostic::block(
            codes::APPLY_BLOCKED,
            format!("the plan is blocked and changes nothing: {}", first.message),
            HELP,
        )),
    }
}

/// Reads a plan that this version would make of the same request and snapshot, whatever stands against it.
///
/// # Errors
/// Why it is not to be believed: the file is no plan, was changed after it was made, or another version made it.
pub fn shown(file: &GivenFile) -> Result<Plan, Diagnostic> {
    let kind = Kind {
        noun: "plan",
        version: FORMAT_VERSION,
        mark: "steps",
        unreadable: codes::APPLY_UNREADABLE,
        unknown: codes::APPLY_UNKNOWN_PART,
        help: HELP,
    };
    let plan: Plan = read(file, &kind)?;
    if let Some(missing) = plan.unknown_part() {
        let message = format!("the plan uses `{missing}`, which this version of the plugin does not have");
        return Err(Diagnostic::block(codes::APPLY_UNKNOWN_PART, message, HELP));
    }
    if plan.request.finishes().is_some() {
        return Err(Diagnostic::block(
            codes::APPLY_UNKNOWN_PART,
            "the destruction of an old database is not applied from a file",
            "use `heroku connect:runs:finish RUN`",
        ));
    }
    if let Some(wrong) = plan.request.unmeant().into_iter().next() {
        return Err(wrong);
    }
    let again = procedures::plan(&plan.snapshot, &plan.request);
    if !approval::same(&plan, &again) {
        return Err(if plan.made_by == again.made_by {
            let message = "the plan is not the one that this version makes of its request and its snapshot: the file was changed";
            Diagnostic::block(codes::APPLY_CHANGED, message, HELP)
        } else {
            let message = format!(
                "version {} made the plan; this one ({}) makes another of the same",
                plan.made_by, again.made_by
            );
            Diagnostic::block(codes::APPLY_UNKNOWN_PART, message, HELP)
        });
    }
    Ok(plan)
}
