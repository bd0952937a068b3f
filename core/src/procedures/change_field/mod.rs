//! Making tables follow changed field definitions, with the least work that does it.
//!
//! Makes executable: "Changing Field Definitions in Salesforce" of the maintenance manual. A longer string is a matter of saving the
//! mapping; for another type the field is taken out and put back, its column is dropped, made and loaded anew. What people hung on the
//! column is kept in the database, comes off where Postgres would refuse, and is made again. Connect runs all the while: a paused
//! connection does not work on its mappings.

mod steps;

use super::blocks::names as named;
use super::{Outline, Procedure, Rules};
use crate::field::{Change, Class};
use crate::plan::{Names, Next, Words};
use crate::prechecks::groups::{APPS, OTHERS, REACH, STOPPED};
use crate::prechecks::{
    CaptureIntact, ConnectDatabase, ConnectPresent, ConnectWorks, DataMaintenance, DatabaseLeader,
    DatabaseReachable, DependantsKnown, FailedWrites, FieldsFit, FieldsGuessed, FieldsJudged, FieldsKnown,
    LargeTable, LocalValues, LogInFlight, NothingPending, Precheck, StatementsFail, ViewsMissing,
};
use crate::request::{self, Request};
use crate::shell::shell_word;
use crate::snapshot::Snapshot;
use crate::survey::Needs;

/// The procedure.
pub struct ChangeField;

/// Connect, and the fields.
const FIELDS: &[&dyn Precheck] = &[
    &ConnectPresent,
    &ConnectWorks,
    &ConnectDatabase,
    &FieldsKnown,
    &FieldsJudged,
    &FieldsGuessed,
    &FieldsFit,
    &LocalValues,
    &NothingPending,
    &DependantsKnown,
    &ViewsMissing,
    &StatementsFail,
    &LargeTable,
    &CaptureIntact,
    &FailedWrites,
    &DatabaseReachable,
    &DatabaseLeader,
    &DataMaintenance,
];

/// No app is stopped.
const LIVE: Rules = &[REACH, FIELDS, OTHERS];

/// Apps are stopped, and what they wrote is sent first.
const CLOSED: Rules = &[REACH, APPS, STOPPED, FIELDS, &[&LogInFlight], OTHERS];

impl Procedure for ChangeField {
    fn id(&self) -> &'static str {
        "change-field"
    }

    fn manual(&self) -> &'static str {
        "Changing Field Definitions in Salesforce"
    }

    fn needs(&self, request: &Request) -> Needs {
        let fields = request.changes_fields().map(request::ChangeField::fields);
        Needs { fields, ..Needs::everything() }
    }

    fn part(&self, snapshot: &Snapshot, request: &Request) -> Option<Snapshot> {
        let resource = request.changes_fields()?.resource.as_deref()?;
        Some(snapshot.of_connection(Some(resource)))
    }

    fn rules(&self) -> &'static [Rules] {
        &[LIVE, CLOSED]
    }

    fn prechecks(&self, snapshot: &Snapshot, request: &Request) -> Rules {
        if request.stops_for_fields(snapshot) {
            CLOSED
        } else {
            LIVE
        }
    }

    fn already(&self, snapshot: &Snapshot, request: &Request) -> Option<String> {
        let change = request.changes_fields()?;
        let known = change.mappings(snapshot).all(|one| one.shape.unknown.is_empty());
        let looked = change.mappings(snapshot).next().is_some();
        let judged = change.all(snapshot).iter().all(|one| one.class == Class::Same);
        let left_alone = change.object.is_none() && planned(snapshot, change).is_empty();
        (known && looked && (judged || left_alone)).then(|| match judged {
            true => "every column is as its field wants it".to_owned(),
            false => "no column can follow by saving its mapping: see `heroku connect:change-field --check`"
                .to_owned(),
        })
    }

    fn outline(&self, snapshot: &Snapshot, request: &Request) -> Outline {
        let Some(change) = request.changes_fields() else { return Outline::default() };
        let stops = request.stops_for_fields(snapshot);
        let (steps, marks) = steps::steps(snapshot, change, stops);
        Outline {
            steps,
            marks,
            names: if stops { named::formations(snapshot) } else { Names::default() },
            words: words(snapshot, change, stops),
            apps: snapshot.apps.iter().map(|app| app.name.clone()).collect(),
            confirmation: if stops { confirmation(snapshot) } else { snapshot.app.clone() },
            not_covered: &[&NOT_COVERED],
        }
    }
}

/// Every change that the plan makes.
fn planned(snapshot: &Snapshot, change: &request::ChangeField) -> Vec<Change> {
    change.mappings(snapshot).flat_map(|one| change.planned(one.shape)).collect()
}

fn confirmation(snapshot: &Snapshot) -> String {
    let names: Vec<&str> = snapshot.apps.iter().map(|app| app.name.as_str()).collect();
    names.join(",")
}

/// A change in a few words.
fn shown(one: &Change) -> String {
    let name = format!("{}.{}", one.object, one.field);
    match (one.class, &one.now, &one.wanted) {
        (Class::Remove, ..) => format!("{name} out of the mapping"),
        (_, Some(now), Some(wanted)) if now == wanted => format!("{name} anew ({now})"),
        (_, Some(now), Some(wanted)) => format!("{name} from {now} to {wanted}"),
        (_, _, Some(wanted)) => format!("{name} to {wanted}"),
        _ => name,
    }
}

fn words(snapshot: &Snapshot, change: &request::ChangeField, stops: bool) -> Words {
    let changes: Vec<String> = planned(snapshot, change).iter().map(shown).collect();
    let changes = changes.join("; ");
    Words {
        title: format!("Change of {changes} on {}", snapshot.database.addon),
        before: "Connect runs; a column that it has not altered yet is as it was".to_owned(),
        undone: if stops {
            "what came off is back, and so is the app; a column that Connect altered already stays so"
                .to_owned()
        } else {
            "what came off is back; a column that Connect altered already stays so".to_owned()
        },
        after: "the columns follow".to_owned(),
        done: format!("{changes}; what hung on the columns is as before"),
        next: Vec::new(),
        again: again(snapshot, change),
        ..Words::default()
    }
}

/// What is left to try where saving had no effect.
fn again(snapshot: &Snapshot, change: &request::ChangeField) -> Vec<Next> {
    let planned = planned(snapshot, change);
    let Some(object) = planned.first().map(|one| &one.object) else { return Vec::new() };
    let simple = planned.iter().all(|one| one.class.simple() && one.object == *object);
    let fields: Vec<String> = planned.iter().map(|one| shell_word(&one.field)).collect();
    let (object, app) = (shell_word(object), shell_word(&snapshot.app));
    let command = format!("heroku connect:change-field {object} {} --remap --app {app}", fields.join(" "));
    let why = "where saving the mapping has no effect: takes the fields out and puts them back";
    simple.then(|| Next { command, why: why.to_owned() }).into_iter().collect()
}

/// What changing fields does not look after.
const NOT_COVERED: [&str; 3] = [
    "the change in Salesforce itself: it is made there",
    "code that names a column, and expects its old type or length",
    "whether Salesforce blanked values itself when the type was changed: what it holds is loaded",
];
