//! What one reading of the catalogs shows of a database: names of objects that an upgrade refuses, loses or leaves behind.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What was found in the catalogs. Names only, no data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Inventory {
    /// What was found; what is not listed was looked for and is not there.
    pub found: Vec<Found>,
    /// Installed extensions.
    pub extensions: Vec<Extension>,
    /// Who was connected, beside ourselves.
    pub clients: Vec<Client>,
    /// Number of large objects.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub large_objects: u64,
    /// Number of schemas that are not the system's own.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub schemas: u64,
    /// Number of tables, indexes, views and sequences in them.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub objects: u64,
}

/// A kind of object that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Item {
    /// Tables and sequences that are not in the WAL.
    UnloggedTables,
    /// Logical replication slots.
    LogicalSlots,
    /// Publications.
    Publications,
    /// Subscriptions.
    Subscriptions,
    /// Transactions that were prepared and not ended.
    PreparedTransactions,
    /// Servers of foreign-data wrappers.
    ForeignServers,
    /// Schemas with a trigger log of Connect.
    TriggerLogs,
    /// Columns of a `reg…` type that holds an object's number.
    RegColumns,
    /// Columns of a row type of the system.
    SystemRowColumns,
    /// Columns of type `aclitem`.
    AclItemColumns,
    /// Operators that stand behind their operand.
    PostfixOperators,
    /// Aggregates over array functions whose types changed.
    ArrayAggregates,
    /// Encoding conversions that a user made.
    EncodingConversions,
    /// Databases of the server that take no connections, or whose removal was interrupted.
    ClosedDatabases,
    /// Columns that take nulls where the parent's column does not.
    NullableChildren,
    /// Generated columns whose parent's column is not generated.
    GeneratedChildren,
    /// Settings of a role, database or function that a newer version does not know.
    RemovedSettings,
    /// Definitions that name a column or function of the system which a newer version does not have.
    GoneFromSystem,
    /// Functions that name one in their text, which is not read before they are called.
    GoneWhenCalled,
    /// Functions under a view that return a row of the system which has more columns in a newer version.
    SystemRowFunctions,
    /// Functions under an index or whatever else is computed during the upgrade that name something without its schema.
    UnqualifiedFunctions,
    /// Functions under one of these whose text cannot be judged.
    UnreadFunctions,
    /// Functions of a library that belong to no extension.
    LooseFunctions,
    /// Columns of a partition that are an identity.
    IdentityPartitions,
    /// Constraints of a domain that have the name which its NOT NULL gets.
    DomainConstraints,
    /// Foreign keys between columns that compare text in different ways.
    KeyCollations,
    /// Names that became words of the language.
    NewKeywords,
    /// Functions that a newer version brings under the same name with the same arguments.
    SameFunctions,
    /// Indexes that a newer version computes otherwise.
    ChangedIndexes,
    /// Tables, sequences and large objects that our role may not read.
    Unreadable,
    /// Tables of which row security hides rows from our role.
    RowSecurity,
    /// Triggers on events of the database itself.
    EventTriggers,
    /// Settings of a role or of the database.
    RoleSettings,
}

/// Objects of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Found {
    /// Kind.
    pub item: Item,
    /// The major from which on it matters, 0 for every upgrade.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub since: u64,
    /// How many there are.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub total: u64,
    /// The first of their names.
    pub names: Vec<String>,
}

/// An installed extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Extension {
    /// Name.
    pub name: String,
    /// Version of its objects.
    pub version: String,
    /// Version that the present server would install.
    pub newest: Option<String>,
}

/// Somebody who was connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Client {
    /// Role, `null` for the default credential.
    pub role: Option<String>,
    /// Name by which the application calls itself, numbers and addresses left out.
    pub application: String,
}

impl Inventory {
    /// True if there is an object of this kind, whether it matters or not.
    #[must_use]
    pub fn holds(&self, item: Item) -> bool {
        self.found.iter().any(|one| one.item == item)
    }

    /// Objects of a kind that matter on the way from one major to another, as they are said; `None` if there are none.
    #[must_use]
    pub fn named(&self, item: Item, from: u64, to: u64) -> Option<String> {
        let matters = |since: u64| since == 0 || (from < since && since <= to);
        let found: Vec<&Found> =
            self.found.iter().filter(|one| one.item == item && matters(one.since)).collect();
        let names: BTreeSet<&str> = found.iter().flat_map(|one| &one.names).map(String::as_str).collect();
        let unnamed = found
            .iter()
            .fold(0, |sum: u64, one| sum.saturating_add(one.total.saturating_sub(one.names.len() as u64)));
        let listed = names.into_iter().collect::<Vec<_>>().join("; ");
        match (listed.is_empty(), unnamed) {
            (true, 0) => None,
            (false, 0) => Some(listed),
            (_, more) => Some(format!("{listed} and {more} more")),
        }
    }

    /// Names of the schemas that hold a trigger log.
    pub fn trigger_logs(&self) -> impl Iterator<Item = &str> {
        self.found
            .iter()
            .filter(|one| one.item == Item::TriggerLogs)
            .flat_map(|one| &one.names)
            .map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(since: u64, total: u64, names: &[&str]) -> Found {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Found { item: Item::SystemRowFunctions, since, total, names }
    }

    #[test]
    fn an_object_matters_only_on_the_way_across_the_major_that_changed_it() {
        let inventory = Inventory {
            found: vec![found(16, 1, &["f"]), found(18, 4, &["f", "g"]), found(0, 1, &["h"])],
            extensions: Vec::new(),
            clients: Vec::new(),
            large_objects: 0,
            schemas: 0,
            objects: 0,
        };
        let named = |from, to| inventory.named(Item::SystemRowFunctions, from, to).unwrap_or_default();
        assert_eq!(named(15, 16), "f; h");
        assert_eq!(named(16, 17), "h");
        assert_eq!(named(15, 18), "f; g; h and 2 more");
        assert_eq!(inventory.named(Item::RegColumns, 15, 18), None);
    }
}
