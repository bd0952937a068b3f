//! Quoting, for the few places where a name cannot be a parameter.

/// An identifier in double quotes.
pub(crate) fn ident(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A string constant in single quotes (`standard_conforming_strings` is on everywhere).
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(ident("us\"er"), "\"us\"\"er\"");
        assert_eq!(literal("O'Neill"), "'O''Neill'");
    }
}
