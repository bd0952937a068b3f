//! What the service keeps with a database, in simulated time: the new one has it too, once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;

use connect_core::command::{Aftercare, ChangePlan, Command, Context, Resume, StoredRun, UpgradeDb};
use connect_core::ending::Ending;
use connect_core::report::Report;
use connect_model::case::{Bounds, Case};
use connect_model::desk::{scenario, Desk};
use connect_model::faults::entries;
use connect_model::play::{Play, Reached};
use connect_model::readers::{followed, FOLLOWER, NAME};
use connect_model::way::Again;
use connect_simulator::scenario::{AttachmentSpec, LinkSpec};
use connect_simulator::Scenario;
use connect_wire::{Api, Method, Request};
use serde_json::{json, Value};
use support::{context, told, upgrade, Told};

const OLD: &str = "postgresql-curved-10001";
const NEW: &str = "postgresql-connect-rabc1234";
const HOUR: u64 = 3_600_000;
const STEPS: [&str; 3] = ["backup-schedules", "maintenance-window", "settings"];

fn world() -> Scenario {
    scenario("upgrade-aftercare").unwrap()
}

fn kept(desk: &Desk, addon: &str) -> [Value; 3] {
    let database = &desk.view()["databases"][addon];
    ["schedules", "window", "settings"].map(|part| database[part].clone())
}

fn run(fault: Option<&str>) -> (Desk, Told) {
    let mut desk = Desk::new(&world());
    if let Some(fault) = fault {
        desk.world.inject(fault.parse().unwrap());
    }
    let told = told(&mut desk, upgrade("acme-sync"), context());
    (desk, told)
}

#[test]
fn the_new_database_has_the_schedules_the_window_and_the_settings_of_the_old_one() {
    let (desk, told) = run(None);
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(kept(&desk, NEW), kept(&desk, OLD));
    let schedules = json!([{"name": "DATABASE_URL", "hour": 2, "timezone": "America/Los_Angeles"}]);
    assert_eq!(kept(&desk, NEW)[0], schedules);
}

#[test]
fn a_schedule_by_a_name_that_stays_with_the_old_database_gets_one_that_moved() {
    let mut world = world();
    world.databases[0].schedules[0].name = "HEROKU_POSTGRESQL_ROSE_URL".into();
    let mut desk = Desk::new(&world);
    let told = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(kept(&desk, NEW)[0][0]["name"], "DATABASE_URL");
    assert_eq!(kept(&desk, OLD)[0][0]["name"], "HEROKU_POSTGRESQL_ROSE_URL");
}

#[test]
fn a_database_that_nobody_set_up_gets_nothing() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let told = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(kept(&desk, NEW), [Value::Null, Value::Null, Value::Null]);
}

#[test]
fn a_process_that_dies_there_goes_on_and_makes_nothing_twice() {
    let case = Case::of("upgrade-db", "follower", "upgrade-aftercare").unwrap();
    let entries = entries(&case).unwrap();
    for (step, play) in entries.iter().filter(|(step, _)| STEPS.contains(&step.as_str())) {
        let mut killed = play.clone();
        killed.desk.pass(10_000);
        killed.again(Again::Resume);
        let end = killed.to_the_end().unwrap_or_else(|broken| panic!("{step}: {broken:?}"));
        assert_eq!(end.ending, Ending::Done, "{step}: {}", end.detail);
        let databases = killed.desk.view()["databases"].clone();
        let new = databases.as_object().unwrap().keys().find(|name| name.starts_with("postgresql-connect-"));
        assert_eq!(kept(&killed.desk, new.unwrap()), kept(&killed.desk, OLD), "{step}");
    }
    assert_eq!(entries.iter().filter(|(step, _)| STEPS.contains(&step.as_str())).count(), STEPS.len());
}

#[test]
fn what_the_service_refuses_is_left_over_by_name_and_stops_nothing() {
    let (desk, told_first) = run(Some("refuse:422:invalid_params@PATCH /postgres/v0/databases"));
    assert!(told_first.said.contains("settings"), "{}", told_first.said);
    assert_eq!(kept(&desk, NEW)[..2], kept(&desk, OLD)[..2], "the others are made");
    assert_eq!(kept(&desk, NEW)[2], Value::Null);
    assert!(told_first.said.contains("runs on the new database"), "{}", told_first.said);
    let mut desk = desk;
    desk.world.heal(desk.now);
    let resume = Resume { run: "rabc1234".into(), hold: Some(false), ..Resume::default() };
    let after = Context { runs: vec![told_first.run], ..context() };
    let again = told(&mut desk, connect_core::command::Command::Resume(resume), after);
    assert_eq!(again.ending, Ending::Done, "{}", again.said);
    assert_eq!(kept(&desk, NEW), kept(&desk, OLD));
}

// ---- how safe the new database is

/// A world whose new database becomes as safe as the old one so long after it began to lead.
fn unsaved(ms: u64) -> Scenario {
    let mut world = scenario("upgrade-follower").unwrap();
    world.switches.fork_follow_ms = ms;
    world
}

fn upgrade_with(aftercare: Aftercare) -> Command {
    let Command::UpgradeDb(typed) = upgrade("acme-sync") else { panic!("no upgrade") };
    Command::UpgradeDb(UpgradeDb { aftercare, ..typed })
}

fn resumed(desk: &mut Desk, run: &StoredRun) -> Told {
    resumed_accepting(desk, run, Vec::new())
}

fn resumed_accepting(desk: &mut Desk, run: &StoredRun, accept: Vec<String>) -> Told {
    let resume = Resume { run: run.run_id.clone(), hold: Some(false), accept, ..Resume::default() };
    told(desk, Command::Resume(resume), Context { runs: vec![run.clone()], ..context() })
}

#[test]
fn fork_and_follow_that_stay_away_for_a_day_are_left_over_and_said() {
    let mut desk = Desk::new(&unsaved(30 * HOUR));
    let first = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!((first.ending, first.exit_code), (Ending::Paused, 11), "{}", first.said);
    for said in [
        "the app runs on the new database; left over: as-safe",
        "not yet as safe as before: without rollback, fork and follow",
        &format!("heroku pg:info {NEW} --app acme-sync"),
    ] {
        assert!(first.said.contains(said), "`{said}` is not in:\n{}", first.said);
    }
    desk.pass(30 * HOUR);
    let then = resumed(&mut desk, &first.run);
    assert_eq!(then.ending, Ending::Done, "{}", then.said);
    assert!(then.run.journal.contains("continuous protection, rollback, fork and follow"), "{}", then.said);
}

#[test]
fn whoever_wants_to_waits_a_day_for_the_standby() {
    let mut world = scenario("upgrade-follower").unwrap();
    world.databases[0].plan = "premium-0".into();
    world.switches.ha_ms = 20 * HOUR;
    let asked = Aftercare { wait: true, ..Aftercare::default() };
    let mut desk = Desk::new(&world);
    let waited = told(&mut desk, upgrade_with(asked), context());
    assert_eq!(waited.ending, Ending::Done, "{}", waited.said);
    assert!(
        desk.now > 20 * HOUR && waited.run.journal.contains("a standby, continuous protection"),
        "{}",
        waited.said
    );
    let hasty = told(&mut Desk::new(&world), upgrade("acme-sync"), context());
    assert_eq!(hasty.ending, Ending::Paused, "{}", hasty.said);
    assert!(hasty.said.contains("not yet as safe as before: without a standby"), "{}", hasty.said);
}

#[test]
fn a_plan_that_has_no_standby_is_not_waited_for_one() {
    let mut world = scenario("upgrade-follower").unwrap();
    world.databases[0].plan = "premium-0".into();
    world.switches.ha_ms = 20 * HOUR;
    let change = |method: &str| {
        Command::ChangePlan(ChangePlan {
            app: "acme-sync".into(),
            plan: "standard-0".into(),
            method: Some(method.into()),
            confirm: Some("acme-sync".into()),
            hold: Some(false),
            accept: ["plan/loses-ha", "plan/loses-rollback-days", "plan/limits-unknown"]
                .map(String::from)
                .to_vec(),
            ..ChangePlan::default()
        })
    };
    for method in ["changeover", "in-place"] {
        let changed = told(&mut Desk::new(&world), change(method), context());
        assert_eq!(changed.ending, Ending::Done, "{method}: {}", changed.said);
        assert!(!changed.run.journal.contains("a standby, continuous"), "{method}: {}", changed.said);
        assert!(
            changed.run.journal.contains("continuous protection, rollback"),
            "{method}: {}",
            changed.said
        );
    }
}

#[test]
fn a_change_in_place_waits_for_the_standby_of_the_server_that_took_over() {
    let mut world = scenario("upgrade-follower").unwrap();
    world.databases[0].plan = "premium-0".into();
    world.switches.ha_ms = HOUR;
    let change = ChangePlan {
        app: "acme-sync".into(),
        plan: "premium-2".into(),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        accept: vec!["plan/limits-unknown".into()],
        ..ChangePlan::default()
    };
    let mut desk = Desk::new(&world);
    let first = told(&mut desk, Command::ChangePlan(change), context());
    assert_eq!(first.ending, Ending::Paused, "{}", first.said);
    assert!(first.said.contains("not yet as safe as before: without a standby"), "{}", first.said);
    desk.pass(HOUR);
    let then = resumed(&mut desk, &first.run);
    assert_eq!(then.ending, Ending::Done, "{}", then.said);
}

// ---- followers

/// A world with a follower, which an app of its own reads.
fn read() -> Scenario {
    let mut world = followed("upgrade-follower", &[("acme-reports", "DATABASE")]).unwrap();
    let mut reports = world.apps[0].clone();
    reports.name = "acme-reports".into();
    reports.formation.retain(|process| process.kind == "web");
    reports.config_vars.clear();
    world.apps.push(reports);
    world
}

const MADE: &str = "postgresql-connect-rabc1234-f1";

fn moving() -> Command {
    let Command::UpgradeDb(typed) = upgrade_with(Aftercare { move_readers: true, ..Aftercare::default() })
    else {
        panic!("no upgrade")
    };
    Command::UpgradeDb(UpgradeDb { confirm: Some("acme-sync,acme-reports".into()), ..typed })
}

fn finish() -> Command {
    Command::Finish { run: "rabc1234".into(), confirm: Some(OLD.into()) }
}

fn finishing(run: &StoredRun) -> Context {
    Context { run_id: "rfinish1".into(), runs: vec![run.clone()], ..context() }
}

#[test]
fn every_follower_is_made_anew_and_the_old_one_is_kept() {
    let mut desk = Desk::new(&read());
    let told = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    let view = desk.view();
    assert_eq!(view["databases"][MADE]["following"], NEW);
    assert_eq!(view["databases"][FOLLOWER]["following"], OLD);
    assert_eq!(view["addons"][MADE]["plan"], view["addons"][FOLLOWER]["plan"]);
    assert_eq!(view["attachments"]["acme-reports::DATABASE"], FOLLOWER);
    for said in [
        "1 follower(s): they go on following the old one; new ones are made of postgresql-flat-10002, +$50.00/month",
        "1 attachment(s) stay on the old ones: `--move-readers` moves them",
        "heroku addons:attach postgresql-connect-rabc1234-f1 --app acme-reports --as DATABASE --confirm acme-reports",
        "heroku addons:destroy postgresql-flat-10002 --app acme-sync",
    ] {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
    assert!(told.run.journal.contains("follower postgresql-connect-rabc1234-f1"), "{}", told.said);
    assert!(told.said.contains("2 restarts before the downtime, 1 after it"), "{}", told.said);
    assert!(!told.said.contains("has no follower"), "{}", told.said);
}

#[test]
fn nobody_has_to_pay_for_followers_that_he_does_not_want() {
    let mut desk = Desk::new(&read());
    let asked = Aftercare { no_followers: true, ..Aftercare::default() };
    let told = told(&mut desk, upgrade_with(asked), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert!(desk.view()["databases"][MADE].is_null());
    for said in ["--follow DATABASE_URL", "goes on following the old database"] {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
}

#[test]
fn readers_are_moved_if_that_is_asked_for() {
    let mut desk = Desk::new(&read());
    let told = told(&mut desk, moving(), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    assert_eq!(desk.world.in_use("acme-reports", "DATABASE_URL").as_deref(), Some(MADE));
    assert!(told.said.contains("acme-reports"), "{}", told.said);
}

#[test]
fn the_price_comes_first() {
    let mut desk = Desk::new(&read());
    let Command::UpgradeDb(typed) = upgrade("acme-sync") else { panic!("no upgrade") };
    let only = Command::UpgradeDb(UpgradeDb { plan_only: true, ..typed });
    let told = told(&mut desk, only, context());
    assert!(told.said.contains("new followers: +$50.00/month"), "{}", told.said);
}

#[test]
fn a_reader_whose_release_fails_stays_on_the_old_follower_and_keeps_the_old_database() {
    let mut desk = Desk::new(&read());
    desk.world.inject("release-fails@acme-reports".parse().unwrap());
    let first = told(&mut desk, moving(), context());
    assert_eq!(first.ending, Ending::Paused, "{}", first.said);
    assert_eq!(desk.world.in_use("acme-reports", "DATABASE_URL").as_deref(), Some(FOLLOWER));
    assert!(first.said.contains("left over: move-readers/acme-reports"), "{}", first.said);
    assert_eq!(desk.view()["databases"][MADE]["following"], NEW, "the follower is made");
    let early = told(&mut desk, finish(), finishing(&first.run));
    assert_eq!((early.ending == Ending::Done, early.destroyed), (false, 0), "{}", early.said);
    desk.world.heal(desk.now);
    let then = resumed(&mut desk, &first.run);
    assert_eq!(then.ending, Ending::Done, "{}", then.said);
    assert_eq!(desk.world.in_use("acme-reports", "DATABASE_URL").as_deref(), Some(MADE));
    let posts = desk.world.databases().iter().filter(|name| name.starts_with("postgresql-connect-")).count();
    assert_eq!(posts, 2, "nothing is made twice");
}

#[test]
fn the_old_database_is_not_destroyed_while_an_app_reads_its_follower() {
    let mut desk = Desk::new(&read());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    let refused = told(&mut desk, finish(), finishing(&upgraded.run));
    assert_eq!((refused.ending, refused.destroyed), (Ending::Blocked, 0), "{}", refused.said);
    for said in ["database/follower-in-use", "`DATABASE` of `acme-reports` reads `postgresql-flat-10002`"] {
        assert!(refused.said.contains(said), "`{said}` is not in:\n{}", refused.said);
    }
}

#[test]
fn a_follower_that_nobody_reads_is_named_when_its_leader_is_destroyed() {
    let mut desk = Desk::new(&read());
    let upgraded = told(&mut desk, moving(), context());
    let finished = told(&mut desk, finish(), finishing(&upgraded.run));
    assert_eq!(finished.ending, Ending::Done, "{}", finished.said);
    assert!(finished.said.contains("postgresql-flat-10002 will follow nobody"), "{}", finished.said);
}

#[test]
fn what_can_never_be_made_is_left_for_good_once_somebody_says_so() {
    let mut desk = Desk::new(&read());
    desk.world.inject("replica-fails@postgresql-connect-rabc1234".parse().unwrap());
    let first = told(&mut desk, moving(), context());
    desk.world.heal(desk.now);
    let offer = "heroku connect:runs:resume rabc1234 --accept database/not-provisioned";
    for (tried, again) in [&first, &resumed(&mut desk, &first.run)].into_iter().enumerate() {
        assert_eq!(again.ending, Ending::Paused, "{tried}: {}", again.said);
        for said in ["left over: followers, move-readers/acme-reports", offer] {
            assert!(again.said.contains(said), "`{said}` is not in:\n{}", again.said);
        }
    }
    let accept = vec!["database/not-provisioned".to_owned()];
    let then = resumed_accepting(&mut desk, &first.run, accept);
    assert_eq!(then.ending, Ending::Done, "{}", then.said);
    assert_eq!(
        desk.world.in_use("acme-reports", "DATABASE_URL").as_deref(),
        Some(FOLLOWER),
        "nobody was moved"
    );
    for said in
        ["Make a follower of the new database", "Move DATABASE of acme-reports", "[database/not-provisioned]"]
    {
        assert!(then.said.contains(said), "`{said}` is not in:\n{}", then.said);
    }
    let early = told(&mut desk, finish(), finishing(&then.run));
    assert!(early.said.contains("database/follower-in-use"), "{}", early.said);
}

#[test]
fn an_app_that_cannot_be_brought_back_is_never_left_for_good() {
    let mut desk = Desk::new(&read());
    desk.world.inject("refuse:422:invalid_params+1@PATCH /apps/acme-sync/formation".parse().unwrap());
    let first = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!(first.exit_code, 14, "{}", first.said);
    for said in ["left over: reopen-dynos", "[app/dynos-not-up]"] {
        assert!(first.said.contains(said), "`{said}` is not in:\n{}", first.said);
    }
    assert!(!first.said.contains("resume rabc1234 --accept"), "{}", first.said);
    let every: Vec<String> = connect_core::catalog::catalog().codes.into_iter().map(|one| one.code).collect();
    let then = resumed_accepting(&mut desk, &first.run, every);
    assert_eq!((then.ending, then.exit_code), (Ending::Paused, 14), "{}", then.said);
}

#[test]
fn a_process_that_dies_among_the_followers_goes_on_and_makes_none_twice() {
    let case = Case::named(NAME, Bounds { faults: 0, crashes: 0 }).unwrap();
    let entries = entries(&case).unwrap();
    let steps = ["followers", "move-readers/acme-sync"];
    for (step, play) in entries.iter().filter(|(step, _)| steps.contains(&step.as_str())) {
        let mut killed = play.clone();
        killed.desk.pass(10_000);
        killed.again(Again::Resume);
        killed.to_the_end().unwrap_or_else(|broken| panic!("{step}: {broken:?}"));
        let view = killed.desk.view();
        let databases = view["databases"].as_object().unwrap().keys();
        assert_eq!(databases.filter(|name| name.starts_with("postgresql-connect-")).count(), 2, "{step}");
    }
    assert_eq!(entries.iter().filter(|(step, _)| steps.contains(&step.as_str())).count(), steps.len());
}

// ---- what is named

#[test]
fn one_setting_that_is_refused_keeps_none_of_the_others_from_being_made() {
    let (desk, first) = run(Some("refuse:422:invalid_params@PATCH /postgres/v0/databases#1"));
    assert_eq!(first.ending, Ending::Paused, "{}", first.said);
    assert_eq!(kept(&desk, NEW)[2].as_object().map(serde_json::Map::len), Some(1), "{}", first.said);
    assert!(first.said.contains("heroku pg:settings:"), "{}", first.said);
}

#[test]
fn data_links_and_credentials_are_named_with_their_commands() {
    let mut world = scenario("upgrade-follower").unwrap();
    world.databases[0].credentials = vec!["reports".into()];
    world.databases[0].holds.links =
        vec![LinkSpec { name: "warehouse".into(), remote: "redis-flat-1".into() }];
    let told = told(&mut Desk::new(&world), upgrade("acme-sync"), context());
    assert_eq!(told.ending, Ending::Done, "{}", told.said);
    for said in [
        "heroku pg:links:create redis-flat-1 DATABASE_URL --as warehouse --app acme-sync",
        "clients outside Heroku that log in as reports",
    ] {
        assert!(told.said.contains(said), "`{said}` is not in:\n{}", told.said);
    }
    assert!(told.run.journal.contains("named credentials of the new database, active"), "{}", told.said);
}

#[test]
fn a_pooler_moves_under_its_name_and_where_that_is_refused_everything_is_as_it_was() {
    let mut world = pooled();
    let moved = told(&mut Desk::new(&world), upgrade("acme-sync"), context());
    assert_eq!(moved.ending, Ending::Done, "{}", moved.said);
    world.switches.pooler_by_attach = false;
    let mut desk = Desk::new(&world);
    let before = desk.view();
    let refused = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!(refused.ending, Ending::Undone, "{}", refused.said);
    assert_eq!(connect_model::verdict::differences(&before, &desk.view()), Vec::<String>::new());
    for said in [
        "as POOL: Heroku refused it",
        "heroku pg:connection-pooling:attach DATABASE_URL --as POOL --app acme-sync",
    ] {
        assert!(refused.said.contains(said), "`{said}` is not in:\n{}", refused.said);
    }
}

/// A world in which an app has a pooler under a name of its own.
fn pooled() -> Scenario {
    let mut world = scenario("upgrade-follower").unwrap();
    world.databases[0].attachments.push(AttachmentSpec {
        app: "acme-sync".into(),
        name: "POOL".into(),
        namespace: Some("connection-pooling:default".into()),
    });
    world
}

#[test]
fn somebody_is_reminded_of_the_old_database_and_its_spare_name_goes_with_it() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    let line = upgraded.said.lines().find(|line| line.contains("be reminded of it on")).unwrap_or_default();
    assert!(line.contains("which costs about $1.64 a day") && !line.contains('{'), "{}", upgraded.said);
    assert_eq!(desk.view()["attachments"]["acme-sync::CONNECT_NEW_RABC1234"], NEW);
    let finished = told(&mut desk, finish(), finishing(&upgraded.run));
    assert_eq!(finished.ending, Ending::Done, "{}", finished.said);
    let attachments = desk.view()["attachments"].clone();
    assert!(attachments.as_object().unwrap().keys().all(|key| !key.contains("CONNECT_")), "{attachments}");
}

#[test]
fn a_spare_name_that_connect_leans_on_stays() {
    let mut desk = Desk::new(&scenario("upgrade-custom-db-key").unwrap());
    let upgraded = told(&mut desk, upgrade("acme-sync"), context());
    let finished = told(&mut desk, finish(), finishing(&upgraded.run));
    assert_eq!(finished.ending, Ending::Done, "{}", finished.said);
    assert_eq!(desk.view()["attachments"]["acme-sync::CONNECT_NEW_RABC1234"], NEW);
}

/// Somebody, or the service itself, changes this of the database.
fn changes(desk: &mut Desk, method: Method, path: &str, body: Value) {
    let id = Case::direct_in(&world(), Bounds { faults: 0, crashes: 0 })
        .unwrap()
        .plan
        .snapshot
        .database
        .id
        .clone();
    let headers = BTreeMap::from([("authorization".to_owned(), "Bearer sandbox-token".to_owned())]);
    let path = path.replace("{id}", &id);
    let request = Request { api: Api::Data, base: None, method, path, headers, body: Some(body) };
    let answer = desk.world.handle(&request, desk.now);
    assert!(answer.status < 300, "{} {:?}", answer.status, answer.body);
}

/// A case in this world, gone on with from a step, in front of which something is changed.
fn changed_before(case: &Case, step: &str, method: Method, path: &str, body: Value) -> (Desk, Report) {
    let mut play = Play::begin(case);
    while play.on().unwrap() != Reached::Step(step.into()) {}
    changes(&mut play.desk, method, path, body);
    let end = play.to_the_end().unwrap();
    assert_eq!(end.ending, Ending::Done, "{} {}", end.code, end.detail);
    let report = play.report();
    (play.desk, report)
}

#[test]
fn a_window_that_moved_with_the_server_is_put_back_where_the_database_stays() {
    let none = || Bounds { faults: 0, crashes: 0 };
    let cases = [
        (Case::direct_in(&world(), none()).unwrap(), "across"),
        (Case::change_plan_in(&world(), "in-place", none()).unwrap(), "one-lead"),
    ];
    for (case, step) in cases {
        let before = kept(&Desk::new(&world()), OLD)[1].clone();
        let body = json!({"day_of_week": "Monday", "time_of_day": "10:00"});
        let (desk, report) =
            changed_before(&case, step, Method::Post, "/data/maintenances/v1/{id}/window", body);
        assert_eq!(kept(&desk, OLD)[1], before, "{step}");
        let said = report.evidence.iter().find(|one| one.proves == "kept/window").unwrap();
        assert!(said.value.contains("as before"), "{said:?}");
    }
}

#[test]
fn a_setting_that_differs_after_a_change_of_plan_is_said_and_left_as_it_is() {
    let case = Case::change_plan_in(&world(), "in-place", Bounds { faults: 0, crashes: 0 }).unwrap();
    let before = kept(&Desk::new(&world()), OLD)[2].clone();
    let (key, _) = before.as_object().unwrap().iter().next().unwrap();
    let (desk, report) = changed_before(
        &case,
        "one-lead",
        Method::Patch,
        "/postgres/v0/databases/{id}/config",
        json!({key: "none"}),
    );
    assert_ne!(kept(&desk, OLD)[2], before);
    assert!(
        report.unproven.iter().any(|one| one.contains("database/settings-differ")),
        "{:?}",
        report.unproven
    );
    // Where nobody changed one, that is proven.
    let mut play = Play::begin(&case);
    assert_eq!(play.to_the_end().unwrap().ending, Ending::Done);
    assert!(play.report().evidence.iter().any(|one| one.proves == "kept/settings"));
}
