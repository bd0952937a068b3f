//! Reading answers tolerantly: an absent field is `None`, never a guess.

use serde_json::Value;

use crate::effect::Observation;

/// What an answer says, for code that does not care how it failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<'a> {
    /// A value: a redacted body of a 2xx, or a row.
    Value(&'a Value),
    /// HTTP 404, with or without a message.
    Absent,
    /// Nothing to go by; the words say why.
    Unread(String),
}

/// Sorts an observation.
#[must_use]
pub fn answer(observation: &Observation) -> Answer<'_> {
    match observation {
        Observation::Http { status: 200..=299, body, .. } => Answer::Value(body),
        Observation::Http { status: 404, .. } => Answer::Absent,
        Observation::Http { status, .. } => Answer::Unread(format!("the service answered {status}")),
        Observation::Sql { row } => Answer::Value(row),
        Observation::SqlFailed { code } => Answer::Unread(format!("the database answered with error {code}")),
        Observation::Unknown { reason } => Answer::Unread(format!("no usable answer ({reason})")),
        Observation::Unreachable { reason } => Answer::Unread(format!("not reached ({reason})")),
        Observation::Done | Observation::Answered { .. } | Observation::Interrupted => {
            Answer::Unread("not an answer".to_owned())
        }
    }
}

/// The text at a JSON pointer.
#[must_use]
pub fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// The yes or no at a JSON pointer.
#[must_use]
pub fn flag(value: &Value, pointer: &str) -> Option<bool> {
    value.pointer(pointer).and_then(Value::as_bool)
}

/// The whole number at a JSON pointer; decimal text counts too.
#[must_use]
pub fn number(value: &Value, pointer: &str) -> Option<u64> {
    let found = value.pointer(pointer)?;
    found.as_u64().or_else(|| found.as_str().and_then(|text| text.parse().ok()))
}

/// The elements at a JSON pointer, none if it is not an array.
pub fn items<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default().iter()
}

/// A row of `info[]` in a database answer: its first value as text.
#[must_use]
pub fn info(database: &Value, name: &str) -> Option<String> {
    let row = items(database, "/info").find(|row| text(row, "/name") == Some(name))?;
    let value = row.pointer("/values/0")?;
    value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|n| n.to_string()))
}

/// The number at the start of a text: `15` of `15.19 (deprecating)`, `3` of `3 commits`, `1200` of `1,200 commits`.
#[must_use]
pub fn leading_number(text: &str) -> Option<u64> {
    let digits: String =
        text.trim().chars().take_while(|c| c.is_ascii_digit() || *c == ',').filter(|c| *c != ',').collect();
    digits.parse().ok()
}

/// A WAL position such as `0/16B3748`, comparable.
#[must_use]
pub fn lsn(text: &str) -> Option<u64> {
    let (high, low) = text.split_once('/')?;
    Some(u64::from_str_radix(high, 16).ok()? << 32 | u64::from_str_radix(low, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn versions_and_lags_are_read_by_their_leading_digits() {
        assert_eq!(leading_number("15.19 (deprecating)"), Some(15));
        assert_eq!(leading_number("1,200 commits"), Some(1200));
        assert_eq!(leading_number("unknown"), None);
    }

    #[test]
    fn wal_positions_compare_as_numbers() {
        assert!(lsn("0/FFFFFFFF") < lsn("1/0"));
        assert_eq!(lsn("nonsense"), None);
    }

    #[test]
    fn info_rows_are_found_by_name() {
        let database = json!({"info": [{"name": "Plan", "values": ["Standard 0"]}, {"name": "Behind By", "values": [12]}]});
        assert_eq!(info(&database, "Behind By").as_deref(), Some("12"));
        assert_eq!(info(&database, "Forks"), None);
    }
}
