//! The database that is out of use had no write since.

use super::check::Check;
use super::index::Index;
use crate::facts::{Facts, Side};

/// The check `old-quiet` of a finished run: nothing was written to the old database once a client had written to the
/// new one. Told by the clients' own clocks, by the times that rows and log entries carry (Connect's work included),
/// and by versions that only the old database has.
pub(super) fn check(facts: &Facts, lead: &Side, index: &Index<'_>) -> Check {
    let address = facts.old.server.address.as_str();
    let moved = index.acks.iter().filter(|ack| ack.server == lead.server.address).map(|ack| ack.at).min();
    let mut offenders = Vec::new();
    if let Some(moved) = moved.filter(|_| address != lead.server.address) {
        let late = index.acks.iter().filter(|ack| ack.server == address && ack.at > moved);
        offenders.extend(late.map(|ack| {
            let after = ack.at - moved;
            format!(
                "{} {} was acknowledged by the old database {after} ms after the new one's first",
                ack.table, ack.key
            )
        }));
        // Database times have microseconds, clients' clocks milliseconds: the same millisecond is not later.
        let moved = (moved + 1) * 1000;
        let touched = facts.old.log.iter().filter(|entry| entry.touched > moved);
        offenders.extend(touched.map(|entry| {
            let did = if entry.created > moved { "captured" } else { "worked on" };
            format!(
                "log entry {} ({} {}) was {did} in the old database later",
                entry.id, entry.action, entry.table
            )
        }));
        for (name, table) in &facts.old.tables {
            let written = table.rows.iter().flatten().filter(|row| row.at.is_some_and(|at| at > moved));
            offenders.extend(written.map(|row| {
                let row = row.key.as_deref().unwrap_or(&row.id);
                format!("{name} {row} was written in the old database later")
            }));
        }
    }
    offenders.extend(ahead(facts, index));
    let evidence = match moved {
        Some(moved) => {
            format!("last write of {address} before {moved} ms, the first one of {}", lead.server.address)
        }
        None => format!("no client wrote to {}: nothing to compare with", lead.server.address),
    };
    Check::of("old-quiet", evidence, offenders)
}

/// Rows with a version that the new database has not reached.
fn ahead(facts: &Facts, index: &Index<'_>) -> Vec<String> {
    let mut offenders = Vec::new();
    for (name, table) in &facts.old.tables {
        for row in table.rows.iter().flatten() {
            let (Some(key), Some(version)) = (&row.key, row.version) else { continue };
            let Some(known) = index.known_of(name, key) else { continue };
            let reached = index.rows(name, key).iter().filter_map(|row| row.version).max();
            if known.acked.max(known.maybe) < Some(version) && reached < Some(version) {
                offenders
                    .push(format!("{name} {key} has version {version}, which the new database never had"));
            }
        }
    }
    offenders
}

/// The check `new-quiet` of an undone run: no client was answered by a database that is not the old one.
pub(super) fn undone(facts: &Facts, index: &Index<'_>) -> Check {
    let address = facts.old.server.address.as_str();
    let elsewhere = index
        .acks
        .iter()
        .filter(|ack| ack.server != address)
        .map(|ack| format!("{} {} was acknowledged by {}", ack.table, ack.key, ack.server))
        .collect();
    Check::of("new-quiet", format!("every acknowledgement came from {address}"), elsewhere)
}
