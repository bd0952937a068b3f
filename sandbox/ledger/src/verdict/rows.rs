//! Every row of the old database is in the new one, no older than it was.

use std::collections::HashMap;

use super::check::{Check, Expectation};
use super::index::{schema_of, Index};
use crate::facts::{Facts, Row, Side, Table};

/// The check `rows`. Rows of mapped tables are found by Salesforce id or by external id, others by their key; in tables
/// to which neither a client nor Connect writes, rows have to be the same to the letter.
pub(super) fn check(facts: &Facts, lead: &Side, index: &Index<'_>, expectation: &Expectation) -> Check {
    let mut offenders = Vec::new();
    let mut compared = 0usize;
    for (name, table) in facts.old.tables.iter().filter(|(name, _)| !expectation.excepts(schema_of(name))) {
        let written = index.is_written(name) || expectation.repointed.contains(name);
        let untouched = schema_of(name) != expectation.schema && !written;
        for row in table.rows.iter().flatten().filter(|row| identified(row)) {
            compared += 1;
            match counterpart(index, name, row) {
                Some(new) => offenders.extend(older(name, row, new).or_else(|| {
                    (untouched && new.digest != row.digest)
                        .then(|| format!("{name} {}: nobody writes there, and the rows differ", label(row)))
                })),
                None if excused(index, name, row) => {}
                None => offenders.push(format!("{name} {}: not in the new database", label(row))),
            }
        }
        if let Some(new) = lead.tables.get(name).filter(|_| untouched) {
            let (found, missing) = without_key(table, new);
            compared += found;
            if missing > 0 {
                offenders.push(format!("{name}: {missing} rows without a key are not in the new database"));
            }
        }
    }
    Check::of("rows", format!("{compared} rows of the old database looked for in the new one"), offenders)
}

fn identified(row: &Row) -> bool {
    row.sfid.is_some() || row.key.is_some() || !row.id.is_empty()
}

/// The same row in the new database. A mapped row's `id` may change with a reload, so it is only the last resort.
fn counterpart<'a>(index: &Index<'a>, table: &str, row: &Row) -> Option<&'a Row> {
    let by_sfid = row.sfid.as_deref().and_then(|sfid| index.rows_of_record(table, sfid).first().copied());
    let by_key = || row.key.as_deref().and_then(|key| index.rows(table, key).first().copied());
    let by_id = || match (&row.sfid, &row.key) {
        (None, None) => index.row_with_id(table, &row.id),
        _ => None,
    };
    by_sfid.or_else(by_key).or_else(by_id)
}

fn older(table: &str, old: &Row, new: &Row) -> Option<String> {
    (new.version < old.version).then(|| {
        let [before, after] = [old, new].map(|row| row.version.unwrap_or_default());
        format!("{table} {}: version {before} in the old database, {after} in the new one", label(old))
    })
}

/// Rows that have nothing but their content, counted by it: how many there are, and how many have no counterpart.
fn without_key(old: &Table, new: &Table) -> (usize, usize) {
    let nameless = |table: &Table| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for row in table.rows.iter().flatten().filter(|row| !identified(row)) {
            *counts.entry(row.digest.clone().unwrap_or_default()).or_default() += 1;
        }
        counts
    };
    let (before, after) = (nameless(old), nameless(new));
    let missing = before
        .iter()
        .map(|(digest, count)| count.saturating_sub(after.get(digest).copied().unwrap_or(0)))
        .sum();
    (before.values().sum(), missing)
}

fn excused(index: &Index<'_>, table: &str, row: &Row) -> bool {
    let by_sfid = row.sfid.as_deref().is_some_and(|sfid| index.deleted_by_org(table, sfid));
    by_sfid || row.key.as_deref().is_some_and(|key| index.key_deleted_by_org(table, key))
}

fn label(row: &Row) -> &str {
    row.key.as_deref().or(row.sfid.as_deref()).unwrap_or(&row.id)
}
