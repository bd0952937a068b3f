//! Database URLs as a shell looks them up: by a request of their own, remembered until something may have changed them.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use connect_core::effect::{SqlEffect, UnreachableReason};
use connect_wire::{Body, Response};
use serde_json::Value;

/// What was looked up, by app and config var.
#[derive(Debug, Clone, Default)]
pub struct Urls(Arc<BTreeMap<(String, String), String>>);

impl Urls {
    /// Forgets all: after a change of any kind.
    pub fn forget(&mut self) {
        if !self.0.is_empty() {
            self.0 = Arc::default();
        }
    }

    /// The URL that is remembered for a query.
    pub fn known(&self, sql: &SqlEffect) -> Option<String> {
        self.0.get(&key(sql)).cloned()
    }

    /// What the answer to the look-up gives, remembered if it is a database.
    ///
    /// # Errors
    /// Why there is none, as a shell says it.
    pub fn learn(&mut self, sql: &SqlEffect, answer: &Response) -> Result<String, UnreachableReason> {
        match answer.status {
            401 => return Err(UnreachableReason::Login),
            404 => return Err(UnreachableReason::NotFound),
            400.. => return Err(UnreachableReason::Refused),
            _ => {}
        }
        let vars = match &answer.body {
            Body::Json(vars) => vars,
            _ => &Value::Null,
        };
        let url = vars.get(&sql.config_var).and_then(Value::as_str);
        let url = url.filter(|url| url.starts_with("postgres://")).ok_or(UnreachableReason::NoConfigVar)?;
        Arc::make_mut(&mut self.0).insert(key(sql), url.to_owned());
        Ok(url.to_owned())
    }

    /// Identity: what is remembered.
    pub fn fingerprint(&self, into: &mut impl Hasher) {
        self.0.hash(into);
    }
}

fn key(sql: &SqlEffect) -> (String, String) {
    (sql.app.clone(), sql.config_var.clone())
}
