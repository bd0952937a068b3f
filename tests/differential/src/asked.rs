//! What was asked of both sides.

use serde_json::Value;

/// Something known of both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked<T> {
    /// Of real Postgres.
    pub real: T,
    /// Of paper.
    pub paper: T,
}

impl Asked<Value> {
    /// The same field of both.
    #[must_use]
    pub fn at(&self, key: &str) -> Self {
        Self { real: self.real[key].clone(), paper: self.paper[key].clone() }
    }

    /// The same value for both.
    #[must_use]
    pub fn same(value: Value) -> Self {
        Self { real: value.clone(), paper: value }
    }
}

impl<T> Asked<T> {
    /// The same made of both.
    pub fn map<U>(&self, make: impl Fn(&T) -> U) -> Asked<U> {
        Asked { real: make(&self.real), paper: make(&self.paper) }
    }
}
