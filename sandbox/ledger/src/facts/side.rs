//! One database as the ledger found it.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Table;

/// One database.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// The server and what it allows.
    pub server: Server,
    /// Every user table by `schema.table`, unquoted, Connect's own tables excepted.
    pub tables: BTreeMap<String, Table>,
    /// Connect's change log and its archive.
    pub log: Vec<LogRow>,
    /// Triggers of Connect's schema by (`table`, `trigger`).
    pub triggers: BTreeMap<(String, String), Trigger>,
    /// Functions of Connect's schema and of `public`, by signature with schema.
    pub functions: BTreeMap<String, Function>,
    /// Sequences that feed a column.
    pub sequences: Vec<Sequence>,
    /// Indexes by name with schema; true for those that are valid.
    pub indexes: BTreeMap<String, bool>,
    /// Schemas of other Connect connections on this database; each has a verdict of its own.
    pub other_connections: BTreeSet<String>,
    /// The schema the extension hstore lies in, if it is installed.
    pub hstore: Option<String>,
}

/// A server, asked over SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// `host:port` as the server itself gives it.
    pub address: String,
    /// When the server was started: microseconds since the Unix epoch.
    pub started: i64,
    /// The cluster's system identifier.
    pub system: String,
    /// `server_version_num`, such as 150019.
    pub version_num: u32,
    /// True for a follower.
    pub in_recovery: bool,
    /// `default_transaction_read_only` of a fresh session of this login.
    pub read_only: bool,
    /// True when the database itself sets `default_transaction_read_only`, for every login.
    pub fenced: bool,
    /// Whether a fresh session of this login could write (tried, and taken back): the error where not.
    pub writes: Result<(), String>,
}

impl Default for Server {
    /// A server that was not reached: it proves nothing.
    fn default() -> Self {
        Server {
            address: String::new(),
            started: 0,
            system: String::new(),
            version_num: 0,
            in_recovery: false,
            read_only: false,
            fenced: false,
            writes: Err("not asked".into()),
        }
    }
}

/// One entry of `_trigger_log` or `_trigger_log_archive`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// Order of capture.
    pub id: i64,
    /// NEW, PENDING, SUCCESS, ...
    pub state: String,
    /// The table, without its schema.
    pub table: String,
    /// The row's `id`.
    pub record: Option<i64>,
    /// INSERT, UPDATE or DELETE.
    pub action: String,
    /// When it was captured: microseconds since the Unix epoch.
    pub created: i64,
    /// When it was last captured, picked up or finished: microseconds since the Unix epoch.
    pub touched: i64,
    /// True when it lies in the archive.
    pub archived: bool,
    /// What Salesforce answered, for failed ones.
    pub message: Option<String>,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// `tgenabled`: `O` is enabled, `D` disabled, `R` and `A` depend on the session's replication role.
    pub enabled: char,
}

/// A function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its body.
    pub source: String,
}

/// A sequence with the column it feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// `schema.sequence`, unquoted.
    pub name: String,
    /// `schema.table.column`, unquoted.
    pub column: String,
    /// The value that it gives next.
    pub next: i64,
    /// The column's highest value, for the log that of its archive too. `None` for an empty table, and for a column that holds
    /// no whole numbers: an invoice number is a text with a number in it.
    pub highest: Option<i64>,
}
