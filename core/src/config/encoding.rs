//! From the bytes of a file to its text: what other programs make of a text file is read or refused by its name.

/// Longest file that is read, in bytes.
pub(super) const LONGEST: usize = 5 * 1024 * 1024;

/// The text of a file.
///
/// # Errors
/// Why it has none, as a sentence.
pub(super) fn decoded(bytes: &[u8]) -> Result<&str, String> {
    // What begins with one character of ASCII has a zero beside it in every encoding of more than a byte.
    let wide = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, _, ..] | [_, 0, 0, 0, ..] => {
            Some("UTF-32")
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => Some("UTF-16"),
        _ => None,
    };
    if let Some(name) = wide {
        return Err(refused(name));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        not_utf8(line)
    })
}

/// The text without the mark that some editors put in front of it.
///
/// # Errors
/// Why it is not read, as a sentence.
pub(super) fn plain(text: &str) -> Result<&str, String> {
    if text.len() > LONGEST {
        return Err(format!("it has {} bytes, and at most {LONGEST} are read", text.len()));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // So does UTF-16 look to a program that took it for UTF-8.
    let mut start = text.chars().take(4);
    if text.starts_with("\u{fffd}\u{fffd}") || start.any(|c| c == '\0') {
        return Err(refused("UTF-16"));
    }
    // A program that reads text puts this mark where a byte cannot be read.
    match text.split_once('\u{fffd}') {
        None => Ok(text),
        Some((before, _)) => Err(not_utf8(before.matches('\n').count() + 1)),
    }
}

fn not_utf8(line: usize) -> String {
    format!("it is not encoded in UTF-8: line {line} holds a byte that cannot be there")
}

fn refused(encoding: &str) -> String {
    format!("it is encoded in {encoding}; save it as UTF-8")
}
