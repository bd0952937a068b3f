//! A run that is stopped: by Ctrl-C at any moment, by a full disk, at the hold. It ends resumable and does nothing more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::collections::HashSet;

use connect_core::command::{Command, Resume, UpgradeDb};
use connect_core::directive::{Directive, Stream};
use connect_core::effect::{Observation, UnknownReason, UnreachableReason};
use connect_core::ending::Ending;
use connect_core::journal;
use support::recorded::{
    context, http, is_http, leaves_the_machine, meddled, mutates, never, path, refused, upgrade, Recorded,
    Seen,
};

#[test]
fn nothing_leaves_the_machine_after_a_record_that_could_not_be_written() {
    let appends =
        meddled(never).directives.iter().filter(|one| matches!(one, Directive::Append { .. })).count();
    assert!(appends > 80, "{appends}");
    for full in 0..appends {
        let mut at = 0;
        let mut broken = false;
        let mut after = 0;
        let seen = meddled(|one| {
            after +=
                u32::from(broken && (leaves_the_machine(one) || matches!(one, Directive::Append { .. })));
            let here = matches!(one, Directive::Append { .. }) && {
                at += 1;
                at == full + 1
            };
            broken |= here;
            here.then_some(Observation::Unreachable { reason: UnreachableReason::Disk })
        });
        assert_eq!(
            (seen.ending, seen.exit_code, after),
            (Ending::Paused, stopped_code(&seen), 0),
            "append {full}"
        );
        assert!(seen.lines(Stream::Out).contains("journal/not-written"), "{}", seen.lines(Stream::Out));
        assert!(seen.run.journal.lines().count() == full);
    }
}

/// A world in which every read of a run gets no answer at first, so that the run has to wait everywhere.
fn halting() -> impl FnMut(&Directive) -> Option<Observation> {
    let mut seen = HashSet::new();
    move |one| match one {
        Directive::Perform { run_id: Some(_), .. } | Directive::Together { run_id: Some(_), .. }
            if leaves_the_machine(one) =>
        {
            let effects = one.effects();
            let first = !effects.iter().any(mutates) && seen.insert(serde_json::to_string(effects).unwrap());
            first.then_some(Observation::Unknown { reason: UnknownReason::Reset })
        }
        _ => None,
    }
}

/// Stops the nth directive that can be interrupted, and goes on with the run in another process.
fn stopped_at(n: usize, interruptible: fn(&Directive) -> bool) -> Option<(Seen, Seen)> {
    let (mut at, mut halt) = (0, halting());
    let seen = meddled(|one| {
        let here = interruptible(one) && {
            at += 1;
            at == n + 1
        };
        if here {
            Some(Observation::Interrupted)
        } else {
            halt(one)
        }
    });
    if at <= n {
        assert_eq!(
            seen.ending,
            Ending::Done,
            "a run that only has to wait ends well: {}",
            seen.lines(Stream::Out)
        );
        return None;
    }
    let resume = Command::Resume(Resume { run: "rabc1234".into(), hold: Some(false), ..Resume::default() });
    let runs = vec![seen.run.clone()];
    let resumed = Recorded::new().drive(resume, context(|context| context.runs = runs), |one| {
        // It is enough to see where it goes on.
        leaves_the_machine(one).then_some(Observation::Interrupted)
    });
    Some((seen, resumed))
}

/// The exit code of a run that can go on: one of its own while an app is down, and then that is the first thing said.
fn stopped_code(seen: &Seen) -> u8 {
    let said = seen.lines(Stream::Out);
    let report = said.split("\n\n").find(|part| part.contains("rabc1234")).unwrap_or(&said);
    if report.trim_start().starts_with("APP STOPPED since ") {
        14
    } else {
        assert!(!said.contains("APP STOPPED"), "it is said, but not first: {said}");
        11
    }
}

#[test]
fn ctrl_c_at_every_wait_pauses_and_the_run_can_go_on() {
    let mut waits = 0;
    while let Some((seen, resumed)) = stopped_at(waits, |one| matches!(one, Directive::Wait { .. })) {
        assert_eq!((seen.ending, seen.exit_code), (Ending::Paused, stopped_code(&seen)), "wait {waits}");
        let journal = journal::read(&seen.run.journal, seen.run.head.as_deref()).unwrap();
        assert_eq!(journal.run, "rabc1234");
        let said = seen.lines(Stream::Out);
        assert!(
            said.contains("heroku connect:runs:resume rabc1234") && said.contains("run/interrupted"),
            "{said}"
        );
        assert!(resumed.sent() > 0, "wait {waits}: a resumed run looks at the world again");
        assert_eq!(resumed.ending, Ending::Paused);
        waits += 1;
    }
    assert!(waits > 20, "{waits}");
}

#[test]
fn ctrl_c_while_something_of_a_run_is_shown_pauses_too() {
    let stage = |one: &Directive| {
        matches!(one, Directive::Show { event: connect_core::directive::Event::Stage { .. }, .. })
    };
    let mut shown = 0;
    while let Some((seen, resumed)) = stopped_at(shown, stage) {
        if seen.ending == Ending::Done {
            // The last step was done already.
            assert_eq!(resumed.ending, Ending::NothingToDo);
        } else {
            assert_eq!((seen.ending, seen.exit_code), (Ending::Paused, stopped_code(&seen)), "stage {shown}");
        }
        shown += 1;
    }
    assert!(shown > 30, "{shown}");
}

#[test]
fn ctrl_c_at_any_directive_before_the_run_ends_it_with_nothing_sent() {
    let before = |typed: fn(&mut UpgradeDb), interactive: bool| {
        let mut at = 0;
        loop {
            let mut count = 0;
            let mut reached = false;
            let seen = Recorded::new().drive(
                upgrade(typed),
                context(|context| context.interactive = interactive),
                |one| {
                    let here = count == at && !matches!(one, Directive::Done { .. });
                    count += 1;
                    reached |= here;
                    // A question is answered as its own test wants it.
                    let name = match one {
                        Directive::Ask { expect: Some(name), .. } => Some(name.clone()),
                        _ => None,
                    };
                    here.then_some(Observation::Interrupted)
                        .or(name.map(|text| Observation::Answered { text }))
                },
            );
            assert!(reached, "the run was never reached");
            let here = &seen.directives[at];
            if matches!(here, Directive::Append { .. }) {
                return at;
            }
            // A read cannot be interrupted, and an answer that is none is asked for again or refused.
            if !leaves_the_machine(here) {
                let changed = |one: &&Directive| one.effects().iter().any(mutates);
                let sent = seen.directives.iter().filter(changed).count();
                assert_eq!(sent, 0, "directive {at}: {here:?}");
                let code = if seen.run.journal.is_empty() { 10 } else { 11 };
                assert_eq!(seen.exit_code, code, "directive {at}: {here:?}");
            }
            at += 1;
        }
    };
    // Confirmed by a flag, with a file to write; and confirmed by typing.
    assert!(before(|typed| typed.out = Some("plan.json".into()), false) > 20);
    assert!(before(|typed| (typed.confirm, typed.hold) = (None, Some(false)), true) > 20);
}

#[test]
fn ctrl_c_during_the_survey_says_that_nothing_was_changed() {
    let mut waited = false;
    let seen = meddled(|one| match one {
        Directive::Wait { .. } => {
            waited = true;
            Some(Observation::Interrupted)
        }
        _ => (path(one) == "/apps/acme-sync").then(|| http(503)),
    });
    assert!(waited);
    refused(&seen, Ending::Blocked, 10, &["run/interrupted", "nothing was changed"]);
}

#[test]
fn yes_in_any_case_lets_the_downtime_begin_and_anything_unclear_is_asked_again() {
    let asked = |answers: &[&str]| {
        let mut answers = answers.iter();
        let mut asked = 0;
        let seen = Recorded::new().drive(
            upgrade(|typed| typed.hold = None),
            context(|context| context.interactive = true),
            |one| {
                matches!(one, Directive::Ask { .. }).then(|| {
                    asked += 1;
                    Observation::Answered { text: (*answers.next().unwrap()).to_owned() }
                })
            },
        );
        (seen.ending, asked)
    };
    for yes in ["y", "yes", "YES", "Yes"] {
        assert_eq!(asked(&[yes]), (Ending::Done, 1), "{yes}");
    }
    for no in ["n", "no", "NO"] {
        assert_eq!(asked(&[no]), (Ending::Paused, 1), "{no}");
    }
    assert_eq!(asked(&["", "acme-sync", "yes please", "y"]), (Ending::Done, 4));
}

#[test]
fn a_login_that_ends_during_the_run_stops_it_and_never_turns_it_back() {
    let of_run = |one: &Directive| {
        matches!(
            one,
            Directive::Perform { run_id: Some(_), .. } | Directive::Together { run_id: Some(_), .. }
        ) && is_http(one)
    };
    let requests = meddled(never).directives.iter().filter(|one| of_run(one)).count();
    assert!(requests > 40, "{requests}");
    for expired in 0..requests {
        let mut at = 0;
        let seen = meddled(|one| {
            at += usize::from(of_run(one));
            (of_run(one) && at > expired).then(|| http(401))
        });
        let said = seen.lines(Stream::Out);
        let open = said.contains("the app is stopped now");
        let expected = if open { (Ending::Operator, 14) } else { (Ending::Paused, 11) };
        assert_eq!((seen.ending, seen.exit_code), expected, "request {expired}: {said}");
        assert!(
            said.contains("login/expired") && said.contains("heroku connect:runs:resume rabc1234"),
            "{said}"
        );
        assert_eq!(said.contains("APP STOPPED since "), open, "{said}");
    }
}

#[test]
fn a_person_can_log_in_again_and_the_run_goes_on() {
    let (mut reads, mut asked) = (0, 0);
    let seen = Recorded::new().drive(upgrade(|_| ()), context(|context| context.interactive = true), |one| {
        asked += u32::from(matches!(one, Directive::Ask { .. }));
        let run = matches!(
            one,
            Directive::Perform { run_id: Some(_), .. } | Directive::Together { run_id: Some(_), .. }
        ) && is_http(one);
        reads += u32::from(run);
        (run && reads % 9 == 0).then(|| http(401))
    });
    assert_eq!(seen.ending, Ending::Done, "{}", seen.lines(Stream::Out));
    assert!(asked > 4, "{asked}");
}
