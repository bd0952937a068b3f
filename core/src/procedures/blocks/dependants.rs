//! What people hung on mapped tables: kept before anything is touched, off where Postgres would refuse or where it would stay behind, and
//! made again.

use super::{check, landed, step, MINUTE};
use crate::codes;
use crate::conditions::{ChildrenPointed, DependantsAre, Stand};
use crate::late::{Place, TableColumns};
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

/// A mapped table whose rows get other ids.
pub struct Parent<'a> {
    /// What tells it from others of the plan.
    pub key: &'a str,
    /// Database.
    pub place: &'a Place,
    /// Schema.
    pub schema: &'a str,
    /// Table.
    pub table: &'a str,
}

impl Parent<'_> {
    /// Keeps what the rows of other tables point at in it.
    pub fn keep_children(&self, zone: Zone) -> Step {
        let (place, schema) = (self.place.clone(), self.schema.to_owned());
        let mut step = step(
            &format!("keep-children-{}", self.key),
            zone,
            &format!("Keep what the rows of other tables point at in {}, by its Salesforce id", self.table),
            "the rows get other ids; ids are given away again, so that what is not noted now would point at another record",
        );
        let keep = ChildrenKeep { place, schema, table: self.table.to_owned() };
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
            "by their own key; one whose record Salesforce does not have points at nothing, and is listed",
        );
        let pointed = ChildrenPointed { place: place.clone(), schema: schema.clone(), table: table.clone() };
        step.calls = vec![ChildrenPoint { place, schema, table }.into()];
        step.until = vec![check(pointed, Pace::Brisk, 10 * MINUTE, codes::DEPENDANTS_LEFT_OVER)];
        step.on_failure = OnFailure::Leave;
        step
    }

    /// Id of that step.
    pub fn pointed(&self) -> String {
        format!("point-children-{}", self.key)
    }
}
