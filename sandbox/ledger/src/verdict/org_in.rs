//! Every change made in the org reached Postgres, and nothing went back in time.

use std::collections::HashMap;

use super::check::{Check, Expectation};
use super::index::Index;
use crate::facts::{Facts, Record, Side, Source};

/// The checks `org-arrived` and `forward`, and the number of changes the org made by itself.
pub(super) fn checks(
    facts: &Facts,
    lead: &Side,
    index: &Index<'_>,
    expectation: &Expectation,
) -> (Vec<Check>, usize) {
    let own = facts.org.history.iter().filter(|change| change.source == Source::Org).count();
    (vec![arrived(facts, lead, &expectation.schema, index, own), forward(facts, index, expectation)], own)
}

fn arrived(facts: &Facts, lead: &Side, schema: &str, index: &Index<'_>, own: usize) -> Check {
    let mut offenders = Vec::new();
    let mut compared = 0usize;
    for (object, records) in &facts.org.records {
        let table = format!("{schema}.{object}");
        let mapped = |side: &Side| side.tables.get(&table).is_some_and(|table| table.mapped.is_some());
        // An object that neither database maps is no business of Connect's.
        if !mapped(lead) && !mapped(&facts.old) {
            continue;
        }
        compared += records.len();
        offenders.extend(records.iter().filter_map(|record| compare(&table, record, index)));
    }
    for (name, table) in lead.tables.iter().filter(|(_, table)| table.mapped.is_some()) {
        let object = name.strip_prefix(schema).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name);
        let known: std::collections::HashSet<&str> =
            facts.org.records.get(object).into_iter().flatten().map(|record| record.id.as_str()).collect();
        let unknown = table.rows.iter().flatten().filter_map(|row| row.sfid.as_deref());
        offenders.extend(
            unknown
                .filter(|sfid| !known.contains(sfid))
                .map(|sfid| format!("{name} {sfid} is a row whose record the org does not have")),
        );
    }
    Check::of(
        "org-arrived",
        format!("{own} changes made in the org, {compared} records compared with their rows"),
        offenders,
    )
}

fn compare(table: &str, record: &Record, index: &Index<'_>) -> Option<String> {
    let id = &record.id;
    let row = index.rows_of_record(table, id).first();
    match row {
        None if record.deleted => None,
        None => Some(format!("{table} {id} has not arrived")),
        Some(row) if record.deleted && !row.deleted => {
            Some(format!("{table} {id} was deleted in the org and is still there"))
        }
        Some(_) if record.deleted => None,
        Some(row) if row.version != record.version => Some(format!(
            "{table} {id}: version {} in the org, {} in the database",
            shown(record.version),
            shown(row.version)
        )),
        Some(row) if row.name != record.name => Some(format!("{table} {id}: the names differ")),
        Some(_) => None,
    }
}

fn forward(facts: &Facts, index: &Index<'_>, expectation: &Expectation) -> Check {
    let mut offenders = Vec::new();
    let mut last: HashMap<(&str, &str), i64> = HashMap::new();
    for change in &facts.org.history {
        let Some(version) = change.version else { continue };
        let entry = last.entry((&change.table, &change.id)).or_insert(version);
        if expectation.forgives(change) {
            // Whoever goes on counts on from there.
            *entry = version;
        } else if version < *entry {
            offenders
                .push(format!("{} {} went from version {entry} back to {version}", change.table, change.id));
        }
        *entry = (*entry).max(version);
    }
    for (table, records) in &facts.org.records {
        for record in records.iter().filter(|record| !record.deleted) {
            let Some(highest) = last.get(&(table.as_str(), record.id.as_str())).copied() else { continue };
            let name = format!("{}.{table}", expectation.schema);
            if record.version < Some(highest) {
                let there = shown(record.version);
                offenders.push(format!("{table} {} is at version {there}, it was at {highest}", record.id));
            }
            let row = index.rows_of_record(&name, &record.id).first();
            if let Some(row) = row.filter(|row| row.version < Some(highest)) {
                let there = shown(row.version);
                offenders
                    .push(format!("{name} {} is at version {there}, the org was at {highest}", record.id));
            }
        }
    }
    Check::of(
        "forward",
        format!("{} changes of the org in their order, no version falls", facts.org.history.len()),
        offenders,
    )
}

fn shown(version: Option<i64>) -> String {
    version.map_or("none".to_owned(), |version| version.to_string())
}
