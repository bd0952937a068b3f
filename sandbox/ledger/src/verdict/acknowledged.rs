//! Every acknowledged write is in the database in use, once, at its version or a later one.

use super::check::{Check, Totals};
use super::index::Index;
use crate::ack::Op;
use crate::facts::Side;

/// The checks `acknowledged`, `fresh` and `once`, and their numbers.
pub(super) fn checks(lead: &Side, index: &Index<'_>) -> (Vec<Check>, Totals) {
    let (mut lost, mut stale) = (Vec::new(), Vec::new());
    let (mut found, mut excused) = (0, 0);
    for (table, key, known) in index.known() {
        let Some(version) = known.acked else { continue };
        let rows = index.rows(table, key);
        let highest = rows.iter().filter_map(|row| row.version).max();
        match highest {
            _ if rows.is_empty() && index.key_deleted_by_org(table, key) => excused += 1,
            _ if rows.is_empty() => {
                let why = match lead.tables.get(table) {
                    None => "the table is missing",
                    Some(table) if table.rows.is_none() => "the table cannot be read",
                    Some(_) => "no such row",
                };
                lost.push(format!("{table} {key} version {version}: {why}"));
            }
            Some(highest) if highest >= version => found += 1,
            other => {
                let there = other.map_or("none".to_owned(), |highest| highest.to_string());
                stale.push(format!("{table} {key}: acknowledged version {version}, there is {there}"));
            }
        }
    }
    let doubled = index.doubled();
    let maybe = index.acks.iter().filter(|ack| ack.op == Op::Maybe).count();
    let totals = Totals {
        acknowledged: index.acks.len() - maybe,
        maybe,
        lost: lost.len(),
        stale: stale.len(),
        doubled: doubled.len(),
        org_changes: 0,
    };
    let rows = found + lost.len() + stale.len() + excused;
    let checks = vec![
        Check::of(
            "acknowledged",
            format!(
                "{} writes to {rows} rows acknowledged, {} rows missing, {excused} deleted by the org since",
                totals.acknowledged,
                lost.len()
            ),
            lost,
        ),
        Check::of("fresh", format!("{found} rows at or past their acknowledged version"), stale),
        Check::of(
            "once",
            format!("no key and no Salesforce id twice, {maybe} writes with a lost answer included"),
            doubled,
        ),
    ];
    (checks, totals)
}
