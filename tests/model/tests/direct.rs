//! The upgrade in place, in simulated time: what operators see whatever the service does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;

use connect_core::command::{Command, Context, Resume, StoredRun, UpgradeDb};
use connect_core::directive::{Directive, Event, StageState};
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_core::face::Face;
use connect_model::case::{Bounds, Case};
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_model::faults::{entries, strike};
use connect_model::play::{Play, Reached};
use connect_model::way::Again;
use connect_simulator::scenario::{
    AttachmentSpec, DatabaseSpec, OnFailover, PreparedShownAs, Switches, UpgradeLeaderBy,
};
use connect_simulator::Scenario;
use connect_wire::{Api, Method, Request};
use serde_json::{json, Value};
use support::{context, drive_asked, told, told_by_chance, told_until, Told};

const DATABASE: &str = "postgresql-curved-10001";
const CONNECT: &str = "herokuconnect-angular-20001";
const HOUR: u64 = 3_600_000;

fn accepted() -> Vec<String> {
    let accept = ["upgrade/dryrun-unread", "upgrade/window-near", "direct/followers-rebuilt"];
    accept.map(str::to_owned).to_vec()
}

fn direct(more: impl FnOnce(&mut UpgradeDb)) -> Command {
    let mut typed = UpgradeDb {
        app: "acme-sync".into(),
        version: Some("17".into()),
        method: Some("direct".into()),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        accept: accepted(),
        ..UpgradeDb::default()
    };
    more(&mut typed);
    Command::UpgradeDb(typed)
}

fn world(switch: impl FnOnce(&mut Switches)) -> Scenario {
    let mut world = scenario("upgrade-follower").unwrap();
    switch(&mut world.switches);
    world
}

fn run(switch: impl FnOnce(&mut Switches)) -> (Desk, Told) {
    let mut desk = Desk::new(&world(switch));
    let told = told(&mut desk, direct(|_| ()), context());
    (desk, told)
}

fn faulty(fault: &str) -> (Desk, Told) {
    let mut desk = Desk::new(&world(|_| ()));
    desk.world.inject(fault.parse().unwrap());
    let told = told(&mut desk, direct(|_| ()), context());
    (desk, told)
}

fn version(desk: &Desk) -> Value {
    desk.view()["databases"][DATABASE]["version"].clone()
}

fn armed(desk: &Desk) -> bool {
    desk.view()["databases"][DATABASE]["upgrade"] == "prepared"
}

/// The app serves, Connect runs, and nothing is lost.
fn open(desk: &Desk, told: &Told) {
    let view = desk.view();
    assert_eq!(view["apps"]["acme-sync"]["maintenance"], false, "{}", told.said);
    assert_eq!(view["apps"]["acme-sync"]["up"], json!({"web": 1, "worker": 1}), "{}", told.said);
    assert_eq!(view["connections"][CONNECT]["state"], "IDLE", "{}", told.said);
    assert_eq!(desk.paper.lost(DATABASE), 0, "{}", told.said);
    assert!(desk.paper.takes_writes(DATABASE), "{}", told.said);
}

fn with(run: &StoredRun) -> Context {
    Context { face: Face { verbose: true, ..Face::default() }, runs: vec![run.clone()], ..context() }
}

fn resumed() -> Resume {
    Resume { run: "rabc1234".into(), hold: Some(false), ..Resume::default() }
}

fn resume() -> Command {
    Command::Resume(resumed())
}

fn abort() -> Command {
    Command::Abort { run: "rabc1234".into(), confirm: Some("acme-sync".into()), accept: Vec::new() }
}

/// Somebody else, or the window, sends this to the service.
fn sends(desk: &mut Desk, act: &str, body: Value) -> u16 {
    let mut headers = BTreeMap::new();
    headers.insert("authorization".to_owned(), "Bearer sandbox-token".to_owned());
    let id = entry_id(desk);
    let request = Request {
        api: Api::Data,
        base: None,
        method: Method::Post,
        path: format!("/client/v11/databases/{id}/upgrade/{act}"),
        headers,
        body: Some(body),
    };
    desk.world.handle(&request, desk.now).status
}

fn entry_id(desk: &Desk) -> String {
    let case = Case::direct_in(&world(|_| ()), Bounds { faults: 0, crashes: 0 }).unwrap();
    let _ = desk;
    case.plan.snapshot.database.id.clone()
}

fn asked(told: &Told, step: &str) -> usize {
    told.run
        .journal
        .matches(&format!("\"kind\":\"issued\",\"step\":\"{step}\",\"call\":0,\"undo\":false"))
        .count()
}

/// Ctrl-C at the first thing that is waited for or shown once a step was entered.
fn stopped_in(desk: &mut Desk, wanted: &str) -> Told {
    let mut entered = false;
    told_until(desk, direct(|_| ()), context(), |one| {
        if let Directive::Show { event: Event::Stage { step, state: StageState::Started, .. }, .. } = one {
            entered |= step == wanted;
        }
        entered
    })
}

fn lost(act: &'static str, after: bool) -> impl FnMut(&Effect) -> Chance {
    let mut left = 1;
    move |effect| match effect {
        Effect::Http(http) if http.request.path.ends_with(act) && left > 0 => {
            left -= 1;
            if after {
                Chance::LostAfter
            } else {
                Chance::LostBefore
            }
        }
        _ => Chance::Succeed,
    }
}

#[test]
fn a_leader_is_upgraded_in_place_and_nothing_is_lost() {
    let (desk, told) = run(|_| ());
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert_eq!(version(&desk), 17);
    open(&desk, &told);
    assert_eq!((asked(&told, "arm-upgrade"), asked(&told, "upgrade-run")), (1, 1));
    let info = support::told(&mut desk.clone(), Command::Info { run: "rabc1234".into() }, with(&told.run));
    for said in [
        "L1 = L0 on the lead database",
        "rows in",
        "kinds of objects as before",
        "counter of transactions",
        "not in recovery",
        "read-only by default for its default credential",
        "would start by itself",
    ] {
        assert!(info.said.contains(said), "`{said}` is not in:\n{}", info.said);
    }
}

#[test]
fn whatever_is_not_known_of_the_service_the_leader_is_upgraded_and_nothing_is_lost() {
    type Switch = fn(&mut Switches);
    let switches: [(&str, Switch); 13] = [
        ("the address changes", |one| one.url_changes_on_upgrade = true),
        ("the password changes", |one| one.password_changes_on_upgrade = true),
        ("the name of the database changes", |one| one.database_changes_on_upgrade = true),
        ("config vars are late", |one| {
            (one.url_changes_on_upgrade, one.config_lag_ms) = (true, 10_000);
        }),
        ("it is shown as a maintenance", |one| one.prepared_shown_as = PreparedShownAs::Maintenance),
        ("it is shown in a message", |one| one.prepared_shown_as = PreparedShownAs::Message),
        ("run takes no version", |one| one.run_version_on_leader = false),
        ("a copy is upgraded", |one| one.upgrade_leader_by = UpgradeLeaderBy::Replica),
        ("the server of before goes on for a while", |one| {
            (one.upgrade_leader_by, one.stop_gap_ms) = (UpgradeLeaderBy::Replica, 60_000);
        }),
        ("a cancelled one is shown for a while", |one| one.cancel_lags = 10_000),
        ("preparing takes a day", |one| one.prepare_ms = 20 * HOUR),
        ("Connect listens while it is paused", |one| one.paused_connect_listens = true),
        ("Connect is lazy", |one| one.reconnect = connect_simulator::scenario::Reconnect::Lazy),
    ];
    for (name, switch) in switches {
        let (desk, told) = run(switch);
        assert_eq!(told.ending, Ending::Done, "{name}\n{}", told.said);
        assert_eq!(version(&desk), 17, "{name}");
        assert_eq!(desk.paper.lost(DATABASE), 0, "{name}");
        let state = &desk.view()["connections"][CONNECT]["state"];
        assert_eq!(state, "IDLE", "{name}");
    }
}

#[test]
fn where_the_fence_disturbs_the_upgrade_it_fails_and_the_app_comes_back_as_it_was() {
    let (desk, told) = run(|one| one.fence_breaks_upgrade = true);
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert!(told.said.contains("[upgrade/came-to-nothing]"), "{}", told.said);
    assert_eq!(version(&desk), 15);
    open(&desk, &told);
}

#[test]
fn a_paused_connect_that_goes_on_writing_is_found_before_anything_is_run() {
    let world = world(|one| (one.paused_connect_writes, one.poll_org_ms) = (true, 300));
    let case = Case::direct_in(&world, Bounds { faults: 0, crashes: 0 }).unwrap();
    let mut play = Play::begin(&case);
    while play.on().unwrap() != Reached::Step("position-l0".into()) {}
    play.desk.pass(2_000);
    assert_eq!(play.desk.view()["connections"][CONNECT]["state"], "SYSTEM_ERROR");
    let ended = play.to_the_end();
    let end = ended.unwrap_or_else(|(end, _)| end.unwrap());
    // It broke over the refusal, so that somebody has to look after it; the app does not wait for that.
    assert_eq!((end.ending, end.code.as_str()), (Ending::Operator, "connect/not-resumed"), "{end:?}");
    assert_eq!((version(&play.desk), armed(&play.desk)), (Value::from(15), false));
    assert_eq!(play.desk.view()["apps"]["acme-sync"]["maintenance"], false);
}

#[test]
fn followers_are_waited_for_until_they_follow_the_new_version() {
    for keeps in [true, false] {
        let mut world = world(|switches| switches.followers_keep_url = keeps);
        let leader = world.databases[0].clone();
        let colour = AttachmentSpec {
            app: "acme-sync".into(),
            name: "HEROKU_POSTGRESQL_BLUE".into(),
            namespace: None,
        };
        world.databases.push(DatabaseSpec {
            addon: "postgresql-replica-10002".into(),
            following: Some(leader.addon.clone()),
            attachments: vec![colour],
            ..leader
        });
        let mut desk = Desk::new(&world);
        let blocked = told(&mut desk, direct(|typed| drop(typed.accept.pop())), context());
        assert_eq!(blocked.exit_code, 10, "{}", blocked.said);
        assert!(blocked.said.contains("[direct/followers-rebuilt]"), "{}", blocked.said);
        let told = told(&mut desk, direct(|_| ()), context());
        assert_eq!(told.ending, Ending::Done, "{}", told.said);
        let info = support::told(&mut desk, Command::Info { run: "rabc1234".into() }, with(&told.run));
        assert!(
            info.said.contains("follower postgresql-replica-10002: follows, on the new version"),
            "{}",
            info.said
        );
    }
}

// The ten nastiest.

#[test]
fn the_answer_to_prepare_is_lost_and_it_landed() {
    let mut desk = Desk::new(&world(|_| ()));
    let told = told_by_chance(&mut desk, direct(|_| ()), context(), lost("/prepare", true), |_| false);
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!((asked(&told, "arm-upgrade"), asked(&told, "upgrade-run")), (1, 1));
    open(&desk, &told);
}

#[test]
fn a_colleague_who_prepares_another_version_first_is_left_alone_and_nothing_is_run() {
    let mut desk = Desk::new(&world(|switches| switches.versions = vec![15, 16, 17, 18]));
    // It comes between our look and our request.
    desk.world.inject("refuse:422:unprocessable_entity@POST /client/v11/databases#1".parse().unwrap());
    let refused =
        told(&mut desk, direct(|typed| typed.way_back = Some("none".into())), Context::clone(&context()));
    assert_eq!(refused.exit_code, 10, "{}", refused.said);
    let accept = |typed: &mut UpgradeDb| {
        typed.way_back = Some("none".into());
        typed.accept.push("direct/no-way-back".into());
    };
    let refused = told(&mut desk, direct(accept), context());
    assert_eq!((refused.ending, refused.exit_code), (Ending::Undone, 12), "{}", refused.said);
    assert!(refused.said.contains("[upgrade/already-scheduled]"), "{}", refused.said);
    // The one of a colleague stays prepared, whether it was seen before or came in between.
    let mut desk = Desk::new(&world(|_| ()));
    let stopped = stopped_in(&mut desk, "mappings-at-rest");
    assert_eq!(sends(&mut desk, "prepare", json!({"version": "16"})), 200);
    let told = told(&mut desk, resume(), with(&stopped.run));
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert!(told.said.contains("[upgrade/already-scheduled]"), "{}", told.said);
    assert!(armed(&desk), "somebody else's is cancelled");
    assert_eq!(asked(&told, "upgrade-run"), 0);
}

#[test]
fn a_process_that_dies_while_it_is_prepared_is_gone_on_with_after_the_window() {
    let mut desk = Desk::new(&world(|switches| switches.connect_on_upgrade = OnFailover::Rides));
    let stopped = stopped_in(&mut desk, "hold");
    assert!(armed(&desk), "{}", stopped.said);
    desk.paper.process_ends();
    desk.pass(30 * HOUR);
    assert_eq!(version(&desk), 17, "the window has come");
    let told = told(&mut desk, resume(), with(&stopped.run));
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert!(told.said.contains("[upgrade/fired]") && told.said.contains("not proven"), "{}", told.said);
    assert_eq!(asked(&told, "upgrade-run"), 0);
    open(&desk, &told);
}

#[test]
fn one_that_fires_between_the_fresh_look_and_the_stop_is_adopted_and_no_app_is_stopped() {
    let case = Case::named("upgrade-direct", Bounds { faults: 0, crashes: 0 }).unwrap();
    let mut play = Play::begin(&case);
    while play.on().unwrap() != Reached::Step("stop-writers".into()) {}
    play.desk.world.inject("upgrade-fires#1".parse().unwrap());
    play.desk.pass(2_000);
    let end = play.to_the_end().unwrap();
    assert_eq!(end.ending, Ending::Done, "{}: {}", end.code, end.detail);
    assert_eq!(version(&play.desk), 17);
    let stopped = |view: &Value| view["apps"]["acme-sync"]["maintenance"] == true;
    assert!(!stopped(&play.desk.view()));
}

#[test]
fn an_abort_that_comes_too_late_to_cancel_goes_on_with_what_runs_and_is_never_called_undone() {
    for step in ["hold", "pause-connect", "fence"] {
        let mut desk = Desk::new(&world(|_| ()));
        let stopped = stopped_in(&mut desk, step);
        assert_eq!(sends(&mut desk, "run", json!({})), 200, "{step}");
        let told = told(&mut desk, abort(), with(&stopped.run));
        assert_eq!(told.ending, Ending::Done, "{step}\n{}", told.said);
        assert_eq!(version(&desk), 17, "{step}");
        open(&desk, &told);
        assert_eq!(asked(&told, "upgrade-run"), 0, "{step}");
    }
}

#[test]
fn what_stays_prepared_after_it_was_cancelled_needs_a_person_and_the_app_is_open() {
    let mut desk = Desk::new(&world(|switches| switches.cancel_lags = 2 * HOUR));
    let stopped = stopped_in(&mut desk, "end-sessions");
    let told = told(&mut desk, abort(), with(&stopped.run));
    assert_eq!((told.ending, told.exit_code), (Ending::Operator, 13), "{}", told.said);
    for said in ["[upgrade/still-armed]", "heroku pg:upgrade:cancel", "starts by itself at"] {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
    open(&desk, &told);
    desk.pass(3 * HOUR);
    let again = support::told(&mut desk, resume(), with(&told.run));
    assert_eq!((again.ending, again.exit_code), (Ending::Undone, 12), "{}", again.said);
}

#[test]
fn a_run_that_was_lost_before_it_arrived_is_asked_for_once_more_after_five_minutes() {
    let mut desk = Desk::new(&world(|_| ()));
    let began = desk.now;
    let told = told_by_chance(&mut desk, direct(|_| ()), context(), lost("/run", false), |_| false);
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(asked(&told, "upgrade-run"), 2);
    assert!(desk.now - began > 300_000, "it was asked for again at once");
    open(&desk, &told);
}

#[test]
fn a_run_that_landed_unseen_is_not_asked_for_again() {
    let mut desk = Desk::new(&world(|_| ()));
    let told = told_by_chance(&mut desk, direct(|_| ()), context(), lost("/run", true), |_| false);
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(asked(&told, "upgrade-run"), 1);
}

#[test]
fn a_run_that_is_refused_is_cancelled_and_the_app_comes_back() {
    let id = entry_id(&Desk::new(&world(|_| ())));
    let (desk, told) = faulty(&format!("refuse:400:bad_request@POST /client/v11/databases/{id}/upgrade/run"));
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert_eq!((version(&desk), armed(&desk)), (Value::from(15), false));
    open(&desk, &told);
}

#[test]
fn an_upgrade_that_fails_is_taken_back_if_the_server_of_before_is_proven_and_else_needs_a_person() {
    let (desk, told) = faulty("upgrade-fails");
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert!(told.said.contains("[upgrade/came-to-nothing]"), "{}", told.said);
    assert_eq!(version(&desk), 15);
    open(&desk, &told);
    // So is one that is said to be done, while the version is the old one for the better part of an hour.
    let (desk, told) = faulty("upgrade-noop");
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert!(told.said.contains("for 45 minutes Heroku shows no upgrade"), "{}", told.said);
    assert_eq!(version(&desk), 15);
    open(&desk, &told);
    // One that never ends keeps the app closed, and says so.
    let (mut desk, told) = faulty("upgrade-stuck");
    assert_eq!((told.ending, told.exit_code), (Ending::Operator, 14), "{}", told.said);
    assert!(told.said.contains("[upgrade/not-finished]"), "{}", told.said);
    desk.world.heal(desk.now);
    desk.pass(60_000);
    let done = support::told(&mut desk, resume(), with(&told.run));
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    open(&desk, &done);
}

#[test]
fn a_release_that_failed_against_the_fence_is_made_again() {
    let mut world = world(|switches| switches.url_changes_on_upgrade = true);
    world.apps[0].release_phase = true;
    let mut desk = Desk::new(&world);
    desk.world.inject("release-fails@Update#1".parse().unwrap());
    let told = told(&mut desk, direct(|_| ()), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert!(desk.view()["attachments"].as_object().unwrap().keys().all(|name| !name.contains("RELEASE")));
    open(&desk, &told);
}

// Beyond them.

#[test]
fn a_prepared_upgrade_that_fires_in_any_step_is_gone_on_with_to_the_end() {
    for connect in [OnFailover::Rides, OnFailover::Stuck] {
        let world = world(|switches| switches.connect_on_upgrade = connect);
        let case = Case::direct_in(&world, Bounds { faults: 0, crashes: 0 }).unwrap();
        let mut struck = 0;
        for (step, play) in &entries(&case).unwrap() {
            let Some(became) = strike(play, &"upgrade-fires".parse().unwrap()) else { continue };
            struck += 1;
            assert_eq!(became.broken, [], "{step}");
            // A Connect that was told to pause and lost its database may be left over, once.
            let done = |ending: &String| {
                ending == "done" || connect == OnFailover::Stuck && ending.ends_with(": done")
            };
            assert!(became.endings.iter().all(done), "{step}, {connect:?}: {:?}", became.endings);
        }
        assert!(struck > 8, "{struck}");
    }
}

#[test]
fn the_hold_ends_two_hours_before_it_would_start_by_itself() {
    let mut desk = Desk::new(&world(|_| ()));
    let late = desk.now + 30 * HOUR;
    let at = |typed: &mut UpgradeDb| (typed.hold, typed.downtime_at) = (None, Some(late));
    let told = told(&mut desk, direct(at), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Paused, 11), "{}", told.said);
    assert!(told.said.contains("[upgrade/window-near]"), "{}", told.said);
    assert!(!armed(&desk), "{}", told.said);
    let again = support::told(&mut desk, resume(), with(&told.run));
    assert_eq!(again.ending, Ending::Done, "{}", again.said);
    assert_eq!(asked(&again, "arm-upgrade"), 2);
}

#[test]
fn a_window_that_is_too_near_once_it_is_prepared_is_no_reason_to_stop_anybody() {
    let (desk, told) = run(|switches| switches.window_ms = 2 * HOUR);
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert!(told.said.contains("[upgrade/window-near]"), "{}", told.said);
    assert!(!armed(&desk));
    open(&desk, &told);
}

#[test]
fn an_upgrade_that_is_never_ready_is_cancelled_and_can_be_prepared_anew() {
    let mut desk = Desk::new(&world(|switches| switches.prepare_ms = 40 * HOUR));
    let told = told(&mut desk, direct(|_| ()), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Paused, 11), "{}", told.said);
    assert!(told.said.contains("[upgrade/not-ready]"), "{}", told.said);
    assert!(!armed(&desk));
}

#[test]
fn one_that_is_prepared_already_is_refused_or_used() {
    let mut desk = Desk::new(&world(|_| ()));
    assert_eq!(sends(&mut desk, "prepare", json!({"version": "17"})), 200);
    desk.pass(10_000);
    let refused = told(&mut desk, direct(|_| ()), context());
    assert_eq!(refused.exit_code, 10, "{}", refused.said);
    assert!(refused.said.contains("use it with `--adopt`"), "{}", refused.said);
    let unread = told(&mut desk, direct(|typed| typed.adopt = true), context());
    assert!(unread.said.contains("[upgrade/version-unread]"), "{}", unread.said);
    let used = told(
        &mut desk,
        direct(|typed| {
            typed.adopt = true;
            typed.accept.push("upgrade/version-unread".into());
        }),
        context(),
    );
    assert_eq!((used.ending, asked(&used, "arm-upgrade")), (Ending::Done, 0), "{}", used.said);
    assert_eq!(version(&desk), 17);
}

#[test]
fn another_version_that_was_prepared_is_never_run_by_its_name_and_said_if_it_fires() {
    let mut desk = Desk::new(&world(|_| ()));
    assert_eq!(sends(&mut desk, "prepare", json!({"version": "16"})), 200);
    desk.pass(10_000);
    let adopt = |typed: &mut UpgradeDb| {
        typed.adopt = true;
        typed.accept.push("upgrade/version-unread".into());
    };
    let told = support::told(&mut desk.clone(), direct(adopt), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    // It fires while it is waited for.
    let mut armed = false;
    let stopped = told_until(&mut desk, direct(adopt), context(), |one| {
        if let Directive::Show { event: Event::Stage { step, state: StageState::Started, .. }, .. } = one {
            armed |= step == "hold";
        }
        armed
    });
    assert_eq!(sends(&mut desk, "run", json!({})), 200);
    let told = support::told(&mut desk, resume(), with(&stopped.run));
    assert_eq!((told.ending, version(&desk)), (Ending::Done, Value::from(16)), "{}", told.said);
    assert!(told.said.contains("[upgrade/other-version]"), "{}", told.said);
}

#[test]
fn a_run_that_is_killed_after_it_asked_is_gone_on_with_and_never_asks_again() {
    let case = Case::named("upgrade-direct", Bounds { faults: 0, crashes: 0 }).unwrap();
    let mut play = Play::begin(&case);
    while play.on().unwrap() != Reached::Step("upgraded".into()) {}
    play.again(Again::Resume);
    assert_eq!(play.to_the_end().unwrap().ending, Ending::Done);
    let mut play = Play::begin(&case);
    while play.on().unwrap() != Reached::Step("upgraded".into()) {}
    play.again(Again::Abort);
    assert_eq!(play.to_the_end().unwrap().code, "run/past-point-of-no-return");
}

#[test]
fn what_cannot_be_upgraded_in_place_is_refused_with_its_reason() {
    type Change = fn(&mut Scenario, &mut UpgradeDb);
    let cases: [(Change, &str); 4] = [
        (|world, _| world.databases[0].plan = "essential-0".into(), "[tier/essential]"),
        (|_, typed| typed.way_back = Some("none".into()), "[direct/no-way-back]"),
        (|_, typed| typed.accept.retain(|code| code != "upgrade/dryrun-unread"), "[upgrade/dryrun-unread]"),
        (|_, typed| typed.accept.retain(|code| code != "upgrade/window-near"), "[upgrade/window-near]"),
    ];
    for (change, code) in cases {
        let (mut world, mut typed) = (world(|_| ()), None);
        let Command::UpgradeDb(mut asks) = direct(|_| ()) else { continue };
        change(&mut world, &mut asks);
        typed.replace(asks);
        let told = told(&mut Desk::new(&world), Command::UpgradeDb(typed.unwrap()), context());
        assert_eq!(told.exit_code, 10, "{code}\n{}", told.said);
        assert!(told.said.contains(code), "`{code}` is not in:\n{}", told.said);
    }
}

#[test]
fn flags_of_other_methods_are_refused_by_name() {
    type Flags = (fn(&mut UpgradeDb), &'static str);
    let cases: [Flags; 5] = [
        (|one| one.follower = Some("x".into()), "`--follower` is of no use"),
        (|one| one.follower_plan = Some("x".into()), "`--follower-plan` is of no use"),
        (|one| (one.method, one.way_back) = (None, Some("backup".into())), "`--way-back` is of no use"),
        (|one| (one.method, one.adopt) = (None, true), "`--adopt` is of no use"),
        (|one| (one.method, one.dryrun) = (None, true), "`--dryrun` is of no use"),
    ];
    for (more, said) in cases {
        let told = told(&mut Desk::new(&world(|_| ())), direct(more), context());
        assert_eq!(told.ending, Ending::Usage, "{}", told.said);
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
}

#[test]
fn nothing_is_left_behind_that_could_be_finished() {
    let (mut desk, upgraded) = run(|_| ());
    let finish = Command::Finish { run: "rabc1234".into(), confirm: Some(DATABASE.into()) };
    let after = Context { run_id: "rfinish1".into(), runs: vec![upgraded.run], ..context() };
    let finished = told(&mut desk, finish, after);
    assert_eq!((finished.ending, finished.destroyed), (Ending::Blocked, 0), "{}", finished.said);
}

/// One that waits for the mail of a dry run, and whoever reads it.
fn dry_run(desk: &mut Desk, answer: &'static str) -> (Ending, String) {
    let command = direct(|typed| {
        typed.accept.retain(|code| code != "upgrade/dryrun-unread");
        typed.dryrun = true;
    });
    let mut asked = String::new();
    let interactive = Context { interactive: true, ..context() };
    let reads = |question: &str| {
        asked += question;
        answer
    };
    let (ending, _) = drive_asked(desk, command, interactive, |_| false, reads, |_| ());
    (ending, asked)
}

#[test]
fn a_dry_run_is_asked_for_by_a_person_and_its_mail_decides_before_anything_is_prepared() {
    let mut desk = Desk::new(&world(|_| ()));
    let (ending, asked) = dry_run(&mut desk, "yes");
    assert_eq!((ending, version(&desk)), (Ending::Done, Value::from(17)));
    assert!(
        asked.contains("heroku pg:upgrade:dryrun postgresql-curved-10001 --app acme-sync --version 17"),
        "{asked}"
    );
    let mut desk = Desk::new(&world(|_| ()));
    let (ending, _) = dry_run(&mut desk, "no");
    assert_eq!((ending, version(&desk), armed(&desk)), (Ending::Undone, Value::from(15), false));
}

#[test]
fn where_nobody_can_be_asked_for_the_mail_the_run_pauses_and_names_what_goes_on() {
    let mut desk = Desk::new(&world(|_| ()));
    let command = direct(|typed| {
        typed.accept.retain(|code| code != "upgrade/dryrun-unread");
        typed.dryrun = true;
    });
    let told = told(&mut desk, command, context());
    assert_eq!((told.ending, told.exit_code), (Ending::Paused, 11), "{}", told.said);
    for said in [
        "[upgrade/dryrun-unread]",
        "heroku pg:upgrade:dryrun postgresql-curved-10001 --app acme-sync --version 17",
        "heroku connect:runs:resume rabc1234 --accept upgrade/dryrun-unread",
    ] {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
    let read = Resume { accept: vec!["upgrade/dryrun-unread".into()], ..resumed() };
    let done = support::told(&mut desk, Command::Resume(read), with(&told.run));
    assert_eq!((done.ending, version(&desk)), (Ending::Done, Value::from(17)), "{}", done.said);
}
