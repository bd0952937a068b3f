//! Every user table of the old database is in the new one.

use super::check::{Check, Expectation};
use super::index::schema_of;
use crate::facts::{Facts, Side, Table};

/// The check `tables`: tables of every credential, with at least as many rows.
pub(super) fn check(facts: &Facts, lead: &Side, expectation: &Expectation) -> Check {
    let mut offenders = Vec::new();
    let judged: Vec<_> =
        facts.old.tables.iter().filter(|(name, _)| !expectation.excepts(schema_of(name))).collect();
    for (name, old) in &judged {
        match lead.tables.get(*name) {
            None => offenders.push(format!("{name} (owner {}) is not in the new database", old.owner)),
            Some(new) => offenders.extend(compare(name, old, new)),
        }
    }
    let owners: std::collections::BTreeSet<&str> =
        judged.iter().map(|(_, table)| table.owner.as_str()).collect();
    Check::of(
        "tables",
        format!("{} tables of {} owners in the old database", judged.len(), owners.len()),
        offenders,
    )
}

fn compare(name: &str, old: &Table, new: &Table) -> Option<String> {
    if old.primary_key && !new.primary_key {
        return Some(format!("{name} has lost its primary key"));
    }
    match (&old.rows, &new.rows) {
        // Rows of mapped tables are compared one by one: the org may have deleted some.
        (Some(before), Some(after)) if old.mapped.is_none() && after.len() < before.len() => {
            Some(format!("{name} has {} rows, the old database {}", after.len(), before.len()))
        }
        (Some(_), None) => Some(format!("{name} can no longer be read by this login")),
        // Not ours to read: at least it must not have become empty.
        (None, _) if old.bytes > 0 && new.bytes == 0 => Some(format!("{name} is empty")),
        _ => None,
    }
}
