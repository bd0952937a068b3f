//! A connection in a plan.

use serde::{Deserialize, Serialize};

use connect_wire::Method;

use super::place::Place;
use super::slots;
use super::uses::{arguments, Use, Uses};
use super::value::{Known, Late, LateError};
use crate::answer::Ask;
use crate::api::connect;
use crate::effect::{Effect, HttpEffect};
use crate::query::{self, Which};
use crate::shell::shell_word;
use crate::snapshot;

/// Names a connection: for people by app and add-on, for the service by region and id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionName {
    /// App.
    pub app: String,
    /// Connection id.
    pub connection: String,
    /// Base URL of its region.
    pub region: String,
    /// Add-on name.
    pub resource: String,
}

impl ConnectionName {
    /// The name of a connection of a snapshot.
    #[must_use]
    pub fn of(connection: &snapshot::Connection) -> Self {
        Self {
            app: connection.app.clone(),
            connection: connection.id.clone(),
            region: connection.region.clone(),
            resource: connection.resource.clone(),
        }
    }

    /// The command that sends a change to the service by hand. Without the official Connect plugin the CLI has none, so it is the
    /// request itself.
    pub(crate) fn by_hand(&self, change: &Effect) -> Option<String> {
        let Effect::Http(HttpEffect { request, .. }) = change else { return None };
        let method = match request.method {
            Method::Patch => "PATCH",
            Method::Put => "PUT",
            _ => "POST",
        };
        let body = request.body.as_ref().map_or(String::new(), |body| {
            format!(" -H 'Content-Type: application/json' -d {}", shell_word(&body.to_string()))
        });
        let url = shell_word(&format!("{}{}", self.region, request.path));
        Some(format!("curl -fsS -X {method} -H \"Authorization: Bearer $(heroku auth:token)\"{body} {url}"))
    }

    pub(crate) fn ask(&self) -> Ask<connect::Connection> {
        connect::connection(&self.region, &self.connection)
    }
}

impl Uses for ConnectionName {
    fn uses(&self, _: &mut dyn FnMut(Use<'_>)) {}
}

arguments! {
    /// Names a connection that a run makes.
    pub struct NewConnection {
        /// App.
        app: String,
        /// Connection id.
        connection: Late<String>,
        /// Base URL of its region.
        region: Late<String>,
        /// Add-on name.
        resource: Late<String>,
    }
}

impl NewConnection {
    /// The one that this run makes for an app.
    #[must_use]
    pub fn of(app: &str) -> Self {
        Self {
            app: app.to_owned(),
            connection: slots::CONNECTION.id().into(),
            region: slots::CONNECTION.region().into(),
            resource: slots::NAME_CONNECTION.into(),
        }
    }

    /// One that was there before: it is named as a new one is.
    #[must_use]
    pub fn known(one: &snapshot::Connection) -> Self {
        Self {
            app: one.app.clone(),
            connection: Late::Now(one.id.clone()),
            region: Late::Now(one.region.clone()),
            resource: Late::Now(one.resource.clone()),
        }
    }

    /// Its name.
    ///
    /// # Errors
    /// When a slot has no value.
    pub fn get(&self, known: &Known<'_>) -> Result<ConnectionName, LateError> {
        Ok(ConnectionName {
            app: self.app.clone(),
            connection: self.connection.get(known)?,
            region: self.region.get(known)?,
            resource: self.resource.get(known)?,
        })
    }
}

arguments! {
    /// Names a mapping.
    pub struct MappingName {
        /// Its connection.
        connection: ConnectionName,
        /// Mapping id.
        mapping: String,
        /// Salesforce object.
        object: String,
    }
}

impl MappingName {
    pub(crate) fn ask(&self) -> Ask<connect::MappingDetail> {
        connect::mapping(&self.connection.region, &self.mapping)
    }
}

arguments! {
    /// Columns of a mapped table.
    pub struct TableColumns {
        /// Columns.
        columns: Vec<String>,
        /// Database.
        place: Place,
        /// Schema.
        schema: String,
        /// Table.
        table: String,
        /// The table itself is meant too, and what is on it stays with it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
        whole: bool,
        /// Only foreign keys of other tables are meant.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
        keys: bool,
    }
}

impl TableColumns {
    /// What a query is asked about, where it runs.
    pub(crate) fn get(&self, known: &Known<'_>) -> Result<(query::Place, Which<'_>), LateError> {
        let (schema, table, columns) = (&self.schema, &self.table, &self.columns);
        let which = Which { schema, table, columns, counted: true, whole: self.whole, keys: self.keys };
        Ok((self.place.get(known)?, which))
    }

    /// The table and its columns, for people.
    pub(crate) fn names(&self) -> String {
        match self.whole || self.keys {
            true => format!("{}.{}", self.schema, self.table),
            false => format!("{} of {}.{}", self.columns.join(", "), self.schema, self.table),
        }
    }
}
