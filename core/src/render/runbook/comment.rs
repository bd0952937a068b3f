//! Comments of a shell script.

use crate::line::printable;

/// Columns of a line; a word that is longer stays whole.
const COLUMNS: usize = 120;

/// Text as comment lines, broken between words: the first begins with `lead`, the others below it. Nothing in it ends a line or
/// reaches a terminal as more than text.
pub fn comment(lead: &str, text: &str) -> Vec<String> {
    let text = printable(text);
    let hash = lead.find('#').unwrap_or_default();
    let below: String = lead.char_indices().map(|(at, c)| if at <= hash { c } else { ' ' }).collect();
    let mut lines = vec![lead.to_owned()];
    let mut fresh = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let Some(line) = lines.last_mut() else { continue };
        if !fresh && line.chars().count() + 1 + word.chars().count() > COLUMNS {
            lines.push(format!("{below}{word}"));
            continue;
        }
        if !fresh {
            line.push(' ');
        }
        line.push_str(word);
        fresh = false;
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_comment() {
        let lines = comment("  #   why: ", "a\nrm -rf /\r\u{2028}$(x) `y`");
        assert_eq!(lines, ["  #   why: a\\u{a}rm -rf /\\u{d}\\u{2028}$(x) `y`"]);
        let long = comment("  # why: ", &"word ".repeat(60));
        assert!(long.len() > 1 && long.iter().all(|line| line.starts_with("  #") && line.len() <= COLUMNS));
        assert!(long.iter().skip(1).all(|line| line.starts_with("  #      word")));
        assert_eq!(comment("# ", ""), ["#"]);
    }
}
