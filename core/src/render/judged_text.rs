//! What was seen of a condition, for people: the answer first, then a line for each add-on and app.

use super::row;
use crate::catalog::NamedEntry;
use crate::line::{clock, Line, Style};
use crate::named::{Held, Judged, Looked, Needed};

/// The answer as lines.
#[must_use]
pub fn judged_text(condition: &str, judged: &Judged) -> Vec<Line> {
    let (style, word) = match (judged.verdict, judged.overdue) {
        (Held::Holds, _) => (Style::Success, "holds".to_owned()),
        (Held::DoesNotHold, false) => (Style::Failure, "does not hold".to_owned()),
        (Held::DoesNotHold, true) => {
            (Style::Failure, format!("does not hold, after {}", clock(judged.waited_ms)))
        }
        (Held::NotJudged, _) => (Style::Warning, "could not be judged".to_owned()),
    };
    let first = Line::new().add(Style::Heading, condition).add(Style::Plain, ": ").add(style, &word);
    std::iter::once(first).chain(judged.looked.iter().flat_map(looked)).collect()
}

fn looked(one: &Looked) -> Vec<Line> {
    let (style, mark) = match one.verdict {
        Held::Holds => (Style::Success, " ✓ "),
        Held::DoesNotHold => (Style::Failure, " ✗ "),
        Held::NotJudged => (Style::Warning, " ? "),
    };
    let named = || Line::new().add(style, mark).add(Style::Addon, &one.of);
    let evidence = one.evidence.iter().map(|proof| format!("{}: {}", proof.title, proof.value));
    let said: Vec<String> = one.detail.iter().cloned().chain(evidence).collect();
    if said.is_empty() {
        return vec![named()];
    }
    said.iter().map(|said| named().add(Style::Plain, &format!("  {said}"))).collect()
}

/// Every condition that can be asked for.
#[must_use]
pub fn conditions_text(all: &[NamedEntry]) -> Vec<Line> {
    let flags = |one: &NamedEntry| {
        let flag = |flag: &crate::catalog::FlagEntry| match flag.needed {
            Needed::Always => flag.flag.clone(),
            Needed::ForCheck => format!("[{}] (a check needs it)", flag.flag),
            Needed::Never => format!("[{}]", flag.flag),
        };
        one.flags.iter().map(flag).collect::<Vec<_>>().join(" ")
    };
    let mut lines = Vec::new();
    for one in all {
        let named = Line::new().add(Style::Command, &one.name);
        lines.push(match flags(one) {
            none if none.is_empty() => named,
            flags => named.add(Style::Faint, &format!(" {flags}")),
        });
        lines.push(row("").add(Style::Plain, &one.sentence));
    }
    lines
}
