//! What an upgrade asks of Heroku, counted where it arrives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "support/known.rs"]
mod known;

use std::collections::BTreeSet;

use connect_core::ending::Ending;
use connect_model::case::{Bounds, Case};
use connect_model::play::Play;

const NONE: Bounds = Bounds { faults: 0, crashes: 0 };
/// Platform calls of the upgrade of one app, survey included and waits apart.
const PLATFORM_CALLS: u32 = 25;

#[test]
fn the_plan_says_how_many_platform_calls_go_out() {
    let case = Case::upgrade("upgrade-follower", NONE).unwrap();
    let surveyed = case.desk.calls.platform;
    let mut play = Play::begin(&case);
    assert_eq!(play.to_the_end().unwrap().ending, Ending::Done);
    let (sent, apart) = (play.desk.calls.platform, play.apart().platform);
    let (counted, said) = (sent - apart, case.plan.budget.platform);
    println!("{counted} Platform calls, {surveyed} of them by the survey, and {apart} while it waited; the plan says {said}");
    let mut found = BTreeSet::new();
    if counted != said {
        found.insert("the plan's figure is not what goes out".to_owned());
    }
    if counted > PLATFORM_CALLS {
        found.insert(format!("more than {PLATFORM_CALLS}"));
    }
    known::compare("calls", &found);
}
