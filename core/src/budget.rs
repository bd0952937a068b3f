//! What goes out, counted by service.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use connect_wire::Api;

use crate::effect::{Bastion, Effect};
use crate::query::Place;

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
    /// Where a tunnel stands: what told of its bastion is read once.
    bastions: BTreeSet<String>,
}

impl Tally {
    /// Goes on counting where the config vars of these apps were read, and a tunnel stands through this bastion.
    pub fn after<'a>(budget: Budget, apps: impl Iterator<Item = &'a str>, through: Option<&Place>) -> Self {
        let mut tally = Self { budget, ..Self::default() };
        tally.read = apps.map(|app| (app.to_owned(), true)).collect();
        if let Some((place, bastion)) = through.and_then(|place| Some((place, place.bastion.as_ref()?))) {
            tally.goes_through(&place.app, bastion);
        }
        tally
    }

    /// True if that is new.
    fn goes_through(&mut self, app: &str, bastion: &Bastion) -> bool {
        self.bastions.insert(match bastion {
            Bastion::Service { request } => request.path.clone(),
            Bastion::ConfigVars { hosts, .. } => format!("{app} {hosts}"),
        })
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
                if let Some(bastion) = sql.bastion.as_deref().filter(|one| self.goes_through(&sql.app, one)) {
                    match bastion {
                        Bastion::Service { .. } => self.budget.data += 1,
                        Bastion::ConfigVars { .. } => self.budget.platform += 1,
                    }
                }
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
