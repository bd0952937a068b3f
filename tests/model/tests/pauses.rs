//! Pausing Connect for a stated time and resuming it, in simulated time: what operators see whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, Quiesce, Resume, ResumeSync, Shown, StoredRun};
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_simulator::scenario::Switches;
use connect_simulator::{Act, Scenario};
use serde_json::json;
use support::{context, told, told_by_chance, upgrade, Told};

const DATABASE: &str = "postgresql-curved-10001";
const CONNECT: &str = "herokuconnect-angular-20001";
const HOUR_MS: u64 = 3_600_000;

fn shown(accept: &[&str]) -> Shown {
    Shown {
        confirm: Some("acme-sync".into()),
        accept: accept.iter().map(|code| (*code).to_owned()).collect(),
        ..Shown::default()
    }
}

fn quiesced(more: impl FnOnce(&mut Quiesce)) -> Command {
    let mut typed = Quiesce { app: "acme-sync".into(), shown: shown(&[]), ..Quiesce::default() };
    more(&mut typed);
    Command::Quiesce(typed)
}

fn quiesce() -> Command {
    quiesced(|_| ())
}

fn resumed(more: impl FnOnce(&mut ResumeSync)) -> Command {
    let mut typed = ResumeSync { app: "acme-sync".into(), shown: shown(&[]), ..ResumeSync::default() };
    more(&mut typed);
    Command::ResumeSync(typed)
}

fn resume() -> Command {
    resumed(|_| ())
}

/// A later command, of another run.
fn later() -> Context {
    Context { run_id: "rlater12".into(), ..context() }
}

fn world(switch: impl FnOnce(&mut Switches)) -> Scenario {
    let mut world = scenario("upgrade-follower").unwrap();
    switch(&mut world.switches);
    world
}

fn desk() -> Desk {
    Desk::new(&world(|_| ()))
}

/// A world in which Connect is held paused.
fn held() -> Desk {
    let mut desk = desk();
    let told = told(&mut desk, quiesce(), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    desk
}

fn states(desk: &Desk) -> Vec<String> {
    let view = desk.view();
    let all = view["connections"].as_object().unwrap().values();
    all.map(|one| one["state"].as_str().unwrap().to_owned()).collect()
}

#[track_caller]
fn says(told: &Told, words: &[&str]) {
    for word in words {
        assert!(told.said.contains(word), "`{word}` is not in:\n{}", told.said);
    }
}

#[test]
fn a_pause_is_quiet_noted_and_ended_by_the_command_that_the_report_names() {
    let mut desk = desk();
    let paused = told(&mut desk, quiesced(|typed| typed.for_ms = Some(2 * HOUR_MS)), context());
    assert_eq!((paused.ending, paused.exit_code), (Ending::Done, 0), "{}", paused.said);
    says(&paused, &["SYNC PAUSED since", "due", "heroku connect:resume-sync rabc1234 --app acme-sync"]);
    assert_eq!(states(&desk), ["PAUSED"]);
    assert_eq!((desk.paper.in_flight(DATABASE), desk.paper.held(DATABASE)), (0, Some(true)));
    let again = told(&mut desk, resumed(|typed| typed.run = Some("rabc1234".into())), later());
    assert_eq!((again.ending, again.exit_code), (Ending::Done, 0), "{}", again.said);
    assert_ne!(states(&desk), ["PAUSED"]);
    assert_eq!((desk.paper.sent_twice(), desk.paper.held(DATABASE)), (0, None));
}

#[test]
fn a_pause_that_is_refused_for_ever_is_undone_and_connect_runs() {
    let mut desk = desk();
    desk.world.inject(format!("pause-stuck@{CONNECT}").parse().unwrap());
    let told = told(&mut desk, quiesce(), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert_ne!(states(&desk), ["PAUSED"]);
    assert_eq!(desk.paper.held(DATABASE), None);
}

#[test]
fn a_pause_whose_answer_was_lost_is_seen_by_its_probe() {
    let mut desk = desk();
    let mut lost = 0;
    let chance = |effect: &Effect| match effect {
        Effect::Http(http) if http.request.path.ends_with("/actions/pause") && lost == 0 => {
            lost += 1;
            Chance::LostAfter
        }
        _ => Chance::Succeed,
    };
    let told = told_by_chance(&mut desk, quiesce(), context(), chance, |_| false);
    assert_eq!((lost, told.ending), (1, Ending::Done), "{}", told.said);
    assert_eq!(states(&desk), ["PAUSED"]);
}

#[test]
fn of_two_connections_of_which_one_never_pauses_the_other_runs_again() {
    let mut desk = Desk::new(&scenario("two-connections").unwrap());
    let all = states(&desk).len();
    assert_eq!(all, 2);
    let second = desk.view()["connections"].as_object().unwrap().keys().nth(1).unwrap().clone();
    desk.world.inject(format!("pause-stuck@{second}").parse().unwrap());
    let told = told(&mut desk, quiesce(), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert!(states(&desk).iter().all(|state| state != "PAUSED"), "{:?}", states(&desk));
}

#[test]
fn one_connection_of_two_is_paused_and_the_other_goes_on() {
    let mut desk = Desk::new(&scenario("two-connections").unwrap());
    let first = desk.view()["connections"].as_object().unwrap().keys().next().unwrap().clone();
    let paused = told(&mut desk, quiesced(|typed| typed.resource = Some(first.clone())), context());
    assert_eq!(paused.ending, Ending::Done, "{}", paused.said);
    assert_eq!(states(&desk).iter().filter(|state| *state == "PAUSED").count(), 1);
    let again = told(&mut desk, resume(), later());
    assert_eq!(again.ending, Ending::Done, "{}", again.said);
    assert!(states(&desk).iter().all(|state| state != "PAUSED"));
    assert_eq!(desk.paper.held(DATABASE), None);
}

#[test]
fn what_is_not_resumed_stays_noted() {
    let mut desk = Desk::new(&scenario("two-connections").unwrap());
    let names: Vec<String> = desk.view()["connections"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(told(&mut desk, quiesce(), context()).ending, Ending::Done);
    for (name, left) in [(&names[0], Some(true)), (&names[1], Some(true))] {
        let told = told(&mut desk, resumed(|typed| typed.resource = Some(name.clone())), later());
        assert_eq!(told.ending, Ending::Done, "{}", told.said);
        assert_eq!(desk.paper.held(DATABASE), left, "{name}");
    }
    // Who names neither ends it.
    assert_eq!(told(&mut desk, resume(), later()).ending, Ending::Done);
    assert_eq!(desk.paper.held(DATABASE), None);
}

#[test]
fn a_connection_that_does_not_exist_is_named() {
    let told = told(&mut desk(), quiesced(|typed| typed.resource = Some("nobody".into())), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10));
    says(&told, &["is called `nobody`", "[connect/none]"]);
}

#[test]
fn whoever_resumed_it_by_hand_while_it_was_held_is_found_and_the_lock_goes() {
    let mut desk = held();
    desk.world.act(Act::ResumeConnection { addon: CONNECT.into() }, desk.now);
    desk.pass(60_000);
    let told = told(&mut desk, resume(), later());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(desk.paper.held(DATABASE), None);
}

#[test]
fn a_second_operator_is_told_who_holds_it_and_how_it_ends() {
    let mut desk = held();
    let told = told(&mut desk, upgrade("acme-sync"), later());
    assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10));
    says(
        &told,
        &[
            "run `rabc1234` of me@here holds Connect paused",
            "SYNC PAUSED since",
            "heroku connect:resume-sync rabc1234 --app acme-sync",
        ],
    );
}

#[test]
fn a_pause_that_should_have_ended_is_said_to_be_overdue_and_resumed_by_a_scheduler() {
    let mut desk = held();
    let overdue = || resumed(|typed| typed.overdue = true);
    let early = told(&mut desk, overdue(), later());
    assert_eq!((early.ending, early.exit_code), (Ending::NothingToDo, 0), "{}", early.said);
    desk.pass(5 * HOUR_MS);
    says(&told(&mut desk, upgrade("acme-sync"), later()), &["SYNC PAUSED since", "overdue by"]);
    let late = told(&mut desk, overdue(), later());
    assert_eq!(late.ending, Ending::Done, "{}", late.said);
    let again = told(&mut desk, overdue(), later());
    assert_eq!((again.ending, again.exit_code), (Ending::NothingToDo, 0), "{}", again.said);
}

#[test]
fn a_database_that_refuses_writes_is_not_resumed_on() {
    let mut desk = held();
    desk.paper.answer(DATABASE, "fence_on", "", None, desk.now).unwrap();
    let told = told(&mut desk, resume(), later());
    assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10), "{}", told.said);
    says(&told, &["[database/read-only]"]);
    assert_eq!(states(&desk), ["PAUSED"]);
}

#[test]
fn a_database_that_went_back_in_time_is_not_resumed_on() {
    let mut desk = held();
    // As if it had been further when the pause was noted.
    let head =
        json!({"id": "999999", "txid": "999999", "createdAt": "0", "sequence": "999999", "timeline": null});
    let held = json!({
        "reason": null,
        "database": "another",
        "connections": [{"resource": CONNECT, "head": head, "ours": true}],
    });
    let row = json!({"runId": "rabc1234", "claim": "rabc1234", "forMs": HOUR_MS, "held": held}).to_string();
    desk.paper.answer(DATABASE, "lock_hold", "", Some(&row), desk.now).unwrap();
    let told = told(&mut desk, resume(), later());
    assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10), "{}", told.said);
    says(&told, &["[connect/rolled-back]", "leave Connect paused"]);
    assert_eq!(states(&desk), ["PAUSED"]);
}

#[test]
fn a_resume_after_which_connect_is_unwell_is_paused_again_and_can_be_gone_on_with() {
    let mut desk = held();
    desk.world.inject(format!("resume-fails@{CONNECT}#1").parse().unwrap());
    let first = told(&mut desk, resume(), later());
    assert_eq!((first.ending, first.exit_code), (Ending::Paused, 11), "{}", first.said);
    let runs: Vec<StoredRun> = vec![first.run.clone()];
    let typed = Resume { run: "rlater12".into(), hold: Some(false), ..Resume::default() };
    let second = told(&mut desk, Command::Resume(typed), Context { runs, ..later() });
    assert_eq!(second.ending, Ending::Done, "{}", second.said);
    assert_eq!(desk.paper.sent_twice(), 0);
}
