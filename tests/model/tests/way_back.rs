//! The upgrade in place with a copy that leads back, in simulated time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;

use connect_core::command::{Command, Context, Resume, UpgradeDb};
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_core::face::Face;
use connect_model::case::{Bounds, Case, DIRECT_COPY};
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_model::faults::{entries, strike};
use connect_model::play::{Play, Reached};
use connect_model::way::Again;
use connect_simulator::scenario::{Switches, UnfollowSeen};
use connect_simulator::Scenario;
use connect_wire::{Api, Method, Request};
use serde_json::{json, Value};
use support::{context, told, told_by_chance, Told};

const LEAD: &str = "postgresql-curved-10001";
const COPY: &str = "postgresql-connect-rabc1234";
const NONE: Bounds = Bounds { faults: 0, crashes: 0 };

fn command() -> Command {
    let accept = ["upgrade/dryrun-unread", "upgrade/window-near", "direct/followers-rebuilt"];
    Command::UpgradeDb(UpgradeDb {
        app: "acme-sync".into(),
        version: Some("17".into()),
        method: Some("direct".into()),
        way_back: Some("copy".into()),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        accept: accept.map(str::to_owned).to_vec(),
        ..UpgradeDb::default()
    })
}

fn world(switch: impl FnOnce(&mut Switches)) -> Scenario {
    let mut world = scenario("upgrade-follower").unwrap();
    switch(&mut world.switches);
    world
}

fn run(switch: impl FnOnce(&mut Switches)) -> (Desk, Told) {
    let mut desk = Desk::new(&world(switch));
    let told = told(&mut desk, command(), context());
    (desk, told)
}

fn faulty(fault: &str) -> (Desk, Told) {
    let mut desk = Desk::new(&world(|_| ()));
    desk.world.inject(fault.parse().unwrap());
    let told = told(&mut desk, command(), context());
    (desk, told)
}

/// Whether the copy is there, whom it follows, and its version.
fn copy(desk: &Desk) -> Value {
    desk.view()["databases"][COPY].clone()
}

fn stands(desk: &Desk) -> bool {
    let copy = copy(desk);
    copy["following"].is_null() && copy["version"] == 15
}

/// The app serves, Connect runs, nothing is prepared, and nothing is lost.
fn open(desk: &Desk, told: &Told) {
    let view = desk.view();
    assert_eq!(view["apps"]["acme-sync"]["maintenance"], false, "{}", told.said);
    assert_eq!(view["apps"]["acme-sync"]["up"], json!({"web": 1, "worker": 1}), "{}", told.said);
    assert_eq!((desk.paper.lost(LEAD), desk.paper.takes_writes(LEAD)), (0, true), "{}", told.said);
    assert_ne!(view["databases"][LEAD]["upgrade"], "prepared", "{}", told.said);
}

fn after(told: &Told) -> Context {
    let face = Face { verbose: true, ..Face::default() };
    Context { run_id: "rfinish1".into(), face, runs: vec![told.run.clone()], ..context() }
}

fn resume() -> Command {
    Command::Resume(Resume { run: "rabc1234".into(), hold: Some(false), ..Resume::default() })
}

fn finish() -> Command {
    Command::Finish { run: "rabc1234".into(), confirm: Some(COPY.into()) }
}

fn says(told: &Told, all: &[&str]) {
    for said in all {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
}

#[test]
fn the_copy_stays_behind_on_the_old_version_with_all_that_was_written_up_to_the_cutoff() {
    let (mut desk, done) = run(|_| ());
    assert_eq!((done.ending, done.exit_code), (Ending::Done, 0), "{}", done.said);
    assert_eq!(desk.view()["databases"][LEAD]["version"], 17);
    assert!(stands(&desk), "{}", copy(&desk));
    open(&desk, &done);
    says(
        &done,
        &[
            "heroku connect:runs:finish rabc1234",
            "a day",
            "heroku addons:attach postgresql-connect-rabc1234 --app acme-sync --as DATABASE --confirm acme-sync",
            "RESET default_transaction_read_only",
            "heroku connect:mapping:reload MAPPING",
        ],
    );
    let info = told(&mut desk, Command::Info { run: "rabc1234".into() }, after(&done));
    says(
        &info,
        &[
            "copy that leads back continues the lead database",
            "follows nobody, on Postgres 15, with everything up to L0",
            "L1 = L0 on the lead database",
        ],
    );
}

#[test]
fn after_the_soak_the_copy_is_destroyed_and_nothing_else() {
    let (mut desk, done) = run(|_| ());
    let finished = told(&mut desk, finish(), after(&done));
    assert_eq!((finished.ending, finished.destroyed), (Ending::Done, 1), "{}", finished.said);
    assert_eq!(copy(&desk), Value::Null);
    assert_eq!(desk.view()["databases"][LEAD]["version"], 17);
    let both = vec![done.run.clone(), finished.run];
    let info = told(&mut desk, Command::Info { run: "rabc1234".into() }, Context { runs: both, ..context() });
    says(&info, &["postgresql-connect-rabc1234 was destroyed by run rfinish1"]);
    assert!(!info.said.contains("addons:attach"), "{}", info.said);
}

#[test]
fn a_copy_that_somebody_uses_is_not_destroyed() {
    let (mut desk, done) = run(|_| ());
    let attach = Request {
        api: Api::Platform,
        base: None,
        method: Method::Post,
        path: "/addon-attachments".into(),
        headers: BTreeMap::from([("authorization".to_owned(), "Bearer sandbox-token".to_owned())]),
        body: Some(json!({"addon": COPY, "app": "acme-sync", "name": "REPORTS"})),
    };
    assert_eq!(desk.world.handle(&attach, desk.now).status, 201);
    let finished = told(&mut desk, finish(), after(&done));
    assert_eq!((finished.ending, finished.destroyed), (Ending::Blocked, 0), "{}", finished.said);
    says(&finished, &["[database/still-attached]"]);
    assert!(stands(&desk));
}

#[test]
fn it_is_done_however_and_whenever_the_service_shows_that_it_follows_nobody() {
    type Way = (&'static str, fn(&mut Switches));
    let ways: [Way; 5] = [
        ("it takes a minute", |one| one.promote_ms = 60_000),
        ("it is shown before it is so", |one| {
            (one.promote_ms, one.unfollow_seen) = (60_000, UnfollowSeen::Early);
        }),
        ("it is shown after it is so", |one| {
            (one.promote_ms, one.unfollow_seen) = (60_000, UnfollowSeen::Late);
        }),
        ("its address changes", |one| one.url_changes_on_unfollow = true),
        ("the address of the lead changes", |one| one.url_changes_on_upgrade = true),
    ];
    for (way, switch) in ways {
        let (desk, told) = run(switch);
        assert_eq!(told.ending, Ending::Done, "{way}\n{}", told.said);
        assert!(stands(&desk), "{way}: {}", copy(&desk));
        open(&desk, &told);
    }
}

#[test]
fn a_copy_that_does_not_stop_following_is_given_up_before_anything_is_upgraded() {
    for seen in [UnfollowSeen::Done, UnfollowSeen::Early] {
        let (desk, told) = run(|one| (one.promote_ms, one.unfollow_seen) = (24 * 3_600_000, seen));
        assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{seen:?}\n{}", told.said);
        says(&told, &["[database/not-promoted]"]);
        assert_eq!(desk.view()["databases"][LEAD]["version"], 15);
        open(&desk, &told);
    }
}

#[test]
fn one_that_somebody_else_cut_off_never_stops_the_app() {
    let (desk, told) = faulty("unfollow-early");
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    says(&told, &["no app was stopped"]);
    assert_eq!(copy(&desk), Value::Null);
    open(&desk, &told);
}

#[test]
fn one_that_lags_in_the_downtime_is_kept_and_what_was_prepared_is_cancelled() {
    let mut desk = Desk::new(&world(|_| ()));
    let mut stopped = false;
    let lags = |effect: &Effect| {
        stopped |= matches!(effect, Effect::Http(http) if http.request.path.ends_with("/actions/pause"));
        if stopped {
            Chance::Lag
        } else {
            Chance::Succeed
        }
    };
    let late = told_by_chance(&mut desk, command(), context(), lags, |_| false);
    assert_eq!((late.ending, late.exit_code), (Ending::Paused, 11), "{}", late.said);
    says(&late, &["[target/lagging]"]);
    assert_eq!(copy(&desk)["following"], LEAD);
    open(&desk, &late);
    desk.pass(600_000);
    let again = Context { run_id: "rabc1234".into(), ..after(&late) };
    let done = told(&mut desk, resume(), again);
    assert_eq!((done.ending, done.destroyed), (Ending::Done, 0), "{}", done.said);
    assert!(stands(&desk));
    open(&desk, &done);
}

#[test]
fn a_write_after_the_cutoff_is_on_the_lead_and_the_copy_that_lacks_it_is_destroyed() {
    let case = Case::named(DIRECT_COPY, NONE).unwrap();
    for step in ["way-back-fence", "position-l1", "upgrade-run"] {
        let mut play = Play::begin(&case);
        while play.on().unwrap() != Reached::Step(step.into()) {}
        play.desk.paper.object(LEAD, "public.late", true);
        let end = play.to_the_end().unwrap();
        assert_eq!(end.ending, Ending::Undone, "{step}: {} {}", end.code, end.detail);
        assert_eq!(end.code, "downtime/written-after-position", "{step}");
        let view = play.desk.view();
        assert!(view["databases"].as_object().unwrap().keys().all(|one| !one.contains("connect")), "{view}");
        assert_eq!(view["databases"][LEAD]["version"], 15);
    }
}

#[test]
fn one_that_starts_by_itself_is_gone_on_with_and_a_copy_that_still_followed_is_said_to_lead_nowhere() {
    let case = Case::named(DIRECT_COPY, NONE).unwrap();
    let mut struck = 0;
    for (step, play) in &entries(&case).unwrap() {
        let Some(became) = strike(play, &"upgrade-fires".parse().unwrap()) else { continue };
        struck += 1;
        assert_eq!(became.broken, [], "{step}");
        assert!(became.endings.iter().all(|ending| ending == "done"), "{step}: {:?}", became.endings);
    }
    assert!(struck > 8, "{struck}");
    let (mut desk, told) = faulty("upgrade-fires");
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert!(!stands(&desk));
    says(
        &told,
        &[
            "[direct/way-back-gone]",
            "follows: it leads back to nothing",
            "heroku addons:destroy postgresql-connect-rabc1234",
        ],
    );
    for offered in ["connect:runs:finish rabc1234", "addons:attach"] {
        assert!(!told.said.contains(offered), "{offered}\n{}", told.said);
    }
    let finished = support::told(&mut desk, finish(), after(&told));
    assert_eq!((finished.ending, finished.destroyed), (Ending::Blocked, 0), "{}", finished.said);
}

#[test]
fn an_upgrade_that_comes_to_nothing_is_taken_back_and_the_copy_goes_with_it() {
    let (desk, told) = faulty("upgrade-fails");
    assert_eq!((told.ending, told.exit_code), (Ending::Undone, 12), "{}", told.said);
    assert_eq!(copy(&desk), Value::Null);
    open(&desk, &told);
}

#[test]
fn an_upgrade_that_never_ends_needs_a_person_who_is_told_what_leads_back() {
    let (mut desk, stuck) = faulty("upgrade-stuck");
    assert_eq!((stuck.ending, stuck.exit_code), (Ending::Operator, 14), "{}", stuck.said);
    says(&stuck, &["heroku addons:attach postgresql-connect-rabc1234 --app acme-sync --as DATABASE"]);
    assert!(stands(&desk));
    desk.world.heal(desk.now);
    desk.pass(60_000);
    let again = Context { run_id: "rabc1234".into(), ..after(&stuck) };
    let done = told(&mut desk, resume(), again);
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    assert!(stands(&desk));
    open(&desk, &done);
}

#[test]
fn a_process_that_dies_in_any_step_is_gone_on_with_and_the_copy_is_made_once() {
    let case = Case::named(DIRECT_COPY, NONE).unwrap();
    for (step, play) in &entries(&case).unwrap() {
        let mut play = play.clone();
        play.again(Again::Resume);
        let end = play.to_the_end().unwrap_or_else(|(_, broken)| panic!("{step}: {broken:?}"));
        assert_eq!(end.ending, Ending::Done, "{step}: {} {}", end.code, end.detail);
    }
}

#[test]
fn a_login_that_does_not_own_the_database_closes_the_copy_for_itself_alone() {
    let mut world = world(|_| ());
    world.databases[0].holds.other_owner = true;
    let mut desk = Desk::new(&world);
    let done = told(&mut desk, command(), context());
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    assert!(stands(&desk));
    let finished = told(&mut desk, finish(), after(&done));
    assert_eq!((finished.ending, finished.destroyed), (Ending::Done, 1), "{}", finished.said);
}
