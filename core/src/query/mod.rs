//! Named queries: the text of every statement that is ever run, and where it is run.
//!
//! Each answers with one row. Outside names enter the text only quoted, through `ident` and `literal`.

mod text;

use crate::effect::{Effect, SqlEffect};

/// Where a query runs: an app's config var, and the fingerprint its URL must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// App.
    pub app: String,
    /// Config var.
    pub config_var: String,
    /// Expected fingerprint, if known.
    pub expect: Option<String>,
}

/// Our own schema: it holds the lock row while a run is open and is gone afterwards.
pub const OWN_SCHEMA: &str = "heroku_connect_maintenance";

/// A query by name; `schema` is the Connect schema, or the comma-joined ones for `position`.
///
/// Returns `None` for an unknown name.
#[must_use]
pub fn named(place: &Place, name: &str, schema: &str, parameter: Option<&str>) -> Option<Effect> {
    let (statements, mutates, timeout_ms) = text::of(name, schema)?;
    Some(Effect::Sql(SqlEffect {
        app: place.app.clone(),
        config_var: place.config_var.clone(),
        expect: place.expect.clone(),
        query: name.to_owned(),
        statements,
        parameter: parameter.map(str::to_owned),
        mutates,
        timeout_ms,
        schema: schema.to_owned(),
    }))
}

/// Names of all queries, for documentation and for the differential test.
#[must_use]
pub fn names() -> &'static [&'static str] {
    &text::NAMES
}

/// Quotes an identifier.
fn ident(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Quotes a text literal.
fn literal(text: &str) -> String {
    if text.contains('\\') {
        format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_names_stay_inside_their_quotes() {
        assert_eq!(ident("a\"; drop table x; --"), "\"a\"\"; drop table x; --\"");
        assert_eq!(literal("o'neil"), "'o''neil'");
        assert_eq!(literal("a\\'b"), "E'a\\\\''b'");
    }

    #[test]
    fn every_name_has_a_text() {
        for name in names() {
            assert!(text::of(name, "salesforce").is_some(), "{name}");
        }
        assert!(text::of("drop_everything", "salesforce").is_none());
    }
}
