//! Conditions by name, judged in simulated time: each holds, does not hold, cannot be judged, and is waited for until it does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeSet;

use connect_core::command::{Command, Context, Judge, Patience};
use connect_core::directive::{Directive, Event};
use connect_core::effect::{Effect, Observation, UnknownReason};
use connect_core::ending::{Ending, Millis};
use connect_core::given::GivenFile;
use connect_core::late::{Bindings, ConnectionName, Known, Late, Place, Role};
use connect_core::machine::Want;
use connect_core::named::{self, Given, Held, Judged, Judging, Manner, Named, Since};
use connect_core::ops::{
    ConnectionPause, ConnectionResume, FenceOff, FenceOn, FollowerCreate, FormationScale, Unfollow, Verb,
};
use connect_core::output::{Content, Output};
use connect_core::query::FenceScope;
use connect_core::request::{Major, Request};
use connect_core::snapshot::Snapshot;
use connect_core::survey::Survey;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_model::large::large;
use support::{context, drive_by_chance, drive_until};

const MINUTE: u64 = 60_000;
const LEADER: &str = "postgresql-curved-10001";
const FOLLOWER: &str = "postgresql-flat-10002";

/// A leader with a follower, and Connect on it.
fn desk() -> Desk {
    Desk::new(&scenario("upgrade-aftercare").unwrap())
}

/// What the survey of a condition sees.
fn seen(desk: &mut Desk, named: &Named, database: Option<&str>) -> Snapshot {
    let request = Request::look("acme-sync", database);
    let mut survey = Survey::new(&request.app, request.database.clone(), named.needs());
    loop {
        match survey.next(desk.now) {
            Want::Ended(seen) => return *seen.unwrap(),
            Want::Perform(effects) => {
                let answer = desk.together(&effects, 0, Chance::Succeed);
                survey.take(&answer, desk.now);
            }
            other => panic!("{other:?}"),
        }
    }
}

fn change(desk: &mut Desk, op: &dyn Verb) {
    let bindings = Bindings::new();
    let effect = op.request(&Known::of(&bindings)).unwrap();
    let answer = desk.perform(&effect, Chance::Succeed);
    let done = matches!(answer, Observation::Sql { .. } | Observation::Http { status: 200..=299, .. });
    assert!(done, "{answer:?}");
    desk.pass(5_000);
}

fn connection(desk: &mut Desk) -> ConnectionName {
    let snapshot = seen(desk, named::find("paused").unwrap(), None);
    ConnectionName::of(&snapshot.connections[0])
}

fn pause(desk: &mut Desk) {
    let connection = connection(desk);
    change(desk, &ConnectionPause { connection });
    desk.pass(2 * MINUTE);
}

fn resume(desk: &mut Desk) {
    let connection = connection(desk);
    change(desk, &ConnectionResume { connection });
}

fn stop(desk: &mut Desk) {
    let snapshot = seen(desk, named::find("dynos-stopped").unwrap(), None);
    let app = &snapshot.apps[0];
    change(desk, &FormationScale { app: app.name.clone(), formation: Late::Now(app.emptied()) });
    desk.pass(MINUTE);
}

fn lead() -> Place {
    place("DATABASE_URL", Role::Lead)
}

fn place(var: &str, role: Role) -> Place {
    Place { app: "acme-sync".into(), config_var: Late::from(var), expect: None, role, bastion: None }
}

fn asking(words: &str) -> Judge {
    let mut judge = Judge { app: Some("acme-sync".into()), ..Judge::default() };
    let mut words = words.split_whitespace();
    judge.condition = words.next().map(str::to_owned);
    while let Some(word) = words.next() {
        let mut value = || Some(words.next().unwrap().to_owned());
        match word {
            "--as" => judge.alias = value(),
            "--follower" => judge.follower = value(),
            "--own-changes" => judge.own_changes = value().unwrap().parse().ok(),
            "--plan" => judge.plan = value(),
            "--version" => judge.version = value(),
            database => judge.database = Some(database.to_owned()),
        }
    }
    judge
}

/// How a command ended, and what it printed for machines.
fn ended(desk: &mut Desk, judge: Judge, chance: impl FnMut(&Effect) -> Chance) -> (Ending, u8, Content) {
    let mut printed = None;
    let context = Context { now: desk.now, json: true, ..context() };
    let nobody = |_: &str| panic!("nobody can be asked");
    let command = Command::Judge(judge);
    let (ending, code) = drive_by_chance(
        desk,
        command,
        context,
        chance,
        |_| false,
        nobody,
        |one| {
            if let Directive::Show { event: Event::Json { value }, .. } = one.directive {
                printed = Some(value.content.clone());
            }
        },
    );
    (ending, code, printed.expect("nothing was printed"))
}

fn checked(desk: &mut Desk, words: &str) -> (Ending, u8, Content) {
    ended(desk, asking(words), |_| Chance::Succeed)
}

fn waited(desk: &mut Desk, words: &str, deadline_ms: Option<u64>) -> (Ending, u8, Content) {
    let patience = Some(Patience { deadline_ms, wait_interval_ms: None });
    ended(desk, Judge { patience, ..asking(words) }, |_| Chance::Succeed)
}

fn holds(desk: &mut Desk, words: &str) {
    let (ending, code, content) = checked(desk, words);
    assert_eq!((ending, code), (Ending::Done, 0), "{words}: {content:?}");
    let Content::Condition { verdict: Held::Holds, looked, .. } = content else { panic!("{content:?}") };
    assert!(!looked.is_empty() && looked.iter().all(|one| one.verdict == Held::Holds), "{looked:?}");
}

/// It does not hold, and this is said of it.
fn fails(desk: &mut Desk, words: &str, said: &str) {
    let (ending, code, content) = checked(desk, words);
    assert_eq!((ending, code), (Ending::Unmet, 17), "{words}: {content:?}");
    let Content::Condition { verdict: Held::DoesNotHold, looked, since: None, .. } = content else {
        panic!("{content:?}")
    };
    let detail = looked.iter().filter_map(|one| one.detail.clone()).collect::<Vec<_>>().join("\n");
    assert!(detail.contains(said), "{words}: {detail}");
}

/// The file that `--json > FILE` makes of it.
fn noted(desk: &mut Desk, words: &str) -> GivenFile {
    let (ending, _, content) = checked(desk, words);
    assert_eq!(ending, Ending::Done, "{content:?}");
    GivenFile { name: "noted.json".into(), text: serde_json::to_string(&Output::from(content)).unwrap() }
}

fn since(words: &str, file: &GivenFile) -> Judge {
    Judge { since: Some(file.clone()), ..asking(words) }
}

fn ending(desk: &mut Desk, judge: Judge) -> Ending {
    ended(desk, judge, |_| Chance::Succeed).0
}

#[test]
fn connect_is_paused_quiet_and_resumed() {
    let mut desk = desk();
    holds(&mut desk, "at-rest");
    holds(&mut desk, "resumed");
    fails(&mut desk, "paused", "state is");
    fails(&mut desk, "quiesced", "state is");
    pause(&mut desk);
    holds(&mut desk, "paused");
    holds(&mut desk, "quiesced");
    fails(&mut desk, "resumed", "state is PAUSED");
    fails(&mut desk, "drained", "Connect is PAUSED");
    resume(&mut desk);
    holds(&mut desk, "resumed");
}

/// One quiet moment proves little: a run looks three times, and so does a check.
#[test]
fn quiet_is_what_three_looks_in_a_row_see() {
    let mut desk = desk();
    pause(&mut desk);
    let mut looks = 0;
    let count = |effect: &Effect| {
        // What the survey reads goes out together with something else.
        looks += usize::from(matches!(effect, Effect::Sql(sql) if sql.query == "log_states"));
        Chance::Succeed
    };
    assert_eq!(ended(&mut desk, asking("quiesced"), count).0, Ending::Done);
    assert_eq!(looks, 3);
}

#[test]
fn a_mapping_that_works_is_not_at_rest_and_its_connection_not_quiet_though_it_is_paused() {
    let mut desk = desk();
    desk.world.inject("mapping-stuck".parse().unwrap());
    desk.pass(20 * MINUTE);
    fails(&mut desk, "at-rest", "working");
    let connection = connection(&mut desk);
    change(&mut desk, &ConnectionPause { connection });
    desk.pass(2 * MINUTE);
    holds(&mut desk, "paused");
    fails(&mut desk, "quiesced", "still working");
}

#[test]
fn everything_is_sent_only_once_nobody_writes_any_more_and_a_whole_cycle_is_looked_at() {
    let mut desk = desk();
    stop(&mut desk);
    desk.pass(10 * MINUTE);
    let before = desk.now;
    holds(&mut desk, "drained");
    assert!(desk.now - before >= 2 * MINUTE, "{}", desk.now - before);
}

#[test]
fn connect_is_healthy_once_every_mapping_has_polled_since() {
    let mut desk = desk();
    let before = noted(&mut desk, "resumed");
    assert_eq!(ending(&mut desk, since("healthy", &before)), Ending::Unmet);
    desk.pass(20 * MINUTE);
    assert_eq!(ending(&mut desk, since("healthy", &before)), Ending::Done);
    // A wait takes what it finds when it begins, and a check cannot.
    let (ending, _, content) = waited(&mut desk, "healthy", None);
    assert_eq!(ending, Ending::Done);
    assert!(matches!(content, Content::Condition { waited_ms: 1.., .. }), "{content:?}");
    assert_eq!(checked(&mut desk, "healthy").0, Ending::Usage);
}

#[test]
fn dynos_are_stopped_and_a_position_tells_whether_anybody_has_written_since() {
    let mut desk = desk();
    fails(&mut desk, "dynos-stopped", "still running");
    let early = noted(&mut desk, "position-noted");
    desk.pass(MINUTE);
    assert_eq!(ending(&mut desk, since("unwritten-since", &early)), Ending::Unmet);
    stop(&mut desk);
    holds(&mut desk, "dynos-stopped");
    pause(&mut desk);
    let late = noted(&mut desk, "position-noted");
    desk.pass(MINUTE);
    assert_eq!(ending(&mut desk, since("unwritten-since", &late)), Ending::Done);
    // A fence of our own is one transaction.
    change(&mut desk, &FenceOn { place: lead(), scope: FenceScope::Database });
    let own = Judge { own_changes: Some(1), ..since("unwritten-since", &late) };
    assert_eq!(ending(&mut desk, own), Ending::Done);
    assert_eq!(ending(&mut desk, since("unwritten-since", &late)), Ending::Unmet);
    // A position of another database says nothing of this one.
    let other = since("unwritten-since READONLY", &late);
    assert_eq!(ending(&mut desk, other), Ending::Usage);
    // And one of polls alone is none.
    let polls = noted(&mut desk, "paused");
    assert_eq!(ending(&mut desk, since("unwritten-since", &polls)), Ending::Usage);
}

#[test]
fn a_database_is_read_only_while_its_sessions_refuse_to_write() {
    let mut desk = desk();
    holds(&mut desk, "writable");
    fails(&mut desk, "read-only", "has not changed");
    change(&mut desk, &FenceOn { place: lead(), scope: FenceScope::Database });
    holds(&mut desk, "read-only");
    fails(&mut desk, "writable", "has not changed");
    change(&mut desk, &FenceOff { place: lead(), scope: FenceScope::Database });
    holds(&mut desk, "writable");
}

#[test]
fn a_follower_is_near_and_caught_up_by_its_own_account() {
    let mut desk = desk();
    holds(&mut desk, "follower-near");
    holds(&mut desk, "follower-caught-up");
    holds(&mut desk, &format!("follower-caught-up --follower {FOLLOWER}"));
    let lags = |effect: &Effect| match effect {
        Effect::Sql(sql) if sql.query == "position_note" => Chance::Lag,
        _ => Chance::Succeed,
    };
    let (ending, code, content) = ended(&mut desk, asking("follower-caught-up"), lags);
    assert_eq!((ending, code), (Ending::Unmet, 17), "{content:?}");
    // Both parts are said: the position that was noted, and what the follower has of it.
    let Content::Condition { looked, .. } = content else { panic!("{content:?}") };
    let of: Vec<_> = looked.iter().map(|one| (one.of.as_str(), one.verdict)).collect();
    assert_eq!(of, [(LEADER, Held::Holds), (FOLLOWER, Held::DoesNotHold)]);
    let patience = Some(Patience::default());
    let (ending, ..) = ended(&mut desk, Judge { patience, ..asking("follower-caught-up") }, lags);
    assert_eq!(ending, Ending::Done);
    let other = checked(&mut desk, "follower-near --follower postgresql-other-1");
    assert_eq!(other.0, Ending::Blocked, "{other:?}");
}

#[test]
fn a_follower_far_behind_is_not_near_and_comes_near() {
    let mut desk = Desk::new(&large("half-million-behind").unwrap());
    let create = FollowerCreate {
        addon: Late::from("postgresql-made-1"),
        app: "acme-sync".into(),
        attachment: Late::from("MADE"),
        leader: Late::from(LEADER),
        plan: "heroku-postgresql:standard-0".into(),
    };
    change(&mut desk, &create);
    for _ in 0..120 {
        if checked(&mut desk, "follower-near").0 != Ending::Blocked {
            break;
        }
        desk.pass(10_000);
    }
    fails(&mut desk, "follower-near", "behind");
    let (ending, code, content) = waited(&mut desk, "follower-near --follower postgresql-made-1", None);
    assert_eq!((ending, code), (Ending::Done, 0), "{content:?}");
    assert!(matches!(content, Content::Condition { waited_ms: MINUTE.., .. }), "{content:?}");
}

#[test]
fn what_a_database_is_by_the_service_and_by_its_server() {
    let mut desk = desk();
    holds(&mut desk, "leads");
    fails(&mut desk, "leads READONLY", "still follows");
    holds(&mut desk, "upgraded --version 15");
    fails(&mut desk, "upgraded --version 17", "old version");
    fails(&mut desk, "upgraded READONLY --version 15", "recovery");
    holds(&mut desk, "on-plan --plan standard-0");
    holds(&mut desk, "on-plan --plan heroku-postgresql:standard-0");
    fails(&mut desk, "on-plan --plan premium-0", "its plan is standard-0");
    holds(&mut desk, "promoted");
    holds(&mut desk, "promoted READONLY --as READONLY");
    holds(&mut desk, "promoted READONLY --as READONLY_URL");
    fails(&mut desk, "promoted READONLY", "still another database");
    let snapshot = seen(&mut desk, named::find("leads").unwrap(), Some("READONLY"));
    let unfollow = Unfollow {
        addon: Late::from(FOLLOWER),
        addon_id: Late::Now(snapshot.database.id.clone()),
        app: "acme-sync".into(),
        place: place("READONLY_URL", Role::New),
    };
    change(&mut desk, &unfollow);
    desk.pass(5 * MINUTE);
    holds(&mut desk, "leads READONLY");
    // Now no follower is left of which anything could be said.
    assert_eq!(checked(&mut desk, "follower-near").1, 10);
}

/// What every condition is told here.
fn given_to(named: &Named, desk: &mut Desk) -> Given {
    let takes = |flag| named.takes.iter().any(|one| one.flag == flag);
    Given {
        version: takes(named::Flag::Version).then_some(Major(15)),
        plan: takes(named::Flag::Plan).then(|| "standard-0".to_owned()),
        since: (named.name == "unwritten-since")
            .then(|| Since::read(&noted(desk, "position-noted")).unwrap()),
        ..Given::default()
    }
}

/// Judges it on answers of which none can be used.
fn judged(desk: &mut Desk, named: &Named, manner: Manner, answer: &Observation) -> (Judged, Millis) {
    let given = given_to(named, desk);
    let snapshot = seen(desk, named, None);
    let (parts, bindings) = named.of(&snapshot, &given).unwrap();
    let mut judging = Judging::new(parts, bindings, manner);
    let mut now = desk.now;
    for _ in 0..10_000 {
        match judging.next(now) {
            Want::Ended(judged) => return (judged, now - desk.now),
            Want::Perform(effects) => {
                let answers = effects.iter().map(|_| answer.clone()).collect();
                judging.take(&Observation::Together { answers });
            }
            Want::Wait { until, .. } => now = until,
            other => panic!("{other:?}"),
        }
    }
    panic!("{}: no end", named.name)
}

#[test]
fn silence_is_never_a_yes_and_never_a_no() {
    let silent = Observation::Unknown { reason: UnknownReason::Timeout };
    let refused =
        Observation::Http { status: 401, body: serde_json::Value::Null, error_id: None, has_message: false };
    let mut desk = desk();
    for named in named::ALL {
        let once = Manner::Once { settles_ms: named.settles_ms };
        let (judged_once, waited) = judged(&mut desk, named, once, &silent);
        assert_eq!(judged_once.verdict, Held::NotJudged, "{}: {judged_once:?}", named.name);
        assert!((4_000..10_000).contains(&waited), "{}: tried again, and not for long: {waited}", named.name);
        let until = Manner::Until { deadline_ms: Some(10 * MINUTE), interval_ms: 5_000 };
        let (judged_late, waited) = judged(&mut desk, named, until, &silent);
        assert_eq!((judged_late.verdict, waited), (Held::NotJudged, 10 * MINUTE), "{}", named.name);
        assert!(!judged_late.overdue, "{}: nobody knows", named.name);
        let until = Manner::Until { deadline_ms: None, interval_ms: 5_000 };
        let (no_login, waited) = judged(&mut desk, named, until, &refused);
        assert_eq!((no_login.verdict, waited), (Held::NotJudged, 0), "{}", named.name);
    }
}

/// The deadline is kept to the millisecond, and what did not hold by then is said to be late.
#[test]
fn what_does_not_come_true_in_time_has_a_code_of_its_own() {
    let mut desk = desk();
    for words in ["paused", "read-only", "dynos-stopped", "upgraded --version 17", "on-plan --plan premium-0"]
    {
        for deadline in [1_500, 90_000] {
            let (ending, code, content) = waited(&mut desk, words, Some(deadline));
            assert_eq!((ending, code), (Ending::Overdue, 18), "{words}: {content:?}");
            let Content::Condition { waited_ms, verdict: Held::DoesNotHold, .. } = content else {
                panic!("{content:?}")
            };
            assert_eq!(waited_ms, deadline, "{words}");
        }
    }
}

#[test]
fn what_comes_true_is_waited_for() {
    let mut desk = desk();
    let connection = connection(&mut desk);
    let effect = ConnectionPause { connection }.request(&Known::of(&Bindings::new())).unwrap();
    desk.perform(&effect, Chance::Succeed);
    let (ending, code, content) = waited(&mut desk, "quiesced", None);
    assert_eq!((ending, code), (Ending::Done, 0), "{content:?}");
    let Content::Condition { waited_ms, since, .. } = content else { panic!("{content:?}") };
    assert!(waited_ms > 0);
    assert!(since.is_some_and(|since| since.database == LEADER && !since.polls.is_empty()));
}

/// What cannot come true any more is not waited for.
#[test]
fn a_wait_ends_at_once_where_waiting_is_pointless() {
    let mut desk = desk();
    let early = noted(&mut desk, "position-noted");
    desk.pass(MINUTE);
    let before = desk.now;
    let wait = Judge { patience: Some(Patience::default()), ..since("unwritten-since", &early) };
    let (ending, code, content) = ended(&mut desk, wait, |_| Chance::Succeed);
    assert_eq!((ending, code), (Ending::Unmet, 17), "{content:?}");
    assert_eq!(desk.now, before);
}

#[test]
fn a_wait_is_stopped_by_ctrl_c_and_claims_nothing() {
    let mut desk = desk();
    let context = Context { now: desk.now, ..context() };
    let judge = Judge { patience: Some(Patience::default()), ..asking("paused") };
    let stop = |one: &Directive| matches!(one, Directive::Wait { .. });
    let (ending, code) = drive_until(&mut desk, Command::Judge(judge), context, stop, |_| {});
    assert_eq!((ending, code), (Ending::Blocked, 10));
}

#[test]
fn what_was_typed_wrong_is_refused_before_anything_is_read() {
    let mut desk = desk();
    let calls = desk.calls;
    for (words, wrong) in [
        ("", "--list"),
        ("quiescd", "`quiesced` is one"),
        ("upgraded", "needs `--version`"),
        ("upgraded --version soon", "Postgres major"),
        ("unwritten-since", "position-noted"),
        ("paused --version 17", "means nothing"),
    ] {
        let (ending, code, content) = checked(&mut desk, words);
        assert_eq!((ending, code), (Ending::Usage, 2), "{words}");
        let Content::Refusal { diagnostics, .. } = content else { panic!("{content:?}") };
        let said = format!("{} {}", diagnostics[0].message, diagnostics[0].help.clone().unwrap_or_default());
        assert!(said.contains(wrong), "{words}: {said}");
    }
    let nowhere = Judge { app: None, ..asking("paused") };
    assert_eq!(ending(&mut desk, nowhere), Ending::Usage);
    for text in [
        "",
        "{}",
        "{\"formatVersion\":\"1.0\",\"kind\":\"refusal\",\"ending\":\"blocked\",\"diagnostics\":[]}",
    ] {
        let file = GivenFile { name: "x.json".into(), text: text.into() };
        assert_eq!(ending(&mut desk, since("unwritten-since", &file)), Ending::Usage, "{text}");
    }
    assert_eq!(format!("{:?}", desk.calls), format!("{calls:?}"));
}

#[test]
fn the_list_names_every_condition_and_looks_at_nothing() {
    let mut desk = desk();
    let list = Judge { list: true, ..Judge::default() };
    let (ending, code, content) = ended(&mut desk, list, |_| panic!("nothing is read"));
    assert_eq!((ending, code), (Ending::Done, 0));
    let Content::Conditions { conditions, .. } = content else { panic!("{content:?}") };
    let listed: BTreeSet<&str> = conditions.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(listed, named::ALL.iter().map(|one| one.name).collect());
}

/// Of connections that cannot be seen nothing is said, and of a database without one neither.
#[test]
fn a_connection_that_nobody_sees_is_not_judged() {
    let mut world = scenario("upgrade-aftercare").unwrap();
    world.connections.clear();
    let (ending, code, content) = checked(&mut Desk::new(&world), "quiesced");
    assert_eq!((ending, code), (Ending::Blocked, 10), "{content:?}");
    let Content::Refusal { diagnostics, .. } = content else { panic!("{content:?}") };
    assert_eq!(diagnostics[0].code, "connect/none");
}
