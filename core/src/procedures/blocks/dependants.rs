//! What people hung on mapped tables: kept before anything is touched, off where Postgres would refuse or where it would stay behind, and
//! made again.

use super::{check, landed, step, MINUTE};
use crate::codes;
use crate::conditions::{DependantsAre, Stand};
use crate::late::TableColumns;
use crate::ops::{DependantsDrop, DependantsKeep, DependantsRestore};
use crate::plan::{OnFailure, Pace, Step};
use crate::zone::Zone;

/// Keeps the definitions of what hangs on it; `key` tells its table from others of the plan.
pub fn keep(key: &str, of: TableColumns) -> Step {
    let mut step = step(
        &format!("keep-{key}"),
        Zone::Prepare,
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
