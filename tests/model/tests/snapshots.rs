//! Snapshots of the golden plans: what the survey sees in each scenario.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use connect_core::snapshot::Snapshot;
use connect_core::survey::{Survey, Wish};
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};

/// Scenario and fixture.
const FIXTURES: [(&str, &str); 6] = [
    ("upgrade-follower", "good"),
    ("upgrade-custom-db-key", "colour-db-key"),
    ("upgrade-custom-alias", "movable-alias"),
    ("two-apps", "two-apps"),
    ("two-connections", "two-connections"),
    ("release-phase", "autoscaler"),
];

fn survey(name: &str) -> Snapshot {
    let mut desk = Desk::new(&scenario(name).unwrap());
    let mut survey = Survey::new("acme-sync", None);
    for _ in 0..500 {
        match survey.next(desk.now) {
            Wish::Read(effect) => {
                let answer = desk.perform(&effect, Chance::Succeed);
                survey.take(&answer, desk.now);
            }
            Wish::Wait(until) => desk.pass(until.saturating_sub(desk.now)),
            Wish::Seen(mut snapshot) => {
                // How much the writers had written by then is no part of a fixture.
                snapshot
                    .connections
                    .iter_mut()
                    .filter_map(|one| one.log.as_mut())
                    .for_each(|log| log.new = 0);
                return *snapshot;
            }
            Wish::Refused(diagnostic) => panic!("{name}: {diagnostic:?}"),
        }
    }
    panic!("{name}: no end");
}

/// `UPDATE=1` writes the files; otherwise a stale one is an error.
#[test]
fn golden_plans_are_made_from_what_the_survey_sees() {
    for (name, fixture) in FIXTURES {
        let path: PathBuf =
            [env!("CARGO_MANIFEST_DIR"), "../fixtures/upgrade-db", fixture, "snapshot.json"].iter().collect();
        let seen = format!("{:#}\n", serde_json::to_value(survey(name)).unwrap());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &seen).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(kept, seen, "{}: run with UPDATE=1 and read the difference", path.display());
    }
}
