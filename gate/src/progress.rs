//! What a message of the service says of a version upgrade: told by how it begins, because its words are for people and may
//! change. A message that begins otherwise is `other`, never one of those that are known.

use serde_json::{json, Value};

/// Beginnings in lower case, and what they mean.
const BEGINNINGS: [(&str, &str); 10] = [
    ("no upgrade", "none"),
    ("upgrade is scheduled", "scheduled"),
    ("your upgrade is scheduled", "scheduled"),
    ("upgrade scheduled", "scheduled"),
    ("preparing", "preparing"),
    ("unfollowing", "running"),
    ("upgrading", "running"),
    ("promoting", "running"),
    ("recreating followers", "followers"),
    ("upgrade failed", "failed"),
];

/// `{kind, at}` of a message.
pub fn read(message: &str) -> Value {
    let lower = message.trim_start().to_lowercase();
    let kind =
        BEGINNINGS.iter().find(|(begins, _)| lower.starts_with(begins)).map_or("other", |(_, kind)| kind);
    json!({ "kind": kind, "at": moment(message) })
}

/// The first `2026-11-26 22:00:00`, with `T` or a blank between day and time, as it stands there; with the zone behind it only where that
/// is UTC.
fn moment(text: &str) -> Option<String> {
    const SHAPE: &[u8] = b"dddd-dd-dd dd:dd:dd";
    let bytes = text.as_bytes();
    let shaped = |at: &usize| {
        let found = bytes.get(*at..at + SHAPE.len()).unwrap_or_default();
        found.len() == SHAPE.len()
            && found.iter().zip(SHAPE).all(|(one, shape)| match shape {
                b'd' => one.is_ascii_digit(),
                b' ' => matches!(one, b' ' | b'T'),
                other => one == other,
            })
    };
    let at = (0..bytes.len()).find(shaped)?;
    let behind = text.get(at + SHAPE.len()..)?;
    let utc = ["Z", " UTC", " +0000", "+00:00"].iter().any(|zone| behind.starts_with(zone));
    utc.then(|| text.get(at..at + SHAPE.len()).map(|shown| format!("{shown} +0000"))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_beginnings_are_told_and_everything_else_is_other() {
        let ready =
            "Upgrade is scheduled for 2026-11-26T22:00:00Z. Use `heroku pg:upgrade:run` to run it now.";
        assert_eq!(read(ready), json!({"kind": "scheduled", "at": "2026-11-26T22:00:00 +0000"}));
        assert_eq!(read("preparing upgrade service"), json!({"kind": "preparing", "at": null}));
        assert_eq!(read("No upgrade scheduled"), json!({"kind": "none", "at": null}));
        for other in ["", "all is well", "your password is hunter2", "the upgrade is scheduled"] {
            assert_eq!(read(other), json!({"kind": "other", "at": null}), "{other}");
        }
    }

    #[test]
    fn a_moment_is_believed_in_utc_only_and_nothing_else_of_the_text_comes_through() {
        let at = |text: &str| read(text)["at"].clone();
        assert_eq!(at("for 2026-11-26 22:00:00 +0000, secret"), json!("2026-11-26 22:00:00 +0000"));
        assert_eq!(at("for 2026-11-26 22:00:00 UTC"), json!("2026-11-26 22:00:00 +0000"));
        for none in [
            "2026-11-26 22:00:00",
            "2026-11-26 22:00:00 -0500",
            "on 2026-11-26",
            "Thursdays 22:00 UTC",
            "é2026-1",
        ] {
            assert_eq!(at(none), Value::Null, "{none}");
        }
    }
}
