//! Connect's connections on the database.

use super::stop::Need;
use super::{assemble, Survey};
use crate::api::connect::{self, Found};
use crate::api::platform::{self, ListedAddon};
use crate::query::{self, Place};
use crate::snapshot::{App, Connection, Database};

impl Survey {
    /// Every connection on the database; and the Connect add-ons without a connection that can be seen.
    pub(super) fn connections(
        &self,
        apps: &[App],
        database: &Database,
        place: Option<&Place>,
    ) -> Need<(Vec<Connection>, Vec<String>)> {
        let (mut connections, mut hidden) = (Vec::new(), Vec::new());
        for app in apps {
            let (mut found, unseen) = self.connections_of(app, database)?;
            connections.append(&mut found);
            hidden.extend(unseen);
        }
        if let Some(place) = place {
            for connection in &mut connections {
                let schema = &connection.schema;
                let log = self
                    .facts
                    .may(&format!("sql log_states {schema}"), || query::log_states(place, schema))?;
                let objects = self
                    .facts
                    .may(&format!("sql connect_schema {schema}"), || query::connect_schema(place, schema))?;
                connection.log = log.and_then(assemble::log);
                connection.objects = objects.map(assemble::objects);
            }
        }
        Ok((connections, hidden))
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
        let mut connections = Vec::new();
        for entry in found {
            let Found { id: Some(id), region: Some(region), resource } = entry else { continue };
            let detail = facts
                .must(&format!("connection {id}"), "Heroku Connect", || connect::connection(&region, &id))?;
            let resource = resource.unwrap_or_default();
            let one = assemble::connection(id, resource, &region, name, detail, database);
            // A connection that uses another database is none of this run's business.
            if app.config.urls.contains(&one.db_key) || one.on_database {
                connections.push(one);
            }
        }
        Ok((connections, hidden))
    }
}

/// Names of an app's own Connect add-ons.
fn connect_addons(addons: Vec<ListedAddon>, app: &str) -> Vec<String> {
    addons
        .into_iter()
        .filter(|one| one.app.as_deref() == Some(app))
        .filter(|one| one.service.as_deref().is_some_and(|service| service.starts_with("herokuconnect")))
        .filter_map(|one| one.name)
        .collect()
}
