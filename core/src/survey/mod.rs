//! The survey: reads until a snapshot can be made. Pure: it says what to read next and judges what came back.
//!
//! It changes nothing. What it cannot read is either needed, then it ends with a diagnostic, or it is left out and a
//! precheck says so.

mod assemble;
mod refusal;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api;
use crate::diagnostic::Diagnostic;
use crate::directive::Millis;
use crate::effect::{Effect, Observation};
use crate::query::{self, Place};
use crate::read::{self, Answer};
use crate::snapshot::{Attachment, Snapshot};

/// How often a read that got no answer is tried.
const TRIES: u8 = 3;
/// Pause before it is tried again, milliseconds.
const PAUSE_MS: u64 = 2_000;

/// What a survey wants next.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// Perform this read.
    Read(Effect),
    /// Wait before trying again.
    Wait(Millis),
    /// It is complete.
    Seen(Box<Snapshot>),
    /// It cannot be completed.
    Refused(Diagnostic),
}

/// A survey of one database and everything attached to it.
#[derive(Debug, Clone)]
pub struct Survey {
    app: String,
    database: Option<String>,
    follower: Option<String>,
    facts: BTreeMap<String, Observation>,
    tries: u8,
    asked: Option<String>,
    wait_until: Option<Millis>,
}

/// A read that is still missing, under its name, and whether the survey can do without it.
struct Missing {
    name: String,
    effect: Effect,
}

type Need<T> = Result<T, Stop>;

enum Stop {
    Missing(Box<Missing>),
    Refused(Box<Diagnostic>),
}

impl Survey {
    /// A survey of the database behind `database` (attachment, config var or add-on; `DATABASE` if absent) of `app`.
    #[must_use]
    pub fn new(app: &str, database: Option<&str>) -> Self {
        Self {
            app: app.to_owned(),
            database: database.map(str::to_owned),
            follower: None,
            facts: BTreeMap::new(),
            tries: 0,
            asked: None,
            wait_until: None,
        }
    }

    /// Also looks whether this add-on follows the database: an existing follower that is to be used.
    #[must_use]
    pub fn with_follower(mut self, follower: Option<&str>) -> Self {
        self.follower = follower.map(str::to_owned);
        self
    }

    /// What is wanted next.
    pub fn next(&mut self, now: Millis) -> Wish {
        if let Some(until) = self.wait_until.take() {
            if now < until {
                self.wait_until = Some(until);
                return Wish::Wait(until);
            }
        }
        match self.look(now) {
            Ok(snapshot) => Wish::Seen(Box::new(snapshot)),
            Err(Stop::Missing(missing)) => {
                self.asked = Some(missing.name);
                Wish::Read(missing.effect)
            }
            Err(Stop::Refused(diagnostic)) => Wish::Refused(*diagnostic),
        }
    }

    /// Takes what was read; answers of a service in trouble are asked for again.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        let Some(name) = self.asked.take() else { return };
        let silent = match observation {
            Observation::Http { status, .. } => *status == 429 || *status >= 500,
            Observation::Unknown { .. } => true,
            Observation::Unreachable { reason } => matches!(reason.as_str(), "refused" | "notFound"),
            Observation::SqlFailed { code } => code.starts_with("08") || code.starts_with("57P"),
            _ => false,
        };
        self.tries += 1;
        if silent && self.tries < TRIES {
            self.wait_until = Some(now + PAUSE_MS);
            return;
        }
        self.tries = 0;
        self.facts.insert(name, observation.clone());
    }

    fn fact(&self, name: &str, effect: impl FnOnce() -> Effect) -> Need<&Observation> {
        self.facts
            .get(name)
            .ok_or_else(|| Stop::Missing(Box::new(Missing { name: name.to_owned(), effect: effect() })))
    }

    /// A read that the survey cannot do without.
    fn must(&self, name: &str, what: &str, effect: impl FnOnce() -> Effect) -> Need<&Value> {
        let observation = self.fact(name, effect)?;
        match read::answer(observation) {
            Answer::Value(value) => Ok(value),
            Answer::Absent | Answer::Unread(_) => Err(refusal::of(observation, what)),
        }
    }

    /// A read that the survey can do without.
    fn may(&self, name: &str, effect: impl FnOnce() -> Effect) -> Need<Option<&Value>> {
        let observation = self.fact(name, effect)?;
        if let Some(login) = refusal::login(observation) {
            return Err(Stop::Refused(Box::new(login)));
        }
        Ok(match read::answer(observation) {
            Answer::Value(value) => Some(value),
            Answer::Absent | Answer::Unread(_) => None,
        })
    }

    fn query(&self, place: Option<&Place>, name: &str, schema: &str) -> Need<Option<&Observation>> {
        let Some(effect) = place.and_then(|place| query::named(place, name, schema, None)) else {
            return Ok(None);
        };
        self.fact(&format!("sql {name} {schema}"), || effect).map(Some)
    }

    fn look(&self, now: Millis) -> Need<Snapshot> {
        self.must("account", "the account", api::platform::account)?;
        let app = &self.app;
        let named = self.fact(&format!("app {app}"), || api::platform::app(app))?;
        if read::answer(named) == Answer::Absent {
            return Err(refusal::unknown_app(app));
        }
        self.must(&format!("app {app}"), "the app", || api::platform::app(app))?;
        let list = self.must("attachments", "the attachments", || api::platform::app_attachments(app))?;
        let addons = self.must(&format!("addons {app}"), "the add-ons", || api::platform::app_addons(app))?;
        let found = assemble::target(list, addons, app, self.database.as_deref())
            .map_err(|diagnostic| Stop::Refused(Box::new(diagnostic)))?;
        let addon =
            self.must("addon", "the database add-on", || api::platform::app_addon(&found.app, &found.id))?;
        let all = self
            .must("addon attachments", "the attachments", || api::platform::addon_attachments(&found.id))?;
        let attachments = assemble::attachments(all);

        let mut names: Vec<String> = vec![app.clone()];
        for one in &attachments {
            if !names.contains(&one.app) {
                names.push(one.app.clone());
            }
        }
        let detail = self.must("database", "the database", || api::data::database(&found.id))?;
        let maintenance = self.may("maintenance", || api::data::maintenance(&found.id))?;
        let mut database = assemble::database(&found, addon, detail, maintenance);

        self.follower_of(&database)?;
        let mut apps = Vec::new();
        let mut out_of_reach = Vec::new();
        for name in &names {
            match self.app_facts(name, &database)? {
                Some(one) => apps.push(one),
                None => out_of_reach.push(name.clone()),
            }
        }
        let place = self.place(&attachments);
        let mut connections = Vec::new();
        let mut hidden = Vec::new();
        for one in &apps {
            self.connections_of(one, &database, &mut connections, &mut hidden)?;
        }
        for connection in &mut connections {
            let log = self.query(place.as_ref(), "log_states", &connection.schema)?;
            connection.log = log.and_then(assemble::log);
            let objects = self.query(place.as_ref(), "connect_schema", &connection.schema)?;
            connection.objects = objects.and_then(assemble::objects);
        }
        let server = self.query(place.as_ref(), "server", "")?;
        let statistics = self.query(place.as_ref(), "statistics", "")?;
        database.server = assemble::server(server, statistics);
        let lock = self.query(place.as_ref(), "lock_read", "")?.and_then(assemble::lock);
        let status = self.may("status", api::status::current)?;
        Ok(Snapshot {
            format_version: crate::snapshot::FORMAT_VERSION.to_owned(),
            taken_at: now,
            app: app.clone(),
            database,
            attachments,
            apps,
            out_of_reach,
            connections,
            hidden_connections: hidden,
            lock,
            notices: status.map(assemble::notices).unwrap_or_default(),
        })
    }

    /// The follower that was named exists and follows this very database.
    fn follower_of(&self, database: &crate::snapshot::Database) -> Need<()> {
        let Some(name) = &self.follower else { return Ok(()) };
        let Some(addon) = self.may("follower", || api::platform::app_addon(&database.app, name))? else {
            return Err(refusal::unknown_follower(name, &database.app));
        };
        let id = read::text(addon, "/id").unwrap_or(name);
        let detail = self.must("follower database", "the follower", || api::data::database(id))?;
        let following = detail.get("following").and_then(assemble::url);
        let place = |url: &crate::snapshot::Url| (url.host.clone(), url.port, url.database.clone());
        if following.is_some() && following.as_ref().map(place) == database.url.as_ref().map(place) {
            return Ok(());
        }
        Err(refusal::not_following(name, &database.addon))
    }

    /// Facts of an app, `None` if this login cannot read it.
    fn app_facts(
        &self,
        name: &str,
        database: &crate::snapshot::Database,
    ) -> Need<Option<crate::snapshot::App>> {
        let Some(app) = self.may(&format!("app {name}"), || api::platform::app(name))? else {
            return Ok(None);
        };
        let Some(formation) = self.may(&format!("formation {name}"), || api::platform::formation(name))?
        else {
            return Ok(None);
        };
        let Some(config) = self.may(&format!("config {name}"), || api::platform::config(name))? else {
            return Ok(None);
        };
        let dynos = self.must(&format!("dynos {name}"), "the dynos", || api::platform::dynos(name))?;
        let releases =
            self.must(&format!("releases {name}"), "the releases", || api::platform::releases(name))?;
        let addons =
            self.must(&format!("addons {name}"), "the add-ons", || api::platform::app_addons(name))?;
        let preboot = self.may(&format!("preboot {name}"), || api::platform::feature(name, "preboot"))?;
        let id = read::text(app, "/id").unwrap_or(name);
        let monitors = self.may(&format!("monitors {name}"), || api::platform::monitors(id))?;
        Ok(Some(assemble::app(
            &assemble::AppAnswers { app, formation, config, dynos, releases, addons, preboot, monitors },
            database,
        )))
    }

    fn connections_of(
        &self,
        app: &crate::snapshot::App,
        database: &crate::snapshot::Database,
        connections: &mut Vec<crate::snapshot::Connection>,
        hidden: &mut Vec<String>,
    ) -> Need<()> {
        let addons = self
            .must(&format!("addons {}", app.name), "the add-ons", || api::platform::app_addons(&app.name))?;
        let resources = assemble::connect_addons(addons, &app.name);
        if resources.is_empty() {
            return Ok(());
        }
        let found = self.must(&format!("discover {}", app.name), "Heroku Connect", || {
            api::connect::discover(&app.name)
        })?;
        hidden.extend(resources.into_iter().filter(|name| {
            !read::items(found, "/results").any(|one| read::text(one, "/resource_name") == Some(name))
        }));
        for entry in read::items(found, "/results") {
            let (Some(id), Some(region)) = (read::text(entry, "/id"), read::text(entry, "/region_url"))
            else {
                continue;
            };
            let detail = self.must(&format!("connection {id}"), "Heroku Connect", || {
                api::connect::connection(region, id)
            })?;
            let one = assemble::connection(entry, detail, &app.name, database);
            // A connection that uses another database is none of this run's business.
            if app.config_vars.contains(&one.db_key) || one.on_database {
                connections.push(one);
            }
        }
        Ok(())
    }

    fn place(&self, attachments: &[Attachment]) -> Option<Place> {
        let default = |one: &&Attachment| one.namespace.is_none();
        let one = attachments
            .iter()
            .find(|one| default(one) && one.app == self.app)
            .or_else(|| attachments.iter().find(default))?;
        Some(Place { app: one.app.clone(), config_var: format!("{}_URL", one.name), expect: None })
    }
}
