//! Lines of a width: broken between words, never within a command, and indented below what they belong to.

use crate::line::{Line, Span, Style};

/// Deepest indent of what goes on in another line.
const DEEPEST: usize = 20;

/// The lines, none of them wider than the terminal, if it is known how wide that is.
#[must_use]
pub fn wrapped(lines: &[Line], columns: Option<usize>) -> Vec<Line> {
    match columns {
        Some(columns) => lines.iter().flat_map(|line| wrap(line, columns)).collect(),
        None => lines.to_vec(),
    }
}

fn wrap(line: &Line, columns: usize) -> Vec<Line> {
    if line.width() <= columns {
        return vec![line.clone()];
    }
    let indent = indent(line).min(DEEPEST).min(columns / 2);
    let mut lines = vec![Line::new()];
    let (mut width, mut fresh) = (0, true);
    for (style, word) in line.0.iter().flat_map(words) {
        let ends = word.trim_end().chars().count();
        let word = if !fresh && width + ends > columns {
            lines.push(Line(vec![Span { style: Style::Plain, text: " ".repeat(indent) }]));
            width = indent;
            word.trim_start()
        } else {
            word
        };
        if let Some(Line(spans)) = lines.last_mut() {
            match spans.last_mut() {
                Some(last) if last.style == style => last.text.push_str(word),
                _ => spans.push(Span { style, text: word.to_owned() }),
            }
        }
        width += word.chars().count();
        // A word that is wider than the terminal stays whole behind its indent.
        fresh = width <= indent;
    }
    for Line(spans) in &mut lines {
        if let Some(last) = spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
    }
    lines
}

/// What goes on in another line stands below the text behind a label or a mark.
fn indent(line: &Line) -> usize {
    let Some(first) = line.0.first() else { return 0 };
    let spaces = |text: &str| text.chars().take_while(|one| *one == ' ').count();
    if first.text.ends_with(' ') && first.style != Style::Plain {
        first.text.chars().count()
    } else {
        spaces(&first.text)
    }
}

/// Its words, each with the spaces behind it. A command is one word.
fn words(span: &Span) -> impl Iterator<Item = (Style, &str)> {
    let mut rest = span.text.as_str();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let lead = rest.len() - rest.trim_start_matches(' ').len();
        let end = rest.get(lead..).and_then(|text| text.find(' ')).map_or(rest.len(), |end| end + lead);
        let behind = rest.get(end..).map_or(0, |text| text.len() - text.trim_start_matches(' ').len());
        let cut = if span.style == Style::Command { rest.len() } else { end + behind };
        let (word, left) = rest.split_at(cut);
        rest = left;
        Some((span.style, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &Line, columns: usize) -> Vec<String> {
        wrapped(std::slice::from_ref(line), Some(columns)).iter().map(Line::unstyled).collect()
    }

    #[test]
    fn a_line_is_broken_between_words_and_goes_on_below_its_text() {
        let line = Line::new()
            .add(Style::Label, "  Cost     ")
            .add(Style::Plain, "+$50.00/month, until you run something");
        assert_eq!(
            text(&line, 30),
            ["  Cost     +$50.00/month,", "           until you run", "           something"]
        );
        assert_eq!(text(&line, 200), [line.unstyled()]);
    }

    #[test]
    fn a_command_is_never_broken() {
        let line = Line::plain("to go on type `heroku connect:runs:resume rabc1234` here");
        assert_eq!(text(&line, 30), ["to go on type", "`heroku connect:runs:resume rabc1234`", "here"]);
    }
}
