//! In which order mappings are reloaded: a table to which others refer comes before them.

use serde_json::Value;

use crate::field::fields_of;
use crate::snapshot::{BuiltTable, Connection};

/// What nearly everything refers to.
const FIRST: [&str; 2] = ["User", "RecordType"];

/// A table with its connection.
pub type Loaded<'a> = (&'a Connection, &'a BuiltTable);

/// Parents before children; where they refer to each other in a circle, and where nothing is known, the smaller one first.
pub fn in_order<'a>(mut rest: Vec<Loaded<'a>>) -> Vec<Loaded<'a>> {
    rest.sort_by_key(|(one, table)| {
        let first = FIRST.iter().position(|name| *name == table.object).unwrap_or(FIRST.len());
        (first, table.rows.unwrap_or(u64::MAX), &one.resource, &table.object)
    });
    let mut ordered = Vec::new();
    while !rest.is_empty() {
        let free = |(at, &(one, table)): &(usize, &Loaded<'a>)| {
            let parent = |(other, &(its, parent)): (usize, &Loaded<'a>)| {
                other != *at && its.resource == one.resource && refers(one, table, parent)
            };
            !rest.iter().enumerate().any(parent)
        };
        let at = rest.iter().enumerate().find(free).map_or(0, |(at, _)| at);
        ordered.push(rest.remove(at));
    }
    ordered
}

/// Those that only Salesforce writes to and to which nothing else refers, neither rows of people's own tables nor a table that cannot wait:
/// they may be loaded while the apps run. In the given order, which is that of [`in_order`].
pub fn can_wait<'a>(ordered: &[Loaded<'a>]) -> Vec<Loaded<'a>> {
    let mut wait: Vec<Loaded<'a>> = Vec::new();
    for &(one, table) in ordered.iter().rev() {
        let is_in =
            |all: &[Loaded<'a>], which: &BuiltTable| all.iter().any(|(_, its)| std::ptr::eq(*its, which));
        let referred = ordered.iter().any(|&(its, child)| {
            its.resource == one.resource
                && !std::ptr::eq(child, table)
                && !is_in(&wait, child)
                && refers(its, child, table)
        });
        let read_only = one
            .mappings
            .iter()
            .any(|mapping| mapping.object == table.object && mapping.access == "read_only");
        let alone = table.dependants.is_some() && !table.referenced();
        if read_only && alone && !referred && !FIRST.contains(&table.object.as_str()) {
            wait.insert(0, (one, table));
        }
    }
    wait
}

/// A field of a table that is called after an object holds the id of one, by Salesforce's own habit: `AccountId`, `Invoice__c`, `Invoice__r__Number__c`.
fn refers(one: &Connection, table: &BuiltTable, to: &BuiltTable) -> bool {
    let object = &to.object;
    let names = match object.strip_suffix("__c") {
        Some(stem) => [object.clone(), format!("{stem}__r__")],
        None => [format!("{object}Id"), format!("{object}__r__")],
    };
    let Some(config) = config(one, table) else { return false };
    fields_of(config).iter().any(|field| {
        let [id, through] = &names;
        field.eq_ignore_ascii_case(id) || field.to_lowercase().starts_with(&through.to_lowercase())
    })
}

fn config<'a>(one: &'a Connection, table: &BuiltTable) -> Option<&'a Value> {
    let all = one.origin.as_ref()?.config.as_ref()?.get("mappings")?.as_array()?;
    all.iter().find(|known| known["object_name"] == table.object.as_str())?.get("config")
}
