//! What was found in a configuration, for people: the answer first, then the worst.

use super::row;
use crate::config::{Checked, Finding, Level};
use crate::line::{Line, Style};

/// The findings as lines. Rules that lack the same thing share a line; what is in order is counted, and named for those who ask
/// for everything.
#[must_use]
pub fn checked_text(checked: &Checked, verbose: bool) -> Vec<Line> {
    let mut lines = vec![
        Line::heading("Configuration of Heroku Connect"),
        row("Mappings").add(Style::Plain, &format!("{}, with {} fields", checked.mappings, checked.fields)),
        row("Checks").add(Style::Plain, &tally(checked)),
    ];
    let mut lacking: Vec<&str> = Vec::new();
    for one in &checked.findings {
        if one.level != Level::NotJudged {
            lines.extend(told(one, std::slice::from_ref(&one)));
        } else if !lacking.contains(&one.message.as_str()) {
            lacking.push(&one.message);
            let alike: Vec<&Finding> =
                checked.findings.iter().filter(|other| other.message == one.message).collect();
            lines.extend(told(one, &alike));
        }
    }
    if verbose {
        lines.extend(checked.ok.iter().map(|code| {
            Line::new()
                .add(Style::Success, " ✓ ")
                .add(Style::Plain, "ok")
                .add(Style::Faint, &format!("  [{code}]"))
        }));
    }
    lines
}

fn tally(checked: &Checked) -> String {
    let counted = |level: Level| (checked.counts.of(level), word(level, checked.counts.of(level)));
    let said: Vec<String> = Level::ALL
        .into_iter()
        .map(counted)
        .chain([(checked.ok.len(), "ok")])
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    said.join(", ")
}

fn word(level: Level, count: usize) -> &'static str {
    match (level, count) {
        (Level::Block, 1) => "blocker",
        (Level::Block, _) => "blockers",
        (Level::Accept, _) => "to accept",
        (Level::Warn, 1) => "warning",
        (Level::Warn, _) => "warnings",
        (Level::NotJudged, _) => "not judged",
        (Level::Note, 1) => "note",
        (Level::Note, _) => "notes",
    }
}

/// A finding, with the codes of all that say the same.
fn told(one: &Finding, alike: &[&Finding]) -> Vec<Line> {
    let (style, mark) = match one.level {
        Level::Block => (Style::Failure, " ✗ "),
        Level::Accept => (Style::Failure, " ± "),
        Level::Warn => (Style::Warning, " ! "),
        Level::NotJudged => (Style::Warning, " ? "),
        Level::Note => (Style::Info, " · "),
    };
    let codes: Vec<&str> = alike.iter().map(|one| one.code.as_str()).collect();
    let line = Line::new()
        .add(style, mark)
        .add(Style::Plain, &one.message)
        .add(Style::Faint, &format!("  [{}]", codes.join(", ")));
    // How each of them is accepted is said where it stands against something.
    let help = one
        .help
        .iter()
        .filter(|_| alike.len() == 1)
        .map(|help| Line::new().add(Style::Plain, &format!("   {help}")));
    std::iter::once(line).chain(help).collect()
}
