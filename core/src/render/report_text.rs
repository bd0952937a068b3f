//! A report for people.

use crate::ending::Ending;
use crate::line::{clock, Line, Style};
use crate::report::Report;
use crate::summary;

/// The report as lines: the answer first, then the proof, then what is left to do.
#[must_use]
pub fn report_text(report: &Report) -> Vec<Line> {
    let style = match report.ending {
        Ending::Done | Ending::NothingToDo | Ending::Planned => Style::Success,
        Ending::Paused | Ending::Undone | Ending::Blocked => Style::Warning,
        Ending::Operator | Ending::Usage | Ending::Unexpected => Style::Failure,
    };
    let mut lines = vec![
        Line::new(),
        Line::heading("Report"),
        Line::new().add(style, &format!("{}  ", report.ending.sentence())).add(
            Style::Plain,
            &format!("run {} of {} on {}", report.run, report.procedure, report.apps.join(", ")),
        ),
    ];
    if !report.code.is_empty() {
        lines.push(
            Line::new()
                .add(Style::Label, "why          ")
                .add(Style::Plain, &report.detail)
                .add(Style::Faint, &format!("  [{}]", report.code)),
        );
    }
    lines.push(field("took", &clock(report.ended_at.saturating_sub(report.began_at))));
    lines.push(field("downtime", &summary::downtime(report.downtime_ms, report.stopped_since.is_some())));
    if report.resumed > 0 {
        lines.push(field("resumed", &format!("{} time(s)", report.resumed)));
    }
    lines.push(field("standing", &report.standing));
    if !report.evidence.is_empty() {
        lines.push(Line::heading("Evidence"));
        for one in &report.evidence {
            lines.push(
                Line::new()
                    .add(Style::Success, "  ok ")
                    .add(Style::Label, &format!("{}: ", one.title))
                    .add(Style::Plain, &one.value),
            );
        }
    }
    if report.ending == Ending::Done && !report.not_covered.is_empty() {
        lines.push(Line::heading("Not covered"));
        lines.extend(
            report.not_covered.iter().map(|one| Line::new().add(Style::Faint, &format!("  - {one}"))),
        );
    }
    if !report.next.is_empty() {
        lines.push(Line::heading("Next"));
        lines.extend(report.next.iter().map(|one| {
            let line = Line::new().add(Style::Plain, "  ").add(Style::Command, &one.command);
            if one.why.is_empty() {
                line
            } else {
                line.add(Style::Faint, &format!("   # {}", one.why))
            }
        }));
    }
    lines
}

fn field(name: &str, value: &str) -> Line {
    Line::new().add(Style::Label, &format!("{name:<13}")).add(Style::Plain, value)
}
