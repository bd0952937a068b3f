//! Which servers there are, and what the one in use says of itself.

use std::collections::BTreeMap;

use super::check::{Check, Expectation, Run};
use super::index::Index;
use crate::facts::{Facts, Server, Side};

/// The checks `servers`, `version`, `leads` and `clients`.
pub(super) fn checks(facts: &Facts, lead: &Side, index: &Index<'_>, expectation: &Expectation) -> Vec<Check> {
    let mut checks = Vec::new();
    if expectation.run == Run::Done {
        checks.push(different(&facts.old.server, &lead.server));
    }
    checks.push(version(&lead.server, expectation.version));
    checks.push(leads(&lead.server));
    checks.push(clients(facts, lead, index, expectation));
    checks
}

fn different(old: &Server, new: &Server) -> Check {
    let process = old.system == new.system && old.started == new.started;
    let same = old.address == new.address || process;
    let offenders =
        if same { vec![format!("{} is one and the same server", new.address)] } else { Vec::new() };
    let evidence =
        format!("old {} (system {}), new {} (system {})", old.address, old.system, new.address, new.system);
    Check::of("servers", evidence, offenders)
}

fn version(server: &Server, major: u32) -> Check {
    let found = server.version_num / 10_000;
    let evidence = format!("the server in use says {}, expected {major}", server.version_num);
    let offenders = if found == major { Vec::new() } else { vec![format!("its major version is {found}")] };
    Check::of("version", evidence, offenders)
}

fn leads(server: &Server) -> Check {
    let mut offenders = Vec::new();
    if server.in_recovery {
        offenders.push("it is in recovery: a follower".to_owned());
    }
    if server.read_only || server.fenced {
        offenders.push("its sessions are read-only by default".to_owned());
    }
    if let Err(error) = &server.writes {
        offenders.push(format!("it refused a write: {error}"));
    }
    Check::of("leads", format!("{} is no follower and took a write", server.address), offenders)
}

/// Whether clients wrote only where they should, and came back after the run.
fn clients(facts: &Facts, lead: &Side, index: &Index<'_>, expectation: &Expectation) -> Check {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for ack in &index.acks {
        *counts.entry(&ack.server).or_default() += 1;
    }
    let expected = [facts.old.server.address.as_str(), lead.server.address.as_str()];
    let mut offenders: Vec<String> = counts
        .iter()
        // Until somebody rolled it back they wrote to the one of before.
        .filter(|_| expectation.rolled_back_to.is_none())
        .filter(|(server, _)| !expected.contains(server))
        .map(|(server, count)| {
            format!("{count} acknowledgements came from {server}, which is neither database")
        })
        .collect();
    if !counts.contains_key(lead.server.address.as_str()) {
        offenders.push(format!("no client wrote to {}, the database in use", lead.server.address));
    }
    let list: Vec<String> = counts.iter().map(|(server, count)| format!("{count} by {server}")).collect();
    let list = if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    Check::of("clients", format!("acknowledgements: {list}"), offenders)
}
