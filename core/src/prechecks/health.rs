//! What a doctor looks at beyond what stands in the way of a procedure.

use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::figures::a_day;
use crate::request::Request;
use crate::shell::shell_word;
use crate::snapshot::{Connection, Health, MappedTable, Snapshot};

/// Versions of Salesforce's API from here on have the Bulk API that Connect wants [Dev Center 2024].
pub(crate) const OLDEST_API: u32 = 39;
/// The log is worth a thought from here on, in hundredths of the ids that there are.
const FULL: u64 = 80;
/// Ids of four bytes end here.
const IDS: u64 = 2_147_483_647;

fn each(snapshot: &Snapshot) -> impl Iterator<Item = (&Connection, &Health)> {
    snapshot.connections.iter().filter_map(|one| Some((one, one.health.as_ref()?)))
}

/// True if this is known of every connection.
fn known(snapshot: &Snapshot, of: impl Fn(&Health) -> bool) -> bool {
    snapshot.connections.iter().all(|one| one.health.as_ref().is_some_and(&of))
}

/// Connect uses a version of Salesforce's API that reads in bulk.
pub struct ApiVersion;

impl Precheck for ApiVersion {
    fn code(&self) -> Code {
        codes::CONNECT_API_VERSION
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        known(snapshot, |one| version(one).is_some())
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let old = each(snapshot).find(|(_, one)| version(one).is_some_and(|version| version < OLDEST_API));
        if let Some((one, health)) = old {
            return Diagnostic::warn(
                self.code(),
                format!(
                    "`{}` uses Salesforce's API version {}, older than {OLDEST_API}, from which on Connect reads in bulk",
                    one.resource,
                    health.api_version.as_deref().unwrap_or("?")
                ),
                format!("see `heroku connect:manage-sf-api-version --app {}`", shell_word(&one.app)),
            );
        }
        if !self.judged(snapshot) {
            return Diagnostic::note(
                self.code(),
                "not judged: which version of Salesforce's API Connect uses",
            );
        }
        Diagnostic::pass(self.code(), "the version of Salesforce's API is recent enough to read in bulk")
    }
}

fn version(health: &Health) -> Option<u32> {
    health.api_version.as_deref()?.split('.').next()?.parse().ok()
}

/// What Connect does is written to the app's log.
pub struct ConnectLogged;

impl Precheck for ConnectLogged {
    fn code(&self) -> Code {
        codes::CONNECT_LOG_OFF
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        known(snapshot, |one| one.logged.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        if let Some((one, _)) = each(snapshot).find(|(_, one)| one.logged == Some(false)) {
            let message = format!(
                "the log of `{}` is switched off: why a write was refused can only be seen one by one",
                one.resource
            );
            return Diagnostic::note(self.code(), message);
        }
        if !self.judged(snapshot) {
            return Diagnostic::note(self.code(), "not judged: whether Connect writes a log");
        }
        Diagnostic::pass(self.code(), "Connect writes a log")
    }
}

/// Nothing is left of connections that were made anew.
pub struct NothingAside;

impl Precheck for NothingAside {
    fn code(&self) -> Code {
        codes::RECREATE_OLD_SCHEMA
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        known(snapshot, |one| one.aside.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let left: Vec<String> = each(snapshot)
            .flat_map(|(_, one)| one.aside.iter().flatten())
            .map(|schema| format!("`{schema}`"))
            .collect();
        if !left.is_empty() {
            let message = format!(
                "kept of a connection that was made anew: {}; once nobody needs what is in it, drop it",
                left.join(", ")
            );
            return Diagnostic::note(self.code(), message);
        }
        if !self.judged(snapshot) {
            return Diagnostic::note(
                self.code(),
                "not judged: whether schemas of connections that were made anew are still there",
            );
        }
        Diagnostic::pass(self.code(), "no schema of a connection that was made anew is left")
    }
}

/// The log has ids left: they have four bytes.
pub struct LogIdsLeft;

impl Precheck for LogIdsLeft {
    fn code(&self) -> Code {
        codes::CONNECT_LOG_IDS
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        known(snapshot, |one| one.ids_given.is_some() && one.id_bytes.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let given = |one: &Health| one.ids_given.filter(|_| one.id_bytes == Some(4)).unwrap_or(0);
        if let Some((one, health)) = each(snapshot).find(|(_, one)| given(one) > IDS / 100 * FULL) {
            return Diagnostic::warn(
                self.code(),
                format!(
                    "{} of the {IDS} ids of the trigger log in schema {} are given away; without one every write to a mapped table fails",
                    given(health),
                    one.schema
                ),
                "ask Heroku's support before they end: https://help.heroku.com",
            );
        }
        if !self.judged(snapshot) {
            return Diagnostic::note(self.code(), "not judged: how many ids the trigger log has left");
        }
        Diagnostic::pass(self.code(), "the trigger log has ids left")
    }
}

/// Rows have the id that Salesforce gave them, but for those of which a change waits to be sent.
pub struct SfidPresent;

impl Precheck for SfidPresent {
    fn code(&self) -> Code {
        codes::CONNECT_SFID_MISSING
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        let counted = |tables: &Vec<MappedTable>| tables.iter().all(|one| one.without_sfid.is_some());
        known(snapshot, |one| one.tables.as_ref().is_some_and(counted))
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        for (one, health) in each(snapshot) {
            let missing = |table: &&MappedTable| table.without_sfid.is_some_and(|rows| rows > 0);
            let tables: Vec<&MappedTable> = health.tables.iter().flatten().filter(missing).collect();
            if !tables.is_empty() {
                let names: Vec<String> = tables
                    .iter()
                    .map(|table| format!("{} of {}", table.without_sfid.unwrap_or(0), table.name))
                    .collect();
                return Diagnostic::warn(
                    self.code(),
                    format!(
                        "rows in schema {} have no Salesforce id, and no change of theirs waits to be sent: {}",
                        one.schema,
                        names.join(", ")
                    ),
                    "Salesforce refused them, or made a record that Connect could not tell: see `heroku connect:write-errors`; \
                     sending such a row again can make a duplicate",
                );
            }
        }
        if !self.judged(snapshot) {
            let unread = each(snapshot).flat_map(|(_, one)| one.tables.iter().flatten());
            let names: Vec<&str> =
                unread.filter(|one| one.without_sfid.is_none()).map(|one| one.name.as_str()).collect();
            let which = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
            return Diagnostic::note(
                self.code(),
                format!("not judged: which rows have no Salesforce id{which}"),
            );
        }
        Diagnostic::pass(self.code(), "every row has a Salesforce id, or a change of it waits to be sent")
    }
}

/// What tells records apart is unique in the database as well.
pub struct KeysUnique;

impl KeysUnique {
    /// Mappings whose identifier no index keeps unique; `None` if a table was not seen.
    fn loose(one: &Connection, health: &Health) -> Option<Vec<String>> {
        let tables = health.tables.as_ref()?;
        let mut loose = Vec::new();
        for mapping in one.mappings.iter().filter(|mapping| mapping.access == "read_write") {
            let Some(key) = &mapping.upsert_field else { continue };
            let table = tables.iter().find(|table| table.name.eq_ignore_ascii_case(&mapping.object))?;
            if !table.unique.iter().any(|column| column.eq_ignore_ascii_case(key)) {
                loose.push(format!("{key} of {}", mapping.object));
            }
        }
        Some(loose)
    }
}

impl Precheck for KeysUnique {
    fn code(&self) -> Code {
        codes::CONNECT_KEY_NOT_UNIQUE
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot
            .connections
            .iter()
            .all(|one| one.health.as_ref().is_some_and(|health| Self::loose(one, health).is_some()))
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let loose: Vec<String> =
            each(snapshot).filter_map(|(one, health)| Self::loose(one, health)).flatten().collect();
        if !loose.is_empty() {
            let message = format!(
                "no index keeps the unique identifier unique in the database: {}; two rows with the same one are sent as one record",
                loose.join(", ")
            );
            let help = "look for such rows, then have Connect index it as unique: `\"indexes\": {\"FIELD\": {\"unique\": true}}` in its configuration";
            return Diagnostic::warn(self.code(), message, help);
        }
        if !self.judged(snapshot) {
            return Diagnostic::note(
                self.code(),
                "not judged: whether unique identifiers are unique in the database",
            );
        }
        Diagnostic::pass(self.code(), "unique identifiers are unique in the database")
    }
}

/// Salesforce refused nothing of late.
pub struct WritesTaken;

impl Precheck for WritesTaken {
    fn code(&self) -> Code {
        codes::CONNECT_WRITE_ERRORS
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        known(snapshot, |one| one.refused.is_some())
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let refused = |health: &Health| health.refused.filter(|refused| *refused > 0);
        if let Some((one, count)) = each(snapshot).find_map(|(one, health)| Some((one, refused(health)?))) {
            let (app, resource) = (shell_word(&one.app), shell_word(&one.resource));
            return Diagnostic::warn(
                self.code(),
                format!("`{}` lists {count} writes that Salesforce refused in the last 24 hours", one.resource),
                format!(
                    "see them: `heroku connect:write-errors --app {app} --resource {resource}`; once the cause is gone, with Ordered Writes \
                     write the row once more, with Merged Writes set its change in the trigger log back to NEW"
                ),
            );
        }
        if !self.judged(snapshot) {
            return Diagnostic::note(
                self.code(),
                "not judged: which writes Salesforce refused in the last 24 hours",
            );
        }
        Diagnostic::pass(self.code(), "Salesforce refused no write in the last 24 hours")
    }
}

/// No database is left read-only and billed, as a run leaves the old one until it is finished.
pub struct NoneFenced;

impl Precheck for NoneFenced {
    fn code(&self) -> Code {
        codes::DATABASE_LEFT_FENCED
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.spares.as_ref().is_some_and(|spares| spares.iter().all(|one| one.fenced.is_some()))
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let spares = || snapshot.spares.iter().flatten();
        let left: Vec<String> = spares()
            .filter(|one| one.fenced == Some(true))
            .map(|one| {
                let cost = one.price_cents.map(a_day).map_or(String::new(), |day| format!(", {day}"));
                format!("`{}` ({}{cost})", one.addon, one.config_var)
            })
            .collect();
        if !left.is_empty() {
            return Diagnostic::note(
                self.code(),
                format!(
                    "read-only for everybody, as a run leaves the old database: {}; once nobody needs it, `heroku connect:runs:finish RUN` \
                     destroys it, and `heroku connect:runs --app {}` names the run",
                    left.join(", "),
                    shell_word(&snapshot.app)
                ),
            );
        }
        if !self.judged(snapshot) {
            let unread: Vec<String> =
                spares().filter(|one| one.fenced.is_none()).map(|one| format!("`{}`", one.addon)).collect();
            let which = if unread.is_empty() { String::new() } else { format!(": {}", unread.join(", ")) };
            return Diagnostic::note(
                self.code(),
                format!("not judged: whether a database that nobody can write to is still there{which}"),
            );
        }
        Diagnostic::pass(self.code(), "no other database of the app is read-only for everybody")
    }
}
