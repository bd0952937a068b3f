//! Snapshots of the golden plans: what the survey sees in each scenario.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use connect_core::command::UpgradeDb;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_model::desk::{scenario, Desk};
use connect_rehearsal::survey;

/// Scenario and fixture.
const FIXTURES: [(&str, &str); 6] = [
    ("upgrade-follower", "good"),
    ("upgrade-custom-db-key", "colour-db-key"),
    ("upgrade-custom-alias", "movable-alias"),
    ("two-apps", "two-apps"),
    ("two-connections", "two-connections"),
    ("release-phase", "autoscaler"),
];

fn surveyed(name: &str) -> Snapshot {
    let mut desk = Desk::new(&scenario(name).unwrap());
    let typed = UpgradeDb { app: "acme-sync".into(), version: Some("17".into()), ..UpgradeDb::default() };
    let mut snapshot = survey(&mut desk, &Request::upgrade_db(&typed).unwrap()).unwrap();
    // How much the writers had written by then is no part of a fixture.
    snapshot.connections.iter_mut().filter_map(|one| one.log.as_mut()).for_each(|log| log.new = 0);
    snapshot
}

#[test]
fn golden_plans_are_made_from_what_the_survey_sees() {
    for (name, fixture) in FIXTURES {
        let path: PathBuf =
            [env!("CARGO_MANIFEST_DIR"), "../fixtures/upgrade-db", fixture, "snapshot.json"].iter().collect();
        let seen = format!("{:#}\n", serde_json::to_value(surveyed(name)).unwrap());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &seen).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(kept, seen, "{}: run with UPDATE=1 and read the difference", path.display());
    }
}
