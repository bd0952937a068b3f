//! Words for HTML. Outside text says nothing but itself: no element, attribute, comment or script comes of it, and no character
//! that hides or reorders others.

use crate::line::printable;
use crate::render::said;

/// Text as it stands, in an element or in a quoted attribute.
pub fn plain(text: &str) -> String {
    let text = printable(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A name or a command. Letters that run from right to left do not reach what stands around it.
pub fn code(text: &str) -> String {
    format!(r#"<code dir="auto">{}</code>"#, plain(text))
}

/// A sentence of the core's, in which names stand in backquotes.
pub fn sentence(text: &str) -> String {
    said::sentence(text, plain, code)
}

/// Commands, each on a line of its own; nothing if there are none.
pub fn commands(all: &[String]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = all.iter().map(|one| plain(one)).collect();
    format!(r#"<pre tabindex="0"><code>{}</code></pre>"#, lines.join("\n"))
}

/// JSON as it may stand in a data block: nothing in it ends the block or begins a comment, and every line of it is one to all readers.
pub fn data(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outside_stays_text() {
        assert_eq!(
            plain("<b a=\"x\" b='y'>&amp;</b>"),
            "&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;"
        );
        assert_eq!(plain("a\u{2028}b\u{202e}c\nd"), "a\\u{2028}b\\u{202e}c\\u{a}d");
        assert_eq!(
            sentence("see `heroku <apps>` first"),
            r#"see <code dir="auto">heroku &lt;apps&gt;</code> first"#
        );
        assert_eq!(sentence("it`s <i>"), "it`s &lt;i&gt;");
        assert_eq!(
            commands(&["a <b".to_owned(), "c".to_owned()]),
            "<pre tabindex=\"0\"><code>a &lt;b\nc</code></pre>"
        );
        assert_eq!(commands(&[]), "");
    }

    #[test]
    fn data_stays_in_its_block() {
        let hostile = serde_json::json!({ "a": "</script><!--\u{2028}\u{2029}" }).to_string();
        let block = data(&hostile);
        assert!(!block.contains('<') && !block.contains('\u{2028}'), "{block}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&block).ok(),
            serde_json::from_str(&hostile).ok()
        );
    }
}
