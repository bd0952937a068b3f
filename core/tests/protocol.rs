//! A session from the shell's side: its calling contract, what it refuses, and what it says to machines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use connect_core::command::{Command, Resume, UpgradeDb};
use connect_core::directive::{Directive, Event, Stream};
use connect_core::effect::{Effect, Observation, UnknownReason, UnreachableReason};
use connect_core::ending::Ending;
use connect_core::face::{LocalTime, Offset};
use connect_core::session::{Session, SessionError};
use connect_wire::Api;
use serde_json::{json, Value};
use support::recorded::{
    context, http, is_http, meddled, mutates, never, path, refused, transcript, upgrade, Recorded, Seen,
};

#[test]
fn the_recorded_run_is_repeated_to_the_letter() {
    let (opening, exchanges) = transcript();
    let mut session = Session::new(opening.command, opening.context);
    for one in exchanges {
        assert_eq!(session.next(one.asked_at).unwrap(), one.directive);
        let (Some(answer), Some(id)) = (one.answer, id(&one.directive)) else { return };
        session.observe(id, &answer, one.answered_at).unwrap();
    }
    panic!("the transcript has no end");
}

fn id(directive: &Directive) -> Option<u64> {
    match directive {
        Directive::Append { id, .. }
        | Directive::Perform { id, .. }
        | Directive::Together { id, .. }
        | Directive::Wait { id, .. }
        | Directive::Ask { id, .. }
        | Directive::Show { id, .. } => Some(*id),
        Directive::Done { .. } => None,
    }
}

#[test]
fn one_directive_has_one_answer() {
    let (opening, exchanges) = transcript();
    let first = &exchanges[0];
    let answer = first.answer.clone().unwrap();
    let mut session = Session::new(opening.command, opening.context);
    let protocol = |result: Result<(), SessionError>| matches!(result, Err(SessionError::Protocol(_)));

    assert!(protocol(session.observe(1, &answer, 0)), "an answer before the first question");
    let asked = id(&session.next(first.asked_at).unwrap()).unwrap();
    assert!(protocol(session.next(first.asked_at).map(|_| ())), "a question before the answer");
    assert!(protocol(session.observe(asked + 1, &answer, 0)), "an answer to another question");
    session.observe(asked, &answer, first.answered_at).expect("a refused answer changes nothing");
    assert!(protocol(session.observe(asked, &answer, first.answered_at)), "the same answer twice");
    assert_eq!(session.next(exchanges[1].asked_at).unwrap(), exchanges[1].directive);
}

#[test]
fn the_end_is_the_end() {
    let mut session = Session::new(upgrade(|typed| typed.version = None), context(|_| ()));
    let mut end = session.next(0).unwrap();
    while let Some(id) = id(&end) {
        session.observe(id, &Observation::Done, 0).unwrap();
        end = session.next(0).unwrap();
    }
    assert_eq!(session.next(0).unwrap(), end);
    assert!(session.observe(1, &Observation::Done, 0).is_err());
}

#[test]
fn what_cannot_be_carried_out_is_refused_by_the_name_of_its_flag() {
    type Change = fn(&mut UpgradeDb);
    let cases: [(&str, Change); 9] = [
        ("--version", |typed| typed.version = None),
        ("--version", |typed| typed.version = Some("seventeen".into())),
        ("--version", |typed| typed.version = Some("17.4".into())),
        ("--version", |typed| typed.version = Some("-17".into())),
        ("--version", |typed| typed.version = Some("8".into())),
        ("--method", |typed| typed.method = Some("magic".into())),
        ("--confirm", |typed| typed.confirm = None),
        ("--no-hold", |typed| typed.hold = None),
        ("--no-hold", |typed| typed.hold = Some(true)),
    ];
    for (flag, change) in cases {
        let seen = Recorded::new().drive(upgrade(change), context(|_| ()), never);
        refused(&seen, Ending::Usage, 2, &[flag]);
        assert_eq!(seen.sent(), 0, "{flag}: nothing needs to be read to see that");
    }
}

#[test]
fn everything_that_is_missing_is_said_at_once() {
    let typed = upgrade(|typed| {
        (typed.version, typed.confirm, typed.hold) = (None, None, None);
        typed.accept = vec!["app/schedular".into(), "nonsense".into()];
    });
    let seen = Recorded::new().drive(typed, context(|_| ()), never);
    let words = [
        "`--version` is missing",
        "`--confirm`",
        "`--no-hold`",
        "did you mean `--accept app/scheduler`?",
        "`--accept nonsense`: there is no such code",
    ];
    refused(&seen, Ending::Usage, 2, &words);
}

#[test]
fn a_moment_in_the_past_is_refused_before_anything_is_read() {
    const NOW: u64 = 1_795_760_100_000;
    type Change = fn(&mut UpgradeDb);
    let cases: [(&str, Change); 5] = [
        ("`--downtime-at` is in the past", |typed| typed.downtime_at = Some(NOW - 1)),
        ("`--downtime-at` is in the past", |typed| typed.downtime_at = Some(NOW)),
        ("`--downtime-before` is in the past", |typed| typed.downtime_before = Some(NOW - 60_000)),
        ("is not after `--downtime-at`", |typed| {
            (typed.downtime_at, typed.downtime_before) = (Some(NOW + 60_000), Some(NOW + 60_000));
        }),
        ("27 Nov 06:15 UTC", |typed| typed.downtime_at = Some(NOW - 1)),
    ];
    for (said, change) in cases {
        let seen = Recorded::new().drive(upgrade(change), context(|context| context.now = NOW), never);
        refused(&seen, Ending::Usage, 2, &[said]);
        assert_eq!(seen.sent(), 0, "{said}");
    }
    let paused = meddled(|one| matches!(one, Directive::Wait { .. }).then_some(Observation::Interrupted));
    let resume =
        Command::Resume(Resume { run: "rabc1234".into(), downtime_at: Some(NOW - 1), ..Resume::default() });
    let later = context(|context| (context.now, context.runs) = (NOW, vec![paused.run.clone()]));
    let seen = Recorded::new().drive(resume, later, never);
    assert_eq!((seen.ending, seen.exit_code, seen.sent()), (Ending::Usage, 2, 0));
}

#[test]
fn the_hour_of_the_downtime_stands_in_plan_and_countdown_by_both_clocks() {
    let began = Recorded::new().now;
    let at = began + 3_600_000;
    let local =
        LocalTime { zone: "America/New_York".into(), offsets: vec![Offset { from: 0, minutes: -300 }] };
    let both = local.moment(at);
    assert!(both.contains("America/New_York (") && both.ends_with("UTC)"), "{both}");
    let typed = upgrade(|typed| (typed.hold, typed.downtime_at) = (None, Some(at)));
    let mut counted = false;
    let seen = Recorded::new().drive(
        typed,
        context(|context| (context.now, context.face.local) = (began, local.clone())),
        |one| {
            let Directive::Wait { note: Some(note), .. } = one else { return None };
            let here = note.unstyled().contains("the downtime begins at ");
            assert!(!here || note.unstyled().contains(&both), "{}", note.unstyled());
            counted |= here;
            None
        },
    );
    assert_eq!(seen.ending, Ending::Done, "{}", seen.lines(Stream::Out));
    assert!(counted);
    assert!(seen.lines(Stream::Out).contains(&format!("Downtime   begins {both}; ")));
}

#[test]
fn json_on_a_terminal_never_asks() {
    for hold in [None, Some(false)] {
        let typed = upgrade(|typed| (typed.confirm, typed.hold) = (None, hold));
        let both = context(|context| (context.interactive, context.json) = (true, true));
        let seen = Recorded::new().drive(typed, both, never);
        refused(&seen, Ending::Usage, 2, &["--confirm"]);
        assert!(!seen.directives.iter().any(|one| matches!(one, Directive::Ask { .. })));
    }
}

#[test]
fn the_plan_on_standard_output_is_all_that_stands_there() {
    let typed = upgrade(|typed| (typed.plan_only, typed.out) = (true, Some("-".into())));
    let seen = Recorded::new().drive(typed, context(|_| ()), never);
    assert_eq!((seen.ending, seen.lines(Stream::Out).as_str()), (Ending::Planned, ""));
    let text = |one: &Directive| match one {
        Directive::Show { event: Event::Text { text }, .. } => Some(text.clone()),
        _ => None,
    };
    let texts: Vec<String> = seen.directives.iter().filter_map(text).collect();
    assert_eq!(texts.len(), 1);
    assert!(serde_json::from_str::<connect_core::plan::Plan>(&texts[0]).unwrap().applyable());
    let file = |one: &Directive| matches!(one, Directive::Perform { effect: Effect::File(_), .. });
    assert!(!seen.directives.iter().any(file), "no file has the name -");
}

#[test]
fn a_plan_that_cannot_be_written_where_it_was_asked_for_begins_nothing() {
    for plan_only in [true, false] {
        let typed =
            upgrade(|typed| (typed.plan_only, typed.out) = (plan_only, Some("nowhere/plan.json".into())));
        let seen = Recorded::new().drive(typed, context(|_| ()), |one| {
            let file = matches!(one, Directive::Perform { effect: Effect::File(_), .. });
            file.then_some(Observation::Unreachable { reason: UnreachableReason::Disk })
        });
        refused(&seen, Ending::Usage, 2, &["`nowhere/plan.json` could not be written"]);
    }
}

/// A run that was interrupted at the nth step that it told of.
fn interrupted_at(n: usize) -> Seen {
    let mut at = 0;
    meddled(|one| {
        at += usize::from(matches!(one, Directive::Show { event: Event::Stage { .. }, .. }));
        (at == n).then_some(Observation::Interrupted)
    })
}

#[test]
fn the_list_of_runs_says_what_is_down_what_is_running_and_what_there_is_not() {
    let mut down = (1..60).map(interrupted_at).find(|seen| seen.exit_code == 14).unwrap().run;
    down.run_id = "rdown123".into();
    let mut live = interrupted_at(1).run;
    (live.run_id, live.open) = ("rlive123".into(), true);
    let runs = vec![live, down];
    let listed = |app: Option<&str>| {
        let command = Command::Runs { app: app.map(str::to_owned) };
        let runs = runs.clone();
        Recorded::new().drive(command, context(|context| context.runs = runs), never)
    };
    let text = listed(None).lines(Stream::Out);
    let rows: Vec<&str> = text.lines().collect();
    assert!(rows[0].starts_with("RUN") && rows[0].ends_with("STATUS"), "{text}");
    assert!(rows[1].contains("APP STOPPED since ") && rows[1].contains("15.19→17"), "{text}");
    assert!(rows[2].contains("running") && !rows[2].contains("paused"), "{text}");
    assert!(rows.iter().all(|row| row.chars().count() <= 80), "{text}");
    let nope = listed(Some("nope")).lines(Stream::Err);
    assert!(nope.contains("no run on this machine touches an app `nope`; 2 touch others"), "{nope}");
    assert_eq!(listed(Some("acme-sync")).lines(Stream::Out), text);
}

#[test]
fn a_confirmation_that_does_not_match_changes_nothing() {
    let typed = upgrade(|typed| typed.confirm = Some("acme-snyc".into()));
    let seen = Recorded::new().drive(typed, context(|_| ()), never);
    refused(&seen, Ending::Usage, 2, &["--confirm acme-sync", "confirm/mismatch"]);

    for answer in [Observation::Answered { text: "yes".into() }, Observation::Interrupted] {
        let mut asked = 0;
        let seen = Recorded::new().drive(
            upgrade(|typed| typed.confirm = None),
            context(|context| context.interactive = true),
            |directive| match directive {
                Directive::Ask { expect, .. } => {
                    asked += 1;
                    assert_eq!(expect.as_deref(), Some("acme-sync"));
                    Some(answer.clone())
                }
                _ => None,
            },
        );
        refused(&seen, Ending::Blocked, 10, &["nothing was changed"]);
        assert_eq!(asked, 1);
    }
}

#[test]
fn a_refused_login_is_named_at_every_read() {
    let reads =
        meddled(never).directives.into_iter().take_while(|one| !matches!(one, Directive::Append { .. }));
    let paths: Vec<String> = reads.filter(is_http).map(|one| path(&one).to_owned()).collect();
    assert!(paths.len() > 10, "{paths:?}");
    for wanted in paths.iter().filter(|path| !path.contains("connections") && !path.contains("status")) {
        let gone = |one: &Directive| (path(one) == wanted).then(|| http(401));
        refused(&meddled(gone), Ending::Blocked, 10, &["login/expired", "heroku login"]);
    }
}

#[test]
fn no_login_and_a_second_factor_are_named() {
    let none = |one: &Directive| {
        is_http(one).then_some(Observation::Unreachable { reason: UnreachableReason::Login })
    };
    refused(&meddled(none), Ending::Blocked, 10, &["there is no login", "heroku login"]);
    let factor = |one: &Directive| {
        let error_id = Some("two_factor".to_owned());
        let answer = Observation::Http { status: 403, body: Value::Null, error_id, has_message: true };
        (path(one) == "/apps/acme-sync").then_some(answer)
    };
    refused(&meddled(factor), Ending::Blocked, 10, &["login/second-factor", "terminal"]);
}

#[test]
fn a_read_that_this_login_may_not_do_is_named() {
    let refuses = |one: &Directive| (path(one) == "/apps/acme-sync").then(|| http(403));
    refused(
        &meddled(refuses),
        Ending::Blocked,
        10,
        &["reach/forbidden", "nothing was changed", "more rights"],
    );
}

#[test]
fn a_service_in_trouble_is_asked_again_and_then_named() {
    // An HTML error page and a body that cannot be understood arrive like this.
    for trouble in [http(503), http(429), Observation::Unknown { reason: UnknownReason::Body }] {
        let mut asked = 0;
        let seen = meddled(|one| {
            asked += u32::from(path(one) == "/apps/acme-sync");
            (path(one) == "/apps/acme-sync").then(|| trouble.clone())
        });
        refused(&seen, Ending::Blocked, 10, &["service/unavailable", "heroku status", "nothing was changed"]);
        assert_eq!(asked, 3);
        let mut first = true;
        let healed = meddled(|one| {
            let now = path(one) == "/apps/acme-sync" && std::mem::take(&mut first);
            now.then(|| trouble.clone())
        });
        assert_eq!(healed.ending, Ending::Done);
    }
}

#[test]
fn an_unknown_app_and_a_missing_database_are_named() {
    let gone = |one: &Directive| (path(one) == "/apps/acme-sync").then(|| http(404));
    refused(&meddled(gone), Ending::Blocked, 10, &["app/unknown", "heroku apps"]);
    let bare = |one: &Directive| {
        let answer = Observation::Http { status: 200, body: json!([]), error_id: None, has_message: false };
        ["/apps/acme-sync/addons", "/apps/acme-sync/addon-attachments"].contains(&path(one)).then_some(answer)
    };
    refused(&meddled(bare), Ending::Blocked, 10, &["database/none", "heroku pg:info"]);
}

#[test]
fn a_plan_alone_ends_well_and_changes_nothing() {
    let typed = upgrade(|typed| {
        (typed.plan_only, typed.confirm, typed.hold) = (true, None, None);
        typed.out = Some("plan.json".into());
    });
    let seen = Recorded::new().drive(typed, context(|context| context.face.verbose = true), never);
    refused(&seen, Ending::Planned, 0, &[]);
    assert!(seen.lines(Stream::Out).contains("[no rollback from here]"));
    let files: Vec<_> = seen
        .directives
        .iter()
        .filter_map(|one| match one {
            Directive::Perform { effect: Effect::File(file), .. } => Some(file),
            _ => None,
        })
        .collect();
    assert_eq!(files.len(), 1);
    assert!(files[0].operator_path && files[0].name == "plan.json");
    let kept = std::fs::read_to_string(support::fixture("upgrade-db/good/plan.json")).unwrap();
    let plan: connect_core::plan::Plan = serde_json::from_str(&files[0].text).unwrap();
    let golden: connect_core::plan::Plan = serde_json::from_str(&kept).unwrap();
    assert_eq!(plan.steps, golden.steps);
    let changing = |one: &Directive| one.effects().iter().any(mutates);
    assert!(!seen.directives.iter().any(changing));
}

#[test]
fn json_mode_prints_one_json_value_and_nothing_else() {
    let json = |change: fn(&mut UpgradeDb)| {
        Recorded::new().drive(upgrade(change), context(|context| context.json = true), never)
    };
    let done = json(|_| ());
    let planned = json(|typed| typed.plan_only = true);
    let usage = json(|typed| typed.version = None);
    let mismatch = json(|typed| typed.confirm = Some("x".into()));
    let blocked = json(|typed| typed.method = Some("direct".into()));
    let later = |command: Command| {
        let runs = vec![done.run.clone()];
        Recorded::new().drive(command, context(|context| (context.json, context.runs) = (true, runs)), never)
    };
    let run = || "rabc1234".to_owned();
    let list = later(Command::Runs { app: None });
    let info = later(Command::Info { run: run() });
    let over = later(Command::Resume(Resume { run: run(), hold: Some(false), ..Resume::default() }));
    let unknown = later(Command::Info { run: "rnothere".into() });
    let all = [
        ("done", &done),
        ("planned", &planned),
        ("usage", &usage),
        ("mismatch", &mismatch),
        ("blocked", &blocked),
        ("list", &list),
        ("info", &info),
        ("over", &over),
        ("unknown", &unknown),
    ];
    for (name, seen) in all {
        assert_eq!(seen.lines(Stream::Out), "", "{name}");
        assert_eq!(seen.json().len(), 1, "{name}");
    }
    assert_eq!(done.json()[0]["ending"], "done");
    assert_eq!(planned.json()[0]["plan"]["formatVersion"], connect_core::plan::FORMAT_VERSION);
    assert_eq!(usage.json()[0]["diagnostics"][0]["code"], "usage/flags");
    assert_eq!(mismatch.json()[0]["diagnostics"][0]["code"], "confirm/mismatch");
    assert_eq!(blocked.json()[0]["ending"], "blocked");
    assert_eq!(list.json()[0]["runs"][0]["run"], "rabc1234");
}

#[test]
fn a_journal_that_was_changed_is_never_acted_on() {
    let mut run =
        meddled(|one| matches!(one, Directive::Wait { .. }).then_some(Observation::Interrupted)).run;
    run.journal = run.journal.replacen("\"make-follower\"", "\"make-fallower\"", 1);
    let commands = [
        Command::Info { run: run.run_id.clone() },
        Command::Resume(Resume { run: run.run_id.clone(), hold: Some(false), ..Resume::default() }),
        Command::Abort { run: run.run_id.clone(), confirm: None, accept: vec![] },
        Command::Finish { run: run.run_id.clone(), confirm: None },
    ];
    for command in commands {
        let runs = vec![run.clone()];
        let seen = Recorded::new().drive(command, context(|context| context.runs = runs), never);
        assert_eq!((seen.ending, seen.sent()), (Ending::Blocked, 0));
        assert!(seen.lines(Stream::Err).contains("journal/untrusted"));
    }
    let runs = vec![run.clone()];
    let seen =
        Recorded::new().drive(Command::Runs { app: None }, context(|context| context.runs = runs), never);
    assert!(seen.lines(Stream::Out).contains("line 1 does not follow"), "{}", seen.lines(Stream::Out));
}

#[test]
fn every_request_names_a_service_and_only_regions_name_a_host() {
    for directive in meddled(never).directives {
        if let Directive::Perform { effect: Effect::Http(effect), .. } = directive {
            assert_eq!(effect.request.base.is_some(), effect.request.api == Api::ConnectRegion);
            assert!(effect.request.path.starts_with('/') && effect.request.path.is_ascii());
        }
    }
}
