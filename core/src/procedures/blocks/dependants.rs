//! What people hung on mapped tables: kept before anything is touched, off where Postgres would refuse or where it would stay behind, and
//! made again.

use super::{check, landed, step, MINUTE};
use crate::codes;
use crate::conditions::{ChildrenPointed, DependantsAre, ParentLoaded, Stand};
use crate::late::{NewConnection, Place, TableColumns};
use crate::ops::{ChildrenKeep, ChildrenPoint, DependantsDrop, DependantsKeep, DependantsRestore};
use crate::plan::{OnFailure, Pace, Step};
use crate::zone::Zone;

/// Keeps the definitions of what hangs on it; `key` tells its table from others of the plan.
pub fn keep(key: &str, zone: Zone, of: TableColumns) -> Step {
    let mut step = step(
        &format!("keep-{key}"),
        zone,
        &format!("Keep the definitions of what hangs on table {}", of.table),
        "they stand in the database until all of it is made again: a lost laptop loses none of them",
    );
    step.calls = vec![DependantsKeep { of: of.clone() }.into()];
    step.until =
        vec![check(DependantsAre { of, stand: Stand::Kept }, Pace::Slow, MINUTE, codes::SQL_OUT_OF_REACH)];
    step
}

/// Takes off what is in the way.
pub fn take_off(key: &str, zone: Zone, of: TableColumns, title: &str, why: &str) -> Step {
    let mut step = step(&format!("take-off-{key}"), zone, title, why);
    step.calls = vec![DependantsDrop { of: of.clone() }.into()];
    step.until = vec![landed(DependantsDrop { of: of.clone() }, Pace::Tight, MINUTE)];
    step.undo = vec![DependantsRestore { of }.into()];
    step
}

/// Makes again what is not there, and compares all of it.
pub fn restore(key: &str, of: TableColumns) -> Step {
    let mut step = step(
        &format!("restore-{key}"),
        Zone::Settle,
        &format!("Make again what hung on table {}", of.table),
        "each is compared with what was kept; one that is refused is left over, and its definition stays in the database",
    );
    step.calls = vec![DependantsRestore { of: of.clone() }.into()];
    let back = DependantsAre { of, stand: Stand::Back };
    step.until = vec![check(back, Pace::Brisk, 5 * MINUTE, codes::DEPENDANTS_LEFT_OVER)];
    step.on_failure = OnFailure::Leave;
    step
}

/// The steps that make again what hung on tables, and the last of them. What was kept goes with the lock, which needs that one: as long as
/// something of any table is missing, all of it stays.
pub fn all_back(restored: Vec<Step>) -> (Vec<Step>, Option<String>) {
    let mut steps = restored;
    if steps.len() > 1 {
        let mut all = step(
            "all-restored",
            Zone::Settle,
            "Check that nothing is missing that hung on a table",
            "what was kept of it is dropped with the lock",
        );
        all.until = steps.iter().flat_map(|step| step.until.iter().cloned()).collect();
        all.on_failure = OnFailure::Leave;
        steps.push(all);
    }
    let last = steps.last().map(|step| step.id.clone());
    (steps, last)
}

/// A mapped table whose rows get other ids.
pub struct Parent<'a> {
    /// What tells it from others of the plan.
    pub key: &'a str,
    /// Connection that loads it.
    pub connection: NewConnection,
    /// Its object.
    pub object: &'a str,
    /// Database.
    pub place: &'a Place,
    /// Schema.
    pub schema: &'a str,
    /// Table.
    pub table: &'a str,
    /// A column by which its records are known in another organization too, if it is loaded from such a one.
    pub unique: Option<String>,
}

impl Parent<'_> {
    /// The same once everything is sent: a row that Salesforce did not have before has its id now.
    pub fn keep_children_again(&self) -> Step {
        let title = format!("Keep the Salesforce ids that rows of {} got just now", self.table);
        let why = "what points at a row that Salesforce did not have could not be kept by its id before";
        Step {
            id: format!("keep-new-children-{}", self.key),
            title,
            why: why.to_owned(),
            on_failure: OnFailure::Again,
            ..self.keep_children(Zone::Settle)
        }
    }

    /// Keeps what the rows of other tables point at in it.
    pub fn keep_children(&self, zone: Zone) -> Step {
        let (place, schema) = (self.place.clone(), self.schema.to_owned());
        let mut step = step(
            &format!("keep-children-{}", self.key),
            zone,
            &format!("Keep what the rows of other tables point at in {}, by its Salesforce id", self.table),
            "the rows get other ids; ids are given away again, so that what is not noted now would point at another record",
        );
        let keep = ChildrenKeep { place, schema, table: self.table.to_owned(), unique: self.unique.clone() };
        step.until = vec![landed(keep.clone(), Pace::Tight, MINUTE)];
        step.calls = vec![keep.into()];
        step
    }

    /// Points rows of other tables at the new rows, before the constraints are made again.
    pub fn point_children(&self) -> Step {
        let (place, schema, table) = (self.place.clone(), self.schema.to_owned(), self.table.to_owned());
        let mut step = step(
            &self.pointed(),
            Zone::Settle,
            &format!("Point the rows of other tables at the new rows of {table}"),
            "once it is loaded, by their own key; one whose record Salesforce does not have points at nothing, and is listed",
        );
        let pointed = ChildrenPointed { place: place.clone(), schema: schema.clone(), table: table.clone() };
        let (connection, object) = (self.connection.clone(), self.object.to_owned());
        let loaded = ParentLoaded { connection, object };
        step.guards = vec![check(loaded, Pace::Brisk, MINUTE, codes::DEPENDANTS_LEFT_OVER)];
        step.calls = vec![ChildrenPoint { place, schema, table, unique: self.unique.clone() }.into()];
        step.until = vec![check(pointed, Pace::Brisk, 10 * MINUTE, codes::DEPENDANTS_LEFT_OVER)];
        step.on_failure = OnFailure::Leave;
        step
    }

    /// Id of that step.
    pub fn pointed(&self) -> String {
        format!("point-children-{}", self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::late::{Late, Role};

    fn restored(key: &str) -> Step {
        let (app, config_var) = ("acme-sync".to_owned(), Late::Now("DATABASE_URL".to_owned()));
        let place = Place { app, config_var, expect: None, role: Role::Old, bastion: None };
        let (schema, table) = ("salesforce".to_owned(), key.to_owned());
        restore(key, TableColumns { columns: Vec::new(), place, schema, table, whole: true, keys: false })
    }

    #[test]
    fn what_was_kept_stays_until_every_table_has_its_own_again() {
        assert_eq!(all_back(Vec::new()), (Vec::new(), None));
        let (steps, last) = all_back(vec![restored("account")]);
        assert_eq!((steps.len(), last.as_deref()), (1, Some("restore-account")));
        let (steps, last) = all_back(vec![restored("account"), restored("contact")]);
        assert_eq!((steps.len(), last.as_deref()), (3, Some("all-restored")));
        assert_eq!(steps[2].until, [steps[0].until.clone(), steps[1].until.clone()].concat());
    }
}
