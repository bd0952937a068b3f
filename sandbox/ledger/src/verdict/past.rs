//! A database that was rolled back holds nothing that was written to the other one later, but what Salesforce has.

use super::check::Check;
use super::index::{schema_of, Index};
use crate::ack::Op;
use crate::facts::Side;

/// The check `went-back`: in tables that are not mapped no row has a version that was acknowledged by another database after the moment.
/// What was acknowledged before it is looked for by the check `acknowledged`.
pub(super) fn check(lead: &Side, index: &Index<'_>, schema: &str, moment: i64) -> Check {
    let later = |at: i64, server: &str| at > moment + SLACK_MS && server != lead.server.address;
    let mut looked = 0usize;
    let mut offenders = Vec::new();
    for ack in index.acks.iter().filter(|ack| ack.op != Op::Maybe && schema_of(&ack.table) != schema) {
        if !later(ack.at, &ack.server) {
            continue;
        }
        looked += 1;
        // Whoever goes on writing counts on from the version that he knows.
        let since = index.acks.iter().filter(|one| one.server == lead.server.address);
        let since =
            since.filter(|one| one.table == ack.table && one.key == ack.key).map(|one| one.version).min();
        let there = index.rows(&ack.table, &ack.key).iter().filter_map(|row| row.version).max();
        if since.is_none() && there >= Some(ack.version) {
            let after = ack.at - moment;
            offenders.push(format!(
                "{} {} has version {}, written {after} ms after the moment",
                ack.table, ack.key, ack.version
            ));
        }
    }
    let evidence = format!(
        "{looked} writes after the moment, to tables that are not mapped, looked for in {}",
        lead.server.address
    );
    Check::of("went-back", evidence, offenders)
}

/// An answer arrives after its commit, milliseconds.
const SLACK_MS: i64 = 2_000;
