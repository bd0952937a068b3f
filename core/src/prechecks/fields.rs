//! Making tables follow the definitions of their fields.

use super::{accepted, Precheck};
use crate::api::connect::{mapping_standing, standing};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::field::{Change, Class};
use crate::request::{ChangeField, Request, Work};
use crate::shell::shell_word;
use crate::snapshot::{SeenField, Snapshot};

/// From here on loading a column takes long, rows.
const LARGE: u64 = 1_000_000;

/// What is planned of a mapping, with the fields as they were seen.
fn planned<'a>(change: &ChangeField, work: Work<'a>) -> Vec<(Change, &'a SeenField)> {
    let planned = change.planned(work.shape).into_iter();
    planned
        .filter_map(|one| Some((work.shape.field(&one.field)?, one)))
        .map(|(seen, one)| (one, seen))
        .collect()
}

fn every<'a>(snapshot: &'a Snapshot, request: &Request) -> Vec<(Work<'a>, Change, &'a SeenField)> {
    let Some(change) = request.changes_fields() else { return Vec::new() };
    let of = |work| planned(change, work).into_iter().map(move |(one, seen)| (work, one, seen));
    change.mappings(snapshot).flat_map(of).collect()
}

/// What refuses to let columns be altered, by name: of those that go for good, or of those that stay.
fn hanging(snapshot: &Snapshot, request: &Request, gone: bool) -> Vec<String> {
    let Some(change) = request.changes_fields() else { return Vec::new() };
    let of = |one: Work<'_>| {
        let all = change.refusing(one.shape, gone).into_iter();
        all.map(|one| format!("{} {}", one.kind, one.name)).collect::<Vec<_>>()
    };
    change.mappings(snapshot).flat_map(of).collect()
}

fn named(one: &Change) -> String {
    format!("{}.{}", one.object, one.field)
}

/// Passes where no words say that something is the case.
fn unless(code: Code, found: &[String], passes: &str, words: impl Fn(String) -> Diagnostic) -> Diagnostic {
    if found.is_empty() {
        Diagnostic::pass(code, passes)
    } else {
        words(found.join(", "))
    }
}

/// The mapping and its fields are there, and it is one.
pub struct FieldsKnown;

impl Precheck for FieldsKnown {
    fn code(&self) -> Code {
        codes::FIELD_UNKNOWN
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(change) = request.changes_fields() else {
            return Diagnostic::pass(self.code(), "no field is named");
        };
        let app = shell_word(&snapshot.app);
        let seen: Vec<Work<'_>> = change.mappings(snapshot).collect();
        let block = |message: String, help: String| Diagnostic::block(self.code(), message, help);
        let Some(object) = &change.object else {
            return Diagnostic::pass(self.code(), format!("{} mapping(s) looked at", seen.len()));
        };
        match seen.as_slice() {
            [] => block(
                format!("no connection of this database has a mapping of `{object}` whose configuration can be read"),
                format!("see `heroku connect:info --app {app}`; a snapshot must be taken with `--needs change-field`"),
            ),
            [one] if !one.shape.unknown.is_empty() => block(
                format!("mapping {} has no field {}", one.shape.object, one.shape.unknown.join(", ")),
                format!("it has: {}", one.shape.mapped().collect::<Vec<_>>().join(", ")),
            ),
            [one] => Diagnostic::pass(
                self.code(),
                format!("mapping {} of `{}`", one.shape.object, one.connection.resource),
            ),
            several => {
                let names: Vec<&str> = several.iter().map(|one| one.connection.resource.as_str()).collect();
                block(
                    format!("`{object}` is mapped by several connections: {}", names.join(", ")),
                    "name one with `--resource`".to_owned(),
                )
            }
        }
    }
}

/// What every field is now is known.
pub struct FieldsJudged;

impl Precheck for FieldsJudged {
    fn code(&self) -> Code {
        codes::FIELD_NOT_JUDGED
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(change) = request.changes_fields() else {
            return Diagnostic::pass(self.code(), "no field is named");
        };
        let all = change.all(snapshot);
        let unknown: Vec<String> = all
            .iter()
            .filter(|one| one.class == Class::NotJudged)
            .map(|one| format!("{} ({})", named(one), one.source))
            .collect();
        unless(self.code(), &unknown, "what every field is now is known", |names| {
            let message = format!("cannot be judged: {names}");
            let help = "say what they are now, for example `--to 'string(120)'`";
            if change.fields.is_empty() {
                Diagnostic::warn(self.code(), message, help)
            } else {
                Diagnostic::block(self.code(), message, help)
            }
        })
    }
}

/// Every column is as its field wants it: what a doctor asks, who wants nothing changed.
pub struct FieldsFollow;

impl Precheck for FieldsFollow {
    fn code(&self) -> Code {
        codes::FIELD_DIFFERS
    }

    fn names_it(&self) -> bool {
        true
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        let all = looked(snapshot);
        let every = snapshot.connections.iter().all(|one| one.shapes.len() == one.mappings.len());
        every && all.iter().all(|one| one.class != Class::NotJudged)
            || all.iter().any(|one| one.class.changes())
    }

    fn judge(&self, snapshot: &Snapshot, _: &Request) -> Diagnostic {
        let all = looked(snapshot);
        let differing = all.iter().filter(|one| one.class.changes());
        let differing: Vec<String> =
            differing.map(|one| format!("{} ({})", named(one), one.class.word())).collect();
        if differing.is_empty() && !self.judged(snapshot) {
            return Diagnostic::note(
                self.code(),
                "not judged: whether every column is as its field wants it",
            );
        }
        unless(self.code(), &differing, "every column is as its field wants it", |names| {
            let help =
                format!("see `heroku connect:change-field --check --app {}`", shell_word(&snapshot.app));
            Diagnostic::warn(self.code(), format!("columns that do not follow their fields: {names}"), help)
        })
    }
}

fn looked(snapshot: &Snapshot) -> Vec<Change> {
    ChangeField::default().all(snapshot)
}

/// Only the operator says what a field is.
pub struct FieldsGuessed;

impl Precheck for FieldsGuessed {
    fn code(&self) -> Code {
        codes::FIELD_CLASS_GUESSED
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let guessed: Vec<String> = every(snapshot, request)
            .iter()
            .filter(|(_, one, _)| one.source.starts_with("you: "))
            .map(|(_, one, _)| named(one))
            .collect();
        unless(self.code(), &guessed, "Salesforce itself says what the fields are", |names| {
            let message = format!("only you say what these are, no service does: {names}");
            accepted(request, Diagnostic::block(self.code(), message, "`--accept field/class-guessed`"))
        })
    }
}

/// Every value fits into a shorter field.
pub struct FieldsFit;

impl Precheck for FieldsFit {
    fn code(&self) -> Code {
        codes::FIELD_LONGER_VALUES
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let long: Vec<String> = every(snapshot, request)
            .iter()
            .filter(|(_, one, _)| one.class == Class::Shorter)
            .filter_map(|(_, one, seen)| {
                let most = one.wanted.as_ref()?.strip_prefix("character varying(")?.strip_suffix(')')?;
                let most: u64 = most.parse().ok()?;
                match seen.longest {
                    Some(longest) if longest <= most => None,
                    Some(longest) => Some(format!("{} ({longest} characters, may have {most})", named(one))),
                    None => Some(format!("{} (the longest value could not be read)", named(one))),
                }
            })
            .collect();
        unless(self.code(), &long, "every value fits", |names| {
            let help =
                "shorten them in Salesforce and Postgres first; `--remap` loads the column anew instead";
            Diagnostic::block(self.code(), format!("values do not fit: {names}"), help)
        })
    }
}

/// Values that only Postgres has are lost with the column.
pub struct LocalValues;

impl Precheck for LocalValues {
    fn code(&self) -> Code {
        codes::FIELD_LOCAL_ONLY_VALUES
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let lost: Vec<String> = every(snapshot, request)
            .iter()
            .filter(|(_, one, _)| !one.class.simple())
            .filter_map(|(_, one, seen)| match seen.local {
                Some(0) => None,
                Some(rows) => Some(format!("{} ({rows} rows)", named(one))),
                None if seen.now.is_none() => None,
                None => Some(format!("{} (not counted)", named(one))),
            })
            .collect();
        unless(self.code(), &lost, "no value of a column that goes is in Postgres only", |names| {
            let message = format!("rows that Salesforce does not know lose their value: {names}");
            let help = "wait until they have an `sfid`, or `--accept field/local-only-values`";
            accepted(request, Diagnostic::block(self.code(), message, help))
        })
    }
}

/// A column of a large table takes long to load.
pub struct LargeTable;

impl Precheck for LargeTable {
    fn code(&self) -> Code {
        codes::FIELD_LARGE_TABLE
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let mut large: Vec<String> = every(snapshot, request)
            .iter()
            .filter(|(_, one, _)| one.class == Class::Remap)
            .filter(|(work, ..)| work.shape.rows.is_none_or(|rows| rows > LARGE))
            .map(|(work, ..)| match work.shape.rows {
                Some(rows) => format!("{} (about {rows} rows)", work.shape.object),
                None => format!("{} (rows not counted)", work.shape.object),
            })
            .collect();
        large.dedup();
        unless(self.code(), &large, "no column of a large table is loaded anew", |names| {
            let message = format!(
                "loading a column takes long, and new changes of the mapping wait meanwhile: {names}"
            );
            let help = "Heroku's articles RTS2KT7S and Y48WQM2Q tell how a second connection avoids it; or `--accept field/large-table`";
            accepted(request, Diagnostic::block(self.code(), message, help))
        })
    }
}

/// No change of a column that goes waits to be sent; with the apps stopped it is waited for.
pub struct NothingPending;

impl Precheck for NothingPending {
    fn code(&self) -> Code {
        codes::FIELD_PENDING
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let stops = request.stops_for_fields(snapshot);
        let waiting: Vec<String> = every(snapshot, request)
            .iter()
            .filter(|(_, one, _)| one.class == Class::Remap)
            .filter_map(|(_, one, seen)| match seen.queued {
                Some(0) => None,
                Some(rows) => Some(format!("{} ({rows})", named(one))),
                None if seen.now.is_none() => None,
                None => Some(format!("{} (not counted)", named(one))),
            })
            .collect();
        unless(self.code(), &waiting, "no change of a column that goes waits to be sent", |names| {
            if stops {
                let message =
                    format!("changes wait to be sent, and are waited for once the app is stopped: {names}");
                return Diagnostic::note(self.code(), message);
            }
            let message = format!("changes of a column that goes wait to be sent: {names}");
            Diagnostic::block(self.code(), message, "wait until Connect has sent them, and plan it again")
        })
    }
}

/// What hangs on the columns was read, and does not hang on one that goes for good.
pub struct DependantsKnown;

impl Precheck for DependantsKnown {
    fn code(&self) -> Code {
        codes::FIELD_DEPENDANTS_STAY
    }

    fn of_target(&self) -> bool {
        true
    }

    fn names_it(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let all = every(snapshot, request);
        if let Some((_, one, _)) = all.iter().find(|(_, _, seen)| seen.dependants.is_none()) {
            return Diagnostic::block(
                codes::SQL_OUT_OF_REACH,
                format!("what hangs on the column of {} was not read", named(one)),
                "the database must be reachable with the default credential, and plan it anew",
            );
        }
        let stay = hanging(snapshot, request, true);
        unless(self.code(), &stay, "nothing hangs on a column that goes for good", |names| {
            let help = "drop or change them first: Postgres refuses to drop the column beside them";
            Diagnostic::block(self.code(), format!("these need a column that goes: {names}"), help)
        })
    }
}

/// What every statement that names the column meets meanwhile.
pub struct StatementsFail;

impl Precheck for StatementsFail {
    fn code(&self) -> Code {
        codes::FIELD_STATEMENTS_FAIL
    }

    fn of_target(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let remapped: Vec<String> = every(snapshot, request)
            .iter()
            .filter(|(_, one, _)| one.class == Class::Remap)
            .map(|(_, one, _)| named(one))
            .collect();
        unless(self.code(), &remapped, "no column is gone meanwhile", |names| {
            let fail = "between the two every statement that names the column fails, reads included";
            Diagnostic::note(
                self.code(),
                if request.accepts(&self.code()) {
                    format!("accepted: {names} taken out and put back while the app runs; {fail}")
                } else {
                    format!("{names} taken out and put back with the app stopped: {fail} (without a downtime: `--accept {}`)", self.code())
                },
            )
        })
    }
}

/// What comes off while a column is altered.
pub struct ViewsMissing;

impl Precheck for ViewsMissing {
    fn code(&self) -> Code {
        codes::FIELD_VIEWS_MISSING
    }

    fn of_target(&self) -> bool {
        true
    }

    fn names_it(&self) -> bool {
        true
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let names = hanging(snapshot, request, false);
        unless(self.code(), &names, "nothing has to come off while columns are altered", |names| {
            Diagnostic::note(
                self.code(),
                if request.accepts(&self.code()) {
                    format!("accepted: gone for minutes while the app runs: {names}")
                } else {
                    format!("come off and are made again, with the app stopped (without a downtime: `--accept {}`): {names}", self.code())
                },
            )
        })
    }
}

/// Connect works on mappings: it runs, and the mapping is not broken for another reason than a field that is gone.
pub struct ConnectWorks;

impl Precheck for ConnectWorks {
    fn code(&self) -> Code {
        codes::CONNECT_NOT_HEALTHY
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(change) = request.changes_fields() else {
            return Diagnostic::pass(self.code(), "no field is named");
        };
        let stops = request.stops_for_fields(snapshot);
        for Work { connection, shape } in change.mappings(snapshot) {
            let app = shell_word(&connection.app);
            if standing(&connection.state) != "running" {
                let resumes = snapshot.ends_pause().filter(|_| snapshot.held_of(connection).is_some());
                return Diagnostic::block(
                    self.code(),
                    format!(
                        "`{}` is {}: Connect changes mappings only while it runs",
                        connection.resource, connection.state
                    ),
                    resumes.map_or_else(
                        || format!("see `heroku connect:diagnose --app {app}`, then `heroku connect:resume`"),
                        |ends| format!("resume it first: `{ends}`"),
                    ),
                );
            }
            let gone = change.planned(shape).iter().any(|one| one.class == Class::Remove);
            let broken = connection.mappings.iter().filter(|one| mapping_standing(&one.state) == "broken");
            let minded = broken.into_iter().find(|one| stops || one.object == shape.object && !gone);
            if let Some(mapping) = minded {
                return Diagnostic::block(
                    codes::CONNECT_MAPPING_BROKEN,
                    format!("mapping `{}` of `{}` is {}", mapping.object, connection.resource, mapping.state),
                    format!(
                        "see `heroku connect:mapping:diagnose {} --app {app}`",
                        shell_word(&mapping.object)
                    ),
                );
            }
        }
        Diagnostic::pass(self.code(), "Connect runs, and can change the mapping")
    }
}
