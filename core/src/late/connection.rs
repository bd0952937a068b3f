//! A connection in a plan.

use serde::{Deserialize, Serialize};

use connect_wire::Method;

use super::place::Place;
use super::uses::{arguments, Use, Uses};
use super::value::{Known, LateError};
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
    }
}

impl TableColumns {
    /// What a query is asked about, where it runs.
    pub(crate) fn get(&self, known: &Known<'_>) -> Result<(query::Place, Which<'_>), LateError> {
        let which = Which { schema: &self.schema, table: &self.table, columns: &self.columns, counted: true };
        Ok((self.place.get(known)?, which))
    }

    /// The table and its columns, for people.
    pub(crate) fn names(&self) -> String {
        format!("{} of {}.{}", self.columns.join(", "), self.schema, self.table)
    }
}
