//! Every named fault of the simulator in every step of every procedure, in every scenario: how it ends, and how it ends once
//! the fault is lifted and a person resumes or aborts. What breaks an invariant stands in `known-violations.json`.
//! `UPDATE=1` writes docs/reliability.md.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/known.rs"]
mod known;

use std::collections::{BTreeMap, BTreeSet};

use connect_model::case::Case;
use connect_model::faults::{all, entries, strike, Became};
use connect_model::methods::{with_options, ByMethod};
use connect_model::verdict::Broken;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

const SCENARIOS: [&str; 7] = [
    "upgrade-follower",
    "upgrade-aftercare",
    "upgrade-custom-db-key",
    "upgrade-custom-alias",
    "two-apps",
    "two-connections",
    "release-phase",
];

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reliability.md");
const BEGIN: &str = "<!-- faults: generated -->";
const END: &str = "<!-- faults: end -->";

/// What became of one fault in one step.
struct Tried {
    procedure: String,
    scenario: &'static str,
    step: String,
    fault: String,
    became: Became,
}

/// One run makes one connection anew: a database with several is moved by a copy that keeps them.
fn refused(way: &ByMethod, scenario: &str) -> bool {
    let several =
        (way.procedure.id(), way.method, scenario) == ("change-plan", "recreate", "two-connections");
    if several {
        let Err(why) = Case::of(way.procedure.id(), way.method, scenario) else {
            panic!("it is not refused")
        };
        assert!(why.contains("connect/several"), "{why}");
    }
    several
}

fn tried(way: &ByMethod, scenario: &'static str) -> Vec<Tried> {
    let name = way.name();
    let case = Case::of(way.procedure.id(), way.method, scenario)
        .unwrap_or_else(|error| panic!("{name} in {scenario}: {error}"));
    let entries = entries(&case).unwrap_or_else(|error| panic!("{name} in {scenario}: {error}"));
    let faults = all();
    let pairs: Vec<_> =
        entries.iter().flat_map(|entry| faults.iter().map(move |fault| (entry, fault))).collect();
    let one = |((step, play), fault): (&(String, _), &String)| {
        let became = strike(play, &fault.parse().unwrap())?;
        Some(Tried { procedure: name.clone(), scenario, step: step.clone(), fault: fault.clone(), became })
    };
    pairs.into_par_iter().filter_map(one).collect()
}

/// What is broken, one line each, whatever the scenario.
fn violations(all: &[Tried]) -> BTreeSet<String> {
    let lines = |one: &Tried| -> Vec<String> {
        let Tried { procedure, step, fault, .. } = one;
        one.became
            .broken
            .iter()
            .map(|broken| format!("{procedure} · {step} · {fault} · {}", said(broken)))
            .collect()
    };
    all.iter().flat_map(lines).collect()
}

/// In a few words: what is seen of a world is too much for a list.
fn said(broken: &Broken) -> String {
    match broken.invariant {
        "never-stuck" => format!("{}: {}", broken.invariant, broken.seen),
        other => other.to_owned(),
    }
}

#[test]
fn whatever_misbehaves_every_run_ends_and_nothing_is_lost() {
    let all: Vec<Tried> = with_options()
        .iter()
        .flat_map(|way| SCENARIOS.map(|scenario| (way, scenario)))
        .filter(|(way, scenario)| !refused(way, scenario))
        .flat_map(|(way, scenario)| tried(way, scenario))
        .collect();
    if std::env::var_os("TELL").is_some() {
        all.iter().filter(|one| !one.became.broken.is_empty()).for_each(tell);
    }
    page(&all);
    known::compare("faults", &violations(&all));
}

/// The table of docs/reliability.md, between its two marks.
fn page(all: &[Tried]) {
    let mut rows: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for one in all {
        let cell = rows.entry(&one.fault).or_default().entry(&one.procedure).or_default();
        cell.extend(one.became.endings.iter().map(String::as_str));
    }
    let ways: Vec<String> = with_options().iter().map(ByMethod::name).collect();
    let ids: Vec<&str> = ways.iter().map(String::as_str).collect();
    let mut table = format!("| Fault | {} |\n| --- |{}\n", ids.join(" | "), " --- |".repeat(ids.len()));
    for (fault, cells) in &rows {
        let cell = |id: &&str| cells.get(id).map_or("never strikes".to_owned(), |cell| join(cell, "<br>"));
        table += &format!("| `{fault}` | {} |\n", ids.iter().map(cell).collect::<Vec<_>>().join(" | "));
    }
    let kept = std::fs::read_to_string(PAGE).unwrap();
    let (head, rest) = kept.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let fresh = format!("{head}{BEGIN}\n\n{table}\n{END}{tail}");
    if known::updates() {
        std::fs::write(PAGE, &fresh).unwrap();
    } else {
        assert!(kept == fresh, "docs/reliability.md: run with UPDATE=1 and read the difference");
    }
}

fn join(words: &BTreeSet<&str>, between: &str) -> String {
    words.iter().copied().collect::<Vec<_>>().join(between)
}

fn tell(one: &Tried) {
    let Tried { procedure, scenario, step, fault, became } = one;
    println!("{procedure} in {scenario}: {fault} in {step}: {}", became.endings.join("; "));
    for broken in &became.broken {
        println!("    {}: {}", broken.invariant, broken.seen);
    }
}
