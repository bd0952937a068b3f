//! Requests and answers together: the type of an answer is also the list of what may be read of it.
//!
//! `answer!` declares a type whose fields name the JSON pointers they are read from. The allow-list of the request is made
//! from the same fields, so that nothing can be read that is not allowed and nothing is allowed that no field reads.
//! Reading is tolerant: what is absent or of another kind is `None`, never a guess.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde_json::Value;

use crate::effect::{Effect, Form, Observation, Reading};
use crate::snapshot::Url;

/// A read: an effect that changes nothing, and the type of its answer.
#[derive(Debug, Clone)]
pub struct Ask<A> {
    /// What is sent.
    pub effect: Effect,
    answer: PhantomData<fn() -> A>,
}

impl<A: Answer> Ask<A> {
    /// A read of this answer. `effect` gets the allow-list that belongs to it.
    pub fn of(effect: impl FnOnce(Vec<Reading>) -> Effect) -> Self {
        let mut reads = Vec::new();
        A::readings("", &mut reads);
        Self { effect: effect(reads), answer: PhantomData }
    }
}

/// Something that can be read of an answer.
pub trait Answer: Sized {
    /// What it reads, below the pointer `at`.
    fn readings(at: &str, reads: &mut Vec<Reading>);
    /// Reads it.
    fn read(value: &Value) -> Self;
}

impl<A: Answer> Answer for Vec<A> {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        A::readings(&format!("{at}/*"), reads);
    }

    fn read(value: &Value) -> Self {
        value.as_array().map(|items| items.iter().map(A::read).collect()).unwrap_or_default()
    }
}

/// Config vars: names, and where those that hold a database URL point.
#[derive(Debug, Default)]
pub struct Config(pub BTreeMap<String, Option<Url>>);

impl Answer for Config {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        reads.push(Reading { pointer: format!("{at}/*"), form: Form::Url });
    }

    fn read(value: &Value) -> Self {
        let map = value.as_object().into_iter().flatten();
        Self(map.map(|(name, url)| (name.clone(), Url::read(url))).collect())
    }
}

/// Config vars, each with what it tells of databases.
#[derive(Debug, Default)]
pub struct Variables(pub BTreeMap<String, Variable>);

/// What a config var tells of databases.
#[derive(Debug)]
pub struct Variable {
    /// Where it points, if it is a database URL.
    pub url: Option<Url>,
    /// The other config vars whose database URL it holds, whole or in part.
    pub holds: Vec<String>,
}

impl Answer for Variables {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        reads.push(Reading { pointer: format!("{at}/*"), form: Form::Holds });
    }

    fn read(value: &Value) -> Self {
        let variable = |seen: &Value| Variable {
            url: seen.get("url").and_then(Url::read),
            holds: <Vec<String> as Field>::read(seen.get("holds")),
        };
        let map = value.as_object().into_iter().flatten();
        Self(map.map(|(name, seen)| (name.clone(), variable(seen))).collect())
    }
}

/// A field of an answer.
pub trait Field: Sized {
    /// What it reads, at this pointer.
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        reads.push(Reading { pointer: at.to_owned(), form: Form::Plain });
    }
    /// Reads it; `None` if nothing is there.
    fn read(value: Option<&Value>) -> Self;
}

impl Field for Option<String> {
    fn read(value: Option<&Value>) -> Self {
        value?.as_str().map(str::to_owned)
    }
}

impl Field for Option<bool> {
    fn read(value: Option<&Value>) -> Self {
        value?.as_bool()
    }
}

impl Field for Option<u64> {
    /// Decimal text counts too.
    fn read(value: Option<&Value>) -> Self {
        let value = value?;
        value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
    }
}

/// A value of ours that a row gives back as it was written.
impl Field for Option<Value> {
    fn read(value: Option<&Value>) -> Self {
        value.filter(|value| !value.is_null()).cloned()
    }
}

/// A text or a whole number, as text.
impl Field for Option<Shown> {
    fn read(value: Option<&Value>) -> Self {
        let value = value?;
        value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|n| n.to_string())).map(Shown)
    }
}

/// What a service shows, be it a text or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(pub String);

/// A keyed fingerprint of an identity that must not be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(pub String);

impl Field for Option<Fingerprint> {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        reads.push(Reading { pointer: at.to_owned(), form: Form::Fingerprint });
    }

    fn read(value: Option<&Value>) -> Self {
        value?.as_str().map(|text| Fingerprint(text.to_owned()))
    }
}

/// An array of scalars; those that are no text are left out.
impl Field for Vec<String> {
    fn read(value: Option<&Value>) -> Self {
        <Vec<Option<String>> as Field>::read(value).into_iter().flatten().collect()
    }
}

/// An array of scalars of which each counts, even one that the gate holds back.
impl Field for Vec<Option<String>> {
    fn read(value: Option<&Value>) -> Self {
        let items = value.and_then(Value::as_array).into_iter().flatten();
        items
            .map(|item| item.as_str().map(str::to_owned).or_else(|| item.as_u64().map(|n| n.to_string())))
            .collect()
    }
}

impl Field for Option<Url> {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        reads.push(Reading { pointer: at.to_owned(), form: Form::Url });
    }

    fn read(value: Option<&Value>) -> Self {
        Url::read(value?)
    }
}

/// A URL of which it matters whether there is one, even if it cannot be read. Absent and `null` both say that there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// There is none.
    None,
    /// This one; `None` inside if it cannot be read.
    To(Option<Url>),
}

impl Field for Link {
    /// Its length comes first, and stays where the text is no URL: something is there.
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        reads.push(Reading { pointer: at.to_owned(), form: Form::Count });
        <Option<Url> as Field>::readings(at, reads);
    }

    fn read(value: Option<&Value>) -> Self {
        match value {
            None | Some(Value::Null) => Self::None,
            Some(url) => Self::To(Url::read(url)),
        }
    }
}

/// A table of counts by name.
impl Field for Option<BTreeMap<String, u64>> {
    fn read(value: Option<&Value>) -> Self {
        let map = value?.as_object()?;
        map.iter().map(|(name, count)| Some((name.clone(), count.as_u64()?))).collect()
    }
}

/// A table of texts by name.
impl Field for Option<BTreeMap<String, String>> {
    fn read(value: Option<&Value>) -> Self {
        let map = value?.as_object()?;
        map.iter().map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned()))).collect()
    }
}

/// An array of texts of which it matters whether it was there.
impl Field for Option<Vec<String>> {
    fn read(value: Option<&Value>) -> Self {
        value?.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
    }
}

impl<A: Answer> Field for Vec<A> {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        <Self as Answer>::readings(at, reads);
    }

    fn read(value: Option<&Value>) -> Self {
        value.map(<Self as Answer>::read).unwrap_or_default()
    }
}

/// Declares an answer: each field with the pointer that it is read from.
macro_rules! answer {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty = $pointer:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name { $($(#[$doc])* pub $field: $type),* }

        impl $crate::answer::Answer for $name {
            fn readings(at: &str, reads: &mut Vec<$crate::effect::Reading>) {
                $( <$type as $crate::answer::Field>::readings(&format!("{at}{}", $pointer), reads); )*
            }

            fn read(value: &serde_json::Value) -> Self {
                Self { $( $field: <$type as $crate::answer::Field>::read(value.pointer($pointer)) ),* }
            }
        }
    };
}
pub(crate) use answer;

/// What an answer says, for code that does not care how it failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<'a> {
    /// A value: a redacted body of a 2xx, or a row.
    Value(&'a Value),
    /// HTTP 404 or 410, with or without a message.
    Absent,
    /// Nothing to go by; the words say why.
    Unread(String),
}

/// Sorts an observation.
#[must_use]
pub fn said(observation: &Observation) -> Said<'_> {
    match observation {
        Observation::Http { status: 200..=299, body, .. } => Said::Value(body),
        Observation::Http { status: 404 | 410, .. } => Said::Absent,
        Observation::Http { status, .. } => Said::Unread(format!("the service answered {status}")),
        Observation::Sql { row } => Said::Value(row),
        Observation::SqlFailed { code } => Said::Unread(format!("the database answered with error {code}")),
        Observation::Unknown { reason } => Said::Unread(format!("no usable answer ({})", reason.word())),
        Observation::Unreachable { reason } => Said::Unread(format!("not reached ({})", reason.word())),
        Observation::Together { .. }
        | Observation::Done
        | Observation::Answered { .. }
        | Observation::Interrupted => Said::Unread("not an answer".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    answer! {
        /// A thing with parts.
        pub struct Thing {
            name: Option<String> = "/name",
            size: Option<u64> = "/size/bytes",
            home: Option<Url> = "/home",
            parts: Vec<Part> = "/parts",
        }
    }

    answer! {
        /// A part.
        pub struct Part { shown: Option<Shown> = "/values/0" }
    }

    #[test]
    fn the_allow_list_is_what_the_fields_read() {
        let mut reads = Vec::new();
        <Vec<Thing> as Answer>::readings("", &mut reads);
        let pointers: Vec<(&str, Form)> = reads.iter().map(|one| (one.pointer.as_str(), one.form)).collect();
        assert_eq!(
            pointers,
            [
                ("/*/name", Form::Plain),
                ("/*/size/bytes", Form::Plain),
                ("/*/home", Form::Url),
                ("/*/parts/*/values/0", Form::Plain)
            ]
        );
    }

    #[test]
    fn what_is_absent_or_of_another_kind_is_none() {
        let thing = Thing::read(&json!({"name": 3, "size": {"bytes": "12"}, "parts": [{"values": [7]}, {}]}));
        assert_eq!((thing.name, thing.size, thing.home), (None, Some(12), None));
        let shown: Vec<_> = thing.parts.into_iter().map(|part| part.shown).collect();
        assert_eq!(shown, [Some(Shown("7".to_owned())), None]);
    }
}
