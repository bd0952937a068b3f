//! The truth passes; every lie is found, by the check that has to find it.

mod sync;
mod writes;

use super::world::{expectation, facts};
use super::{decide, Expectation};
use crate::facts::*;

/// Tells a lie to a world and gives the names of the checks that failed.
fn told(lie: impl FnOnce(&mut Facts, &mut Side)) -> Vec<&'static str> {
    told_with(&expectation(), lie)
}

fn told_with(expectation: &Expectation, lie: impl FnOnce(&mut Facts, &mut Side)) -> Vec<&'static str> {
    let mut facts = facts();
    let mut new = facts.new.take().unwrap_or_default();
    lie(&mut facts, &mut new);
    facts.new = Some(new);
    decide(&facts, expectation).failed()
}

fn rows<'a>(side: &'a mut Side, table: &str) -> &'a mut Vec<Row> {
    side.tables.entry(table.to_owned()).or_default().rows.get_or_insert_with(Vec::new)
}

fn row<'a>(side: &'a mut Side, table: &str, key: &str) -> &'a mut Row {
    let rows = rows(side, table);
    let index = rows.iter().position(|row| row.key.as_deref() == Some(key)).unwrap_or(0);
    &mut rows[index]
}

fn record<'a>(facts: &'a mut Facts, id: &str) -> &'a mut Record {
    let accounts = facts.org.records.entry("account".into()).or_default();
    let index = accounts.iter().position(|record| record.id == id).unwrap_or(0);
    &mut accounts[index]
}
