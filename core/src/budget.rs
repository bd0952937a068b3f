//! What goes out, counted by service.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use connect_wire::Api;

use crate::effect::Effect;

/// Calls by service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Budget {
    /// Platform API, of 4,500 an hour for the account; autoscaling included.
    pub platform: u32,
    /// Data API.
    pub data: u32,
    /// Connect API.
    pub connect: u32,
    /// SQL sessions.
    pub sql: u32,
}

/// Counts effects, and with the queries the look-ups of URLs that a shell makes for them.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    budget: Budget,
    /// Apps whose config vars the shell has read; true as long as nothing can have changed them.
    read: BTreeMap<String, bool>,
}

impl Tally {
    /// Goes on counting where the config vars of these apps were read.
    pub fn after<'a>(budget: Budget, apps: impl Iterator<Item = &'a str>) -> Self {
        Self { budget, read: apps.map(|app| (app.to_owned(), true)).collect() }
    }

    /// One effect more.
    pub fn count(&mut self, effect: &Effect) {
        match effect {
            Effect::Http(http) => {
                for secret in &http.secrets {
                    self.look_up(&secret.app, secret.expect.is_some());
                }
                let budget = &mut self.budget;
                if http.mutates {
                    self.read.values_mut().for_each(|fresh| *fresh = false);
                }
                if let Some(app) = &http.config_of {
                    self.read.insert(app.clone(), true);
                }
                match http.request.api {
                    Api::Platform | Api::Metrics => budget.platform += 1,
                    Api::Data => budget.data += 1,
                    Api::ConnectDiscovery | Api::ConnectRegion => budget.connect += 1,
                    Api::Status => {}
                }
            }
            Effect::Sql(sql) => {
                self.look_up(&sql.app, sql.expect.is_some());
                self.budget.sql += 1;
            }
            Effect::File(_) => {}
        }
    }

    /// The shell looks for a URL.
    fn look_up(&mut self, app: &str, expects: bool) {
        let fresh = self.read.get(app).copied();
        if !fresh.is_some_and(|fresh| fresh || expects) {
            self.budget.platform += 1;
            self.read.insert(app.to_owned(), true);
        }
    }

    /// What was counted.
    #[must_use]
    pub fn budget(&self) -> &Budget {
        &self.budget
    }
}
