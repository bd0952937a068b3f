//! A report for people.

use super::{apps, row};
use crate::ending::Ending;
use crate::face::{Face, LocalTime};
use crate::line::{clock, Line, Style};
use crate::report::{Report, Side, SyncPaused};
use crate::summary::{self, counted};

/// The report as lines: what is down first, then the answer, then what is left to do; the proof for those who ask for it.
#[must_use]
pub fn report_text(report: &Report, face: &Face) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    lines.extend(report.stopped_since.map(|since| {
        let text = format!("APP STOPPED since {}: {}", face.local.moment(since), apps(&report.apps));
        Line::new().add(Style::Failure, &text)
    }));
    lines.extend(report.sync_paused.as_ref().map(|paused| {
        let text = format!("{}: {}", sync_paused(paused, &face.local), apps(&report.apps));
        Line::new().add(if paused.overdue_ms.is_some() { Style::Failure } else { Style::Warning }, &text)
    }));
    let style = match report.ending {
        Ending::Done | Ending::NothingToDo | Ending::Planned => Style::Success,
        Ending::Paused
        | Ending::Undone
        | Ending::Blocked
        | Ending::TakenOver
        | Ending::Overdue
        | Ending::NotHealthyYet => Style::Warning,
        Ending::Operator | Ending::Unmet | Ending::Differs | Ending::Usage | Ending::Unexpected => {
            Style::Failure
        }
    };
    lines.push(Line::heading(&report.title).add(Style::Plain, ": ").add(style, report.ending.sentence()));
    let mut say = |name: &str, text: &str| lines.push(row(name).add(Style::Plain, text));
    if !report.code.is_empty() {
        say("Why", &format!("{}  [{}]", report.detail, report.code));
    }
    say("Now", &report.standing);
    say("Run", &format!("{} of {} on {}", report.run, report.procedure, apps(&report.apps)));
    say("From", &side(&report.from));
    if let Some(to) = &report.to {
        say("To", &side(to));
    }
    say("Downtime", &summary::downtime(report.downtime_ms, report.stopped_since.is_some()));
    let took = clock(report.ended_at.saturating_sub(report.began_at));
    let resumed = match report.resumed {
        0 => String::new(),
        times => format!(", resumed {}", counted(times as usize, "time")),
    };
    say("Took", &format!("{took}, begun {}{resumed}", face.local.moment(report.began_at)));
    for (index, one) in report.stays.iter().enumerate() {
        say(if index == 0 { "Stays" } else { "" }, one);
    }
    for (index, one) in report.unproven.iter().enumerate() {
        say(if index == 0 { "Not proven" } else { "" }, one);
    }
    if !report.evidence.is_empty() {
        let checks = counted(report.evidence.len(), "proof");
        say(
            "Verified",
            &if face.verbose {
                checks
            } else {
                format!("{checks}, shown by `heroku connect:runs:info {} --verbose`", report.run)
            },
        );
    }
    if face.verbose {
        lines.extend(report.evidence.iter().map(|one| {
            Line::new()
                .add(Style::Success, " ✓ ")
                .add(Style::Label, &format!("{}: ", one.title))
                .add(Style::Plain, &one.value)
        }));
        if report.ending == Ending::Done && !report.not_covered.is_empty() {
            lines.extend([Line::new(), Line::heading("Not covered")]);
            lines.extend(
                report.not_covered.iter().map(|one| Line::new().add(Style::Faint, &format!("  - {one}"))),
            );
        }
    }
    if !report.next.is_empty() {
        lines.extend([Line::new(), Line::heading("Next")]);
    }
    for one in &report.next {
        if !one.why.is_empty() {
            lines.push(Line::new().add(Style::Faint, &format!("  # {}", one.why)));
        }
        lines.push(Line::new().add(Style::Plain, "  ").add(Style::Command, &one.command));
    }
    lines
}

/// How long Connect is paused, in capitals because it is easily forgotten.
pub(super) fn sync_paused(paused: &SyncPaused, local: &LocalTime) -> String {
    summary::sync_paused(&local.moment(paused.since), &local.moment(paused.due), paused.overdue_ms)
}

fn side(side: &Side) -> String {
    match &side.version {
        Some(version) => format!("{}, Postgres {version}", side.addon),
        None => side.addon.clone(),
    }
}
