//! What a connection is made of, and what people built on its tables: all that making it anew takes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Dependant;

/// What a connection is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ConnectionOrigin"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Origin {
    /// Plan of its add-on, `service:plan`.
    pub plan: Option<String>,
    /// Plans of its service that can be ordered, with their price in US cents a month, where that was asked for; absent if unread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "Record<string, number | null>", optional))]
    pub offered: Option<BTreeMap<String, Option<u64>>>,
    /// False if the service does not let it be destroyed.
    pub deletable: Option<bool>,
    /// `production`, `sandbox` or `custom`: by which address somebody logged into Salesforce.
    pub environment: Option<String>,
    /// Version of Salesforce's API.
    pub api_version: Option<String>,
    /// Its switches, by name.
    #[cfg_attr(feature = "types", ts(type = "Record<string, unknown> | null"))]
    pub features: Option<BTreeMap<String, Value>>,
    /// `{version, mappings}` as it exports them; `null` if a part could not be read.
    #[cfg_attr(feature = "types", ts(type = "unknown"))]
    pub config: Option<Value>,
    /// The tables of its mappings.
    pub tables: Vec<BuiltTable>,
}

/// The table of a mapping, and what people built on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BuiltTable {
    /// Salesforce object.
    pub object: String,
    /// Its name.
    pub table: String,
    /// The columns that Connect makes, as far as the table has them.
    pub columns: Vec<String>,
    /// Columns of its mapping that the table does not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
    pub missing: Vec<String>,
    /// Mapping id, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub mapping: Option<String>,
    /// Columns of people's own.
    pub own: Vec<String>,
    /// Rows, counted or estimated; `null` if they could not be read.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub rows: Option<u64>,
    /// What hangs on it; `null` if it could not be read.
    pub dependants: Option<Vec<Dependant>>,
}

impl BuiltTable {
    /// True if rows of other tables point at its rows.
    #[must_use]
    pub fn referenced(&self) -> bool {
        self.dependants.iter().flatten().any(Dependant::points)
    }
}

impl Origin {
    /// Objects of the mappings that are exported.
    pub fn objects(&self) -> impl Iterator<Item = &str> {
        let mappings = self.config.as_ref().and_then(|config| config.get("mappings")?.as_array());
        mappings.into_iter().flatten().filter_map(|one| one.get("object_name")?.as_str())
    }

    /// What hangs on the tables.
    pub fn hung(&self) -> impl Iterator<Item = &Dependant> {
        self.tables.iter().filter_map(|table| table.dependants.as_ref()).flatten()
    }

    /// True if everything that is needed could be read.
    #[must_use]
    pub fn whole(&self) -> bool {
        let read = |table: &BuiltTable| table.rows.is_some() && table.dependants.is_some();
        self.config.is_some()
            && self.plan.is_some()
            && self.features.is_some()
            && self.objects().count() == self.tables.len()
            && self.tables.iter().all(read)
    }
}
