//! What an upgrade asks of Heroku, counted where it arrives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::budget::Budget;
use connect_core::effect::{Effect, Observation};
use connect_core::ending::Ending;
use connect_core::face::LocalTime;
use connect_core::journal::Limits;
use connect_core::machine::Want;
use connect_core::run::{Hold, Run, Setting, UpTo};
use connect_model::case::{Bounds, Case};
use connect_model::chance::Chance;
use connect_model::large::large;
use connect_model::play::Play;
use connect_rehearsal::calls::Calls;
use connect_rehearsal::desk::mutates;

const NONE: Bounds = Bounds { faults: 0, crashes: 0 };
/// Platform calls of the upgrade of one app, survey included and waits apart.
const PLATFORM_CALLS: u32 = 25;

const SCENARIOS: [&str; 6] = [
    "upgrade-follower",
    "upgrade-custom-db-key",
    "upgrade-custom-alias",
    "two-apps",
    "two-connections",
    "release-phase",
];

/// What went out from the first read of the survey to the end of the run, but for what was asked again while it waited.
fn sent(case: &Case) -> Budget {
    let mut play = Play::begin(case);
    assert_eq!(play.to_the_end().unwrap().ending, Ending::Done);
    let Calls { platform, data, connect, sql } = play.desk.calls - play.apart();
    Budget { platform, data, connect, sql }
}

#[test]
fn an_upgrade_asks_at_most_25_calls_of_the_platform_api() {
    let case = Case::upgrade("upgrade-follower", NONE).unwrap();
    let (surveyed, sent) = (case.desk.calls.platform, sent(&case));
    println!("{} Platform calls, {surveyed} of them by the survey", sent.platform);
    assert!(sent.platform <= PLATFORM_CALLS, "{sent:?}");
}

#[test]
fn the_plan_says_how_many_calls_go_out() {
    for name in SCENARIOS {
        let case = Case::upgrade(name, NONE).unwrap();
        assert_eq!(case.plan.budget, sent(&case), "{name}: said and sent");
    }
    for name in ["private", "shield"] {
        let case = Case::named(name, NONE).unwrap();
        assert_eq!(case.plan.budget, sent(&case), "{name}: said and sent");
    }
    let case = Case::upgrade_in(&large("hundred-apps").unwrap(), NONE).unwrap();
    assert_eq!(case.plan.budget, sent(&case), "a hundred apps: said and sent");
}

#[test]
fn nothing_is_asked_twice_within_a_step_while_nothing_changes() {
    let case = Case::upgrade("two-apps", NONE).unwrap();
    let setting = Setting {
        holder: "me@here".to_owned(),
        interactive: false,
        hold: Hold::No,
        accept: Vec::new(),
        limits: Limits::default(),
        local: LocalTime::default(),
        up_to: UpTo::End,
    };
    let mut desk = case.desk.clone();
    let mut run = Run::begin("rcalls01", case.plan.clone(), setting, desk.now);
    let mut read: Vec<(String, Effect)> = Vec::new();
    loop {
        let answer = match run.next(desk.now).unwrap() {
            Want::Perform(effects) => {
                for effect in &effects {
                    if mutates(effect) {
                        read.clear();
                    } else {
                        let one = (run.at_step().to_owned(), effect.clone());
                        assert!(!read.contains(&one), "{}: {effect:?}", one.0);
                        read.push(one);
                    }
                }
                desk.together(&effects, 0, Chance::Succeed)
            }
            Want::Wait { until, .. } => {
                read.clear();
                desk.pass(until.saturating_sub(desk.now));
                Observation::Done
            }
            Want::Append { .. } | Want::Show(_) => Observation::Done,
            Want::Ask { .. } => panic!("nobody can be asked"),
            Want::Ended(end) => {
                assert_eq!(end.ending, Ending::Done, "{}", end.detail);
                break;
            }
        };
        run.take(&answer, desk.now).unwrap();
    }
}
