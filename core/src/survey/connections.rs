//! Connect's connections on the database.

use super::stop::Need;
use super::{assemble, Survey};
use crate::api::connect;
use crate::api::platform::{self, Addon};
use crate::query::{self, Place};
use crate::snapshot::{App, Connection, Database, Health, Held};

impl Survey {
    /// Every connection on the database; and the Connect add-ons without a connection that can be seen.
    pub(super) fn connections(
        &self,
        apps: &[App],
        database: &Database,
        place: Option<&Place>,
    ) -> Need<(Vec<Connection>, Vec<String>)> {
        let (mut connections, mut hidden) = (Vec::new(), Vec::new());
        let all: Vec<_> = apps.iter().map(|app| self.connections_of(app, database)).collect();
        for of_app in all {
            let (mut found, unseen) = of_app?;
            connections.append(&mut found);
            hidden.extend(unseen);
        }
        let Some(place) = place else { return Ok((connections, hidden)) };
        let read = |schema: &str| {
            let log =
                self.facts.may(&format!("sql log_states {schema}"), || query::log_states(place, schema));
            let name = format!("sql connect_schema {schema}");
            let objects = self.facts.may(&name, || query::connect_schema(place, schema));
            let ask = || self.facts.may(&format!("sql captured {schema}"), || query::captured(place, schema));
            (log, objects, self.needs.captured.then(ask).transpose())
        };
        let seen: Vec<_> = connections.iter().map(|one: &Connection| read(&one.schema)).collect();
        if self.needs.health {
            self.health(&mut connections, place)?;
        }
        if let Some(fields) = &self.needs.fields {
            self.shapes(&mut connections, fields, place)?;
        }
        if let Some(resource) = &self.needs.origin {
            self.origins(&mut connections, resource.as_deref(), place)?;
        }
        for (connection, (log, objects, captured)) in connections.iter_mut().zip(seen) {
            connection.log = log?.and_then(assemble::log);
            connection.objects = objects?.map(assemble::objects);
            connection.captured = captured?.flatten().and_then(assemble::captured);
        }
        Ok((connections, hidden))
    }

    /// How each connection and its tables are set up; what of it cannot be read is left out.
    fn health(&self, connections: &mut [Connection], place: &Place) -> Need<()> {
        let ask = |one: &Connection| {
            let (id, schema) = (&one.id, &one.schema);
            let about = self.facts.may(&format!("about {id}"), || connect::about(&one.region, id));
            let refused = self.facts.may(&format!("errors {id}"), || connect::write_errors(&one.region, id));
            let name = format!("sql mapped {schema}");
            (about, refused, self.facts.may(&name, || query::mapped(place, schema)))
        };
        let seen: Vec<_> = connections.iter().map(ask).collect();
        for (connection, (about, refused, mapped)) in connections.iter_mut().zip(seen) {
            let refused = refused?.and_then(|refused| refused.count);
            connection.health = Some(Health { refused, ..assemble::health(about?, mapped?) });
        }
        Ok(())
    }

    /// How the log of each paused connection stands to what was noted of it.
    pub(super) fn continuity(&self, connections: &mut [Connection], held: &Held, place: &Place) -> Need<()> {
        let noted = |one: &Connection| held.of(&one.resource);
        let ask = |one: &Connection, head: &query::Head| {
            let name = format!("sql log_head {}", one.schema);
            self.facts.may(&name, || query::log_head(place, &one.schema, head.id.as_deref()))
        };
        let seen: Vec<_> =
            connections.iter().map(|one| noted(one).map(|held| (ask(one, &held.head), held))).collect();
        for (connection, seen) in connections.iter_mut().zip(seen) {
            let Some((found, held)) = seen else { continue };
            connection.continuity = found?.and_then(|found| found.continuity(&held.head));
        }
        Ok(())
    }

    fn connections_of(&self, app: &App, database: &Database) -> Need<(Vec<Connection>, Vec<String>)> {
        let (facts, name) = (&self.facts, &app.name);
        let addons = facts.must(&format!("addons {name}"), "the add-ons", || platform::addons(name))?;
        let resources = connect_addons(addons, name);
        if resources.is_empty() {
            return Ok(Default::default());
        }
        let found =
            facts.must(&format!("discover {name}"), "Heroku Connect", || connect::discover(name))?.results;
        let listed = |resource: &String| found.iter().any(|one| one.resource.as_ref() == Some(resource));
        let hidden = resources.into_iter().filter(|resource| !listed(resource)).collect();
        let details: Vec<_> = found
            .into_iter()
            .filter_map(|entry| Some((entry.id?, entry.region?, entry.resource)))
            .map(|(id, region, resource)| {
                let ask = || connect::connection(&region, &id);
                let detail = facts.must(&format!("connection {id}"), "Heroku Connect", ask);
                (id, region, resource, detail)
            })
            .collect();
        let mut connections = Vec::new();
        for (id, region, resource, detail) in details {
            let resource = resource.unwrap_or_default();
            let one = assemble::connection(id, resource, &region, name, detail?, database);
            // A connection that uses another database is none of this run's business.
            if app.config.urls.contains(&one.db_key) || one.on_database {
                connections.push(one);
            }
        }
        Ok((connections, hidden))
    }
}

/// Names of an app's own Connect add-ons.
pub(crate) fn connect_addons(addons: Vec<Addon>, app: &str) -> Vec<String> {
    addons
        .into_iter()
        .filter(|one| one.app.as_deref() == Some(app))
        .filter(|one| one.service.as_deref().is_some_and(|service| service.starts_with("herokuconnect")))
        .filter_map(|one| one.name)
        .collect()
}
