//! Ctrl-C while an app is stopped: the person is asked, and each answer does what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::Context;
use connect_core::directive::{Directive, Event, StageState};
use connect_core::ending::Ending;
use connect_model::desk::{scenario, Desk};
use support::{context, drive_asked, upgrade};

/// Ctrl-C once, when this step is told to be done; the answers in their order. How it ended, and what was asked.
fn stopped_after(id: &str, answers: &[&'static str]) -> (Ending, u8, Vec<String>) {
    let (mut asked, mut stopped) = (Vec::new(), false);
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let at_a_terminal = Context { interactive: true, ..context() };
    let (ending, code) = drive_asked(
        &mut desk,
        upgrade("acme-sync"),
        at_a_terminal,
        |one| {
            let done = matches!(one, Directive::Show { event: Event::Stage { step, state: StageState::Done, .. }, .. } if step == id);
            done && !std::mem::replace(&mut stopped, true)
        },
        |question| {
            asked.push(question.to_owned());
            answers[asked.len() - 1]
        },
        |_| {},
    );
    assert!(!desk.paper.two_leads_written());
    (ending, code, asked)
}

#[test]
fn keeping_going_ends_as_if_nothing_had_been() {
    for step in ["fence-old", "resume-connect"] {
        let (ending, code, asked) = stopped_after(step, &["keep going"]);
        assert_eq!((ending, code), (Ending::Done, 0), "{step}");
        assert!(asked[0].contains("APP STOPPED: acme-sync"), "{}", asked[0]);
    }
}

#[test]
fn rolling_back_brings_the_app_back_on_the_old_database() {
    let (ending, code, _) = stopped_after("fence-old", &["r"]);
    assert_eq!((ending, code), (Ending::Undone, 12));
    // Before the follower is spent it is kept.
    let (ending, code, _) = stopped_after("end-sessions", &["roll back"]);
    assert_eq!((ending, code), (Ending::Paused, 11));
}

#[test]
fn leaving_it_stopped_has_the_exit_code_of_a_stopped_app() {
    let (ending, code, _) = stopped_after("fence-old", &["l"]);
    assert_eq!((ending, code), (Ending::Paused, 14));
}

#[test]
fn what_is_unclear_is_asked_again() {
    let (ending, _, asked) = stopped_after("fence-old", &["", "acme-sync", "k"]);
    assert_eq!((ending, asked.len()), (Ending::Done, 3));
}

#[test]
fn past_the_point_of_no_return_rolling_back_is_not_offered_and_not_done() {
    let (ending, _, asked) = stopped_after("resume-connect", &["r", "k"]);
    assert_eq!((ending, asked.len()), (Ending::Done, 2));
    assert!(!asked[0].contains("roll back"), "{}", asked[0]);
}

#[test]
fn while_no_app_is_stopped_nobody_is_asked() {
    let (ending, code, asked) = stopped_after("take-lock", &[]);
    assert_eq!((ending, code, asked.len()), (Ending::Paused, 11, 0));
}
