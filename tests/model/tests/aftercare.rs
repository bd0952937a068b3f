//! What the service keeps with a database, in simulated time: the new one has it too, once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Context, Resume};
use connect_core::ending::Ending;
use connect_model::case::Case;
use connect_model::desk::{scenario, Desk};
use connect_model::faults::entries;
use connect_model::way::Again;
use connect_simulator::Scenario;
use serde_json::{json, Value};
use support::{context, told, upgrade, Told};

const OLD: &str = "postgresql-curved-10001";
const NEW: &str = "postgresql-connect-rabc1234";
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
