//! Database URLs as a shell looks them up: by a request of their own, remembered until something may have changed them.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use connect_core::effect::UnreachableReason;
use connect_wire::{Body, Request, Response};
use serde_json::Value;

/// Which URL is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// App.
    pub app: &'a str,
    /// Config var.
    pub config_var: &'a str,
    /// Fingerprint that it must have, if that is known.
    pub expect: Option<&'a str>,
    /// The request that reads the app's config vars.
    pub lookup: &'a Request,
}

/// What was looked up, by app. What may have changed since is still right where the query says what it must be.
#[derive(Debug, Clone, Default)]
pub struct Urls {
    apps: Arc<BTreeMap<String, BTreeMap<String, String>>>,
    stale: Arc<BTreeSet<String>>,
}

impl Urls {
    /// Something may have changed them.
    pub fn doubt(&mut self) {
        if self.stale.len() < self.apps.len() {
            self.stale = Arc::new(self.apps.keys().cloned().collect());
        }
    }

    /// The URL that is remembered.
    pub fn known(&self, wanted: Wanted<'_>) -> Option<String> {
        let url = self.apps.get(wanted.app)?.get(wanted.config_var)?;
        (wanted.expect.is_some() || !self.stale.contains(wanted.app)).then(|| url.clone())
    }

    /// Config vars of an app that were read.
    pub fn keep(&mut self, app: &str, answer: &Response) {
        let Body::Json(Value::Object(vars)) = &answer.body else { return };
        let databases = vars.iter().filter_map(|(name, url)| {
            let url = url.as_str().filter(|url| url.starts_with("postgres://"))?;
            Some((name.clone(), url.to_owned()))
        });
        Arc::make_mut(&mut self.apps).insert(app.to_owned(), databases.collect());
        Arc::make_mut(&mut self.stale).remove(app);
    }

    /// What the answer to the look-up gives, remembered if it is a database.
    ///
    /// # Errors
    /// Why there is none, as a shell says it.
    pub fn learn(&mut self, wanted: Wanted<'_>, answer: &Response) -> Result<String, UnreachableReason> {
        match answer.status {
            401 => return Err(UnreachableReason::Login),
            404 => return Err(UnreachableReason::NotFound),
            400.. => return Err(UnreachableReason::Refused),
            _ => {}
        }
        self.keep(wanted.app, answer);
        self.apps
            .get(wanted.app)
            .and_then(|vars| vars.get(wanted.config_var))
            .cloned()
            .ok_or(UnreachableReason::NoConfigVar)
    }

    /// Identity: what is remembered.
    pub fn fingerprint(&self, into: &mut impl Hasher) {
        (&self.apps, &self.stale).hash(into);
    }
}
