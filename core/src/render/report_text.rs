//! A report for people.

use crate::directive::Ending;
use crate::plan::Plan;
use crate::report::Report;
use crate::text::{clock, Line, Style};

/// The report as lines: the answer first, then the proof, then what is left to do.
#[must_use]
pub fn report_text(report: &Report, plan: &Plan) -> Vec<Line> {
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
    lines.push(field("window", &window(report)));
    if report.resumed > 0 {
        lines.push(field("resumed", &format!("{} time(s)", report.resumed)));
    }
    lines.push(field("standing", &standing(report, plan)));
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
        lines.extend(
            report.next.iter().map(|one| Line::new().add(Style::Plain, "  ").add(Style::Command, one)),
        );
    }
    lines
}

fn field(name: &str, value: &str) -> Line {
    Line::new().add(Style::Label, &format!("{name:<13}")).add(Style::Plain, value)
}

fn window(report: &Report) -> String {
    match (report.window_ms, report.window_open) {
        (_, true) => "writers are stopped now".to_owned(),
        (Some(ms), false) => format!("writers were stopped for {}", clock(ms)),
        (None, false) => "writers were never stopped".to_owned(),
    }
}

/// Where the app stands, in a sentence.
fn standing(report: &Report, plan: &Plan) -> String {
    let old = &plan.old_database.addon;
    match report.ending {
        Ending::Done if plan.procedure == "upgrade-db" => {
            let cost = plan.old_database.price_cents.map_or(String::new(), |cents| {
                let day = cents.saturating_mul(12) / 365;
                format!(", and costs about ${}.{:02} a day until it is destroyed", day / 100, day % 100)
            });
            format!("everything runs on the new database; the old one ({old}) is fenced{cost}")
        }
        Ending::Done => "done".to_owned(),
        Ending::Undone => format!("everything is as it was, on {old}"),
        Ending::Paused | Ending::Operator | Ending::Unexpected if report.window_open => format!(
            "WRITERS ARE STOPPED: maintenance mode on, process types at 0 (zone {}); reopen with the commands below or the undo card",
            report.zone.word()
        ),
        Ending::Paused | Ending::Operator | Ending::Unexpected if report.done.iter().any(|step| step == "move-attachments") => {
            format!("the app runs on the new database; left over: {}", report.left.join(", "))
        }
        Ending::Paused | Ending::Operator | Ending::Unexpected if report.done.iter().any(|step| step == "pause-connect") && report.undone.is_empty() => {
            format!("writers run on {old}; CONNECT IS PAUSED, changes are captured and not sent")
        }
        Ending::Paused | Ending::Operator | Ending::Unexpected => format!("writers run on {old}; what was made so far is kept"),
        Ending::NothingToDo | Ending::Planned | Ending::Blocked | Ending::Usage => "nothing was changed".to_owned(),
    }
}
