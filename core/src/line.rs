//! Text for people, as styled spans. A shell only maps a style to a colour; it adds no word.

use serde::{Deserialize, Serialize};

/// What a span means; the shell chooses how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Style {
    /// Ordinary text.
    Plain,
    /// A headline.
    Heading,
    /// Something is as it should be.
    Success,
    /// Something to think about.
    Warning,
    /// Something failed.
    Failure,
    /// Something to know.
    Info,
    /// Name of an app.
    App,
    /// Name of an add-on or attachment.
    Addon,
    /// A command to type.
    Command,
    /// Less important text.
    Faint,
    /// The name of a value.
    Label,
}

/// A piece of text with one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Span {
    /// Style.
    pub style: Style,
    /// Text that is safe for a terminal: see [`printable`].
    pub text: String,
}

/// One line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// An empty line.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of one plain span.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self::new().add(Style::Plain, text)
    }

    /// A headline.
    #[must_use]
    pub fn heading(text: &str) -> Self {
        Self::new().add(Style::Heading, text)
    }

    /// The line with one more span. Backquoted parts of plain text, names and commands, keep their quotes: without colours they
    /// are all that tells a name from a word.
    #[must_use]
    pub fn add(mut self, style: Style, text: &str) -> Self {
        let text = printable(text);
        if style == Style::Plain {
            for (index, part) in text.split('`').enumerate() {
                match (index % 2 == 1, part.is_empty()) {
                    (_, true) => {}
                    (true, false) => self.0.push(Span { style: Style::Command, text: format!("`{part}`") }),
                    (false, false) => self.0.push(Span { style, text: part.to_owned() }),
                }
            }
        } else {
            self.0.push(Span { style, text });
        }
        self
    }

    /// Columns that it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        self.0.iter().map(|span| span.text.chars().count()).sum()
    }

    /// The text without styles.
    #[must_use]
    pub fn unstyled(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }
}

/// Makes outside text harmless on a terminal: control characters, escape sequences and characters that reorder or hide
/// text become `\u{…}`.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let hidden = c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
        if hidden {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// How long the app has been stopped, as it stands behind the line of a step.
#[must_use]
pub fn downtime_clock(ms: u64) -> Line {
    Line::new().add(Style::Failure, &format!("  app stopped {}", clock(ms)))
}

/// How long something has taken, as it stands behind a line.
#[must_use]
pub fn elapsed(ms: u64) -> Line {
    Line::new().add(Style::Faint, &format!("  {}", clock(ms)))
}

/// About how long something will take, no more exact than it can be known: `less than a minute`, `about 12 min`,
/// `about 19 h 20 min`.
#[must_use]
pub fn about(ms: u64) -> String {
    match ms.div_ceil(60_000) {
        0 | 1 => "less than a minute".to_owned(),
        minutes @ 2..90 => format!("about {minutes} min"),
        minutes => match (minutes.div_ceil(10) / 6, minutes.div_ceil(10) % 6 * 10) {
            (hours, 0) => format!("about {hours} h"),
            (hours, minutes) => format!("about {hours} h {minutes} min"),
        },
    }
}

/// A duration in words a person reads at a glance: `0:07`, `12:03`, `1:02:03`.
#[must_use]
pub fn clock(ms: u64) -> String {
    let s = ms / 1000;
    let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
    if h > 0 {
        format!("{h}:{m:02}:{s:02}")
    } else {
        format!("{m}:{s:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_becomes_harmless() {
        assert_eq!(printable("a\u{1b}[31mb\nc\u{202e}d"), "a\\u{1b}[31mb\\u{a}c\\u{202e}d");
        assert_eq!(printable("e\u{61c}f\u{e0041}"), "e\\u{61c}f\\u{e0041}");
    }

    #[test]
    fn names_and_commands_in_a_sentence_keep_their_quotes() {
        let line = Line::plain("type `heroku ps` now");
        assert_eq!(line.0.len(), 3);
        assert_eq!(line.0.get(1).map(|s| s.style), Some(Style::Command));
        assert_eq!(line.unstyled(), "type `heroku ps` now");
    }

    #[test]
    fn about_is_no_more_exact_than_a_guess_can_be() {
        let minute = 60_000;
        let said = [0, minute, minute + 1, 89 * minute, 91 * minute, 110 * minute, 19 * 60 * minute];
        let words = [
            "less than a minute",
            "less than a minute",
            "about 2 min",
            "about 89 min",
            "about 1 h 40 min",
            "about 1 h 50 min",
            "about 19 h",
        ];
        assert_eq!(said.map(about), words);
    }

    #[test]
    fn clock_reads_like_a_clock() {
        assert_eq!(
            (clock(7_400), clock(723_000), clock(3_723_000)),
            ("0:07".into(), "12:03".into(), "1:02:03".into())
        );
    }
}
