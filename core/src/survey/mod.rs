//! The survey: reads until a snapshot can be made. Pure: it says what to read next and judges what came back.
//!
//! It changes nothing. What it cannot read is either needed, then it ends with a diagnostic, or it is left out and a
//! precheck says so.

mod apps;
mod assemble;
mod config;
mod connections;
mod facts;
mod needs;
mod refusal;
mod stop;
mod target;

pub use needs::Needs;

use crate::api::{data, platform, status};
use crate::diagnostic::Diagnostic;
use crate::effect::Observation;
use crate::ending::Millis;
use crate::line::Line;
use crate::machine::Want;
use crate::query::{self, Place};
use crate::request::DatabaseRef;
use crate::snapshot::{Attachment, Database, Follower, Snapshot, FORMAT_VERSION};

use facts::Facts;
use stop::{Need, Stop};

/// How a survey ends: complete, or with the reason why it cannot be.
pub type Seen = Result<Box<Snapshot>, Box<Diagnostic>>;

/// A survey of one database and everything attached to it.
#[derive(Debug, Clone)]
pub struct Survey {
    app: String,
    database: DatabaseRef,
    needs: Needs,
    facts: Facts,
}

impl Survey {
    /// A survey of a database of an app.
    #[must_use]
    pub fn new(app: &str, database: DatabaseRef, needs: Needs) -> Self {
        Self { app: app.to_owned(), database, needs, facts: Facts::default() }
    }

    /// What is wanted next.
    pub fn next(&mut self, now: Millis) -> Want<Seen> {
        if let Some(until) = self.facts.pause(now) {
            let note = Some(Line::plain("a service did not answer, trying again"));
            return Want::Wait { until, note };
        }
        match self.look(now) {
            Ok(snapshot) => Want::Ended(Ok(Box::new(snapshot))),
            Err(Stop::Refused(diagnostic)) => Want::Ended(Err(diagnostic)),
            Err(Stop::Missing(name, effect)) => Want::Perform(vec![self.facts.ask(name, *effect)]),
        }
    }

    /// Takes what was read; answers of a service in trouble are asked for again.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        self.facts.take(observation, now);
    }

    fn look(&self, now: Millis) -> Need<Snapshot> {
        let (facts, app) = (&self.facts, &self.app);
        facts.must("account", "the account", platform::account)?;
        if facts.find(&format!("app {app}"), "the app", || platform::app(app))?.is_none() {
            return Err(refusal::unknown_app(app));
        }
        let target = self.target()?;
        let all = facts
            .must("addon attachments", "the attachments", || platform::attachments_of_addon(&target.id))?;
        let attachments = assemble::attachments(all);
        let mut database = self.database(&target)?;
        let follower = self.follower_of(&database)?;
        let plans = match self.needs.plans {
            true => facts.may("plans", platform::postgres_plans)?,
            false => None,
        };
        let reach = self.place(&attachments);
        if let Some(reach) = reach.as_ref().filter(|_| self.needs.apps) {
            self.address(&mut database, reach)?;
        }
        let (apps, out_of_reach) =
            if self.needs.apps { self.apps(&database, &attachments)? } else { Default::default() };
        let place = reach.filter(|_| self.needs.server);
        let (connections, hidden_connections) = if self.needs.connections {
            self.connections(&apps, &database, place.as_ref())?
        } else {
            Default::default()
        };
        let mut lock = None;
        if let Some(place) = &place {
            let server = facts.may("sql server", || query::server(place))?;
            let statistics = facts.may("sql statistics", || query::statistics(place))?;
            database.server = server.and_then(|server| assemble::server(&server, statistics.as_ref()));
            database.inventory =
                facts.may("sql inventory", || query::inventory(place))?.and_then(assemble::inventory);
            lock = facts.may("sql lock_read", || query::lock_read(place))?.and_then(assemble::lock);
        }
        let status = if self.needs.notices { facts.may("status", status::current)? } else { None };
        Ok(Snapshot {
            format_version: FORMAT_VERSION.to_owned(),
            taken_at: now,
            app: app.clone(),
            follower,
            plans: plans.map(|list| assemble::plans(list, &database.plan)),
            database,
            attachments,
            apps,
            out_of_reach,
            connections,
            hidden_connections,
            lock,
            notices: status.map(assemble::notices).unwrap_or_default(),
        })
    }

    fn target(&self) -> Need<target::Target> {
        let app = &self.app;
        let list = self.facts.must("attachments", "the attachments", || platform::attachments_of_app(app))?;
        let addons = self.facts.must(&format!("addons {app}"), "the add-ons", || platform::addons(app))?;
        target::find(&list, &addons, app, &self.database).map_err(|found| Stop::Refused(Box::new(found)))
    }

    fn database(&self, target: &target::Target) -> Need<Database> {
        let (facts, id) = (&self.facts, &target.id);
        let addon = facts.must("addon", "the database add-on", || platform::addon(&target.app, id))?;
        let detail = facts.must("database", "the database", || data::database(id))?;
        let maintenance = facts.may("maintenance", || data::maintenance(id))?;
        Ok(assemble::database(target, addon, detail, maintenance))
    }

    /// The config var through which the database is reached says the same place in other letters, or says it alone: Heroku
    /// promises host, port and path of `resource_url`, and may leave it out.
    fn address(&self, database: &mut Database, reach: &Place) -> Need<()> {
        let name = format!("config {}", reach.app);
        let Some(mut variables) = self.facts.may(&name, || platform::variables(&reach.app))? else {
            return Ok(());
        };
        let seen = variables.0.remove(&reach.config_var).and_then(|one| one.url);
        if let Some(seen) = seen {
            if database.url.as_ref().is_none_or(|url| url.same_database(&seen)) {
                database.url = Some(seen);
            }
        }
        Ok(())
    }

    /// The follower that was named exists and follows this very database.
    fn follower_of(&self, database: &Database) -> Need<Option<Follower>> {
        let Some(name) = &self.needs.follower else { return Ok(None) };
        let Some(addon) = self.facts.may("follower", || platform::addon(&database.app, name))? else {
            return Err(refusal::unknown_follower(name, &database.app));
        };
        let id = addon.id.clone().unwrap_or_else(|| name.clone());
        let detail = self.facts.must("follower database", "the follower", || data::database(&id))?;
        let attached = self.facts.must("follower attachments", "the follower's attachments", || {
            platform::attachments_of_addon(&id)
        })?;
        match (&detail.following, &database.url) {
            (crate::answer::Link::To(Some(following)), Some(url)) if following.same_database(url) => {
                Ok(Some(assemble::follower(name, &database.app, addon, &detail, attached)))
            }
            _ => Err(refusal::not_following(name, &database.addon)),
        }
    }

    fn place(&self, attachments: &[Attachment]) -> Option<Place> {
        let default = |one: &&Attachment| one.namespace.is_none();
        let one = attachments
            .iter()
            .find(|one| default(one) && one.app == self.app)
            .or_else(|| attachments.iter().find(default))?;
        Some(Place { app: one.app.clone(), config_var: one.config_var(), expect: None })
    }
}
