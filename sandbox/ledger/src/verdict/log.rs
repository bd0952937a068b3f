//! Connect's change log: nothing stuck in it, nothing of it left behind.

use std::collections::{BTreeMap, HashMap};

use super::check::{Check, Expectation};
use crate::facts::{Facts, LogRow, Side};

/// The check `log-drained`: no entry waits, none failed since the run began.
pub(super) fn drained(lead: &Side, expectation: &Expectation) -> Check {
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &lead.log {
        *states.entry(&entry.state).or_default() += 1;
    }
    let offenders = lead
        .log
        .iter()
        .filter(|entry| match entry.state.as_str() {
            "NEW" | "PENDING" | "REQUEUE" => true,
            "FAILED" => entry.created >= expectation.since,
            _ => false,
        })
        .map(|entry| {
            let LogRow { id, action, table, state, .. } = entry;
            let message = entry.message.as_deref().map_or(String::new(), |message| format!(": {message}"));
            format!("entry {id} ({action} {table}) is {state}{message}")
        })
        .collect();
    let list: Vec<String> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let list = if list.is_empty() { "empty".to_owned() } else { list.join(", ") };
    Check::of("log-drained", format!("the log and its archive: {list}"), offenders)
}

/// The check `log-carried`: every entry of the old database is in the new one, the same.
pub(super) fn carried(facts: &Facts, lead: &Side) -> Check {
    let new: HashMap<i64, &LogRow> = lead.log.iter().map(|entry| (entry.id, entry)).collect();
    let same = |a: &LogRow, b: &LogRow| {
        a.table == b.table && a.record == b.record && a.action == b.action && a.created == b.created
    };
    let offenders = facts
        .old
        .log
        .iter()
        .filter_map(|entry| match new.get(&entry.id) {
            None => Some(format!(
                "entry {} ({} {}) is not in the new database",
                entry.id, entry.action, entry.table
            )),
            Some(other) if !same(entry, other) => {
                Some(format!("entry {} is another one in each database", entry.id))
            }
            Some(_) => None,
        })
        .collect();
    let head = |side: &Side| side.log.iter().map(|entry| entry.id).max().unwrap_or(0);
    Check::of("log-carried", format!("log heads: old {}, new {}", head(&facts.old), head(lead)), offenders)
}
