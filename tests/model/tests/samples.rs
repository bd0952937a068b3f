//! A sample of each world and method: what its survey sees and what is asked for, to be planned and rehearsed without a network.
//! `UPDATE=1` writes them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "samples are files")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use connect_core::ending::Ending;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_model::case::{Bounds, Case, SAMPLES};
use connect_model::methods::every;
use connect_rehearsal::chance::Chance;
use connect_rehearsal::{Rehearsal, What};
use serde::{Deserialize, Serialize};

/// What a sample holds.
#[derive(Debug, Serialize, Deserialize)]
struct Sample {
    snapshot: Snapshot,
    request: Request,
}

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../fixtures/samples", &format!("{name}.json")].iter().collect()
}

fn case(name: &str) -> Case {
    Case::named(name, Bounds { faults: 0, crashes: 0 }).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn sample(name: &str) -> Sample {
    serde_json::from_str(&std::fs::read_to_string(path(name)).unwrap()).unwrap()
}

#[test]
fn a_sample_is_what_the_survey_of_its_world_sees() {
    let mut ways = BTreeSet::new();
    for name in SAMPLES {
        let case = case(name);
        let mut snapshot = case.plan.snapshot.clone();
        // How much the writers had written by then is no part of it.
        snapshot.connections.iter_mut().filter_map(|one| one.log.as_mut()).for_each(|log| log.new = 0);
        let seen = Sample { snapshot, request: case.plan.request.clone() };
        let seen = format!("{:#}\n", serde_json::to_value(&seen).unwrap());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(path(name).parent().unwrap()).unwrap();
            std::fs::write(path(name), &seen).unwrap();
        }
        let kept = std::fs::read_to_string(path(name)).unwrap_or_default();
        assert_eq!(kept, seen, "{name}: run with UPDATE=1 and read the difference");
        let methods = case.plan.methods.iter().filter(|one| one.chosen);
        ways.extend(methods.map(|one| format!("{} {}", case.plan.procedure, one.name)));
    }
    let all: BTreeSet<String> = every()
        .iter()
        .filter(|way| !way.method.is_empty())
        .map(|way| format!("{} {}", way.procedure.id(), way.method))
        .collect();
    assert_eq!(ways, all, "every procedure by each of its methods");
}

#[test]
fn every_sample_is_rehearsed_to_its_end_in_the_steps_of_the_real_plan() {
    for name in SAMPLES {
        let Sample { snapshot, request } = sample(name);
        let mut rehearsal =
            Rehearsal::of(&snapshot, &request).unwrap_or_else(|error| panic!("{name}: {error}"));
        let ids = |plan: &connect_core::plan::Plan| -> Vec<String> {
            plan.steps.iter().map(|step| step.id.clone()).collect()
        };
        assert_eq!(ids(rehearsal.plan()), ids(&case(name).plan), "{name}");
        let report = loop {
            if let What::Ended { report } = rehearsal.step(Chance::Succeed).unwrap().what {
                break report;
            }
        };
        assert_eq!(report.ending, Ending::Done, "{name}: {} {}", report.code, report.detail);
    }
}
