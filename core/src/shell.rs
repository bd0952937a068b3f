//! Words for a POSIX shell.

/// Quotes a word for a POSIX shell; plain words stay as they are.
#[must_use]
pub fn shell_word(word: &str) -> String {
    let plain = !word.is_empty()
        && word.bytes().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b'=' | b',')
        });
    if plain {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn shell_words_are_quoted_only_when_needed() {
        assert_eq!(shell_word("acme-sync"), "acme-sync");
        assert_eq!(shell_word("$(rm -rf /)'x"), r"'$(rm -rf /)'\''x'");
        assert_eq!(shell_word(""), "''");
    }
}
