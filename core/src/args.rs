//! Arguments of ops and conditions: plain data in a plan, values known only at run time as named bindings.
//!
//! A text that starts with `$` is the name of a binding; `$$` stands for a dollar sign.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use thiserror::Error;

use crate::query::Place;

/// Values that became known during a run, by dotted name.
pub type Bindings = BTreeMap<String, Value>;

/// A plan and its run do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ArgError {
    /// The step needs this argument.
    #[error("argument `{0}` is missing or of the wrong kind")]
    Missing(String),
    /// The step needs a value that no step before it has bound.
    #[error("binding `{0}` has no value yet")]
    Unbound(String),
    /// No such op, condition or query in this version.
    #[error("`{0}` is not known to this version of the plugin")]
    Unknown(String),
}

/// Arguments with every binding resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Args(Map<String, Value>);

impl Args {
    /// Replaces binding names by their values.
    ///
    /// # Errors
    /// [`ArgError::Unbound`] when a binding has no value.
    pub fn resolve(args: &Value, bindings: &Bindings) -> Result<Self, ArgError> {
        match resolve(args, bindings)? {
            Value::Object(map) => Ok(Self(map)),
            _ => Err(ArgError::Missing("args".to_owned())),
        }
    }

    /// Arguments given directly.
    #[must_use]
    pub fn from_value(value: Value) -> Self {
        match value {
            Value::Object(map) => Self(map),
            _ => Self(Map::new()),
        }
    }

    /// A value, `null` if absent.
    #[must_use]
    pub fn value(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    /// A text.
    ///
    /// # Errors
    /// When it is absent or not a text.
    pub fn text(&self, name: &str) -> Result<&str, ArgError> {
        self.value(name).as_str().ok_or_else(|| ArgError::Missing(name.to_owned()))
    }

    /// A text that may be absent.
    #[must_use]
    pub fn maybe(&self, name: &str) -> Option<&str> {
        self.value(name).as_str()
    }

    /// A whole number.
    ///
    /// # Errors
    /// When it is absent or not one.
    pub fn number(&self, name: &str) -> Result<u64, ArgError> {
        self.value(name).as_u64().ok_or_else(|| ArgError::Missing(name.to_owned()))
    }

    /// Yes or no.
    ///
    /// # Errors
    /// When it is absent or neither.
    pub fn flag(&self, name: &str) -> Result<bool, ArgError> {
        self.value(name).as_bool().ok_or_else(|| ArgError::Missing(name.to_owned()))
    }

    /// Where a query runs.
    ///
    /// # Errors
    /// When app or config var are absent.
    pub fn place(&self, name: &str) -> Result<Place, ArgError> {
        let place = self.value(name);
        let text = |key: &str| place.get(key).and_then(Value::as_str).map(str::to_owned);
        match (text("app"), text("configVar")) {
            (Some(app), Some(config_var)) => Ok(Place { app, config_var, expect: text("expect") }),
            _ => Err(ArgError::Missing(name.to_owned())),
        }
    }
}

fn resolve(value: &Value, bindings: &Bindings) -> Result<Value, ArgError> {
    Ok(match value {
        Value::String(text) => match text.strip_prefix('$') {
            Some(rest) if rest.starts_with('$') => Value::String(rest.to_owned()),
            Some(name) => bindings.get(name).cloned().ok_or_else(|| ArgError::Unbound(name.to_owned()))?,
            None => value.clone(),
        },
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| resolve(item, bindings)).collect::<Result<_, _>>()?)
        }
        Value::Object(map) => Value::Object(
            map.iter()
                .map(|(key, item)| Ok((key.clone(), resolve(item, bindings)?)))
                .collect::<Result<_, ArgError>>()?,
        ),
        other => other.clone(),
    })
}

/// Protects outside text in a plan from being taken for a binding.
#[must_use]
pub fn quoted(text: &str) -> String {
    if text.starts_with('$') {
        format!("${text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bindings_are_resolved_everywhere_and_dollars_can_be_quoted() {
        let bindings = Bindings::from([("follower.id".to_owned(), json!("abc"))]);
        let args = Args::resolve(&json!({"a": ["$follower.id"], "b": "$$x", "c": 3}), &bindings);
        assert_eq!(args, Ok(Args::from_value(json!({"a": ["abc"], "b": "$x", "c": 3}))));
        assert_eq!(Args::resolve(&json!({"a": "$none"}), &bindings), Err(ArgError::Unbound("none".into())));
        assert_eq!(quoted("$HOME"), "$$HOME");
    }
}
