//! What those who run the hardware may know without a request.

use std::sync::Arc;

use super::find::POSTGRES;
use super::ids::{uuid, Kind};
use super::jobs::target;
use super::setup::MADE_AT;
use super::state::{Connection, Name};
use super::words::SyncState;
use super::World;
use crate::job::{JobKind, SyncTarget};
use crate::scenario::Switches;
use crate::FaultKind;

/// A process that may write: its number and the database that its own config vars name.
pub(crate) struct Writer {
    /// The very process.
    pub instance: u64,
    /// Database, `None` if the URL serves nothing.
    pub addon: Option<Name>,
}

impl World {
    /// The Postgres add-on and URL behind a config var as the app is configured now.
    #[must_use]
    pub fn behind(&self, app: &str, config_var: &str) -> Option<(String, String)> {
        let url = self.vars_of(self.app(app).ok()?).remove(config_var)?;
        Some((self.serving(&url)?.to_string(), url))
    }

    /// The Postgres add-on behind a config var of the release that an app's dynos boot.
    #[must_use]
    pub fn in_use(&self, app: &str, config_var: &str) -> Option<String> {
        let current = self.app(app).ok()?.current()?;
        self.serving(current.vars.get(config_var)?).map(ToString::to_string)
    }

    /// The Postgres add-on that serves a URL.
    #[must_use]
    pub fn served_by(&self, url: &str) -> Option<String> {
        self.serving(url).map(ToString::to_string)
    }

    /// Names of the Postgres add-ons that exist, ready or not.
    #[must_use]
    pub fn databases(&self) -> Vec<String> {
        self.addons
            .iter()
            .filter(|addon| &*addon.service == POSTGRES)
            .map(|addon| addon.name.to_string())
            .collect()
    }

    /// True once the scenario's databases are made and dynos may start.
    #[must_use]
    pub fn booted(&self) -> bool {
        self.booted
    }

    /// Maintenance mode of an app; `None` if there is no such app.
    #[must_use]
    pub fn in_maintenance(&self, app: &str) -> Option<bool> {
        self.app(app).ok().map(|app| app.maintenance)
    }

    /// Every connection that is set up, with the database it resolved.
    #[must_use]
    pub fn sync_targets(&self) -> Vec<SyncTarget> {
        let set_up = self.connections.iter().filter(|connection| connection.db_key.is_some());
        set_up.map(|connection| target(connection)).collect()
    }

    /// Every process that runs, listed or not, stopping or not.
    pub(crate) fn writers(&self) -> Vec<Writer> {
        let mut writers = Vec::new();
        for app in &self.apps {
            for dyno in app.dynos.iter().filter(|dyno| dyno.runs()) {
                let release = app.releases.iter().find(|release| release.version == dyno.release);
                let url = release.and_then(|release| {
                    let first = || release.vars.values().find(|value| value.starts_with("postgres://"));
                    release.vars.get("DATABASE_URL").or_else(first)
                });
                let addon = url.and_then(|url| self.serving(url)).cloned();
                writers.push(Writer { instance: dyno.instance, addon });
            }
        }
        writers
    }

    /// Connections that are paused and go on listening, with their database.
    pub(crate) fn listeners(&self) -> Vec<(String, Name)> {
        let listens = self.settings.switches.paused_connect_listens;
        let paused = self.connections.iter().filter(|one| listens && one.state == SyncState::Paused);
        let listener = |one: &Arc<Connection>| {
            let addon = one.resolved.as_ref()?.addon.clone()?;
            Some((uuid(Kind::Connection, one.id), addon))
        };
        paused.filter_map(listener).collect()
    }

    /// Clients outside Heroku with the databases on which they hold a session.
    pub(crate) fn monitors(&self) -> Vec<(&str, Name)> {
        let watched = || self.addons.iter().filter(|addon| addon.at == MADE_AT && addon.database.is_some());
        let names = self.settings.switches.monitors.iter();
        names.flat_map(|name| watched().map(|addon| (name.as_str(), addon.name.clone()))).collect()
    }

    /// Databases on which a session cannot be ended.
    pub(crate) fn stuck_sessions(&self) -> Vec<Name> {
        let stuck = |addon: &str| {
            self.faults.iter().any(|fault| {
                fault.kind == FaultKind::SessionStuck
                    && fault.target.as_deref().is_none_or(|target| target == addon)
            })
        };
        if self.faults.is_empty() {
            return Vec::new();
        }
        self.databases().into_iter().filter(|addon| stuck(addon)).map(|addon| addon.as_str().into()).collect()
    }

    /// Speeds and habits.
    pub(crate) fn switches(&self) -> &Switches {
        &self.settings.switches
    }

    /// Followers with their leaders.
    pub(crate) fn followings(&self) -> Vec<(Name, Name)> {
        self.addons
            .iter()
            .filter_map(|addon| Some((addon.name.clone(), addon.database.as_ref()?.following.clone()?)))
            .collect()
    }

    /// Databases and tables on which Connect works at this moment: open jobs of Connect.
    pub(crate) fn connect_at_work(&self) -> Vec<(String, Option<String>)> {
        let at_work = self.jobs.iter().filter_map(|job| match &job.kind {
            JobKind::ReadLog(target)
            | JobKind::PollOrg(target)
            | JobKind::LoadMapping { target, .. }
            | JobKind::LoadColumns { target, .. } => Some((target.connection.clone(), target.addon.clone())),
            _ => None,
        });
        at_work.collect()
    }
}
