//! Every index of the old database is in the new one, and valid: a lost unique index shows only with the next double.

use super::check::{Check, Expectation};
use super::index::schema_of;
use crate::facts::{Facts, Side};

/// The check `indexes`.
pub(super) fn check(facts: &Facts, lead: &Side, expectation: &Expectation) -> Check {
    let judged =
        facts.old.indexes.iter().filter(|(name, valid)| **valid && !expectation.excepts(schema_of(name)));
    let offenders = judged
        .filter_map(|(name, _)| match lead.indexes.get(name) {
            Some(true) => None,
            Some(false) => Some(format!("{name} is not valid")),
            None => Some(format!("{name} is missing")),
        })
        .collect();
    Check::of("indexes", format!("{} indexes in the new database", lead.indexes.len()), offenders)
}
