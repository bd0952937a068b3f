//! Values that a run learns while it goes on: named slots, bound by one step and read by later ones.
//!
//! A value in a plan is known now, or is a slot of its own type. In JSON a slot is a text that begins with `$`; `$$` stands for
//! a dollar sign. Every argument says which slots it reads and which it binds, see [`super::Uses`]: a plan in which a slot is read
//! before it is bound is not made.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use thiserror::Error;

use crate::ending::Millis;

/// Values that became known during a run, by slot.
pub type Bindings = BTreeMap<String, Value>;

/// A plan and its run do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LateError {
    /// No step before has bound it.
    #[error("`{0}` has no value yet")]
    Unbound(String),
    /// Something else was bound.
    #[error("`{0}` holds a value of another kind")]
    Kind(String),
    /// No such op or condition in this version.
    #[error("`{0}` is not known to this version of the plugin")]
    Unknown(String),
    /// A probe must come first.
    #[error("its probe has not found what it needs")]
    NotProbed,
}

/// A value that can be bound.
pub trait Bound: Clone + Serialize + for<'de> Deserialize<'de> {
    /// What stands for it where a plan is shown before it is run.
    fn placeholder(slot: &str) -> Self;
}

impl Bound for String {
    fn placeholder(slot: &str) -> Self {
        slot.to_owned()
    }
}

impl Bound for u64 {
    fn placeholder(_: &str) -> Self {
        0
    }
}

impl Bound for bool {
    fn placeholder(_: &str) -> Self {
        false
    }
}

impl Bound for Option<u64> {
    fn placeholder(_: &str) -> Self {
        None
    }
}

/// The name of a value of type `T` that an earlier step binds.
pub struct Slot<T> {
    name: Cow<'static, str>,
    of: PhantomData<fn() -> T>,
}

impl<T> Slot<T> {
    /// A slot of this name.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), of: PhantomData }
    }

    /// The slot `part` of a group of slots.
    #[must_use]
    pub fn part(group: &str, part: &str) -> Self {
        Self { name: Cow::Owned(format!("{group}.{part}")), of: PhantomData }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Slot<T> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl<T> Eq for Slot<T> {}

impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${}", self.name)
    }
}

impl<T> Serialize for Slot<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.name)
    }
}

impl<'de, T> Deserialize<'de> for Slot<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self { name: Cow::Owned(String::deserialize(from)?), of: PhantomData })
    }
}

/// A value that is known now, or a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Late<T> {
    /// Known.
    Now(T),
    /// Bound by an earlier step.
    Slot(Slot<T>),
}

impl<T: Bound> Late<T> {
    /// The value.
    ///
    /// # Errors
    /// When it has not been bound, or something else has.
    pub fn get(&self, known: &Known<'_>) -> Result<T, LateError> {
        match self {
            Self::Now(value) => Ok(value.clone()),
            Self::Slot(slot) => known.get(slot),
        }
    }
}

impl<T> From<Slot<T>> for Late<T> {
    fn from(slot: Slot<T>) -> Self {
        Self::Slot(slot)
    }
}

impl From<&str> for Late<String> {
    fn from(text: &str) -> Self {
        Self::Now(text.to_owned())
    }
}

impl<T: Bound> Serialize for Late<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Slot(slot) => to.serialize_str(&format!("${}", slot.name)),
            Self::Now(value) => match crate::value::of(value) {
                Some(Value::String(text)) if text.starts_with('$') => to.serialize_str(&format!("${text}")),
                Some(other) => other.serialize(to),
                None => Err(serde::ser::Error::custom("a value that is not JSON")),
            },
        }
    }
}

impl<'de, T: Bound> Deserialize<'de> for Late<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = match Value::deserialize(from)? {
            Value::String(text) => match text.strip_prefix('$') {
                Some(rest) if rest.starts_with('$') => Value::String(rest.to_owned()),
                Some(name) => {
                    let name = Cow::Owned(name.to_owned());
                    return Ok(Self::Slot(Slot { name, of: PhantomData }));
                }
                None => Value::String(text),
            },
            other => other,
        };
        crate::value::read(value).map(Self::Now).map_err(serde::de::Error::custom)
    }
}

/// What is known at a moment of a run.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    bindings: &'a Bindings,
    found: Option<&'a str>,
    now: Millis,
    plan: Option<&'a Value>,
    shown: bool,
}

impl<'a> Known<'a> {
    /// What a run has bound.
    #[must_use]
    pub fn of(bindings: &'a Bindings) -> Self {
        Self { bindings, found: None, now: 0, plan: None, shown: false }
    }

    /// For showing a plan before it is run: what has no value yet is shown by its name.
    #[must_use]
    pub fn shown(bindings: &'a Bindings) -> Self {
        Self { bindings, found: None, now: 0, plan: None, shown: true }
    }

    /// The same at a moment of the run's clock.
    #[must_use]
    pub fn at(self, now: Millis) -> Self {
        Self { now, ..self }
    }

    /// The moment on the run's clock.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.now
    }

    /// The same with what the latest probe found for the call that follows it.
    #[must_use]
    pub fn with_found(self, found: Option<&'a str>) -> Self {
        Self { found, ..self }
    }

    /// The same with the plan, for the one change that writes it down.
    #[must_use]
    pub fn with_plan(self, plan: Option<&'a Value>) -> Self {
        Self { plan, ..self }
    }

    /// The plan, if it is to be written down.
    #[must_use]
    pub fn plan(&self) -> Option<&Value> {
        self.plan
    }

    /// Everything that was learnt.
    #[must_use]
    pub fn all(&self) -> &Bindings {
        self.bindings
    }

    /// What the latest probe found.
    ///
    /// # Errors
    /// When no probe came before.
    pub fn found(&self) -> Result<&str, LateError> {
        match self.found {
            Some(found) => Ok(found),
            None if self.shown => Ok("found"),
            None => Err(LateError::NotProbed),
        }
    }

    fn get<T: Bound>(&self, slot: &Slot<T>) -> Result<T, LateError> {
        match self.bindings.get(slot.name()) {
            Some(value) => {
                crate::value::read(value.clone()).map_err(|_| LateError::Kind(slot.name().to_owned()))
            }
            None if self.shown => Ok(T::placeholder(slot.name())),
            None => Err(LateError::Unbound(slot.name().to_owned())),
        }
    }
}

#[cfg(feature = "types")]
mod types {
    use super::{Late, Slot};
    use ts_rs::{Config, TS};

    /// A slot is a text; a value that may be late is a text or a value of its own type.
    macro_rules! as_text {
        ($type:ident, $text:expr) => {
            impl<T: TS> TS for $type<T> {
                type WithoutGenerics = Self;
                type OptionInnerType = Self;
                fn name(config: &Config) -> String {
                    let text: fn(String) -> String = $text;
                    text(T::name(config))
                }
                fn inline(config: &Config) -> String {
                    <Self as TS>::name(config)
                }
            }
        };
    }

    as_text!(Slot, |_| "string".to_owned());
    as_text!(Late, |of| if of == "string" { of } else { format!("{of} | string") });
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_slot_is_read_when_it_is_bound_and_dollars_are_kept_apart() {
        let bindings = Bindings::from([("follower.id".to_owned(), json!("abc"))]);
        let known = Known::of(&bindings);
        let late: Late<String> = serde_json::from_value(json!("$follower.id")).unwrap();
        assert_eq!(late.get(&known), Ok("abc".to_owned()));
        let text: Late<String> = Late::from("$HOME");
        assert_eq!(serde_json::to_value(&text).unwrap(), json!("$$HOME"));
        let back: Late<String> = serde_json::from_value(json!("$$HOME")).unwrap();
        assert_eq!(back.get(&known), Ok("$HOME".to_owned()));
        let none: Late<String> = Slot::named("none").into();
        assert_eq!(none.get(&known), Err(LateError::Unbound("none".into())));
        assert_eq!(none.get(&Known::shown(&bindings)), Ok("none".to_owned()));
        let number: Late<u64> = Slot::named("follower.id").into();
        assert_eq!(number.get(&known), Err(LateError::Kind("follower.id".into())));
    }
}
