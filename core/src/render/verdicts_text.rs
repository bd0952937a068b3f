//! What the doctor found, for people: the answer first, then the worst.

use super::row;
use crate::doctor::{Standing, Verdict};
use crate::face::Face;
use crate::line::{Line, Style};
use crate::snapshot::Snapshot;

/// The verdicts as lines. What is in order is counted, and named for those who ask for everything.
#[must_use]
pub fn verdicts_text(verdicts: &[Verdict], snapshot: &Snapshot, face: &Face) -> Vec<Line> {
    let mut lines = vec![
        Line::heading(&format!("Health of {} and Heroku Connect", snapshot.app)),
        row("Database").add(Style::Addon, &snapshot.database.addon),
        row("Checks").add(Style::Plain, &tally(verdicts)),
    ];
    let told = |one: &&Verdict| face.verbose || one.standing > Standing::Ok;
    lines.extend(verdicts.iter().filter(told).flat_map(told_as));
    lines
}

fn tally(verdicts: &[Verdict]) -> String {
    let order = [Standing::Block, Standing::Warn, Standing::NotJudged, Standing::Note, Standing::Ok];
    let count = |standing: Standing| verdicts.iter().filter(|one| one.standing == standing).count();
    let said = order.into_iter().map(|standing| (standing, count(standing))).filter(|(_, count)| *count > 0);
    said.map(|(standing, count)| format!("{count} {}", plural(standing, count)))
        .collect::<Vec<_>>()
        .join(", ")
}

fn plural(standing: Standing, count: usize) -> String {
    let word = standing.word();
    let counted = matches!(standing, Standing::Block | Standing::Warn | Standing::Note) && count != 1;
    if counted {
        format!("{word}s")
    } else {
        word.to_owned()
    }
}

fn told_as(one: &Verdict) -> Vec<Line> {
    let (style, mark) = match one.standing {
        Standing::Ok => (Style::Success, " ✓ "),
        Standing::Note => (Style::Info, " · "),
        Standing::NotJudged => (Style::Warning, " ? "),
        Standing::Warn => (Style::Warning, " ! "),
        Standing::Block => (Style::Failure, " ✗ "),
    };
    let mut line = Line::new().add(style, mark);
    if one.standing == Standing::NotJudged && !one.message.starts_with("not judged") {
        line = line.add(Style::Plain, "not judged: ");
    }
    line = line.add(Style::Plain, &one.message).add(Style::Faint, &format!("  [{}]", one.code));
    let help = one.help.iter().map(|help| Line::new().add(Style::Plain, &format!("   {help}")));
    std::iter::once(line).chain(help).collect()
}
