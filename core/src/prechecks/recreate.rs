//! Making a connection anew.

use serde_json::Value;

use super::{accepted, keyless, Precheck};
use crate::api::connect::standing;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::figures::monthly;
use crate::request::{Reason, Recreate, Request};
use crate::shell::shell_word;
use crate::snapshot::{plan_name, Connection, Dependant, MappedTable, Origin, Snapshot};

/// What the service says of a connection that has lost its organization.
const LOST: [&str; 2] = ["INACTIVE_ORG", "UNAUTHORIZED"];

fn chosen<'a>(
    snapshot: &'a Snapshot,
    request: &'a Request,
) -> Option<(&'a Recreate, &'a Connection, &'a Origin)> {
    let recreate = request.recreates()?;
    let (connection, origin) = recreate.of(snapshot)?;
    Some((recreate, connection, origin))
}

/// What hangs on its tables.
fn hung<'a>(snapshot: &'a Snapshot, request: &'a Request) -> impl Iterator<Item = &'a Dependant> {
    chosen(snapshot, request).into_iter().flat_map(|(_, _, origin)| origin.hung())
}

/// It is one connection, and everything that it is made of was read.
pub struct OriginRead;

impl Precheck for OriginRead {
    fn code(&self) -> Code {
        codes::RECREATE_UNREAD
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(recreate) = request.recreates() else {
            return Diagnostic::pass(self.code(), "no connection is made anew");
        };
        let app = shell_word(&snapshot.app);
        if let (Some(name), true) = (&recreate.resource, snapshot.connections.is_empty()) {
            let message = format!("no connection of this database has the add-on `{name}`");
            return Diagnostic::block(
                codes::CONNECT_UNKNOWN,
                message,
                format!("see `heroku connect:info --app {app}`"),
            );
        }
        if recreate.resource.is_none() && snapshot.connections.len() > 1 {
            let names: Vec<&str> = snapshot.connections.iter().map(|one| one.resource.as_str()).collect();
            let message = format!("this database has several connections: {}", names.join(", "));
            let help = if request.changes_plan().is_some() {
                "`--method copy` moves all of them and makes none anew"
            } else {
                "name one with `--resource`"
            };
            return Diagnostic::block(codes::CONNECT_SEVERAL, message, help);
        }
        let Some((_, origin)) = recreate.of(snapshot) else {
            let help = "see `heroku connect:info`; a snapshot must be taken with `--needs recreate`";
            return Diagnostic::block(self.code(), "what the connection is made of was not read", help);
        };
        if origin.whole() {
            let count = origin.tables.len();
            return Diagnostic::pass(
                self.code(),
                format!("{count} mappings, their tables and what hangs on them read"),
            );
        }
        let unread = origin.tables.iter().filter(|table| table.rows.is_none() || table.dependants.is_none());
        let mut missing: Vec<&str> = unread.map(|table| table.table.as_str()).collect();
        let parts = [
            (origin.plan.is_none(), "the plan of its add-on"),
            (origin.features.is_none(), "its switches"),
            (origin.config.is_none(), "a part of its configuration that this version does not know"),
        ];
        missing.extend(parts.into_iter().filter(|(none, _)| *none).map(|(_, what)| what));
        let message = format!("could not be read: {}", missing.join(", "));
        Diagnostic::block(self.code(), message, "nothing may be destroyed of which not everything is known")
    }
}

/// The connection is in the state that the reason means.
pub struct RightReason;

impl Precheck for RightReason {
    fn code(&self) -> Code {
        codes::RECREATE_WRONG_REASON
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some((recreate, connection, origin)) = chosen(snapshot, request) else {
            return Diagnostic::pass(self.code(), "no connection is made anew");
        };
        let (name, state) = (&connection.resource, &connection.state);
        let broken = connection.mappings.iter().find(|one| LOST.contains(&one.state.as_str()));
        let lost = LOST.contains(&state.as_str()) || broken.is_some();
        match recreate.reason {
            Reason::TierChange if lost => Diagnostic::block(
                self.code(),
                format!("`{name}` is {state}: nothing can be sent to Salesforce before it is destroyed"),
                "if its sandbox was refreshed: `--reason sandbox-refresh`; else authorize it again: `heroku connect:sf:auth`",
            ),
            Reason::TierChange if standing(state) != "running" => Diagnostic::block(
                self.code(),
                format!("`{name}` is {state}: what it has captured is sent before it is destroyed"),
                format!("see `heroku connect:diagnose --app {}`", shell_word(&connection.app)),
            ),
            Reason::SandboxRefresh if origin.environment.as_deref() == Some("production") => Diagnostic::block(
                self.code(),
                format!("`{name}` is connected to a production organization, which is never refreshed"),
                "`--reason tier-change`",
            ),
            Reason::SandboxRefresh if !lost => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!("`{name}` is {state}: its organization seems to be there still, and what is not sent will never be"),
                    format!("if it was refreshed all the same: `--accept {}`", self.code()),
                ),
            ),
            Reason::TierChange => Diagnostic::pass(self.code(), "Connect runs, and can send what it has captured"),
            Reason::SandboxRefresh => Diagnostic::pass(self.code(), "its organization is gone"),
        }
    }
}

/// The service lets it be destroyed.
pub struct ConnectDeletable;

impl Precheck for ConnectDeletable {
    fn code(&self) -> Code {
        codes::CONNECT_NOT_DELETABLE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        match chosen(snapshot, request) {
            Some((_, connection, origin)) if origin.deletable == Some(false) => Diagnostic::block(
                self.code(),
                format!("`{}` cannot be destroyed but by Heroku's support", connection.resource),
                "open a ticket: https://help.heroku.com",
            ),
            Some((_, _, origin)) if origin.deletable.is_none() => Diagnostic::note(
                self.code(),
                "not judged: whether the service lets the connection be destroyed",
            ),
            _ => Diagnostic::pass(self.code(), "the service lets the connection be destroyed"),
        }
    }
}

/// What is destroyed can be ordered again.
pub struct ConnectPlanSold;

impl Precheck for ConnectPlanSold {
    fn code(&self) -> Code {
        codes::CONNECT_PLAN_UNAVAILABLE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some((recreate, _, origin)) = chosen(snapshot, request) else {
            return Diagnostic::pass(self.code(), "no connection is made anew");
        };
        let Some(plan) = recreate.plan(origin) else {
            return Diagnostic::pass(self.code(), "its plan is not known");
        };
        let known = format!("if you know that it can: `--accept {}`", self.code());
        let Some(offered) = &origin.offered else {
            let message = format!("whether `{plan}` can be ordered could not be read");
            let help = format!("a connection that is destroyed must be ordered anew; {known}");
            return accepted(request, Diagnostic::block(self.code(), message, help));
        };
        match offered.get(plan) {
            Some(cents) => {
                let price = cents.map(|cents| format!(", {}", monthly(cents))).unwrap_or_default();
                Diagnostic::pass(self.code(), format!("`{plan}` can be ordered{price}"))
            }
            None => {
                let others: Vec<&str> = offered.keys().map(|name| plan_name(name)).collect();
                let message = format!(
                    "`{plan}` cannot be ordered: once destroyed, the connection could not be made anew"
                );
                let help = if request.changes_plan().is_some() {
                    format!("`--method copy` keeps the connection; {known}")
                } else {
                    format!("name another with `--plan` ({}); {known}", others.join(", "))
                };
                accepted(request, Diagnostic::block(self.code(), message, help))
            }
        }
    }
}

/// Nobody else uses the schema.
pub struct SchemaAlone;

impl Precheck for SchemaAlone {
    fn code(&self) -> Code {
        codes::CONNECT_SHARED_SCHEMA
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let mut schemas: Vec<&str> = snapshot.connections.iter().map(|one| one.schema.as_str()).collect();
        schemas.sort_unstable();
        match schemas.windows(2).find(|pair| pair.first() == pair.last()) {
            Some([schema, ..]) => Diagnostic::block(
                self.code(),
                format!("several connections use schema {schema}"),
                "its tables cannot be told apart",
            ),
            _ => Diagnostic::pass(self.code(), "no other connection uses the schema"),
        }
    }
}

/// What has not been sent never gets to Salesforce.
pub struct Undelivered;

impl Precheck for Undelivered {
    fn code(&self) -> Code {
        codes::CONNECT_UNDELIVERED
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some((recreate, connection, _)) = chosen(snapshot, request) else {
            return Diagnostic::pass(self.code(), "no connection is made anew");
        };
        if recreate.reason == Reason::TierChange {
            return Diagnostic::pass(
                self.code(),
                "everything that was captured is sent before it is destroyed",
            );
        }
        let Some(log) = &connection.log else {
            return Diagnostic::block(
                self.code(),
                "how many changes wait to be sent could not be counted",
                "the database must be reachable with the default credential",
            );
        };
        let waits = log.new.saturating_add(log.pending);
        if waits == 0 {
            return Diagnostic::pass(self.code(), "no change waits to be sent");
        }
        let message = format!(
            "{waits} changes wait to be sent, and never get to Salesforce by themselves; they are kept in the schema that is put aside"
        );
        match request.allowance(&self.code()) {
            Some(most) if waits <= most => Diagnostic::note(self.code(), format!("accepted: {message}")),
            _ => Diagnostic::block(
                self.code(),
                message,
                format!("`--accept {}={waits}`; what comes on top of it until the app is stopped ends the run undone", self.code()),
            ),
        }
    }
}

/// Rows that Salesforce does not know are not loaded again.
pub struct RowsAlone;

impl RowsAlone {
    /// How many there are; `None` if they could not be counted.
    fn count(connection: &Connection) -> Option<u64> {
        let tables = connection.health.as_ref()?.tables.as_ref()?;
        let of = |table: &MappedTable| table.without_sfid;
        tables.iter().map(of).try_fold(0_u64, |sum, rows| Some(sum.saturating_add(rows?)))
    }
}

impl Precheck for RowsAlone {
    fn code(&self) -> Code {
        codes::CONNECT_SFID_MISSING
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some((_, connection, _)) = chosen(snapshot, request) else {
            return Diagnostic::pass(self.code(), "no connection is made anew");
        };
        match (Self::count(connection), request.allowance(&self.code())) {
            (None, _) => Diagnostic::block(
                self.code(),
                "how many rows have no Salesforce id could not be counted",
                "the database must be reachable with the default credential",
            ),
            (Some(0), _) => Diagnostic::pass(self.code(), "every row has a Salesforce id, or a change of it waits to be sent"),
            (Some(rows), Some(most)) if rows <= most => Diagnostic::note(
                self.code(),
                format!("accepted: {rows} rows that Salesforce does not have stay in the schema that is put aside"),
            ),
            (Some(rows), _) => Diagnostic::block(
                self.code(),
                format!("{rows} rows have no Salesforce id: they are not loaded again, and stay in the schema that is put aside"),
                format!("see `heroku connect:write-errors`; `--accept {}={rows}`", self.code()),
            ),
        }
    }
}

/// Columns of people's own are not made again.
pub struct OwnColumns;

impl Precheck for OwnColumns {
    fn code(&self) -> Code {
        codes::RECREATE_OWN_COLUMNS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn names_it(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let tables =
            chosen(snapshot, request).map(|(_, _, origin)| origin.tables.as_slice()).unwrap_or_default();
        let own: Vec<String> = tables
            .iter()
            .flat_map(|table| table.own.iter().map(|column| format!("{}.{column}", table.table)))
            .collect();
        if own.is_empty() {
            return Diagnostic::pass(self.code(), "every column is one of a mapping");
        }
        let message = format!(
            "columns that are in no mapping stay in the schema that is put aside: {}",
            own.join(", ")
        );
        accepted(request, Diagnostic::block(self.code(), message, format!("`--accept {}`", self.code())))
    }
}

/// Rows of other tables point at ids that change.
pub struct ReferencedByFk;

impl Precheck for ReferencedByFk {
    fn code(&self) -> Code {
        codes::MAPPING_REFERENCED_BY_FK
    }

    fn of_target(&self) -> bool {
        true
    }

    fn names_it(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        if let Some(lost) = keyless(self.code(), hung(snapshot, request)) {
            return lost;
        }
        let keys = Dependant::names(hung(snapshot, request).filter(|one| one.points()));
        if keys.is_empty() {
            return Diagnostic::pass(self.code(), "no other table points at a mapped one");
        }
        let message = format!(
            "rows of other tables point at rows of mapped tables, which get other ids: {}; each is pointed at the row of the same Salesforce \
             id, and at nothing where Salesforce has none",
            keys.join(", ")
        );
        accepted(request, Diagnostic::block(self.code(), message, format!("`--accept {}`", self.code())))
    }
}

/// What comes off and is made again.
pub struct ViewsAgain;

impl Precheck for ViewsAgain {
    fn code(&self) -> Code {
        codes::RECREATE_VIEWS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn names_it(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let off = hung(snapshot, request).filter(|one| one.refuses && !one.points());
        let off = Dependant::names(off.filter(|one| !one.points_blindly()));
        if off.is_empty() {
            return Diagnostic::pass(self.code(), "nothing outside hangs on the mapped tables");
        }
        Diagnostic::warn(
            self.code(),
            format!("come off and are made again on the new tables: {}", off.join(", ")),
            "functions that return rows of a mapped table, or take them, are not looked after",
        )
    }
}

/// Triggers of the app's own fire for every row that is loaded, from when they are made again on.
pub struct OwnTriggers;

impl Precheck for OwnTriggers {
    fn code(&self) -> Code {
        codes::MAPPING_OWN_TRIGGERS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn names_it(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let own = Dependant::names(hung(snapshot, request).filter(|one| one.fires()));
        if own.is_empty() {
            return Diagnostic::pass(self.code(), "no trigger of the app's own is on a mapped table");
        }
        Diagnostic::warn(
            self.code(),
            format!(
                "are made again once the tables are loaded, and do not fire for the rows that are: {}",
                own.join(", ")
            ),
            "what they keep elsewhere is as before the load",
        )
    }
}

/// What no file holds.
pub struct ManualSettings;

impl Precheck for ManualSettings {
    fn code(&self) -> Code {
        codes::RECREATE_MANUAL_SETTINGS
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some((_, _, origin)) = chosen(snapshot, request) else {
            return Diagnostic::pass(self.code(), "no connection is made anew");
        };
        let version =
            origin.api_version.as_deref().map(|version| format!(" ({version})")).unwrap_or_default();
        let on = origin.features.iter().flatten().filter(|(_, on)| **on != Value::Bool(false));
        let on: Vec<String> = on.map(|(name, on)| format!("{name} {on}")).collect();
        let switches = if on.is_empty() { "none is on".to_owned() } else { on.join(", ") };
        let message = format!(
            "a person must log into Salesforce while the app is stopped, and set again what no file holds: the version of Salesforce's \
             API{version}, the write algorithm and other switches ({switches}), who may see the connection, who is notified"
        );
        let help = format!("note them, have that person at hand, and `--accept {}`", self.code());
        accepted(request, Diagnostic::block(self.code(), message, help))
    }
}

/// Who only reads finds empty tables.
pub struct ReadersFail;

impl Precheck for ReadersFail {
    fn code(&self) -> Code {
        codes::APP_READERS_FAIL
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let rows: Option<u64> = chosen(snapshot, request).and_then(|(_, _, origin)| {
            origin.tables.iter().try_fold(0_u64, |sum, table| Some(sum.saturating_add(table.rows?)))
        });
        let rows = rows.map_or("rows that were not counted".to_owned(), |rows| format!("about {rows} rows"));
        let message = format!(
            "the app stays stopped until somebody has logged in and everything is loaded anew ({rows}); other readers find empty tables"
        );
        accepted(request, Diagnostic::block(self.code(), message, format!("`--accept {}`", self.code())))
    }
}

/// The history of what was sent ends.
pub struct LogEnds;

impl Precheck for LogEnds {
    fn code(&self) -> Code {
        codes::CONNECT_LOG_LOST
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, _: &Snapshot, _: &Request) -> Diagnostic {
        Diagnostic::note(
            self.code(),
            "the trigger log and its archive stay in the schema that is put aside; the new ones begin empty",
        )
    }
}
