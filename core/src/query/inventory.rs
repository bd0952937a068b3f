//! The inventory: what an upgrade refuses, loses or leaves behind, in one reading of the catalogs.
//!
//! It runs on Postgres 13 to 18, as an ordinary owner. Facts: `pg_upgrade`'s own checks, the release notes of 14 to 18, and the
//! catalogs of real servers of each major, compared.

use super::sessions::OTHERS;
use super::{ident, Place, Query};
use crate::answer::{answer, Ask};

answer! {
    /// What the catalogs show.
    pub struct Inventory {
        found: Vec<Found> = "/found",
        extensions: Vec<Extension> = "/extensions",
        clients: Vec<Client> = "/clients",
        large_objects: Option<u64> = "/largeObjects",
        schemas: Option<u64> = "/schemas",
        objects: Option<u64> = "/objects",
    }
}

answer! {
    /// Objects of one kind.
    pub struct Found {
        item: Option<String> = "/item",
        since: Option<u64> = "/since",
        total: Option<u64> = "/total",
        names: Vec<String> = "/names",
    }
}

answer! {
    /// An installed extension.
    pub struct Extension {
        name: Option<String> = "/name",
        version: Option<String> = "/version",
        newest: Option<String> = "/newest",
    }
}

answer! {
    /// Somebody who is connected.
    pub struct Client {
        role: Option<String> = "/role",
        application: Option<String> = "/application",
    }
}

/// Longer than other reads: it reads the text of every view.
const DEADLINE: u64 = 60_000;

pub(super) const INVENTORY: Query =
    Query::read("inventory", |_| vec![include_str!("inventory.sql").replace("OTHERS", OTHERS)])
        .within(DEADLINE);

/// The inventory of a database.
#[must_use]
pub fn inventory(place: &Place) -> Ask<Inventory> {
    INVENTORY.ask(place, "", None)
}

/// The statement that brings an extension's objects to the version that its server has, for people to type.
#[must_use]
pub fn extension_update(name: &str) -> String {
    format!("ALTER EXTENSION {} UPDATE", ident(name))
}
