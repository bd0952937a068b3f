//! What could be asked for instead: every variant is a plan of its own, and exactly one of each choice is the plan at hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::procedures;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_core::variants::{choices, Variant};

fn sample(name: &str) -> (Snapshot, Request) {
    let path = format!("{}/../tests/fixtures/samples/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let mut sample: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut take = |key: &str| sample[key].take();
    (serde_json::from_value(take("snapshot")).unwrap(), serde_json::from_value(take("request")).unwrap())
}

const SAMPLES: [&str; 6] =
    ["upgrade-follower", "upgrade-direct", "copy", "change-plan", "changeover", "essential-to-standard"];

#[test]
fn of_each_choice_one_is_the_plan_at_hand_and_the_others_are_other_requests() {
    for name in SAMPLES {
        let (snapshot, request) = sample(name);
        let plan = procedures::plan(&snapshot, &request);
        let all = choices(&plan);
        assert!(!all.is_empty(), "{name}");
        for choice in all {
            let chosen: Vec<&Variant> = choice.options.iter().filter(|one| one.chosen).collect();
            let [chosen] = chosen[..] else { panic!("{name}, {}: {} chosen", choice.name, chosen.len()) };
            let same = procedures::plan(&snapshot, &chosen.request);
            assert_eq!(same.steps, plan.steps, "{name}, {}", choice.name);
            for one in choice.options.iter().filter(|one| !one.chosen) {
                assert_ne!(one.request, request, "{name}, {}: {}", choice.name, one.text);
                assert!(one.request.unmeant().is_empty(), "{name}, {}: {}", choice.name, one.text);
                let other = procedures::plan(&snapshot, &one.request);
                let again = choices(&other);
                let again = again.iter().find(|other| other.name == choice.name);
                let again =
                    again.unwrap_or_else(|| panic!("{name}, {}: no way back from {}", choice.name, one.text));
                assert!(again.options.iter().any(|other| other.chosen && other.text == one.text));
            }
        }
    }
}

#[test]
fn another_method_is_planned_with_it() {
    let (snapshot, request) = sample("upgrade-follower");
    let all = choices(&procedures::plan(&snapshot, &request));
    let methods = all.iter().find(|choice| choice.name == "Method").unwrap();
    let direct = methods.options.iter().find(|one| one.text == "direct").unwrap();
    let plan = procedures::plan(&snapshot, &direct.request);
    assert!(plan.methods.iter().any(|one| one.chosen && one.name == "direct"));
    let ways = choices(&plan);
    let ways = ways.iter().find(|choice| choice.name == "Way back").unwrap();
    assert!(ways.options.iter().any(|one| one.text == "none"));
}
