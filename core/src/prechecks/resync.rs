//! Bringing tables and Salesforce together after a rollback.

use super::{accepted, keyless, Precheck};
use crate::api::connect::standing;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::face::instant;
use crate::figures::total;
use crate::query::MOST;
use crate::request::{Request, Resync};
use crate::shell::shell_word;
use crate::snapshot::{BuiltTable, Connection, Dependant, PastGap, PastLog, Snapshot, Tier};

/// Rows that one call of Salesforce's API brings.
const ROWS_A_CALL: u64 = 2_000;

fn logs(snapshot: &Snapshot) -> impl Iterator<Item = &PastLog> {
    snapshot.past.iter().flat_map(|past| &past.logs)
}

fn tables<'a>(
    snapshot: &'a Snapshot,
    request: &'a Request,
) -> impl Iterator<Item = (&'a Connection, &'a BuiltTable)> {
    request.resyncs().into_iter().flat_map(|resync| resync.tables(snapshot))
}

/// What hangs on them.
fn hung<'a>(snapshot: &'a Snapshot, request: &'a Request) -> impl Iterator<Item = &'a Dependant> {
    tables(snapshot, request).flat_map(|(_, table)| table.dependants.iter().flatten())
}

/// What is to be loaded was read, table by table.
pub struct PastRead;

impl Precheck for PastRead {
    fn code(&self) -> Code {
        codes::RESYNC_UNREAD
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(resync) = request.resyncs() else {
            return Diagnostic::pass(self.code(), "nothing is reloaded");
        };
        let all = || snapshot.connections.iter().flat_map(|one| &one.mappings).map(|one| one.object.as_str());
        let unknown = resync.mappings.iter().find(|name| !all().any(|one| one.eq_ignore_ascii_case(name)));
        if let Some(name) = unknown {
            return Diagnostic::block(
                self.code(),
                format!("no connection of this database has a mapping of `{name}`"),
                format!("they are: {}", all().collect::<Vec<_>>().join(", ")),
            );
        }
        let unread = |(_, table): &(&Connection, &BuiltTable)| {
            table.mapping.is_none() || table.rows.is_none() || table.dependants.is_none()
        };
        let mut missing: Vec<&str> =
            tables(snapshot, request).filter(unread).map(|(_, table)| table.table.as_str()).collect();
        let whole = snapshot.connections.iter().filter(|one| {
            let tables = one.origin.as_ref().map_or(0, |origin| origin.tables.len());
            tables != one.mappings.len()
        });
        missing.extend(whole.map(|one| one.resource.as_str()));
        if snapshot.past.is_none() {
            missing.push("the trigger logs");
        }
        if missing.is_empty() {
            let count = tables(snapshot, request).count();
            return Diagnostic::pass(self.code(), format!("{count} mappings and their tables read"));
        }
        let message = format!("could not be read: {}", missing.join(", "));
        Diagnostic::block(
            self.code(),
            message,
            "every mapping must be exported and its table readable with the default credential; a snapshot file does not hold it",
        )
    }
}

/// A connection that runs uses this database: one that is paused says so only once it is resumed.
pub struct RunsHere;

impl Precheck for RunsHere {
    fn code(&self) -> Code {
        codes::CONNECT_WRONG_DATABASE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let elsewhere = |one: &&Connection| !one.on_database && standing(&one.state) != "paused";
        match snapshot.connections.iter().find(elsewhere) {
            None => Diagnostic::pass(self.code(), "no connection runs on another database"),
            Some(one) => Diagnostic::block(
                self.code(),
                format!("`{}` names {} and runs on another database", one.resource, one.db_key),
                format!("pause it: `heroku connect:quiesce --app {}`, then look again", shell_word(&one.app)),
            ),
        }
    }
}

/// Every table has the columns of its mapping.
pub struct TablesWhole;

impl Precheck for TablesWhole {
    fn code(&self) -> Code {
        codes::MAPPING_COLUMNS_MISSING
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let missing: Vec<String> = tables(snapshot, request)
            .flat_map(|(_, table)| table.missing.iter().map(|column| format!("{}.{column}", table.table)))
            .collect();
        if missing.is_empty() {
            return Diagnostic::pass(self.code(), "every mapped table has the columns of its mapping");
        }
        let app = shell_word(&snapshot.app);
        Diagnostic::block(
            self.code(),
            format!("mappings were changed after the moment, and their tables lack columns: {}", missing.join(", ")),
            format!("take these fields out of their mappings or have them made first: `heroku connect:change-field --check --app {app}`"),
        )
    }
}

/// A reload takes rows away that Salesforce does not have.
pub struct RowsEaten;

impl Precheck for RowsEaten {
    fn code(&self) -> Code {
        codes::CONNECT_SFID_MISSING
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let mut rows = 0_u64;
        for (one, table) in tables(snapshot, request) {
            let known = one.health.as_ref().and_then(|health| health.tables.as_ref());
            let known = known.into_iter().flatten().find(|known| known.name == table.table);
            let Some(count) = known.and_then(|known| known.without_sfid) else {
                return Diagnostic::block(
                    self.code(),
                    format!("how many rows of {} have no Salesforce id could not be counted", table.table),
                    "the database must be reachable with the default credential",
                );
            };
            rows = rows.saturating_add(count);
        }
        let message = format!(
            "{rows} rows have no Salesforce id, and no change of them waits: a reload takes them away"
        );
        match request.allowance(&self.code()) {
            _ if rows == 0 => Diagnostic::pass(
                self.code(),
                "every row has a Salesforce id, or a change of it waits to be sent",
            ),
            Some(most) if rows <= most => Diagnostic::note(self.code(), format!("accepted: {message}")),
            _ => Diagnostic::block(
                self.code(),
                message,
                format!(
                    "see `heroku connect:write-errors`; copy what you need, then `--accept {}={rows}`",
                    self.code()
                ),
            ),
        }
    }
}

/// Rows of other tables point at ids that change.
pub struct KeysOfOthers;

impl Precheck for KeysOfOthers {
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
        Diagnostic::warn(
            self.code(),
            format!("rows of other tables point at rows that get other ids: {}", keys.join(", ")),
            "the constraints come off and are made again; each row is pointed at the row of the same Salesforce id, and at nothing where \
             Salesforce has none",
        )
    }
}

/// Triggers of the app's own fire for every row that is loaded.
pub struct ReloadTriggers;

impl Precheck for ReloadTriggers {
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
        let message = format!("triggers of your own fire for every row that is loaded: {}", own.join(", "));
        let help = format!("switch them off if they must not, or `--accept {}`", self.code());
        accepted(request, Diagnostic::block(self.code(), message, help))
    }
}

/// What loading costs.
pub struct ReloadCalls;

impl Precheck for ReloadCalls {
    fn code(&self) -> Code {
        codes::RESYNC_API_ALLOWANCE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let rows = total(tables(snapshot, request).filter_map(|(_, table)| table.rows));
        let calls = rows / ROWS_A_CALL + tables(snapshot, request).count() as u64;
        Diagnostic::note(
            self.code(),
            format!("about {rows} rows are loaded again, with about {calls} calls of Salesforce's API; the app is stopped until they are"),
        )
    }
}

/// What a reload brings.
pub struct ValuesOfNow;

impl Precheck for ValuesOfNow {
    fn code(&self) -> Code {
        codes::RESYNC_VALUES_OF_NOW
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, _: &Snapshot, request: &Request) -> Diagnostic {
        let at = request.resyncs().map(|resync| instant(resync.at)).unwrap_or_default();
        Diagnostic::warn(
            self.code(),
            format!("mapped tables do not get the values of {at}: they get what Salesforce holds now, and a mistake that was sent is among it"),
            "only tables that are not mapped go back; what must go back in Salesforce is written there",
        )
    }
}

/// The service can do it.
pub struct RollbackRange;

impl Precheck for RollbackRange {
    fn code(&self) -> Code {
        codes::ROLLBACK_OUT_OF_RANGE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(resync) = request.resyncs() else {
            return Diagnostic::pass(self.code(), "nothing is rolled back");
        };
        if snapshot.database.tier() != Tier::Classic {
            return Diagnostic::block(
                codes::TIER_ESSENTIAL,
                format!("databases of plan {} cannot be rolled back", snapshot.database.plan),
                "restore a backup: `heroku pg:backups:restore`",
            );
        }
        let at = instant(resync.at);
        match snapshot.past.as_ref().and_then(|past| past.earliest) {
            Some(earliest) if resync.at < earliest => Diagnostic::block(
                self.code(),
                format!("it can be rolled back to {} at the earliest, not to {at}", instant(earliest)),
                "name a later moment",
            ),
            Some(_) => Diagnostic::pass(self.code(), format!("the database can be rolled back to {at}")),
            None => Diagnostic::block(
                self.code(),
                "how far the database can be rolled back is not shown: just after an upgrade or a promotion it cannot be at all",
                format!("see row Rollback of `heroku pg:info {}`", shell_word(&snapshot.database.addon)),
            ),
        }
    }
}

/// No upgrade of the version lies between: what was before one cannot be had back.
pub struct AcrossUpgrade;

impl Precheck for AcrossUpgrade {
    fn code(&self) -> Code {
        codes::ROLLBACK_ACROSS_UPGRADE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let at = request.resyncs().map(|resync| resync.at).unwrap_or_default();
        match snapshot.past.as_ref().and_then(|past| past.made) {
            None => Diagnostic::note(
                self.code(),
                "not judged: whether the version was upgraded after the moment; its cluster's identifier could not be read",
            ),
            Some(made) if made > at => Diagnostic::block(
                self.code(),
                format!(
                    "the cluster of {} was made at {}, by an upgrade of its version or a copy: it cannot go back to {}",
                    snapshot.database.addon,
                    instant(made),
                    instant(at)
                ),
                format!("name a moment after it, or restore a backup: `heroku pg:backups --app {}`", shell_word(&snapshot.app)),
            ),
            Some(_) => Diagnostic::pass(self.code(), "no upgrade of the version lies after the moment"),
        }
    }
}

/// The database is a copy of the one as it was: the ids of their logs mean the same changes.
pub struct IsCopy;

impl Precheck for IsCopy {
    fn code(&self) -> Code {
        codes::TARGET_NOT_A_COPY
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let past = snapshot.past.as_ref();
        let Some(old) = past.and_then(|past| past.old.as_ref()) else {
            return Diagnostic::pass(self.code(), "no database as it was is named");
        };
        let lead = &snapshot.database.addon;
        match past.and_then(|past| past.copy) {
            Some(true) => Diagnostic::pass(self.code(), format!("{lead} and {} are copies of one cluster", old.addon)),
            Some(false) => {
                let message = format!(
                    "{lead} is no copy of {}: their clusters were made apart, and equal ids in their logs are other changes",
                    old.addon
                );
                let help = format!(
                    "name the database that was rolled back with `--old`; one that was restored from a dump, or upgraded since, is none. Who \
                     knows better: `--accept {}`, and a change counts as the same by id, transaction and time",
                    self.code()
                );
                accepted(request, Diagnostic::block(self.code(), message, help))
            }
            None => Diagnostic::note(
                self.code(),
                format!("not judged: whether {lead} is a copy of {}; each change is compared by id, transaction and time", old.addon),
            ),
        }
    }
}

/// Nothing is left that an earlier run kept: its row of a change would be overwritten by a newer one of the same id.
pub struct KeptBefore;

impl Precheck for KeptBefore {
    fn code(&self) -> Code {
        codes::RESYNC_KEPT_BEFORE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let kept = match snapshot.past.as_ref().and_then(|past| past.kept) {
            None => {
                return Diagnostic::note(
                    self.code(),
                    "not judged: whether an earlier resynchronization kept changes here",
                );
            }
            Some(0) => {
                return Diagnostic::pass(self.code(), "no earlier resynchronization kept changes here")
            }
            Some(kept) => kept,
        };
        let help = snapshot.reach().map_or_else(
            || "look at table heroku_connect_maintenance.revived, and drop it".to_owned(),
            |reach| {
                let (var, app) = (shell_word(&reach.config_var()), shell_word(&reach.app));
                format!(
                    "copy what you need of them, then drop the table: `heroku pg:psql {var} --app {app} --command 'DROP TABLE heroku_connect_maintenance.revived'`"
                )
            },
        );
        Diagnostic::block(
            self.code(),
            format!("{kept} changes that an earlier resynchronization put out of Connect's reach are kept here; a second one could overwrite them"),
            help,
        )
    }
}

fn gap(snapshot: &Snapshot) -> Option<PastGap> {
    let mut sum = PastGap { sent: 0, refused: 0, unsent: 0 };
    for log in logs(snapshot) {
        let gap = log.gap.as_ref()?;
        sum.sent = sum.sent.saturating_add(gap.sent);
        sum.refused = sum.refused.saturating_add(gap.refused);
        sum.unsent = sum.unsent.saturating_add(gap.unsent);
    }
    Some(sum)
}

/// What was written since does not come along.
pub struct LosesWrites;

impl Precheck for LosesWrites {
    fn code(&self) -> Code {
        codes::ROLLBACK_LOSES_WRITES
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let at = request.resyncs().map(|resync: &Resync| instant(resync.at)).unwrap_or_default();
        let Some(gap) = gap(snapshot) else {
            return Diagnostic::block(
                self.code(),
                "what was captured since could not be counted",
                "the database must be reachable with the default credential",
            );
        };
        let captured = gap.sent.saturating_add(gap.refused).saturating_add(gap.unsent);
        let message = format!(
            "everything that was written after {at}, and is until the app is stopped, is in the old database only, which is kept: {captured} \
             changes of mapped tables so far, of which {} were sent and come back by the reload; writes to other tables cannot be counted",
            gap.sent
        );
        let help = format!("`--accept {}`", self.code());
        accepted(request, Diagnostic::block(self.code(), message, help))
    }
}

/// The database as it was is within reach.
pub struct OldReached;

impl Precheck for OldReached {
    fn code(&self) -> Code {
        codes::RESYNC_OLD_UNREACHABLE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let old = snapshot.past.as_ref().and_then(|past| past.old.as_ref());
        let without =
            "then no change that came back is sent: each is kept in schema heroku_connect_maintenance";
        match old {
            Some(old) if old.url.is_some() && gap(snapshot).is_some() => {
                Diagnostic::pass(self.code(), format!("the database as it was is within reach: {}", old.addon))
            }
            Some(old) => Diagnostic::block(
                self.code(),
                format!("{} cannot be read: whether a change that came back was sent before cannot be known", old.addon),
                "it must answer with its default credential; or leave `--old` out",
            ),
            None => accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    "no database as it was is named: whether a change that came back was sent before cannot be known",
                    format!("name it with `--old`, attached to the app; or `--accept {}`: {without}", self.code()),
                ),
            ),
        }
    }
}

/// What came back is little enough to be judged.
pub struct CameBack;

impl Precheck for CameBack {
    fn code(&self) -> Code {
        codes::RESYNC_TOO_MANY
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let mut all = 0_u64;
        for log in logs(snapshot) {
            match log.came_back {
                Some(rows) if rows > MOST => {
                    return Diagnostic::block(
                        self.code(),
                        format!("{rows} changes came back into the log of `{}`: no more than {MOST} are judged one by one", log.resource),
                        "most of them were captured long before the moment: say whether `--at` is right",
                    );
                }
                Some(rows) => all = all.saturating_add(rows),
                None => {
                    return Diagnostic::block(
                        codes::RESYNC_UNREAD,
                        "what came back into the log could not be counted",
                        "the database must be reachable with the default credential",
                    );
                }
            }
        }
        Diagnostic::note(
            self.code(),
            format!("{all} changes wait that were captured by then or little later; each is judged while Connect is paused"),
        )
    }
}

/// Connect has run on the database since.
pub struct SentTwice;

impl Precheck for SentTwice {
    fn code(&self) -> Code {
        codes::RESYNC_SENT_AGAIN
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let sent = total(logs(snapshot).filter_map(|log| log.sent_again));
        if sent == 0 {
            return Diagnostic::pass(self.code(), "Connect has sent nothing again");
        }
        Diagnostic::warn(
            self.code(),
            format!("Connect has run on the database that went back, and sent {sent} changes that it had captured before the moment"),
            "they are counted and named in the report: look for duplicates and overwritten values in Salesforce",
        )
    }
}

/// What only the old database has.
pub struct GapKnown;

impl Precheck for GapKnown {
    fn code(&self) -> Code {
        codes::RESYNC_GAP
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let old = snapshot.past.as_ref().and_then(|past| past.old.as_ref());
        match gap(snapshot).filter(|_| old.is_some()) {
            None => Diagnostic::note(self.code(), "not judged: what was captured after the moment and never sent"),
            Some(gap) if gap.refused + gap.unsent == 0 => Diagnostic::pass(
                self.code(),
                format!("everything that was captured after the moment was sent: {} changes, which the reload brings", gap.sent),
            ),
            Some(gap) => Diagnostic::warn(
                self.code(),
                format!(
                    "captured after the moment, and in the old database only: {} changes that were never sent, {} that Salesforce refused",
                    gap.unsent, gap.refused
                ),
                "keep that database until somebody has looked at them in its trigger log",
            ),
        }
    }
}
