//! What only a doctor asks of a connection.

use serde::{Deserialize, Serialize};

/// How a connection and its tables are set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Health {
    /// API version of Salesforce that it uses, as shown.
    pub api_version: Option<String>,
    /// True if what it does is written to the app's log.
    pub logged: Option<bool>,
    /// Writes that Salesforce refused in the last 24 hours, by Connect's own list; `null` if it could not be read.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "number | null", optional))]
    pub refused: Option<u64>,
    /// Mapped tables; `null` if they could not be read.
    pub tables: Option<Vec<MappedTable>>,
    /// Ids of the trigger log that were given away.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub ids_given: Option<u64>,
    /// Size of such an id.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub id_bytes: Option<u64>,
    /// Schemas of its name that were put aside; `null` if nobody looked.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<Option<Vec<String>>>", optional))]
    pub aside: Option<Vec<String>>,
}

/// A mapped table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MappedTable {
    /// Its name.
    pub name: String,
    /// Rows without a Salesforce id of which no change waits to be sent, up to some ten thousand; `null` if they could not be counted.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub without_sfid: Option<u64>,
    /// Columns of which an index says that no two rows have the same.
    pub unique: Vec<String>,
}
