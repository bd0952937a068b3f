//! Runs for people.

use crate::journal::{Entry, Journal, Outcome};
use crate::line::{clock, Line, Style};
use crate::output::Untrusted;
use crate::report::Report;

/// A list of runs, newest first; a journal that cannot be trusted is named as such.
#[must_use]
pub fn runs_text(reports: &[Result<Report, Untrusted>]) -> Vec<Line> {
    if reports.is_empty() {
        return vec![Line::plain("no runs on this machine; a run of another machine shows in `heroku connect:upgrade-db --plan-only`")];
    }
    reports
        .iter()
        .map(|one| match one {
            Ok(report) => Line::new()
                .add(Style::Label, &format!("{:<10}", report.run))
                .add(Style::App, &format!("{:<24}", report.apps.join(",")))
                .add(
                    if report.open() { Style::Warning } else { Style::Success },
                    &format!("{:<22}", report.ending.sentence()),
                )
                .add(Style::Faint, &format!("{} in zone {}", report.procedure, report.zone.word())),
            Err(Untrusted { run, why }) => {
                Line::new().add(Style::Label, &format!("{run:<10}")).add(Style::Failure, why)
            }
        })
        .collect()
}

/// What a journal tells, line by line.
#[must_use]
pub fn run_text(journal: &Journal) -> Vec<Line> {
    let began = journal.records.first().map_or(0, |record| record.at);
    let mut lines = vec![Line::heading("Journal")];
    let chain = match (journal.torn, journal.head_checked) {
        (true, _) => "a torn line was left out: it was never confirmed, so nothing was done on its word",
        (false, true) => "every line follows the one before, up to the head noted in the lock file",
        (false, false) => {
            "every line follows the one before; there is no noted head, so a removed end could not be seen"
        }
    };
    lines.push(Line::new().add(Style::Label, "chain        ").add(Style::Plain, chain));
    for record in journal.records.iter() {
        let at = clock(record.at.saturating_sub(began));
        let words = match &record.entry {
            Entry::Begun { holder, plan, .. } => {
                format!("begun by {holder}, plan {}", plan.sha256().chars().take(12).collect::<String>())
            }
            Entry::Entered { step, zone } => format!("{step} entered ({})", zone.word()),
            Entry::Issued { step, call, undo } => {
                format!("{step} {} {call} sent", if *undo { "undo" } else { "call" })
            }
            Entry::Answered { step, call, undo, outcome, status } => {
                let outcome = match outcome {
                    Outcome::Landed => "landed",
                    Outcome::Unknown => "unknown",
                    Outcome::NotSent => "not sent",
                    Outcome::Refused => "refused",
                };
                format!("{step} {} {call} {outcome} ({status})", if *undo { "undo" } else { "call" })
            }
            Entry::Held { step, condition, .. } => format!("{step} {condition} held"),
            Entry::StepDone { step } => format!("{step} done"),
            Entry::Deferred { step, code, .. } => format!("{step} left over [{code}]"),
            Entry::Retrying { step, code, .. } => format!("{step} will be tried again [{code}]"),
            Entry::Undoing { step, code, .. } => format!("undoing because of {step} [{code}]"),
            Entry::RolledBack { to } => {
                format!("everything from {to} on is taken back and may be done again")
            }
            Entry::NotAsBefore { step, code, .. } => format!("{step} is not as it was before [{code}]"),
            Entry::Unproven { step, code, .. } => format!("{step} not proven [{code}]"),
            Entry::Accepted { step, code, .. } => format!("{step} accepted by the operator [{code}]"),
            Entry::StepUndone { step } => format!("{step} taken back"),
            Entry::Resumed { holder } => format!("resumed by {holder}"),
            Entry::Stopped { ending, code, .. } => format!("stopped: {} [{code}]", ending.sentence()),
            Entry::Approved => "approved, the downtime may begin".to_owned(),
        };
        lines.push(Line::new().add(Style::Faint, &format!("  {at:>8}  ")).add(Style::Plain, &words));
    }
    lines
}
