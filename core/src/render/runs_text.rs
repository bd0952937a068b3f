//! Runs for people.

use crate::approval;
use crate::ending::Ending;
use crate::face::Face;
use crate::journal::{Entry, Journal, Outcome};
use crate::line::{clock, Line, Style};
use crate::output::{Listed, Untrusted};
use crate::procedures::{self, Procedure};
use crate::report::{Report, Side};

use super::report_text::sync_paused;

/// Runs as a table: those with an app stopped first, then the newest. A journal that cannot be trusted is named as such.
#[must_use]
pub fn runs_text(runs: &[Listed], untrusted: &[Untrusted], face: &Face) -> Vec<Line> {
    if runs.is_empty() && untrusted.is_empty() {
        return vec![Line::plain(
            "no runs on this machine; `heroku connect:runs:take-over --app APP` shows one of another machine, and asks",
        )];
    }
    let cells: Vec<[String; 4]> = runs.iter().map(|one| cells(&one.report, face)).collect();
    let head = ["RUN", "APP", "STARTED", "FROM→TO"].map(str::to_owned);
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let all = cells.iter().chain([&head]);
            all.filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default()
        })
        .collect();
    let padded = |row: &[String; 4], styles: [Style; 4]| {
        row.iter()
            .zip(&widths)
            .zip(styles)
            .fold(Line::new(), |line, ((cell, width), style)| line.add(style, &format!("{cell:<width$}  ")))
    };
    let mut lines = vec![padded(&head, [Style::Label; 4]).add(Style::Label, "STATUS")];
    for (one, row) in runs.iter().zip(&cells) {
        let (style, status) = status(one, face);
        let styles = [Style::Plain, Style::App, Style::Faint, Style::Plain];
        lines.push(padded(row, styles).add(style, &status));
    }
    lines.extend(
        untrusted.iter().map(|one| Line::plain(&format!("{}  ", one.run)).add(Style::Failure, &one.why)),
    );
    lines
}

/// The line above all that is told of a run that goes on right now.
#[must_use]
pub fn running() -> Line {
    Line::new().add(Style::Info, "running: a living process on this machine is at work on it")
}

fn cells(report: &Report, face: &Face) -> [String; 4] {
    let app = match report.apps.as_slice() {
        [one] => one.clone(),
        [first, more @ ..] => format!("{first} +{}", more.len()),
        [] => String::new(),
    };
    // `15.19 (deprecating)`: the number is what fits a table.
    let number = |side: &Side| {
        side.version.as_deref().and_then(|text| text.split(' ').next()).unwrap_or("?").to_owned()
    };
    let destroyed = || procedures::find(&report.procedure).is_some_and(Procedure::destroys);
    let to = report.to.as_ref().map(number).or_else(|| destroyed().then(|| "gone".to_owned()));
    let from = number(&report.from);
    let versions = to.map_or(from.clone(), |to| format!("{from}→{to}"));
    [report.run.clone(), app, face.local.short(report.began_at), versions]
}

fn status(one: &Listed, face: &Face) -> (Style, String) {
    let report = &one.report;
    let running = if one.running { ", running" } else { "" };
    match report.stopped_since {
        Some(since) => (Style::Failure, format!("APP STOPPED since {}{running}", face.local.short(since))),
        None if report.sync_paused.is_some() => {
            let words = report.sync_paused.as_ref().map(|paused| sync_paused(paused, &face.local));
            (Style::Warning, words.unwrap_or_default())
        }
        None if one.running => (Style::Info, "running".to_owned()),
        None if report.open() || report.ending == Ending::TakenOver => {
            (Style::Warning, report.ending.sentence().to_owned())
        }
        None => (Style::Success, report.ending.sentence().to_owned()),
    }
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
                format!(
                    "begun by {holder}, plan {}",
                    approval::sha256(plan).chars().take(12).collect::<String>()
                )
            }
            Entry::Entered { step, zone } => format!("{step} entered ({})", zone.word()),
            Entry::Issued { step, call, undo } => {
                format!("{step} {} {call} sent", if *undo { "rollback" } else { "call" })
            }
            Entry::Answered { step, call, undo, outcome, status } => {
                let outcome = match outcome {
                    Outcome::Landed => "landed",
                    Outcome::Unknown => "unknown",
                    Outcome::NotSent => "not sent",
                    Outcome::Refused => "refused",
                };
                format!("{step} {} {call} {outcome} ({status})", if *undo { "rollback" } else { "call" })
            }
            Entry::Held { step, condition, .. } => format!("{step} {condition} held"),
            Entry::StepDone { step } => format!("{step} done"),
            Entry::Deferred { step, code, .. } => format!("{step} left over [{code}]"),
            Entry::Retrying { step, code, .. } => format!("{step} will be tried again [{code}]"),
            Entry::Undoing { step, code, .. } => format!("rolling back because of {step} [{code}]"),
            Entry::RolledBack { to } => {
                format!("everything from {to} on is rolled back and may be done again")
            }
            Entry::NotAsBefore { step, code, .. } => format!("{step} is not as it was before [{code}]"),
            Entry::Unproven { step, code, .. } => format!("{step} not proven [{code}]"),
            Entry::Accepted { step, code, .. } => format!("{step} accepted by the operator [{code}]"),
            Entry::StepUndone { step } => format!("{step} rolled back"),
            Entry::Adopted { step, code, to, .. } => format!("seen in {step} [{code}]: goes on from {to}"),
            Entry::Disproved { step } => format!("{step} has come to nothing, and everything is as it was"),
            Entry::TakenOver { from, zone, .. } => {
                format!("taken over from {from}, noted in {}", zone.word())
            }
            Entry::Resumed { holder, .. } => format!("resumed by {holder}"),
            Entry::Continued { holder, .. } => format!("gone on with by a runbook of {holder}"),
            Entry::Stopped { ending, code, .. } => format!("stopped: {} [{code}]", ending.sentence()),
            Entry::Approved => "approved, the downtime may begin".to_owned(),
        };
        lines.push(Line::new().add(Style::Faint, &format!("  {at:>8}  ")).add(Style::Plain, &words));
    }
    lines
}
