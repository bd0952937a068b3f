//! Words for Markdown. Outside text says nothing but itself: no heading, link, HTML, emphasis or table comes of it.

use super::said;
use crate::line::printable;

/// Text as it stands, whatever is in it; never the first of its line or of its item, where more would mean something.
pub fn plain(text: &str) -> String {
    let text = printable(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let (before, rest) = text.split_at(at);
        // Addresses become links by themselves.
        let address = c == ':' && rest.starts_with(":/")
            || c == '.'
                && before.get(at.saturating_sub(3)..).is_some_and(|www| www.eq_ignore_ascii_case("www"));
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '@' | '#' => out.extend(['\\', c]),
            c if address => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A name or a command within a sentence.
pub fn code(text: &str) -> String {
    let text = printable(text);
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    // A space at each side is not shown, and keeps a backquote of the text from becoming one of the fence.
    if text.contains('`') || text.starts_with(' ') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// A sentence of the core's, in which names stand in backquotes.
pub fn sentence(text: &str) -> String {
    said::sentence(text, plain, code)
}

/// Commands, each on a line of its own, indented below what they belong to.
pub fn commands(all: &[String], indent: &str) -> Vec<String> {
    if all.is_empty() {
        return Vec::new();
    }
    let longest = all.iter().map(|one| longest_run(one)).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    // A line feed that a quoted word holds would leave the block's indent, and be lost in a terminal.
    let lines = all.iter().map(|one| format!("{indent}{}", printable(one)));
    let first = std::iter::once(format!("{indent}{fence}sh"));
    first.chain(lines).chain([format!("{indent}{fence}")]).collect()
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outside_stays_text() {
        assert_eq!(
            plain("<b>x</b> [a](b) *c* `d` | a\\b"),
            "&lt;b&gt;x&lt;/b&gt; \\[a\\](b) \\*c\\* \\`d\\` \\| a\\\\b"
        );
        assert_eq!(plain("# a-b"), "\\# a-b");
        assert_eq!(plain("Postgres 15.19 (old)"), "Postgres 15.19 (old)");
        assert_eq!(plain("two\nlines"), "two\\\\u{a}lines");
        assert_eq!(plain("https://www.x.test"), "https\\://www\\.x.test");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(code("acme-sync"), "`acme-sync`");
    }

    #[test]
    fn names_in_a_sentence_are_code_and_odd_backquotes_are_text() {
        assert_eq!(sentence("see `heroku apps` first"), "see `heroku apps` first");
        assert_eq!(sentence("app `<i>`"), "app `<i>`");
        assert_eq!(sentence("it`s <i>"), "it\\`s &lt;i&gt;");
    }

    #[test]
    fn a_block_of_commands_is_not_left_by_what_is_in_it() {
        let all = commands(&["x '```'".to_owned(), "y 'a\n```'".to_owned()], "  ");
        assert_eq!(all, ["  ````sh", "  x '```'", "  y 'a\\u{a}```'", "  ````"]);
        assert!(commands(&[], "").is_empty());
    }
}
