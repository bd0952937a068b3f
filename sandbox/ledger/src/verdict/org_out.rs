//! Every change made in Postgres reached the org, once.

use std::collections::HashMap;

use super::check::Check;
use super::index::Index;
use crate::facts::{Access, Facts, Side};

/// The checks `org-reached` and `org-once`.
pub(super) fn checks(facts: &Facts, lead: &Side, index: &Index<'_>) -> Vec<Check> {
    vec![reached(lead, index), once(facts, index)]
}

fn reached(lead: &Side, index: &Index<'_>) -> Check {
    let mut offenders = Vec::new();
    let mut looked_for = 0usize;
    for (table, key, known) in index.known() {
        let read_write = lead.tables.get(table).is_some_and(|table| table.mapped == Some(Access::ReadWrite));
        let Some(version) = known.acked.filter(|_| read_write) else { continue };
        looked_for += 1;
        let records = index.live(table, key);
        let highest = records.iter().filter_map(|record| record.version).max();
        if records.is_empty() && !index.key_deleted_by_org(table, key) {
            offenders.push(format!("{table} {key} is not in the org"));
        } else if !records.is_empty() && highest < Some(version) {
            let there = highest.unwrap_or_default();
            offenders.push(format!("{table} {key}: acknowledged version {version}, the org has {there}"));
        }
    }
    for (name, table) in lead.tables.iter().filter(|(_, table)| table.mapped == Some(Access::ReadWrite)) {
        let without = table.rows.iter().flatten().filter(|row| row.sfid.is_none());
        offenders.extend(
            without
                .map(|row| format!("{name} {} has no Salesforce id", row.key.as_deref().unwrap_or(&row.id))),
        );
    }
    Check::of(
        "org-reached",
        format!("{looked_for} acknowledged rows of read-write mappings looked for in the org"),
        offenders,
    )
}

fn once(facts: &Facts, index: &Index<'_>) -> Check {
    let mut offenders = Vec::new();
    let mut records = 0usize;
    for (table, list) in &facts.org.records {
        records += list.len();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for key in list.iter().filter_map(|record| record.key.as_deref()) {
            *seen.entry(key).or_default() += 1;
        }
        let mut doubled: Vec<&str> =
            seen.keys().copied().filter(|key| index.live(table, key).len() > 1).collect();
        doubled.retain(|key| !index.doubled_before(table, key));
        doubled.sort_unstable();
        offenders.extend(doubled.iter().map(|key| {
            format!("{table} {key} stands in {} records of the org", index.live(table, key).len())
        }));
    }
    let twice = index.made().filter(|(_, _, made)| made.times > 1 && made.ours > 0);
    offenders.extend(
        twice.map(|(table, key, made)| format!("{table} {key} was inserted {} times by Connect", made.times)),
    );
    Check::of("org-once", format!("{records} records of the org, no external id twice"), offenders)
}
