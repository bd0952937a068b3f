//! JSON that people look at: a file, a report.

use serde::Serialize;

/// A value as JSON with a member or an item a line, as `serde_json` lays it out. It is laid out from the text: one more way to write
/// every type would be one more copy of that code in the module.
#[must_use]
pub fn json<T: Serialize>(value: &T) -> String {
    laid_out(&serde_json::to_string(value).unwrap_or_default())
}

/// Lays out JSON that has no space outside of its texts.
fn laid_out(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0;
    let (mut within, mut escaped, mut opened) = (false, false, false);
    for c in json.chars() {
        let closes = !within && matches!(c, '}' | ']');
        if closes {
            depth -= 1;
        }
        // An empty list or object stays on its line.
        if std::mem::take(&mut opened) != closes {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        }
        out.push(c);
        if within {
            within = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '"' => within = true,
            '{' | '[' => (depth, opened) = (depth + 1, true),
            ':' => out.push(' '),
            ',' => {
                out.push('\n');
                out.extend(std::iter::repeat_n("  ", depth));
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use serde_json::json;

    #[test]
    fn it_is_laid_out_as_serde_json_does() {
        for value in [
            json!(null),
            json!("a \"quoted\" text, with {braces}: and [brackets] and a \\"),
            json!([]),
            json!({}),
            json!([[], {}, [[]], {"a": {}}]),
            json!({"a": 1, "b": [true, null, "x\\\"y"], "c": {"d": [{"e": -1.5}], "": "ü\n"}}),
        ] {
            assert_eq!(super::json(&value), serde_json::to_string_pretty(&value).unwrap());
        }
    }
}
