//! The survey: reads until a snapshot can be made. Pure: it says what to read next and judges what came back.
//!
//! It changes nothing. What it cannot read is either needed, then it ends with a diagnostic, or it is left out and a
//! precheck says so.

mod apps;
mod assemble;
mod config;
pub(crate) mod connections;
pub(crate) mod facts;
mod followers;
mod needs;
mod origins;
mod past;
pub(crate) mod refusal;
mod shapes;
mod spares;
pub(crate) mod stop;
mod target;

pub use needs::{Fields, Needs, Order, PastNeed};
pub use target::names;

use std::collections::BTreeMap;

use crate::answer::Link;
use crate::api::platform::Addon;
use crate::api::{data, platform, status};
use crate::diagnostic::Diagnostic;
use crate::effect::Observation;
use crate::ending::Millis;
use crate::figures::leading_number;
use crate::machine::Want;
use crate::query::{self, Place};
use crate::request::DatabaseRef;
use crate::snapshot::{
    Attachment, Database, Follower, Inventory, Kept, LockRow, Past, Server, Snapshot, Way, FORMAT_VERSION,
};

use facts::Facts;
use stop::{Need, Stop};
use target::Target;

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
        if let Some(wait) = self.facts.begin(now) {
            return wait;
        }
        let looked = self.look(now).map(Box::new);
        self.facts.wanted(looked)
    }

    /// Takes what was read; answers of a service in trouble are asked for again.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        self.facts.take(observation, now);
    }

    /// Reads are asked for before any of them is needed, so that all that can be read at once is known at once.
    fn look(&self, now: Millis) -> Need<Snapshot> {
        let facts = &self.facts;
        let exists = facts.find(&format!("app {}", self.app), "the app", || platform::app(&self.app));
        let target = self.target();
        let ahead = self.needs.apps.then(|| self.app_answers(&self.app)).transpose();
        let status = self.needs.notices.then(|| facts.may("status", status::current)).transpose();
        if exists?.is_none() {
            return Err(refusal::unknown_app(&self.app));
        }
        let target = target?;
        let attached = self.attached(&target.id).map(assemble::attachments);
        let plans = self.plans(&target);
        let detail = self.detail(&target.id);
        let addon = self.needs.follower.as_ref().map(|name| self.follower_addon(name, &target)).transpose();
        let copies = self.needs.copies(target.plan.as_deref().unwrap_or_default());
        let kept = (self.needs.kept || copies).then(|| self.kept(&target.id)).transpose();
        let progress = self.needs.upgrade.then(|| self.upgrade_progress(&target.id)).transpose();
        ahead?;
        let (attachments, (detail, maintenance)) = (attached?, detail?);
        let earliest = detail.shown("Rollback").and_then(assemble::earliest);
        let connections =
            detail.shown("Connections").and_then(leading_number).filter(|_| self.needs.use_of_it);
        let upgrade =
            progress?.map(|progress| assemble::upgrade(progress.as_ref(), maintenance.as_ref(), &detail));
        let mut database =
            Database { connections, upgrade, ..assemble::database(&target, detail, maintenance) };
        let followers =
            if self.needs.followers { self.followers(&target, &database) } else { Ok(Vec::new()) };
        let reach = Self::place(&target, &attachments);
        // A shell that has read the config vars needs no look-up for a query.
        if let Some(reach) = reach.as_ref().filter(|_| self.needs.apps) {
            self.address(&mut database, reach)?;
        }
        let place = reach.filter(|_| self.needs.server);
        let server = place.as_ref().map(|place| self.server(place)).transpose();
        let follower = addon?.map(|addon| self.follower(addon, &database)).transpose()?;
        let spares = self.needs.spares.then(|| self.spares(&target)).transpose();
        let (apps, out_of_reach) = if self.needs.apps {
            self.apps(&target.named, &database, &attachments, follower.as_ref())?
        } else {
            Default::default()
        };
        let (mut connections, hidden_connections) = if self.needs.connections {
            self.connections(&apps, &database, place.as_ref())?
        } else {
            Default::default()
        };
        let past = match (&self.needs.past, place.as_ref()) {
            (Some(needed), Some(place)) => Some(Past {
                earliest: earliest.filter(|_| needed.ahead),
                ..self.past(needed, &target, &connections, place)?
            }),
            _ => None,
        };
        let (server, inventory, lock) = server?.unwrap_or_default();
        if let Some((place, held)) = place.as_ref().zip(lock.as_ref().and_then(|lock| lock.held.as_ref())) {
            self.continuity(&mut connections, held, place)?;
        }
        if database.private() && place.is_some() {
            database.way = if server.is_some() { Way::Bastion } else { Way::None };
        }
        database.server = server;
        database.inventory = inventory;
        database.kept = kept?;
        Ok(Snapshot {
            format_version: FORMAT_VERSION.to_owned(),
            taken_at: now,
            app: target.named,
            follower,
            followers: followers?,
            plans: plans?,
            database,
            attachments,
            apps,
            out_of_reach,
            connections,
            hidden_connections,
            lock,
            notices: status?.flatten().map(assemble::notices),
            past,
            spares: spares?,
            asked: facts.asked(),
        })
    }

    /// The database that is meant; `app::NAME` means one of another app, as the commands of `heroku pg` take it.
    fn target(&self) -> Need<Target> {
        let (scope, name) = self.database.parts();
        let Some(scope) = scope.filter(|scope| *scope != self.app) else {
            return self.find(&self.app, name);
        };
        let attachments = self.attachments(&self.app);
        let addons = self.addons(&self.app);
        let (attachments, addons) = (attachments?, addons?);
        if attachments.iter().any(|one| one.addon.as_deref() == Some(scope)) {
            return refused(target::find(attachments, &addons, &self.app, Some(scope), name));
        }
        if self.facts.find(&format!("app {scope}"), "the app", || platform::app(scope))?.is_none() {
            return Err(refusal::unknown_app(scope));
        }
        self.find(scope, name)
    }

    /// A database of an app by its name there. Where there is only one, its attachments, which are needed anyway, tell its names.
    fn find(&self, app: &str, name: &str) -> Need<Target> {
        let addons = self.addons(app)?;
        let mut databases = addons.iter().filter(|one| one.is_postgres()).filter_map(|one| one.id.as_deref());
        if let (Some(only), None) = (databases.next(), databases.next()) {
            let attached = self.attached(only);
            // Asked for ahead: it is most likely the one.
            drop(self.detail(only));
            let mut attachments = attached?;
            attachments.retain(|one| one.app.as_deref() == Some(app));
            if let Ok(found) = target::find(attachments, &addons, app, None, name) {
                return Ok(found);
            }
        }
        refused(target::find(self.attachments(app)?, &addons, app, None, name))
    }

    pub(super) fn attachments(&self, app: &str) -> Need<Vec<platform::Attachment>> {
        let what = format!("attachments {app}");
        self.facts.must(&what, "the attachments", || platform::attachments_of_app(app))
    }

    fn addons(&self, app: &str) -> Need<Vec<Addon>> {
        self.facts.must(&format!("addons {app}"), "the add-ons", || platform::addons(app))
    }

    /// Attachments of a database, in every app.
    fn attached(&self, id: &str) -> Need<Vec<platform::Attachment>> {
        let what = format!("addon attachments {id}");
        self.facts.must(&what, "the attachments", || platform::attachments_of_addon(id))
    }

    /// Plans that can be ordered, as far as that is asked: of the plan of the database itself it is known.
    fn plans(&self, target: &Target) -> Need<Option<BTreeMap<String, Option<u64>>>> {
        let plan = target.plan.clone().unwrap_or_default();
        match self.needs.order {
            Order::Nothing => Ok(None),
            Order::SamePlan if target.sold => Ok(Some(BTreeMap::from([(plan, target.price_cents)]))),
            Order::SamePlan | Order::OtherPlan => {
                let list = self.facts.may("plans", platform::postgres_plans)?;
                Ok(list.map(|list| assemble::plans(list, &plan, self.needs.other_tier.as_deref())))
            }
        }
    }

    /// A database and its maintenance.
    fn detail(&self, id: &str) -> Need<(data::Database, Option<data::Maintenance>)> {
        let detail = self.facts.must(&format!("database {id}"), "the database", || data::database(id));
        let maintenance = self.facts.may(&format!("maintenance {id}"), || data::maintenance(id));
        Ok((detail?, maintenance?))
    }

    /// What the service says of a version upgrade.
    fn upgrade_progress(&self, id: &str) -> Need<Option<data::UpgradeProgress>> {
        self.facts.may(&format!("upgrade {id}"), || data::upgrade_progress(id))
    }

    /// What the service keeps with a database.
    fn kept(&self, id: &str) -> Need<Kept> {
        let schedules = self.facts.may(&format!("schedules {id}"), || data::schedules(id));
        let window = self.facts.may(&format!("window {id}"), || data::window(id));
        let settings = self.facts.may(&format!("settings {id}"), || data::settings(id));
        let credentials = self.facts.may(&format!("credentials {id}"), || data::credentials(id));
        let links = self.facts.may(&format!("links {id}"), || data::links(id));
        let told = assemble::Told {
            schedules: schedules?,
            window: window?,
            settings: settings?,
            credentials: credentials?,
            links: links?,
        };
        Ok(assemble::kept(told))
    }

    /// What the server says, and the lock in it.
    fn server(&self, place: &Place) -> Need<(Option<Server>, Option<Inventory>, Option<LockRow>)> {
        let server = self.facts.may("sql server", || query::server(place));
        let statistics = self.facts.may("sql statistics", || query::statistics(place));
        let inventory = self.facts.may("sql inventory", || query::inventory(place));
        let lock = self.facts.may("sql lock_read", || query::lock_read(place));
        let (server, statistics, inventory) =
            (server?, statistics?, inventory?.and_then(assemble::inventory));
        let server = server.and_then(|server| assemble::server(&server, statistics.as_ref()));
        Ok((server, inventory, lock?.and_then(assemble::lock)))
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

    /// The follower that was named exists.
    fn follower_addon(&self, name: &str, target: &Target) -> Need<Addon> {
        match self.facts.may("follower", || platform::addon(&target.app, name))? {
            Some(addon) => Ok(addon),
            None => Err(refusal::unknown_follower(name, &target.app)),
        }
    }

    /// And it follows this very database.
    fn follower(&self, addon: Addon, leader: &Database) -> Need<Follower> {
        let (id, name) = (addon.id.clone().unwrap_or_default(), addon.name.clone().unwrap_or_default());
        let detail = self.facts.must("follower database", "the follower", || data::database(&id));
        let attached = self.facts.must("follower attachments", "the attachments of the follower", || {
            platform::attachments_of_addon(&id)
        });
        let payer = addon.app.clone().unwrap_or_default();
        let app =
            self.facts.must(&format!("app {payer}"), "the app of the follower", || platform::app(&payer));
        let (detail, attached, app) = (detail?, attached?, app?);
        match (&detail.following, &leader.url) {
            (Link::To(Some(following)), Some(url)) if following.same_database(url) => {
                Ok(assemble::follower(addon, app, &detail, attached))
            }
            _ => Err(refusal::not_following(&name, &leader.addon)),
        }
    }

    fn place(target: &Target, attachments: &[Attachment]) -> Option<Place> {
        let default = |one: &&Attachment| one.namespace.is_none();
        let one = attachments
            .iter()
            .find(|one| default(one) && one.app == target.named)
            .or_else(|| attachments.iter().find(default))?;
        let plan = target.plan.as_deref().unwrap_or_default();
        Some(query::Place::of(&one.app, one.config_var(), &target.id, plan))
    }
}

fn refused(found: Result<Target, Diagnostic>) -> Need<Target> {
    found.map_err(|found| Stop::Refused(Box::new(found)))
}
