//! What who resumes says of the downtime: until when it may begin, and how long it may last.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, Resume, StoredRun, UpgradeDb};
use connect_core::directive::{Directive, Event, StageState};
use connect_core::ending::Ending;
use connect_model::desk::{scenario, Desk};
use support::{context, told, told_until, upgrade, Told};

const MINUTE: u64 = 60_000;

fn desk() -> Desk {
    Desk::new(&scenario("upgrade-follower").unwrap())
}

/// An upgrade with these options, and Ctrl-C when a step is done.
fn stopped_after(desk: &mut Desk, id: &str, options: impl FnOnce(&mut UpgradeDb)) -> Told {
    let Command::UpgradeDb(mut typed) = upgrade("acme-sync") else { panic!("not an upgrade") };
    options(&mut typed);
    told_until(desk, Command::UpgradeDb(typed), Context { now: desk.now, ..context() }, |one| done(one, id))
}

fn done(one: &Directive, id: &str) -> bool {
    matches!(one, Directive::Show { event: Event::Stage { step, state: StageState::Done, .. }, .. } if step == id)
}

/// A resume with these options, in a run that was stopped.
fn resume(run: &StoredRun, now: u64, options: impl FnOnce(&mut Resume)) -> (Command, Context) {
    let mut typed = Resume { run: run.run_id.clone(), hold: Some(false), ..Resume::default() };
    options(&mut typed);
    (Command::Resume(typed), Context { now, runs: vec![run.clone()], ..context() })
}

#[test]
fn a_run_whose_last_moment_has_passed_goes_on_when_a_later_one_is_given() {
    let mut desk = desk();
    let last = desk.now + 10 * MINUTE;
    let stopped = stopped_after(&mut desk, "follower-close", |typed| typed.downtime_before = Some(last));
    assert_eq!(stopped.ending, Ending::Paused, "{}", stopped.said);
    desk.pass(20 * MINUTE);

    let (command, context) = resume(&stopped.run, desk.now, |_| {});
    let refused = told(&mut desk, command, context);
    assert_eq!((refused.ending, refused.exit_code), (Ending::Blocked, 10), "{}", refused.said);
    assert!(refused.said.contains("a later `--downtime-at` or `--downtime-before`"), "{}", refused.said);

    let later = desk.now + 60 * MINUTE;
    let (command, context) = resume(&stopped.run, desk.now, |typed| typed.downtime_before = Some(later));
    let again = told_until(&mut desk, command, context, |one| done(one, "hold"));
    assert_eq!(again.ending, Ending::Paused, "{}", again.said);
    // It holds for who resumes next, too.
    let (command, context) = resume(&again.run, desk.now, |_| {});
    let end = told(&mut desk, command, context);
    assert_eq!(end.ending, Ending::Done, "{}", end.said);
}

#[test]
fn the_last_moment_given_by_who_resumes_is_kept_although_the_plan_had_none() {
    let mut desk = desk();
    let stopped = stopped_after(&mut desk, "follower-close", |_| {});
    let last = desk.now + 1;
    let (command, context) = resume(&stopped.run, desk.now, |typed| typed.downtime_before = Some(last));
    desk.pass(MINUTE);
    let late = told(&mut desk, command, context);
    assert_eq!((late.ending, late.exit_code), (Ending::Paused, 11), "{}", late.said);
    assert!(late.said.contains("[downtime/too-late]"), "{}", late.said);
    assert!(late.said.contains("resume with a later `--downtime-before`"), "{}", late.said);
}

#[test]
fn moments_that_make_no_sense_are_refused_as_for_an_upgrade() {
    let mut desk = desk();
    let stopped = stopped_after(&mut desk, "follower-close", |_| {});
    let now = desk.now;
    for (at, before, said) in [
        (None, Some(now), "`--downtime-before` is in the past"),
        (Some(now + 2 * MINUTE), Some(now + MINUTE), "is not after `--downtime-at`"),
    ] {
        let (command, context) =
            resume(&stopped.run, now, |typed| (typed.downtime_at, typed.downtime_before) = (at, before));
        let refused = told(&mut desk, command, context);
        assert_eq!((refused.ending, refused.exit_code), (Ending::Usage, 2), "{}", refused.said);
        assert!(refused.said.contains(said), "{}", refused.said);
    }
}

#[test]
fn a_downtime_that_would_be_rolled_back_gets_the_time_that_who_resumes_gives_it() {
    let mut desk = desk();
    let stopped = stopped_after(&mut desk, "fence-old", |typed| typed.max_downtime_ms = Some(5 * MINUTE));
    assert_eq!((stopped.ending, stopped.exit_code), (Ending::Paused, 14), "{}", stopped.said);
    desk.pass(10 * MINUTE);

    let (command, context) = resume(&stopped.run, desk.now, |_| {});
    let back = told(&mut desk.clone(), command, context);
    assert_ne!(back.ending, Ending::Done, "{}", back.said);
    assert!(back.said.contains("[downtime/deadline]"), "{}", back.said);

    let longer = Some(30 * MINUTE);
    let (command, context) = resume(&stopped.run, desk.now, |typed| typed.max_downtime_ms = longer);
    let end = told(&mut desk, command, context);
    assert_eq!(end.ending, Ending::Done, "{}", end.said);
}
