//! Steps of a run, one at a time: how long it waits, how often it sends, and what follows when something cannot be done.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::collections::BTreeMap;

use connect_core::conditions::{AddonProvisioned, MaintenanceClear};
use connect_core::effect::{Observation, UnknownReason};
use connect_core::ending::Ending;
use connect_core::late::{slots, Late};
use connect_core::plan::{Interaction, Marks, OnFailure, Pace, Step, Zone};
use connect_core::run::{Hold, Run, Setting};
use serde_json::{json, Value};
use support::judged::http;
use support::toy::{begin, check, empty, entries, plan, process, setting, step, switch, switching, Process};

fn status(status: u16) -> Observation {
    Observation::Http { status, body: Value::Null, error_id: None, has_message: false }
}

fn lost() -> Observation {
    Observation::Unknown { reason: UnknownReason::Reset }
}

fn dynos(names: &[&str]) -> Observation {
    http(json!(names.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>()))
}

/// A world in which what is switched is switched, and dynos never go.
fn world() -> impl FnMut(&str, u64) -> Observation {
    let mut on: BTreeMap<String, bool> = BTreeMap::new();
    move |asked, _| {
        let mut words = asked.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap().to_owned());
        if path.ends_with("/dynos") {
            return dynos(&["web.1"]);
        }
        if method == "Patch" {
            on.insert(path.clone(), asked.contains("true"));
        }
        http(json!({ "maintenance": on.get(&path).copied().unwrap_or(false) }))
    }
}

fn ended(process: &Process) -> (Ending, &str) {
    (process.end.ending, process.end.code.as_str())
}

fn alone(step: Step) -> Run {
    begin(plan(vec![step], Marks::default()))
}

// Waiting.

#[test]
fn a_wait_is_as_brisk_as_its_pace_and_ends_at_its_deadline() {
    let waits = |pace, deadline| {
        let mut run = alone(Step { until: vec![empty("a", pace, deadline)], ..step("wait") });
        let seen = process(&mut run, 0, world());
        assert_eq!((ended(&seen), seen.now), ((Ending::Undone, "test/late"), deadline), "{pace:?}");
        seen.waits
    };
    assert!(waits(Pace::Tight, 90_000).iter().all(|(_, long, _)| *long == 500));
    for (at, long, _) in waits(Pace::Brisk, 120_000) {
        let usual = match at {
            0..1_000 => 500,
            1_000..60_000 => 2_000,
            _ => 5_000,
        };
        assert_eq!(long, usual.min(120_000 - at), "at {at}");
    }
    // The plan's wait interval at first, and at the most once a minute.
    let interval = plan(vec![], Marks::default()).request.wait_interval_ms;
    for (at, long, _) in waits(Pace::Slow, 10_000_000) {
        assert_eq!(long, (at / 100).clamp(interval, 60_000).min(10_000_000 - at), "at {at}");
    }
}

#[test]
fn apps_are_looked_at_together_and_those_that_are_through_are_not_asked_again() {
    let until = vec![empty("a", Pace::Brisk, 60_000), empty("b", Pace::Tight, 60_000)];
    let other = check(MaintenanceClear { addon: "x".into(), addon_id: "id".into() }, Pace::Tight, 1_000);
    let mut run = alone(Step { until: [until, vec![other]].concat(), ..step("wait") });
    let seen = process(&mut run, 0, |asked, now| match asked {
        "Get /apps/a/dynos" if now < 4_000 => dynos(&["web.1"]),
        "Get /apps/b/dynos" if now < 2_000 => dynos(&["web.2"]),
        "Get /data/maintenances/v1/id" => status(404),
        _ => dynos(&[]),
    });
    assert_eq!(ended(&seen), (Ending::Done, ""));
    let asked: Vec<usize> = seen.rounds.iter().map(|(_, round)| round.len()).collect();
    // Twice a second while the brisker one waits, then every two seconds; the condition of another kind comes last, alone.
    assert_eq!(asked, [2, 2, 2, 2, 2, 1, 1]);
    assert_eq!(seen.waits[0].2, "wait: still running: web.1, and 1 more");
    assert_eq!(seen.waits.last().unwrap().2, "wait: still running: web.1");
    assert_eq!(seen.rounds.last().unwrap().1, ["Get /data/maintenances/v1/id"]);
}

#[test]
fn what_must_hold_three_times_in_a_row_begins_anew_after_a_miss() {
    let mut until = empty("a", Pace::Tight, 60_000);
    until.times = 3;
    let mut answers = [true, true, false, true, true, true, true].into_iter();
    let mut run = alone(Step { until: vec![until], ..step("wait") });
    let seen = process(&mut run, 0, |_, _| dynos(if answers.next().unwrap() { &[] } else { &["web.1"] }));
    assert_eq!((ended(&seen), seen.rounds.len()), ((Ending::Done, ""), 6));
    assert_eq!(seen.waits[0].2, "wait: once more");
}

#[test]
fn what_may_be_left_over_is_said_and_the_others_are_still_looked_at() {
    let mut until =
        vec![empty("a", Pace::Tight, 1_000), empty("b", Pace::Tight, 2_000), empty("c", Pace::Tight, 9_000)];
    until.iter_mut().for_each(|one| one.leave = true);
    let mut run = begin(plan(vec![Step { until, ..step("wait") }, switching("next")], Marks::default()));
    let mut world = world();
    let seen =
        process(&mut run, 0, |asked, now| if asked.contains("/c/") { dynos(&[]) } else { world(asked, now) });
    assert_eq!(ended(&seen), (Ending::Paused, "test/late"));
    let said = entries(&run);
    assert_eq!(said, ["left over wait: still running: web.1; still running: web.1", "done next"]);
}

// What cannot be done.

fn failing(on_failure: OnFailure) -> Step {
    Step { until: vec![empty("a", Pace::Tight, 1_000)], on_failure, ..switching("fails") }
}

/// A step before it, one that fails, and one after it.
fn three(fails: Step) -> Run {
    begin(plan(vec![switching("first"), fails, switching("last")], Marks::default()))
}

#[test]
fn what_follows_a_failure_is_what_the_step_says() {
    let cases: [(OnFailure, Ending, &[&str]); 6] = [
        (
            OnFailure::Undo,
            Ending::Undone,
            &["done first", "undoing fails to -", "undone fails", "undone first"],
        ),
        (OnFailure::Pause, Ending::Paused, &["done first"]),
        (OnFailure::PauseIfLate, Ending::Paused, &["done first"]),
        (OnFailure::Withdraw, Ending::Paused, &["done first", "again fails"]),
        (OnFailure::Say, Ending::Done, &["done first", "unproven fails", "done last"]),
        (
            OnFailure::GoOn,
            Ending::Paused,
            &["done first", "left over fails: still running: web.1", "done last"],
        ),
    ];
    for (on_failure, ending, said) in cases {
        let mut run = three(failing(on_failure));
        let seen = process(&mut run, 0, world());
        let code = if ending == Ending::Done { "" } else { "test/late" };
        assert_eq!(ended(&seen), (ending, code), "{on_failure:?}");
        assert_eq!(entries(&run), said, "{on_failure:?}");
    }
}

#[test]
fn what_is_stale_is_made_anew_twice_and_then_everything_is_taken_back() {
    let provisioned = AddonProvisioned { addon: Late::from("x"), app: "p".into(), bind: slots::FOLLOWER };
    let stale = |gone_for: usize| {
        let mut looks = 0;
        let until = vec![check(provisioned.clone(), Pace::Tight, 60_000)];
        let fails = Step { until, ..failing(OnFailure::Anew) };
        let marks = Marks { anew_from: Some("made".into()), ..Marks::default() };
        let mut run = begin(plan(vec![switching("first"), switching("made"), fails], marks));
        let mut world = world();
        let seen = process(&mut run, 0, |asked, now| {
            if asked.ends_with("/wait_status") {
                return http(json!({ "waiting?": false }));
            }
            if !asked.starts_with("Get /apps/p/addons/x") {
                return world(asked, now);
            }
            looks += 1;
            let state = if looks > gone_for { "provisioned" } else { "deprovisioned" };
            http(json!({ "id": "id", "state": state }))
        });
        (seen.end.ending, entries(&run))
    };
    let again = ["undoing fails to made", "undone fails", "undone made", "rolled back to made", "done made"];
    let once: Vec<&str> =
        ["done first", "done made"].into_iter().chain(again).chain(["done fails"]).collect();
    assert_eq!(stale(1), (Ending::Done, once.iter().map(|one| (*one).to_owned()).collect()));
    let (ending, said) = stale(9);
    assert_eq!(ending, Ending::Undone);
    assert_eq!(said.iter().filter(|one| *one == "undoing fails to made").count(), 2, "{said:?}");
    assert_eq!(said.iter().filter(|one| *one == "undoing fails to -").count(), 1, "{said:?}");
    // What is only late is no word of what was made.
    assert_eq!(process(&mut three(failing(OnFailure::Anew)), 0, world()).end.ending, Ending::Paused);
}

#[test]
fn a_step_that_is_withdrawn_is_taken_back_before_the_run_stops() {
    let mut run = three(failing(OnFailure::Withdraw));
    let seen = process(&mut run, 0, world());
    assert_eq!(seen.changes().last(), Some(&r#"Patch /apps/fails {"maintenance":false}"#));
    assert_eq!(seen.changes().len(), 3);
}

#[test]
fn what_cannot_come_true_any_more_is_taken_back_where_only_lateness_pauses() {
    let provisioned = AddonProvisioned { addon: Late::from("x"), app: "p".into(), bind: slots::FOLLOWER };
    let refusing = |on_failure| {
        let until = vec![check(provisioned.clone(), Pace::Tight, 60_000)];
        let mut run = three(Step { until, ..failing(on_failure) });
        let mut world = world();
        let seen = process(&mut run, 0, |asked, now| {
            if asked.starts_with("Get /apps/p/addons/x") {
                return http(json!({ "state": "deprovisioned" }));
            }
            world(asked, now)
        });
        assert_eq!(seen.end.code, "database/not-provisioned");
        seen.end.ending
    };
    // What Heroku could not make is of no use to another try.
    for on_failure in [OnFailure::Pause, OnFailure::PauseIfLate, OnFailure::Withdraw] {
        assert_eq!(refusing(on_failure), Ending::Undone, "{on_failure:?}");
    }
    let late = |code: &str, on_failure| {
        let mut fails = failing(on_failure);
        fails.until[0].code = code.into();
        process(&mut three(fails), 0, world()).end.ending
    };
    // What only takes too long may still become what it must be.
    assert_eq!(late("database/not-provisioned", OnFailure::Pause), Ending::Paused);
    assert_eq!(late("target/not-a-copy", OnFailure::Pause), Ending::Paused);
    assert_eq!(late("target/not-a-copy", OnFailure::PauseIfLate), Ending::Undone);
}

#[test]
fn a_step_is_tried_as_often_as_it_says_each_time_from_its_beginning() {
    let mut run = three(Step { tries: 3, ..failing(OnFailure::Pause) });
    let seen = process(&mut run, 0, world());
    assert_eq!(ended(&seen), (Ending::Paused, "test/late"));
    assert_eq!(entries(&run), ["done first", "again fails", "again fails"]);
    let on = |one: &&&str| one.contains("fails") && one.contains("true");
    assert_eq!(seen.changes().iter().filter(on).count(), 3);
}

#[test]
fn what_needs_a_step_that_was_left_over_is_left_over_at_once() {
    let needs = Step { needs: Some("fails".into()), ..switching("last") };
    let mut run = begin(plan(vec![failing(OnFailure::GoOn), needs], Marks::default()));
    let seen = process(&mut run, 0, world());
    assert_eq!(ended(&seen), (Ending::Paused, "test/late"));
    assert!(!seen.changes().iter().any(|one| one.contains("last")), "{:?}", seen.changes());
}

#[test]
fn before_a_step_is_left_over_its_fallback_is_done() {
    let fallback = vec![switch("fallback", true)];
    let mut run = three(Step { fallback, ..failing(OnFailure::GoOn) });
    let seen = process(&mut run, 0, world());
    assert!(seen.changes().contains(&r#"Patch /apps/fallback {"maintenance":true}"#), "{:?}", seen.changes());
    assert_eq!(entries(&run)[1..], ["left over fails: still running: web.1", "done last"]);
}

#[test]
fn one_that_is_left_over_keeps_none_of_the_others_from_being_done_and_behind_them_nothing_begins() {
    let marks = || Marks { whole_up_to: Some("second".into()), ..Marks::default() };
    let steps = || vec![failing(OnFailure::Load), switching("second"), switching("last")];
    let mut run = begin(plan(steps(), marks()));
    let seen = process(&mut run, 0, world());
    assert_eq!(ended(&seen), (Ending::Paused, "test/late"));
    assert_eq!(entries(&run), ["left over fails: still running: web.1", "done second"]);
    assert!(!seen.changes().iter().any(|one| one.contains("last")), "{:?}", seen.changes());
    // Whoever says so goes on without it.
    let accept = Setting { accept: vec!["test/late".into()], ..setting() };
    let mut run = Run::begin("rabc1234", plan(steps(), marks()), accept, 0);
    assert_eq!(process(&mut run, 0, world()).end.ending, Ending::Done);
    assert_eq!(entries(&run), ["unproven fails", "done second", "done last"]);
}

#[test]
fn a_clearing_that_was_captured_stops_everything_at_once_and_another_failure_of_a_load_nothing() {
    let fallback = vec![switch("fallback", true)];
    let load = |code: &str| {
        let mut step = Step { fallback: fallback.clone(), ..failing(OnFailure::Load) };
        step.until[0].code = code.to_owned();
        step
    };
    let paused = |seen: &Process| seen.changes().iter().any(|one| one.contains("fallback"));
    let mut run = three(load("resync/clear-captured"));
    let seen = process(&mut run, 0, world());
    assert_eq!(ended(&seen), (Ending::Operator, "resync/clear-captured"));
    assert!(paused(&seen) && entries(&run) == ["done first"], "{:?}", entries(&run));
    let mut run = three(load("load/stuck"));
    let seen = process(&mut run, 0, world());
    assert!(!paused(&seen), "{:?}", seen.changes());
    assert_eq!(entries(&run)[1..], ["left over fails: still running: web.1", "done last"]);
}

// Taking back.

fn downtime() -> Marks {
    let id = |id: &str| Some(id.to_owned());
    Marks {
        downtime_opens: id("stop"),
        downtime_closes: vec!["start".into()],
        kept_from: id("hold"),
        ..Marks::default()
    }
}

/// Prepared, approved, stopped; then something fails.
fn stopped(fails: Step, marks: Marks) -> Run {
    let hold = Step { interaction: Some(Interaction::Hold), ..step("hold") };
    let stop = Step { zone: Zone::Downtime, ..switching("stop") };
    let fails = Step { zone: Zone::Downtime, ..fails };
    begin(plan(vec![switching("prepare"), hold, stop, fails, step("start")], marks))
}

#[test]
fn a_downtime_that_fails_is_taken_back_and_what_was_prepared_is_kept() {
    let mut run = stopped(failing(OnFailure::Undo), downtime());
    let seen = process(&mut run, 0, world());
    assert_eq!(ended(&seen), (Ending::Paused, "test/late"));
    assert_eq!(
        entries(&run)[2..],
        ["done stop", "undoing fails to hold", "undone fails", "undone stop", "rolled back to hold"]
    );
    // What was spent cannot be kept.
    let spent = Marks { spends: Some("fails".into()), ..downtime() };
    let mut run = stopped(failing(OnFailure::Undo), spent);
    assert_eq!(ended(&process(&mut run, 0, world())), (Ending::Undone, "test/late"));
    assert_eq!(entries(&run).last().unwrap(), "undone prepare");
}

#[test]
fn past_the_point_of_no_return_nothing_is_taken_back() {
    let past = Marks { point_of_no_return: Some("stop".into()), ..downtime() };
    let mut run = stopped(failing(OnFailure::Undo), past);
    let seen = process(&mut run, 0, world());
    assert_eq!(ended(&seen), (Ending::Paused, "test/late"));
    assert_eq!(entries(&run), ["done prepare", "done hold", "done stop"]);
    let journal = run.journal(usize::MAX).unwrap();
    let mut aborted = Run::abort(journal, setting(), seen.now);
    let seen = process(&mut aborted, seen.now, world());
    assert_eq!(ended(&seen), (Ending::Operator, "run/past-point-of-no-return"));
    assert!(seen.rounds.is_empty());
}

#[test]
fn a_downtime_longer_than_its_limit_is_taken_back_whatever_the_step_would_wait_for() {
    let limited = |marks: Marks, on_failure| {
        let until = vec![empty("a", Pace::Tight, 600_000)];
        let mut run = stopped(Step { until, ..failing(on_failure) }, marks);
        let mut limited = run.plan().clone();
        limited.request.max_downtime_ms = 60_000;
        run = begin(limited);
        let seen = process(&mut run, 0, world());
        (seen.end, seen.now)
    };
    for on_failure in [OnFailure::Undo, OnFailure::Pause, OnFailure::PauseIfLate, OnFailure::Withdraw] {
        let (end, now) = limited(downtime(), on_failure);
        assert_eq!((end.ending, end.code.as_str()), (Ending::Paused, "downtime/deadline"), "{on_failure:?}");
        assert!((60_500..70_000).contains(&now), "{now}");
    }
    let past = Marks { point_of_no_return: Some("stop".into()), ..downtime() };
    let (end, now) = limited(past, OnFailure::Undo);
    assert_eq!((end.code.as_str(), now), ("test/late", 600_000));
}

#[test]
fn an_abort_of_what_was_rolled_back_to_the_hold_takes_back_the_rest() {
    let mut run = stopped(failing(OnFailure::Undo), downtime());
    // The process dies while the downtime is being taken back.
    let mut cut = None;
    let mut here = world();
    process(&mut run, 0, |asked, now| {
        if asked.starts_with("Patch /apps/stop") && asked.contains("false") {
            cut = Some(now);
        }
        here(asked, now)
    });
    let now = cut.unwrap();
    let undoing = entries(&run).iter().position(|one| one.starts_with("undoing")).unwrap();
    let at = run.records().iter().position(|one| json!(one.entry).to_string().contains("undoing")).unwrap();
    assert!(undoing > 0);
    let journal = run.journal(at + 1).unwrap();
    let mut aborted = Run::abort(journal, setting(), now);
    let seen = process(&mut aborted, now, world());
    assert_eq!(ended(&seen), (Ending::Undone, "run/aborted"));
    assert_eq!(entries(&aborted).last().unwrap(), "undone prepare");
    // A run that is being taken back as a whole is not told so twice.
    let mut whole = three(failing(OnFailure::Undo));
    process(&mut whole, 0, world());
    let at = whole.records().iter().position(|one| json!(one.entry).to_string().contains("undoing")).unwrap();
    let journal = whole.journal(at + 1).unwrap();
    let mut aborted = Run::abort(journal, setting(), 9_000);
    let seen = process(&mut aborted, 9_000, world());
    assert_eq!(ended(&seen), (Ending::Undone, "test/late"));
    assert_eq!(entries(&aborted).iter().filter(|one| one.starts_with("undoing")).count(), 1);
}

#[test]
fn what_is_not_as_it_was_needs_a_person_at_the_end() {
    let mut left = empty("a", Pace::Tight, 1_000);
    left.leave = true;
    let first = Step { undo_until: vec![left], ..switching("first") };
    let mut run = begin(plan(vec![first, failing(OnFailure::Undo)], Marks::default()));
    let seen = process(&mut run, 0, world());
    assert_eq!(ended(&seen), (Ending::Operator, "test/late"));
    assert_eq!(
        entries(&run),
        ["done first", "undoing fails to -", "undone fails", "not as before first", "undone first"]
    );
}

#[test]
fn taking_back_stops_for_a_person_at_a_guard_unless_its_code_was_accepted() {
    let guarded = |accept: Vec<String>| {
        let first = Step { undo_guards: vec![empty("a", Pace::Tight, 1_000)], ..switching("first") };
        let plan = plan(vec![first, failing(OnFailure::Undo)], Marks::default());
        let mut run = Run::begin("rabc1234", plan, Setting { accept, ..setting() }, 0);
        let seen = process(&mut run, 0, world());
        (seen.end.ending, entries(&run))
    };
    let (ending, said) = guarded(vec![]);
    assert_eq!((ending, said.last().unwrap().as_str()), (Ending::Operator, "undone fails"));
    let (ending, said) = guarded(vec!["test/late".into()]);
    assert_eq!(
        (ending, &said[3..]),
        (Ending::Undone, &["accepted first".to_owned(), "undone first".to_owned()][..])
    );
}

// Sending.

fn only(change: &str) -> impl Fn(&str) -> bool + '_ {
    move |asked: &str| asked.starts_with(change)
}

#[test]
fn a_change_of_which_nobody_knows_is_looked_for_three_times_before_it_is_sent_again() {
    let (mut sent, patch) = (0, only("Patch"));
    let mut run = alone(switching("a"));
    let mut world = world();
    let seen = process(&mut run, 0, |asked, now| {
        sent += u32::from(patch(asked));
        if patch(asked) && sent == 1 {
            return lost();
        }
        world(asked, now)
    });
    assert_eq!((ended(&seen), sent), ((Ending::Done, ""), 2));
    let asked: Vec<&str> = seen.rounds.iter().map(|(_, round)| &round[0][..5]).collect();
    assert_eq!(asked, ["Patch", "Get /", "Get /", "Get /", "Patch"]);
    assert!(seen
        .waits
        .iter()
        .all(|(_, long, said)| *long == 1_000 && said.contains("looking whether it landed")));
}

#[test]
fn what_landed_unseen_is_not_sent_again() {
    let mut run = alone(switching("a"));
    let mut world = world();
    let seen = process(&mut run, 0, |asked, now| {
        let usual = world(asked, now);
        if asked.starts_with("Patch") {
            lost()
        } else {
            usual
        }
    });
    assert_eq!((ended(&seen), seen.changes().len()), ((Ending::Done, ""), 1));
}

#[test]
fn what_never_takes_effect_is_sent_four_times_and_then_named() {
    let mut run = alone(Step { on_failure: OnFailure::Pause, ..switching("a") });
    let seen = process(&mut run, 0, |asked, _| {
        if asked.starts_with("Patch") {
            lost()
        } else {
            http(json!({ "maintenance": false }))
        }
    });
    assert_eq!((ended(&seen), seen.changes().len()), ((Ending::Paused, "service/no-effect"), 4));
}

#[test]
fn a_look_that_tells_nothing_is_repeated_for_minutes_and_for_seconds_where_the_run_can_do_without() {
    let unclear = |on_failure| {
        let mut run = alone(Step { on_failure, ..switching("a") });
        let seen = process(
            &mut run,
            0,
            |asked, _| if asked.starts_with("Patch") { lost() } else { http(json!({})) },
        );
        assert!(seen
            .waits
            .iter()
            .any(|(_, long, said)| *long == 2_000 && said.contains("could not be read")));
        (seen.end.code, seen.now)
    };
    assert_eq!(unclear(OnFailure::Pause), ("service/unclear".into(), 302_000));
    let (code, now) = unclear(OnFailure::GoOn);
    assert_eq!((code.as_str(), now), ("service/unclear", 32_000));
}

#[test]
fn a_service_that_is_busy_is_asked_again_less_and_less_often_and_then_named() {
    let busy = |zone, status: u16| {
        let fails = Step { zone, on_failure: OnFailure::Pause, ..switching("a") };
        let mut run = alone(fails);
        let seen = process(&mut run, 0, |_, _| self::status(status));
        assert_eq!(ended(&seen), (Ending::Paused, "service/unreachable"));
        assert!(seen.waits.iter().all(|(_, _, said)| said.contains("no success yet, trying again")));
        assert!(seen.end.detail.contains(&format!("({status})")), "{}", seen.end.detail);
        (seen.waits.iter().map(|(_, long, _)| *long).collect::<Vec<_>>(), seen.now)
    };
    let (waits, now) = busy(Zone::Downtime, 409);
    assert_eq!(waits[0], 2_000);
    assert!((120_001..140_000).contains(&now), "{now}");
    assert!(waits.windows(2).all(|two| two[0] <= two[1]) && *waits.last().unwrap() > 10_000, "{waits:?}");
    // While nothing is stopped it costs nothing but time.
    let (_, now) = busy(Zone::Prepare, 409);
    assert!((900_001..1_000_000).contains(&now), "{now}");
    // So many requests are not allowed before a quarter of a minute has passed.
    assert_eq!(busy(Zone::Downtime, 429).0[0], 15_000);
}

#[test]
fn a_service_that_answers_again_is_given_its_whole_time_at_the_next_trouble() {
    let both =
        Step { calls: vec![switch("a", true), switch("b", true)], zone: Zone::Downtime, ..step("both") };
    let mut run = alone(Step { on_failure: OnFailure::Pause, ..both });
    let mut world = world();
    let seen = process(&mut run, 0, |asked, now| match asked {
        _ if asked.starts_with("Patch /apps/a") && now < 100_000 => status(409),
        _ if asked.starts_with("Patch /apps/b") && now < 200_000 => status(409),
        _ => world(asked, now),
    });
    assert_eq!(ended(&seen), (Ending::Done, ""), "{}", seen.end.detail);
}

fn hundred(on_failure: OnFailure) -> Step {
    let apps: Vec<String> = (0..45).map(|app| format!("a{app}")).collect();
    let all = |on| apps.iter().map(|app| switch(app, on)).collect();
    Step {
        calls: all(true),
        together_from: Some(0),
        undo: all(false),
        undo_together_from: Some(0),
        on_failure,
        ..step("all")
    }
}

#[test]
fn calls_that_do_not_depend_on_each_other_go_out_twenty_at_a_time() {
    let sizes = |run: &mut Run| {
        let seen = process(run, 0, world());
        assert_eq!(ended(&seen), (Ending::Done, ""));
        seen.rounds.iter().map(|(_, round)| round.len()).collect::<Vec<_>>()
    };
    assert_eq!(sizes(&mut alone(hundred(OnFailure::Undo))), [20, 20, 5]);
    let later = Step { together_from: Some(2), ..hundred(OnFailure::Undo) };
    assert_eq!(sizes(&mut alone(later)), [1, 1, 20, 20, 3]);
    let in_turn = Step { together_from: None, ..hundred(OnFailure::Undo) };
    assert_eq!(sizes(&mut alone(in_turn)), vec![1; 45]);
}

#[test]
fn where_the_run_goes_on_one_app_that_is_refused_does_not_keep_the_others() {
    let refused = |on_failure| {
        let mut run = alone(hundred(on_failure));
        let mut world = world();
        let seen = process(&mut run, 0, |asked, now| match asked {
            _ if asked.starts_with("Patch /apps/a7 ") => status(422),
            _ => world(asked, now),
        });
        assert_eq!(seen.end.code, "service/refused");
        (seen.end.ending, seen.changes().len(), seen.end.detail)
    };
    let (ending, sent, detail) = refused(OnFailure::GoOn);
    assert_eq!((ending, sent), (Ending::Paused, 45));
    assert_eq!(detail, "switch maintenance mode of a7 on: refused");
    let (ending, sent, detail) = refused(OnFailure::Pause);
    assert_eq!((ending, sent), (Ending::Paused, 20));
    assert_eq!(detail, "switch maintenance mode of a7 on: Heroku refused it (422)");
}

#[test]
fn taking_back_looks_twice_at_what_seems_to_be_back_already() {
    // The read is one behind: what it says first is from before the change.
    let mut run = begin(plan(vec![switching("a"), failing(OnFailure::Undo)], Marks::default()));
    let mut world = world();
    let mut stale = true;
    let seen = process(&mut run, 0, |asked, now| {
        let answer = world(asked, now);
        if asked == "Get /apps/a" && std::mem::replace(&mut stale, false) {
            return http(json!({ "maintenance": false }));
        }
        answer
    });
    assert_eq!(ended(&seen), (Ending::Undone, "test/late"));
    assert!(seen.changes().contains(&r#"Patch /apps/a {"maintenance":false}"#), "{:?}", seen.changes());
}

// The hold.

fn held(hold: Hold, latest: Option<u64>) -> (Process, Vec<String>) {
    let steps = vec![
        Step { interaction: Some(Interaction::Hold), ..step("hold") },
        Step { zone: Zone::Downtime, ..switching("stop") },
    ];
    let mut plan = plan(steps, downtime());
    plan.request.downtime_before = latest;
    let mut run = Run::begin("rabc1234", plan, Setting { hold, ..setting() }, 0);
    let seen = process(&mut run, 0, world());
    let said = entries(&run);
    (seen, said)
}

#[test]
fn a_downtime_begins_at_its_hour_and_not_after_the_last_moment_for_it() {
    let (seen, said) = held(Hold::At(150_000), Some(150_000));
    assert_eq!((ended(&seen), seen.now), ((Ending::Done, ""), 150_000));
    assert_eq!(said, ["done hold", "done stop"]);
    let waits: Vec<u64> = seen.waits.iter().map(|(_, long, _)| *long).collect();
    assert_eq!(waits, [60_000, 60_000, 30_000]);
    assert!(seen.waits[0].2.contains("in 2:30"), "{}", seen.waits[0].2);
    let (seen, said) = held(Hold::At(150_000), Some(149_999));
    assert_eq!((ended(&seen), said.len()), ((Ending::Paused, "downtime/too-late"), 0));
    assert!(seen.rounds.is_empty());
}

#[test]
fn what_delays_the_stop_itself_past_the_last_moment_stops_nothing() {
    let hold = Step { interaction: Some(Interaction::Hold), ..step("hold") };
    let stop =
        Step { guards: vec![empty("a", Pace::Tight, 60_000)], zone: Zone::Downtime, ..switching("stop") };
    let waited = |latest| {
        let mut plan = plan(vec![hold.clone(), stop.clone()], downtime());
        plan.request.downtime_before = Some(latest);
        let mut run = begin(plan);
        let mut world = world();
        process(&mut run, 0, |asked, now| {
            if asked.ends_with("/dynos") && now >= 5_000 {
                return dynos(&[]);
            }
            world(asked, now)
        })
    };
    let seen = waited(5_000);
    assert_eq!((ended(&seen), seen.changes().len()), ((Ending::Done, ""), 1));
    let seen = waited(4_999);
    assert_eq!((seen.end.code.as_str(), seen.changes().len()), ("downtime/too-late", 0));
}
