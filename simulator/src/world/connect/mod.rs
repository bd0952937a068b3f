//! Heroku Connect: discovery, the regional API, and its cycle.

mod actions;
mod columns;
mod cycle;
mod detail;
mod exchange;
mod install;
mod login;
mod mappings;
mod notices;
mod orgs;
mod schema;
mod settle;

use connect_wire::Method::{Delete, Get, Patch, Post, Put};
use connect_wire::Response;
use serde_json::{json, Value};

use super::call::Call;
use super::ids::{number, Kind};
use super::reply::{ok, Refusal, Reply};
use super::state::Connection;
use super::World;

pub(super) use login::LOGIN;

/// A refusal in Connect's shape: the text is in `message`, there is no id.
pub(super) fn refuse(refusal: Refusal) -> Response {
    if refusal.bare {
        return Response::empty(refusal.status);
    }
    Response::json(refusal.status, json!({"message": refusal.message}))
}

impl World {
    /// `hc-central.heroku.com`.
    pub(super) fn discovery(&mut self, call: &Call<'_>) -> Reply {
        let path = call.path();
        match (call.method, path.as_slice()) {
            (Get, ["connections"]) => {
                let entries = self.entries(call.query("app"), call.query("resource_name"));
                ok(json!({
                    "count": entries.len(),
                    "results": entries,
                    "next": null,
                    "previous": null,
                    "regions": self.regions(),
                    "cells": self.cells(),
                }))
            }
            (Post, ["auth", app]) => {
                let app = self.app(app)?.name.clone();
                for connection in &mut self.connections {
                    if connection.app == app && !connection.accessible {
                        std::sync::Arc::make_mut(connection).accessible = true;
                    }
                }
                let user = json!({"id": super::ids::uuid(Kind::User, 1), "email": self.settings.email});
                let entries = self.entries(Some(&app), None);
                ok(
                    json!({"user": user, "connections": entries, "regions": self.regions(), "cells": self.cells()}),
                )
            }
            _ => Err(Refusal::no_route()),
        }
    }

    /// The host that discovery names.
    pub(super) fn region(&mut self, call: &Call<'_>) -> Reply {
        let path = call.path();
        match (call.method, path.as_slice()) {
            (Get, ["api", "v3", "connections"]) => {
                let deep = call.query("deep") == Some("true");
                let wanted = |connection: &&std::sync::Arc<Connection>| {
                    connection.accessible
                        && call.query("app").is_none_or(|app| &*connection.app == app)
                        && call.query("resource_name").is_none_or(|name| &*connection.addon == name)
                };
                let rows = self
                    .connections
                    .iter()
                    .filter(wanted)
                    .map(|connection| self.detail(connection, deep, call.now));
                let rows: Vec<Value> = rows.collect();
                ok(json!({"count": rows.len(), "results": rows}))
            }
            (method, ["api", "v3", "connections", id, rest @ ..]) => {
                let at = self.connection_at(id)?;
                match (method, rest) {
                    (Get, []) => {
                        ok(self.detail(&self.connections[at], call.query("deep") == Some("true"), call.now))
                    }
                    (Patch, []) => self.change_connection(call, at),
                    (Post, ["authorize_url"]) => self.authorize_url(call, at),
                    (Get, ["actions", "export"]) => self.export(at, call.now),
                    (Post, ["actions", "import"]) => self.import(call, at),
                    (Post, ["actions", "pause"]) => self.pause(at, call.now),
                    (Post, ["actions", "resume"]) => self.resume(at, call.now),
                    (Post, ["actions", "restart"]) => self.restart(at, call.now),
                    (Post, ["actions", "change-sf-api-version"]) => self.change_api_version(call, at),
                    (Post, ["validations"]) => self.start_validation(at, call.now),
                    (Get, ["validations", "result"]) => self.validation_result(at, call.now),
                    (Get, ["errors"]) => self.write_errors(at, None, call.now),
                    (Get, ["notifications"]) => self.notifications(call, at),
                    (Post, ["notifications", "acknowledge"]) => self.acknowledge(call, at),
                    (Get, ["schema-diff"]) => self.schema_diff(at, call.query("target_version")),
                    (Get, ["schemas", object]) => self.schema(at, object),
                    (Post, ["mappings"]) => self.add_mapping(call, at),
                    _ => Err(Refusal::no_route()),
                }
            }
            (method, ["api", "v3", "mappings", id, rest @ ..]) => {
                let (at, mapping) = self.mapping_at(id, call.now)?;
                match (method, rest) {
                    (Get, []) => ok(self.mapping_json(at, mapping)),
                    (Put, []) => self.put_mapping(call, at, mapping),
                    (Delete, []) => self.delete_mapping(at, mapping),
                    (Post, ["actions", "reload"]) => self.reload(call, at, mapping),
                    (Get, ["validations"]) => {
                        ok(self.mapping_validation(&self.connections[at].mappings[mapping]))
                    }
                    (Get, ["errors"]) => self.write_errors(at, Some(mapping), call.now),
                    _ => Err(Refusal::no_route()),
                }
            }
            (Get, ["api", "v3", "apps", app]) => self.db_keys(app),
            (Get, [first, second, id]) if [*first, *second] == LOGIN => self.login_page(call, id),
            _ => Err(Refusal::no_route()),
        }
    }

    /// A connection by id, if this user is on its access list.
    fn connection_at(&self, id: &str) -> Result<usize, Refusal> {
        let wanted = number(Kind::Connection, id);
        self.connections
            .iter()
            .position(|connection| Some(connection.id) == wanted && connection.accessible)
            .ok_or_else(|| Refusal::not_found("connection"))
    }

    fn mapping_at(&self, id: &str, now: u64) -> Result<(usize, usize), Refusal> {
        let wanted = number(Kind::Mapping, id).ok_or_else(|| Refusal::not_found("mapping"))?;
        self.connections
            .iter()
            .enumerate()
            .find_map(|(at, connection)| {
                let mapping = connection
                    .mappings
                    .iter()
                    .position(|mapping| mapping.id == wanted && mapping.shown(now))?;
                connection.accessible.then_some((at, mapping))
            })
            .ok_or_else(|| Refusal::not_found("mapping"))
    }

    /// A connection to change.
    fn at_mut(&mut self, at: usize) -> &mut Connection {
        std::sync::Arc::make_mut(&mut self.connections[at])
    }
}
