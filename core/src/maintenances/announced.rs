//! Reads what is announced: the status site, maintenances of databases, notifications of connections. What of it cannot be read is
//! left out, and the command says so.

use super::{Announcement, ConnectNotification, Due, Interval, Listener};
use crate::api::connect::{self, Found};
use crate::api::{data, platform, status};
use crate::diagnostic::Diagnostic;
use crate::effect::Observation;
use crate::ending::Millis;
use crate::machine::Want;
use crate::survey::connections::connect_addons;
use crate::survey::facts::Facts;
use crate::survey::refusal;
use crate::survey::stop::Need;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Incidents in force first, each with the newest that was said of it; `None` if the status site could not be read.
    pub announced: Option<Vec<(Announcement, Option<String>)>>,
    /// Maintenances of the app's databases; `None` if they could not be read.
    pub due: Option<Vec<Due>>,
    /// Connections that can be seen, with id and region; `None` if Connect did not answer.
    pub listeners: Option<Vec<(Place, Listener)>>,
    /// Connect add-ons whose connection this login may not see.
    pub hidden: Vec<String>,
}

/// Where a connection is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub(super) id: String,
    pub(super) region: String,
}

/// The reads of the command.
#[derive(Debug, Clone)]
pub struct Announced {
    app: String,
    facts: Facts,
}

impl Announced {
    /// What concerns this app.
    #[must_use]
    pub fn new(app: &str) -> Self {
        Self { app: app.to_owned(), facts: Facts::default() }
    }

    /// What is wanted next.
    pub fn next(&mut self, now: Millis) -> Want<Result<Told, Box<Diagnostic>>> {
        if let Some(wait) = self.facts.begin(now) {
            return wait;
        }
        let looked = self.look();
        self.facts.wanted(looked)
    }

    /// Takes what was read; answers of a service in trouble are asked for again.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        self.facts.take(observation, now);
    }

    fn look(&self) -> Need<Told> {
        let (facts, app) = (&self.facts, &self.app);
        let exists = facts.find(&format!("app {app}"), "the app", || platform::app(app));
        let announced = facts.may("status", status::announced);
        let addons = facts.must(&format!("addons {app}"), "the add-ons", || platform::addons(app));
        let due = facts.may(&format!("maintenances {app}"), || data::maintenances(app));
        let found = facts.may(&format!("discover {app}"), || connect::discover(app));
        if exists?.is_none() {
            return Err(refusal::unknown_app(app));
        }
        let (addons, found) = (connect_addons(addons?, app), found?);
        let listeners = found.as_ref().map(|found| self.listeners(&found.results)).transpose();
        let seen = |name: &String| {
            let results = found.iter().flat_map(|found| &found.results);
            results.filter_map(|one| one.resource.as_ref()).any(|resource| resource == name)
        };
        let hidden = addons.into_iter().filter(|name| found.is_some() && !seen(name)).collect();
        Ok(Told {
            announced: announced?.map(of_status),
            due: due?.map(|all| all.maintenances.into_iter().filter_map(of_database).collect()),
            listeners: listeners?.flatten(),
            hidden,
        })
    }

    /// `None` if one of them did not answer: half a list is no list.
    fn listeners(&self, found: &[Found]) -> Need<Option<Vec<(Place, Listener)>>> {
        let ask = |one: &Found| {
            let (id, region, resource) = (one.id.clone()?, one.region.clone()?, one.resource.clone()?);
            let hearing = self.facts.may(&format!("hearing {id}"), || connect::hearing(&region, &id));
            let said =
                self.facts.may(&format!("notifications {id}"), || connect::notifications(&region, &id));
            Some((Place { id, region }, resource, hearing, said))
        };
        let asked: Vec<_> = found.iter().filter_map(ask).collect();
        let mut listeners = Vec::new();
        for (place, resource, hearing, said) in asked {
            let (hearing, said) = (hearing?, said?);
            let Some(hearing) = hearing else { return Ok(None) };
            let heard = |one: connect::Heard| Interval {
                object: one.object.unwrap_or_else(|| "?".to_owned()),
                streaming: one.streaming == Some(true),
                polling_seconds: one.polling_seconds,
            };
            let listener = Listener {
                resource,
                state: hearing.state.unwrap_or_else(|| "unknown".to_owned()),
                mappings: hearing.mappings.into_iter().map(heard).collect(),
                notifications: said.map(of_connection),
            };
            listeners.push((place, listener));
        }
        Ok(Some(listeners))
    }
}

fn of_status(status: status::Announced) -> Vec<(Announcement, Option<String>)> {
    let read = |one: status::Announcement, incident: bool| {
        let title = one.title.unwrap_or_else(|| "untitled".to_owned());
        let systems = one.systems.iter().flat_map(|system| system.name.iter().chain(&system.services));
        let concerns = systems.chain([&title]).any(|text| {
            let text = text.to_lowercase();
            ["connect", "data", "postgres"].iter().any(|word| text.contains(word))
        });
        let said = one.updates.into_iter().next().and_then(|update| update.contents);
        Some((Announcement { id: one.id?.0, title, state: one.state, incident, concerns }, said))
    };
    let open = |one: &status::Announcement| one.state.as_deref() != Some("resolved");
    let incidents = status.incidents.into_iter().filter(open).filter_map(|one| read(one, true));
    let mut all: Vec<_> =
        incidents.chain(status.scheduled.into_iter().filter_map(|one| read(one, false))).collect();
    all.sort_by_key(|(one, _)| (!one.incident, !one.concerns));
    all
}

fn of_database(one: data::AppMaintenance) -> Option<Due> {
    let status = one.status.filter(|status| status != "none" && status != "completed")?;
    let database = one.database.unwrap_or_else(|| "?".to_owned());
    Some(Due { database, status, method: one.method, scheduled_for: one.scheduled_for })
}

pub(super) fn of_connection(said: connect::Notifications) -> Vec<ConnectNotification> {
    let shown = |text: Option<String>| text.unwrap_or_else(|| "?".to_owned());
    let read = |one: connect::Notification| {
        let (created_at, event_type) = (shown(one.created_at), shown(one.event_type));
        Some(ConnectNotification { created_at, id: one.id?.0, event_type })
    };
    let mut all: Vec<ConnectNotification> = said.results.into_iter().filter_map(read).collect();
    all.sort_by(|one, other| other.cmp(one));
    all
}
