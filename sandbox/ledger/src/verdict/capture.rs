//! What captures changes: triggers, functions and the extension they use.

use super::check::Check;
use super::index::bare;
use crate::facts::{Facts, Side};

/// The check `capture`: everything the old database had is there, the same and enabled; and every mapped table has
/// its triggers whatever the old database had.
pub(super) fn check(facts: &Facts, lead: &Side) -> Check {
    let mut offenders = Vec::new();
    for (table, name) in facts.old.triggers.keys() {
        if !lead.triggers.contains_key(&(table.clone(), name.clone())) {
            offenders.push(format!("trigger {name} of {table} is missing"));
        }
    }
    for ((table, name), trigger) in &lead.triggers {
        if !matches!(trigger.enabled, 'O' | 'A') {
            offenders.push(format!("trigger {name} of {table} is not enabled ({})", trigger.enabled));
        }
    }
    for name in lead.tables.iter().filter(|(_, table)| table.mapped.is_some()).map(|(name, _)| bare(name)) {
        let count = lead
            .triggers
            .keys()
            .filter(|(table, trigger)| table == name && trigger.starts_with("hc_"))
            .count();
        if count < 2 {
            offenders.push(format!("{name} has {count} of its 2 triggers"));
        }
    }
    for (signature, function) in &facts.old.functions {
        match lead.functions.get(signature) {
            None => offenders.push(format!("function {signature} is missing")),
            Some(other) if other.source != function.source => {
                offenders.push(format!("function {signature} has another body"));
            }
            Some(_) => {}
        }
    }
    if facts.old.hstore.is_some() && lead.hstore != facts.old.hstore {
        offenders.push("the extension hstore is missing or lies in another schema".to_owned());
    }
    let evidence =
        format!("{} triggers enabled, {} functions present", lead.triggers.len(), lead.functions.len());
    Check::of("capture", evidence, offenders)
}
