//! How two configurations differ, for people: the answer first, then what is lost.

use crate::config::{Change, Class, Diff};
use crate::line::{Line, Style};

/// Most differences of a class that are shown.
const SHOWN: usize = 500;

/// The differences as lines, by what an import does about them.
#[must_use]
pub fn diff_text(diff: &Diff) -> Vec<Line> {
    let count = diff.differences.len();
    let mut lines = vec![Line::heading(&match count {
        0 => "The configurations are equal".to_owned(),
        1 => "The configurations differ in one thing".to_owned(),
        count => format!("The configurations differ in {count} things"),
    })];
    for (class, words) in [
        (Class::Destructive, "Data or a guarantee goes"),
        (Class::Applied, "An import applies"),
        (Class::NotApplied, "An import does not apply, a person must"),
    ] {
        let mut of = diff.differences.iter().filter(|one| one.class == class).peekable();
        if of.peek().is_some() {
            lines.push(Line::new().add(Style::Label, &format!("  {words}")));
        }
        let hidden = of.clone().count().saturating_sub(SHOWN);
        lines.extend(of.take(SHOWN).map(|one| {
            let style = match one.change {
                Change::Added => Style::Success,
                Change::Removed => Style::Failure,
                Change::Changed => Style::Warning,
            };
            Line::new().add(style, &format!("    {}", one.line))
        }));
        if hidden > 0 {
            lines.push(Line::plain(&format!("    and {hidden} more")));
        }
    }
    lines.extend(diff.notes.iter().map(|note| Line::new().add(Style::Info, " · ").add(Style::Plain, note)));
    lines
}
