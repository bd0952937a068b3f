//! What those who run the hardware may know without a request.

use super::find::POSTGRES;
use super::jobs::target;
use super::state::Name;
use super::World;
use crate::job::{JobKind, SyncTarget};

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
            JobKind::ReadLog(target) | JobKind::PollOrg(target) | JobKind::LoadMapping { target, .. } => {
                Some((target.connection.clone(), target.addon.clone()))
            }
            _ => None,
        });
        at_work.collect()
    }
}
