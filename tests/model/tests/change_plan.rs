//! Changing the plan in place, in simulated time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{ChangePlan, Command};
use connect_core::ending::Ending;
use connect_model::desk::{scenario, Desk};
use support::{context, told};

pub fn change(plan: &str) -> Command {
    Command::ChangePlan(ChangePlan {
        app: "acme-sync".into(),
        plan: plan.into(),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        ..ChangePlan::default()
    })
}

#[test]
fn a_plan_is_changed_and_nothing_is_lost() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let changed = told(&mut desk, change("standard-2"), context());
    println!("{}", changed.said);
    assert_eq!((changed.ending, changed.exit_code), (Ending::Done, 0), "{}", changed.said);
    assert_eq!(desk.paper.lost("postgresql-curved-10001"), 0);
}
