//! What fields of mappings take, for people.

use crate::field::{Change, Class};
use crate::line::{Line, Style};
use crate::shell::shell_word;

/// Each field that differs, and the command that makes its table follow; what is in order is counted.
#[must_use]
pub fn fields_text(changes: &[Change], app: &str) -> Vec<Line> {
    let same = changes.iter().filter(|one| one.class == Class::Same).count();
    let others: Vec<&Change> = changes.iter().filter(|one| one.class != Class::Same).collect();
    let mut lines = vec![Line::heading(&format!("Fields of {app} and their columns"))];
    let name = |one: &Change| format!("{}.{}", one.object, one.field);
    let width = others.iter().map(|one| name(one).chars().count()).max().unwrap_or_default();
    for one in &others {
        let style = if one.class == Class::NotJudged { Style::Label } else { Style::Warning };
        let now = one.now.as_deref().unwrap_or("no column");
        let wanted = match (&one.wanted, one.class) {
            (Some(wanted), _) => format!("{now} -> {wanted}"),
            (None, Class::Remove) => format!("{now} -> none"),
            (None, _) => now.to_owned(),
        };
        lines.push(
            Line::new()
                .add(Style::Plain, &format!("  {:<width$}  ", name(one)))
                .add(style, &format!("{:<10}", one.class.word()))
                .add(Style::Plain, &format!("  {wanted} ({})", one.source)),
        );
    }
    lines.push(Line::plain(&format!("  {same} of {} as their fields want them", changes.len())));
    let mut objects: Vec<&str> =
        others.iter().filter(|one| one.class.changes()).map(|one| one.object.as_str()).collect();
    objects.dedup();
    if !objects.is_empty() {
        lines.push(Line::plain(""));
    }
    for object in objects {
        let command = format!("heroku connect:change-field {} --app {}", shell_word(object), shell_word(app));
        lines.push(
            Line::plain("  see what it takes: ").add(Style::Command, &format!("{command} --plan-only")),
        );
    }
    lines
}
