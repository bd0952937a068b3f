//! Changing the plan in place, in simulated time: what operators see whatever the service does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;

use connect_core::command::{ChangePlan, Command, Context, Resume, StoredRun};
use connect_core::directive::{Directive, Event, StageState};
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_core::face::Face;
use connect_model::case::{Bounds, Case};
use connect_model::chance::Chance;
use connect_model::changes;
use connect_model::desk::{scenario, Desk};
use connect_model::faults::entries;
use connect_model::play::Play;
use connect_model::way::Again;
use connect_simulator::scenario::{
    AttachmentSpec, DatabaseSpec, OnFailover, PlanChangeBack, PlanChangeFires, PlanShown, Switches,
};
use connect_simulator::{Gauge, Scenario};
use connect_wire::{Api, Method, Request};
use serde_json::{json, Value};
use support::{context, told, told_by_chance, told_until, Told};

const DATABASE: &str = "postgresql-curved-10001";
const CONNECT: &str = "herokuconnect-angular-20001";

fn change(plan: &str) -> Command {
    changed(plan, |_| ())
}

fn changed(plan: &str, more: impl FnOnce(&mut ChangePlan)) -> Command {
    let mut typed = ChangePlan {
        app: "acme-sync".into(),
        plan: plan.into(),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        ..ChangePlan::default()
    };
    more(&mut typed);
    Command::ChangePlan(typed)
}

fn world(switch: impl FnOnce(&mut Switches)) -> Scenario {
    let mut world = scenario("upgrade-follower").unwrap();
    switch(&mut world.switches);
    world
}

fn run(switch: impl FnOnce(&mut Switches)) -> (Desk, Told) {
    let mut desk = Desk::new(&world(switch));
    let told = told(&mut desk, change("standard-2"), context());
    (desk, told)
}

fn faulty(fault: &str) -> (Desk, Told) {
    let mut desk = Desk::new(&world(|_| ()));
    desk.world.inject(fault.parse().unwrap());
    let told = told(&mut desk, change("standard-2"), context());
    (desk, told)
}

fn plan_of(desk: &Desk) -> Value {
    desk.view()["addons"][DATABASE]["plan"].clone()
}

fn connect_is(desk: &Desk) -> Value {
    desk.view()["connections"][CONNECT]["state"].clone()
}

fn with(run: &StoredRun) -> Context {
    Context { face: Face { verbose: true, ..Face::default() }, runs: vec![run.clone()], ..context() }
}

fn resume(accept: &[&str]) -> Command {
    let accept = accept.iter().map(|code| (*code).to_owned()).collect();
    Command::Resume(Resume { run: "rabc1234".into(), hold: Some(false), accept, ..Resume::default() })
}

/// Somebody else sends a change of plan.
fn patch(desk: &mut Desk, plan: &str) {
    let mut headers = BTreeMap::new();
    headers.insert("authorization".to_owned(), "Bearer sandbox-token".to_owned());
    headers.insert("accept".to_owned(), "application/vnd.heroku+json; version=3".to_owned());
    let request = Request {
        api: Api::Platform,
        base: None,
        method: Method::Patch,
        path: format!("/apps/acme-sync/addons/{DATABASE}"),
        headers,
        body: Some(json!({"plan": {"name": format!("heroku-postgresql:{plan}")}})),
    };
    let response = desk.world.handle(&request, desk.now);
    assert!(response.status < 300, "{response:?}");
}

/// Ctrl-C while the change is waited for.
fn stopped_while_waiting(desk: &mut Desk) -> Told {
    let mut waiting = false;
    told_until(desk, change("standard-2"), context(), |one| {
        if let Directive::Show { event: Event::Stage { step, state: StageState::Started, .. }, .. } = one {
            waiting = step == "change-plan";
        }
        waiting && matches!(one, Directive::Wait { .. })
    })
}

#[test]
fn a_plan_is_changed_and_the_report_says_of_which_moment_nothing_is_proven() {
    let (desk, told) = run(|_| ());
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert_eq!(plan_of(&desk), "heroku-postgresql:standard-2");
    assert_eq!(desk.paper.lost(DATABASE), 0);
    for said in ["no app was stopped", "[database/span-unproven]", "$200.00 a month then"] {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
}

#[test]
fn whatever_is_not_known_of_the_service_the_plan_is_changed_and_nothing_is_lost() {
    type Switch = fn(&mut Switches);
    let switches: [(&str, Switch); 9] = [
        ("the address changes", |one| one.url_changes_on_plan_change = true),
        ("the plan is shown at once", |one| one.plan_shown = PlanShown::Accepted),
        ("it begins in the window", |one| {
            one.plan_change_fires = PlanChangeFires::Window;
            one.window_ms = 600_000;
        }),
        ("it makes a release", |one| one.plan_change_releases = true),
        ("a second change is queued", |one| one.plan_change_back = PlanChangeBack::Queued),
        ("Connect loses its database for a while", |one| one.connect_on_failover = OnFailover::DbUnavailable),
        ("Connect stays without its database", |one| one.connect_on_failover = OnFailover::Stuck),
        ("config vars are late", |one| {
            one.url_changes_on_plan_change = true;
            one.config_lag_ms = 10_000;
        }),
        ("it takes an hour", |one| one.plan_change_ms = 3_600_000),
    ];
    for (name, switch) in switches {
        let (desk, told) = run(switch);
        assert_eq!(told.ending, Ending::Done, "{name}\n{}", told.said);
        assert_eq!(plan_of(&desk), "heroku-postgresql:standard-2", "{name}");
        assert_eq!(desk.paper.lost(DATABASE), 0, "{name}");
        assert_ne!(connect_is(&desk), "PAUSED", "{name}");
    }
}

#[test]
fn an_essential_database_is_changed_whether_or_not_it_moves() {
    for moves in [true, false] {
        let mut world = world(|switches| switches.essential_plan_moves = moves);
        world.databases[0].plan = "essential-0".into();
        let mut desk = Desk::new(&world);
        let told = told(&mut desk, change("essential-1"), context());
        assert_eq!(told.ending, Ending::Done, "{moves}\n{}", told.said);
        assert_eq!(plan_of(&desk), "heroku-postgresql:essential-1");
        assert_eq!(told.said.contains("[database/span-unproven]"), moves, "{}", told.said);
    }
}

// The ten nastiest.

#[test]
fn the_answer_is_lost_and_the_change_landed() {
    let mut desk = Desk::new(&world(|_| ()));
    let lost = |effect: &Effect| match effect {
        Effect::Http(http) if http.request.method == Method::Patch => Chance::LostAfter,
        _ => Chance::Succeed,
    };
    let told = told_by_chance(&mut desk, change("standard-2"), context(), lost, |_| false);
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(told.run.journal.matches("\"kind\":\"issued\",\"step\":\"change-plan\"").count(), 1);
}

#[test]
fn a_503_without_a_sign_for_ten_minutes_needs_a_person_and_is_never_sent_again() {
    let (mut desk, told) = faulty("refuse:503:service_unavailable@PATCH /apps/acme-sync/addons");
    assert_eq!((told.ending, told.exit_code), (Ending::Operator, 13), "{}", told.said);
    assert!(
        told.said.contains("it may still come") && told.said.contains("[service/unclear]"),
        "{}",
        told.said
    );
    desk.world.heal(desk.now);
    let again = support::told(&mut desk, resume(&[]), with(&told.run));
    assert_eq!(again.ending, Ending::Operator, "{}", again.said);
    assert_eq!(again.run.journal.matches("\"kind\":\"issued\",\"step\":\"change-plan\"").count(), 1);
    assert_eq!(plan_of(&desk), "heroku-postgresql:standard-0");
    // A person who knows that it will not come is believed.
    let given_up = support::told(&mut desk.clone(), resume(&["service/unclear"]), with(&again.run));
    assert_eq!(given_up.ending, Ending::Undone, "{}", given_up.said);
    // It comes after all: a person sends it, and the run goes on.
    patch(&mut desk, "standard-2");
    let done = support::told(&mut desk, resume(&[]), with(&again.run));
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
}

#[test]
fn who_may_not_pay_is_told_so_and_everything_is_as_it_was() {
    for (refusal, who) in [("402:delinquent", "who pays"), ("403:forbidden", "ask an owner of the app")] {
        let (desk, told) = faulty(&format!("refuse:{refusal}@PATCH /apps/acme-sync/addons"));
        assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
        assert!(told.said.contains(who), "{}", told.said);
        assert_eq!(plan_of(&desk), "heroku-postgresql:standard-0");
    }
}

#[test]
fn a_change_that_is_prepared_for_a_day_pauses_and_can_be_gone_on_with() {
    let case = Case::named("change-plan", Bounds { faults: 0, crashes: 0 }).unwrap();
    let mut play = Play::begin(&case);
    play.desk.world.inject("plan-change-stuck".parse().unwrap());
    let end = play.to_the_end().unwrap();
    assert_eq!((end.ending, end.code.as_str()), (Ending::Paused, "plan/not-changed"), "{}", end.detail);
    play.desk.world.heal(play.desk.now);
    play.again(Again::Resume);
    assert_eq!(play.to_the_end().unwrap().ending, Ending::Done);
}

#[test]
fn lost_commits_need_a_person_and_connect_is_paused_at_once() {
    let (mut desk, told) = run(|switches| switches.plan_change_loses = 200);
    assert_eq!((told.ending, told.exit_code), (Ending::Operator, 13), "{}", told.said);
    assert!(told.said.contains("acknowledged test writes up to"), "{}", told.said);
    assert!(told.said.contains("[database/writes-missing]"), "{}", told.said);
    desk.pass(5_000);
    assert_eq!(connect_is(&desk), "PAUSED");
    // A person who knows goes on; what is missing stays in the report.
    let again = support::told(&mut desk, resume(&["database/writes-missing"]), with(&told.run));
    assert!(again.said.contains("[database/writes-missing]"), "{}", again.said);
    assert_eq!(again.ending, Ending::Paused, "Connect is still paused\n{}", again.said);
}

#[test]
fn a_release_that_met_a_read_only_server_is_made_again() {
    let mut world = world(|switches| switches.url_changes_on_plan_change = true);
    world.apps[0].release_phase = true;
    let mut desk = Desk::new(&world);
    desk.world.inject("release-fails@Update#1".parse().unwrap());
    let told = told(&mut desk, change("standard-2"), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert!(desk.view()["attachments"].as_object().unwrap().keys().all(|name| !name.contains("RELEASE")));
}

#[test]
fn connect_that_stays_without_its_database_is_restarted_once() {
    let (desk, told) = run(|switches| switches.connect_on_failover = OnFailover::Stuck);
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_ne!(connect_is(&desk), "DB_UNAVAILABLE");
    assert_eq!(told.run.journal.matches("\"kind\":\"retrying\",\"step\":\"connect-rides\"").count(), 1);
}

/// A world with a follower, and what became of the run.
fn followed(fault: Option<&str>) -> Told {
    let mut world = world(|_| ());
    let leader = world.databases[0].clone();
    let colour =
        AttachmentSpec { app: "acme-sync".into(), name: "HEROKU_POSTGRESQL_BLUE".into(), namespace: None };
    world.databases.push(DatabaseSpec {
        addon: "postgresql-replica-10002".into(),
        following: Some(leader.addon.clone()),
        attachments: vec![colour],
        ..leader
    });
    let mut desk = Desk::new(&world);
    let mut told = stopped_while_waiting(&mut desk);
    if let Some(fault) = fault {
        desk.world.inject(fault.parse().unwrap());
    }
    told = support::told(&mut desk, resume(&[]), with(&told.run));
    told
}

#[test]
fn a_follower_that_does_not_follow_any_more_is_named_and_the_run_is_done() {
    let good = followed(None);
    assert_eq!(good.ending, Ending::Done, "{}", good.said);
    assert!(
        good.said.contains("follower postgresql-replica-10002: follows, and has test write"),
        "{}",
        good.said
    );
    let bad = followed(Some("unfollow-early@postgresql-replica-10002"));
    assert_eq!(bad.ending, Ending::Done, "{}", bad.said);
    assert!(bad.said.contains("postgresql-replica-10002 follows nobody: make it anew"), "{}", bad.said);
}

#[test]
fn a_process_that_dies_before_the_switch_is_gone_on_with_and_the_gap_is_named() {
    let mut desk = Desk::new(&world(|switches| switches.plan_change_ms = 600_000));
    let stopped = stopped_while_waiting(&mut desk);
    assert_eq!((stopped.ending, stopped.exit_code), (Ending::Paused, 11), "{}", stopped.said);
    desk.paper.process_ends();
    desk.pass(1_200_000);
    let done = told(&mut desk, resume(&[]), with(&stopped.run));
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    let span = done.said.lines().find(|line| line.contains("span-unproven")).unwrap_or_default();
    assert!(span.contains("(20:"), "{span}");
}

#[test]
fn a_second_operator_who_changes_the_plan_again_is_seen_and_both_plans_are_named() {
    let mut desk = Desk::new(&world(|switches| {
        switches.plan_change_ms = 600_000;
        switches.plan_change_back = PlanChangeBack::Cancels;
    }));
    let stopped = stopped_while_waiting(&mut desk);
    patch(&mut desk, "standard-3");
    desk.pass(700_000);
    let seen = told(&mut desk, resume(&[]), with(&stopped.run));
    assert_eq!((seen.ending, seen.exit_code), (Ending::Operator, 13), "{}", seen.said);
    assert!(
        seen.said.contains("it is on standard-3 now, which is neither standard-0 nor standard-2"),
        "{}",
        seen.said
    );
}

// Beyond them.

#[test]
fn two_servers_that_both_take_writes_need_a_person_and_dynos_are_restarted() {
    let (mut desk, told) = run(|switches| switches.old_keeps_writing_ms = 3_600_000);
    assert_eq!((told.ending, told.exit_code), (Ending::Operator, 13), "{}", told.said);
    assert!(told.said.contains("[database/two-leads]"), "{}", told.said);
    desk.pass(5_000);
    assert_eq!(connect_is(&desk), "PAUSED");
}

#[test]
fn a_change_that_failed_leaves_everything_as_it_was() {
    let (desk, told) = faulty("plan-change-fails");
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert!(told.said.contains("it is still on standard-0"), "{}", told.said);
    assert_eq!(plan_of(&desk), "heroku-postgresql:standard-0");
}

#[test]
fn a_plan_that_is_there_already_is_nothing_to_do() {
    let told = told(&mut Desk::new(&world(|_| ())), change("standard-0"), context());
    assert_eq!((told.ending, told.exit_code), (Ending::NothingToDo, 0), "{}", told.said);
}

#[test]
fn what_cannot_be_in_place_is_refused_with_its_reason() {
    let cases = [
        ("standard-0", "essential-1", "plan/other-tier"),
        ("essential-0", "standard-0", "plan/other-tier"),
        ("standard-0", "private-0", "plan/other-network"),
        ("standard-0", "advanced", "tier/advanced"),
        ("standard-0", "standard-99", "plan/unknown"),
        ("standard-0", "standard-tengu", "plan/unknown"),
        ("premium-0", "standard-2", "plan/loses-ha"),
        ("premium-0", "standard-2", "plan/loses-rollback-days"),
        ("standard-2", "standard-0", "plan/limits-unknown"),
    ];
    for (from, to, code) in cases {
        let mut world = world(|_| ());
        world.databases[0].plan = from.into();
        let command = changed(to, |typed| typed.method = Some("in-place".into()));
        let told = told(&mut Desk::new(&world), command, context());
        assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10), "{from} to {to}\n{}", told.said);
        assert!(told.said.contains(&format!("[{code}]")), "{from} to {to}\n{}", told.said);
    }
}

#[test]
fn a_smaller_plan_is_judged_by_the_limits_that_are_given() {
    let smaller = |limits: &str, accept: &[&str]| {
        let mut world = world(|_| ());
        world.databases[0].plan = "standard-2".into();
        let command = changed("standard-0", |typed| {
            typed.plan_limits = Some(limits.into());
            typed.accept = accept.iter().map(|code| (*code).to_owned()).collect();
        });
        told(&mut Desk::new(&world), command, context())
    };
    assert_eq!(smaller("64,120", &[]).ending, Ending::Done);
    let few = smaller("64,3", &[]);
    assert_eq!(few.ending, Ending::Blocked, "{}", few.said);
    assert_eq!(smaller("64,3", &["plan/connections"]).ending, Ending::Done);
    for wrong in ["64", "0,1", "many,1"] {
        assert_eq!(smaller(wrong, &[]).ending, Ending::Usage, "{wrong}");
    }
}

#[test]
fn a_plan_that_does_not_hold_the_data_is_refused_and_that_cannot_be_accepted() {
    let filled = |gigabytes: u64, accept: &[&str]| {
        let mut world = world(|_| ());
        world.databases[0].plan = "standard-2".into();
        let mut desk = Desk::new(&world);
        let size = Gauge::Size { addon: DATABASE.to_owned(), bytes: gigabytes << 30 };
        desk.world.gauge(size, desk.now);
        let command = changed("standard-0", |typed| {
            typed.plan_limits = Some("64,120".into());
            typed.accept = accept.iter().map(|code| (*code).to_owned()).collect();
        });
        told(&mut desk, command, context())
    };
    let small = filled(65, &["plan/too-small", "plan/nearly-full", "plan/limits-unknown"]);
    assert_eq!(small.ending, Ending::Blocked, "{}", small.said);
    for said in ["[plan/too-small]", "has 65 GB of the 64 GB that standard-0 holds"] {
        assert!(small.said.contains(said), "{}", small.said);
    }
    let nearly = filled(60, &[]);
    assert!(nearly.said.contains("[plan/nearly-full]"), "{}", nearly.said);
    assert_eq!(filled(60, &["plan/nearly-full"]).ending, Ending::Done);
}

#[test]
fn a_plan_that_cannot_be_had_has_one_reason_and_no_word_about_its_limits() {
    for plan in ["private-0", "standard-99"] {
        let command = changed(plan, |typed| typed.method = Some("in-place".into()));
        let told = told(&mut Desk::new(&world(|_| ())), command, context());
        assert!(told.said.contains("Blocked by 1 finding."), "{plan}\n{}", told.said);
    }
}

#[test]
fn every_step_can_be_killed_gone_on_with_or_rolled_back() {
    for name in changes::ALL {
        let case = Case::named(name, Bounds { faults: 0, crashes: 0 }).unwrap();
        let entries = entries(&case).unwrap();
        let no_return = case.plan.marks.point_of_no_return.as_deref().unwrap();
        let asked = entries.iter().position(|(step, _)| step == no_return).unwrap();
        for (at, (step, play)) in entries.iter().enumerate() {
            let mut killed = play.clone();
            killed.desk.pass(10_000);
            killed.again(Again::Resume);
            let end = killed.to_the_end().unwrap_or_else(|broken| panic!("{name}, {step}: {broken:?}"));
            assert_eq!(end.ending, Ending::Done, "{name}, resumed in {step}: {}", end.detail);
            let mut aborted = play.clone();
            aborted.desk.pass(10_000);
            aborted.again(Again::Abort);
            let end = aborted.to_the_end().unwrap_or_else(|broken| panic!("{name}, {step}: {broken:?}"));
            let wanted = if at <= asked { Ending::Undone } else { Ending::Operator };
            assert_eq!(end.ending, wanted, "{name}, aborted in {step}: {} {}", end.code, end.detail);
        }
    }
}
