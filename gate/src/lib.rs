//! The gate: what the body of an answer may tell the core.
//!
//! A pure function of its own, outside the core: the core never sees a body that has not passed it. What is not on the
//! allow-list does not come through, and a URL comes through as host, port, database and a keyed fingerprint.

mod address;
mod holds;
mod place;
mod progress;

use connect_core::config::ORGANIZATION;
use connect_core::effect::{Form, Reading};
use serde_json::{json, Map, Value};
use sha2::{Digest, Sha256};

pub use address::address;

use holds::Addresses;
use place::Place;

/// Lets through what the readings name, in the shape of the body. `salt` keys the fingerprints.
///
/// A reading that finds nothing leaves nothing, not even a `null`; elements of an array keep their places.
#[must_use]
pub fn redact(body: &Value, reads: &[Reading], salt: &str) -> Value {
    let mut out = Value::Null;
    for reading in reads {
        let path: Vec<String> = reading.pointer.split('/').skip(1).map(unescape).collect();
        if let Some(found) = pick(body, &path, reading.form, salt) {
            merge(&mut out, found);
        }
    }
    out
}

/// Shape only: an array or object without its content keeps "there is a list, it is empty" apart from "no answer".
fn pick(value: &Value, path: &[String], form: Form, salt: &str) -> Option<Value> {
    let Some((first, rest)) = path.split_first() else { return leaf(value, form, salt) };
    match (value, first.as_str()) {
        (Value::Array(items), "*") => {
            Some(items.iter().map(|item| pick(item, rest, form, salt).unwrap_or(Value::Null)).collect())
        }
        (Value::Object(vars), "*") if form == Form::Holds && rest.is_empty() => Some(held(vars, salt)),
        (Value::Object(map), "*") => Some(Value::Object(
            map.iter()
                .map(|(key, item)| (key.clone(), pick(item, rest, form, salt).unwrap_or(Value::Null)))
                .collect(),
        )),
        (Value::Object(map), name) => {
            let found = pick(map.get(name)?, rest, form, salt)?;
            Some(Value::Object(Map::from_iter([(name.to_owned(), found)])))
        }
        _ => None,
    }
}

fn leaf(value: &Value, form: Form, salt: &str) -> Option<Value> {
    match form {
        Form::Plain => match value {
            Value::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => {
                Some(items.iter().map(plain).collect())
            }
            Value::Array(_) | Value::Object(_) => None,
            other => Some(plain(other)),
        },
        Form::Count => match value {
            Value::Array(items) => Some(json!(items.len())),
            Value::Object(map) => Some(json!(map.len())),
            Value::String(text) => Some(json!(text.chars().count())),
            _ => None,
        },
        Form::Url => Some(value.as_str().and_then(|text| url(text, salt)).unwrap_or(Value::Null)),
        Form::Fingerprint => Some(identity(value, salt)),
        Form::Progress => Some(value.as_str().map_or(Value::Null, progress::read)),
        // One value alone has no others to compare with.
        Form::Holds => None,
    }
}

/// Of each config var: where it points, and whose address it holds.
fn held(vars: &Map<String, Value>, salt: &str) -> Value {
    let addresses = Addresses::of(vars);
    let seen = |(name, value): (&String, &Value)| {
        let text = value.as_str().unwrap_or_default();
        let seen = json!({ "url": url(text, salt), "holds": addresses.held_by(name, text) });
        (name.clone(), seen)
    };
    Value::Object(vars.iter().map(seen).collect())
}

/// A plain value that turns out to be a URL with a password is not plain.
fn plain(value: &Value) -> Value {
    match value {
        Value::String(text) if text.contains("://") && text.contains('@') => Value::Null,
        other => other.clone(),
    }
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(into), Value::Array(from)) if into.len() == from.len() => {
            into.iter_mut().zip(from).for_each(|(into, from)| merge(into, from));
        }
        (_, Value::Null) => {}
        (into, from) => *into = from,
    }
}

fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// Where a database URL points, and a fingerprint of all of it.
fn url(text: &str, salt: &str) -> Option<Value> {
    let Place { host, port, database, .. } = Place::read(text)?;
    let fingerprint = fingerprint(text, salt);
    Some(json!({ "host": host, "port": port, "database": database, "fingerprint": fingerprint }))
}

/// A keyed fingerprint of an identity. The 18 characters of a Salesforce id say no more than its first 15.
fn identity(value: &Value, salt: &str) -> Value {
    let Some(text) = value.as_str() else { return Value::Null };
    let long = text.len() == 18 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    json!(fingerprint(if long { &text[..15] } else { text }, salt))
}

fn fingerprint(text: &str, salt: &str) -> String {
    let mut sha = Sha256::new();
    for part in [salt, "\n", text] {
        sha.update(part.as_bytes());
    }
    sha.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// The organization that an export file names, as the fingerprint that it has in an answer: `None` if it names none, or
/// cannot be read, as the core will say.
#[must_use]
pub fn organization(file: &str, salt: &str) -> Option<String> {
    let body: Value = serde_json::from_str(file).ok()?;
    let named = body.pointer(ORGANIZATION)?;
    identity(named, salt).as_str().map(str::to_owned)
}

/// The row of a query: the texts in these columns come back as keyed fingerprints.
#[must_use]
pub fn redact_row(mut row: Value, fingerprints: &[String], salt: &str) -> Value {
    for column in fingerprints {
        if let Some(value) = row.get_mut(column) {
            *value = identity(value, salt);
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(pointer: &str, form: Form) -> Reading {
        Reading { pointer: pointer.to_owned(), form }
    }

    #[test]
    fn only_what_is_named_comes_through() {
        let body =
            json!([{"name": "a", "secret": "x", "addon": {"name": "b", "config": "y"}}, {"name": "c"}]);
        let out =
            redact(&body, &[reading("/*/name", Form::Plain), reading("/*/addon/name", Form::Plain)], "salt");
        assert_eq!(out, json!([{"name": "a", "addon": {"name": "b"}}, {"name": "c"}]));
    }

    #[test]
    fn urls_lose_user_and_password_and_keep_a_keyed_fingerprint() {
        let body = json!({"DATABASE_URL": "postgres://u:p%40ss@h.example:5433/d1?sslmode=require", "TOKEN": "s3cret"});
        let one = redact(&body, &[reading("/*", Form::Url)], "one");
        let two = redact(&body, &[reading("/*", Form::Url)], "two");
        assert_eq!(one.pointer("/DATABASE_URL/host"), Some(&json!("h.example")));
        assert_eq!(one.pointer("/DATABASE_URL/port"), Some(&json!(5433)));
        assert_eq!(one.pointer("/TOKEN"), Some(&Value::Null));
        assert_ne!(one.pointer("/DATABASE_URL/fingerprint"), two.pointer("/DATABASE_URL/fingerprint"));
        let text = one.to_string();
        assert!(!text.contains("p%40ss") && !text.contains("s3cret"), "{text}");
    }

    #[test]
    fn of_each_config_var_comes_through_where_it_points_and_whose_address_it_holds() {
        let vars = json!({
            "DATABASE_URL": "postgres://u1a2b3:p4c5d6@h.example:5433/d1e2f3",
            "JDBC": "jdbc:postgresql://h.example:5433/d1e2f3?password=p4c5d6",
            "TOKEN": "s3cret",
            "NUMBER": 3,
        });
        let out = redact(&vars, &[reading("/*", Form::Holds)], "salt");
        let plain = redact(&vars, &[reading("/*", Form::Url)], "salt");
        assert_eq!(out.pointer("/DATABASE_URL/url"), plain.pointer("/DATABASE_URL"));
        assert_eq!(out.pointer("/DATABASE_URL/holds"), Some(&json!([])));
        assert_eq!(out.pointer("/JDBC"), Some(&json!({"url": null, "holds": ["DATABASE_URL"]})));
        assert_eq!(out.pointer("/TOKEN"), Some(&json!({"url": null, "holds": []})));
        assert_eq!(out.pointer("/NUMBER"), Some(&json!({"url": null, "holds": []})));
        for secret in ["u1a2b3", "p4c5d6", "s3cret"] {
            assert!(!out.to_string().contains(secret), "{out}");
        }
    }

    #[test]
    fn a_plain_reading_of_a_secret_url_gives_nothing() {
        let body = json!({"info": [{"name": "Following", "values": ["postgres://u:p@h/d"]}]});
        let out = redact(&body, &[reading("/info/*/values", Form::Plain)], "salt");
        assert!(!out.to_string().contains("postgres"), "{out}");
    }

    #[test]
    fn an_identity_comes_back_as_a_keyed_fingerprint() {
        let columns = ["orgId".to_owned()];
        let row = |salt| redact_row(json!({"orgId": "00D5g00000AcmeS", "n": 3}), &columns, salt);
        assert_eq!(row("one"), row("one"));
        assert_ne!(row("one").pointer("/orgId"), row("two").pointer("/orgId"));
        assert!(!row("one").to_string().contains("00D5g"), "{}", row("one"));
        let long = redact_row(json!({"orgId": "00D5g00000AcmeSEA0", "n": 3}), &columns, "one");
        assert_eq!(long, row("one"), "18 characters name the same organization as 15");
        assert_ne!(
            redact_row(json!({"orgId": "00D5g00000Other"}), &columns, "one").pointer("/orgId"),
            row("one").pointer("/orgId")
        );
        assert_eq!(redact_row(json!({"orgId": 3}), &columns, "s"), json!({"orgId": null}));
    }

    #[test]
    fn the_organization_of_a_file_is_the_one_of_an_answer() {
        let file = json!({"connection": {"organization_id": "00D5g00000AcmeSEA0"}});
        let seen = redact(&file, &[reading(ORGANIZATION, Form::Fingerprint)], "s");
        let named = organization(&file.to_string(), "s");
        assert!(named.is_some());
        assert_eq!(seen.pointer(ORGANIZATION).and_then(Value::as_str), named.as_deref());
        assert_ne!(named, organization(&file.to_string(), "t"));
    }

    #[test]
    fn a_file_that_names_none_or_cannot_be_read_has_no_organization() {
        for text in ["", "{", "null", "[]", "{}", r#"{"connection": {"organization_id": 3}}"#] {
            assert_eq!(organization(text, "s"), None, "{text}");
        }
    }

    #[test]
    fn an_empty_list_is_told_apart_from_no_answer() {
        assert_eq!(redact(&json!([]), &[reading("/*/name", Form::Plain)], "s"), json!([]));
        assert_eq!(redact(&json!("text"), &[reading("/*/name", Form::Plain)], "s"), Value::Null);
    }

    #[test]
    fn whole_subtrees_do_not_slip_through() {
        let body = json!({"user_info": {"email": "someone@example.org"}});
        assert_eq!(redact(&body, &[reading("/user_info", Form::Plain)], "s"), Value::Null);
    }
}
