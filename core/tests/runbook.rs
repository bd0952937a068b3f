//! A plan as a shell runbook: all of it is there, in order, and the plan that it carries is the plan.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::face::LocalTime;
use connect_core::late::Known;
use connect_core::plan::Plan;
use connect_core::{approval, ops, procedures, render};
use proptest::prelude::*;
use support::odd::{config, renamed, scrambled};
use support::{given, golden, names};

const RUN: &str = "rabc1234";

fn runbook(plan: &Plan) -> String {
    render::runbook(plan, &approval::sha256(plan), RUN, &LocalTime::default()) + "\n"
}

/// The script without the line that holds the plan, and that line.
fn parted(script: &str) -> (String, String) {
    let (before, rest) = script.split_once("<<'PLAN'\n").unwrap();
    let (plan, after) = rest.split_once("\nPLAN\n").unwrap();
    (format!("{before}<<'PLAN'\n{{}}\nPLAN\n{after}"), plan.to_owned())
}

fn assert_whole(plan: &Plan) {
    let (script, carried) = parted(&runbook(plan));
    assert_eq!(serde_json::from_str::<Plan>(&carried).unwrap(), *plan);
    assert!(!carried.contains('\n'));
    let bindings = plan.names.at_begin(RUN, "");
    let mut rest = script.as_str();
    let mut next = |wanted: &str| {
        let at = rest.find(wanted).unwrap_or_else(|| panic!("{wanted:?} is not where it must be:\n{script}"));
        rest = &rest[at + wanted.len()..];
    };
    next("steps() {\n");
    for step in &plan.steps {
        for (call, op) in step.calls.iter().enumerate() {
            if let Some(command) = ops::typed(op, &Known::of(&bindings)) {
                next(&format!("\n  change {} {call} {command}", step.id));
            }
        }
        next(&format!("\n  prove {}", step.id));
    }
    next("\n}\n");
    assert_eq!(script.matches("\n  prove ").count(), plan.steps.len());
}

#[test]
fn a_runbook_holds_the_whole_plan_in_its_order() {
    for name in names() {
        let (snapshot, request) = given(&name);
        let plan = procedures::plan(&snapshot, &request);
        if plan.applyable() {
            assert_whole(&plan);
        }
    }
}

#[test]
fn the_runbook_is_the_one_that_is_kept() {
    let (snapshot, request) = given("good");
    let (script, _) = parted(&runbook(&procedures::plan(&snapshot, &request)));
    golden("upgrade-db/good/runbook.sh", &script);
}

#[test]
fn nothing_is_typed_that_needs_another_plugin_another_program_or_a_second_sending() {
    for name in names() {
        let (snapshot, request) = given(&name);
        let plan = procedures::plan(&snapshot, &request);
        let bindings = plan.names.at_begin(RUN, "");
        for op in plan.steps.iter().flat_map(|step| &step.calls) {
            let Some(command) = ops::typed(op, &Known::of(&bindings)) else { continue };
            assert!(command.starts_with("heroku "), "{command}");
            for other in ["connect:", "pg:psql", " #", "{run}", "{RUN}"] {
                assert!(!command.contains(other), "{command}");
            }
            assert!(!op.known().unwrap().repeats());
        }
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn a_runbook_of_odd_names_holds_the_whole_plan((snapshot, request) in renamed()) {
        assert_whole(&procedures::plan(&snapshot, &request));
    }

    #[test]
    fn a_runbook_of_anything_is_written((snapshot, request) in scrambled()) {
        let _ = runbook(&procedures::plan(&snapshot, &request));
    }
}
