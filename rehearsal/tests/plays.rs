//! Every golden snapshot can be played to its end, and whatever strikes on the way, it ends by name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::ending::Ending;
use connect_core::report::Report;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_rehearsal::chance::Chance;
use connect_rehearsal::{Rehearsal, What};
use serde::de::DeserializeOwned;

const FIXTURES: [&str; 6] =
    ["good", "colour-db-key", "movable-alias", "two-apps", "two-connections", "autoscaler"];

fn fixture<T: DeserializeOwned>(name: &str, file: &str) -> T {
    let path = format!("{}/../tests/fixtures/upgrade-db/{name}/{file}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn rehearsal(name: &str) -> (Snapshot, Rehearsal) {
    let (snapshot, request): (Snapshot, Request) = (fixture(name, "snapshot"), fixture(name, "request"));
    let rehearsal = Rehearsal::of(&snapshot, &request).unwrap_or_else(|error| panic!("{name}: {error}"));
    (snapshot, rehearsal)
}

/// Plays to the end; the chance strikes the effect of this number, if there is one. Also gives how many effects there were.
fn play(mut rehearsal: Rehearsal, strikes: Option<(usize, Chance)>) -> (Report, usize) {
    let mut effects = 0;
    for _ in 0..50_000 {
        let chance = strikes.filter(|(at, _)| *at == effects).map_or(Chance::Succeed, |(_, chance)| chance);
        match rehearsal.step(chance).unwrap().what {
            What::Read { .. } | What::Change { .. } => effects += 1,
            What::Waited | What::Shown { .. } => {}
            What::Ended { report } => return (*report, effects),
        }
    }
    panic!("no end");
}

#[test]
fn what_was_surveyed_is_played_to_a_new_database() {
    for name in FIXTURES {
        let (snapshot, rehearsal) = rehearsal(name);
        let steps: Vec<String> = rehearsal.plan().steps.iter().map(|step| step.id.clone()).collect();
        let real = connect_core::procedures::plan(&snapshot, &fixture(name, "request"));
        let wanted: Vec<String> = real.steps.iter().map(|step| step.id.clone()).collect();
        assert_eq!(steps, wanted, "{name}: the steps of the real plan");
        let (report, effects) = play(rehearsal, None);
        assert_eq!(report.ending, Ending::Done, "{name}: {} {}", report.code, report.detail);
        assert!(report.downtime_ms.is_some() && effects > 50, "{name}: {effects} effects");
    }
}

#[test]
fn whatever_strikes_it_ends_by_name_with_writers_back_unless_it_says_so() {
    let (_, begun) = rehearsal("good");
    let (_, effects) = play(begun.clone(), None);
    let mut endings = std::collections::BTreeSet::new();
    for at in 0..effects {
        for chance in [Chance::Refuse, Chance::LostBefore, Chance::LostAfter, Chance::Stale] {
            let (report, _) = play(begun.clone(), Some((at, chance)));
            let ending = report.ending;
            let back = matches!(ending, Ending::Done | Ending::Undone);
            assert!(
                !back || report.stopped_since.is_none(),
                "{chance:?} of effect {at}: {ending:?} with writers stopped"
            );
            endings.insert(ending);
        }
    }
    assert!(endings.contains(&Ending::Done) && endings.contains(&Ending::Undone), "{endings:?}");
}

#[test]
fn what_stands_against_a_plan_is_said() {
    let (snapshot, mut request): (Snapshot, Request) =
        (fixture("good", "snapshot"), fixture("good", "request"));
    request.app = "no-such-app".to_owned();
    let error = Rehearsal::of(&snapshot, &request).unwrap_err();
    assert!(error.contains("no-such-app"), "{error}");
}
