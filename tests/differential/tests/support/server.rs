//! One real server for one question: queries and conditions of the core, asked of it alone.
#![allow(dead_code, reason = "every suite uses its own part")]

use connect_core::conditions::{Condition, Judgement};
use connect_core::effect::{Effect, Observation, SqlEffect};
use connect_core::late::{Bindings, Known};
use connect_core::look::{Look, Stop};
use connect_core::query::{named, Place};
use connect_differential::{compare, folder, real, seed, Sides, LEAD, ORG, SCHEMA};
use connect_hardware::{connect_schema, Access, Fleet, Mapping};
use postgres::{Client, NoTls};
use serde_json::Value;

/// On the leader with which the story begins.
pub fn on_server(name: &str, body: impl FnOnce(&Sides, &str)) {
    let folder = folder(name).unwrap();
    let sides = Sides::new(&folder).unwrap();
    let url = sides.fleet.endpoint(LEAD).unwrap().url();
    body(&sides, &url);
    drop(sides);
    std::fs::remove_dir_all(folder).unwrap();
}

/// On a leader of each major, with Connect's schema and one mapped table of 25 rows.
pub fn on_majors(name: &str, majors: &[u32], body: impl Fn(&Fleet, &str)) {
    for major in majors {
        let folder = folder(&format!("{name}-{major}")).unwrap();
        let fleet = Fleet::open(&folder, &connect_differential::programs().unwrap()).unwrap();
        let url = fleet.create(LEAD, *major).unwrap().url();
        let mapping = Mapping::new("Account", Access::ReadWrite);
        connect_schema::install(&url, SCHEMA, std::slice::from_ref(&mapping), ORG).unwrap();
        seed(&url, &[mapping], 25).unwrap();
        sessions(&url, 0);
        body(&fleet, &url);
        drop(fleet);
        std::fs::remove_dir_all(folder).unwrap();
    }
}

fn effect(name: &str, parameter: Option<&str>) -> SqlEffect {
    let place = Place { app: LEAD.into(), config_var: "DATABASE_URL".into(), expect: None, bastion: None };
    let Some(Effect::Sql(effect)) = named(&place, name, SCHEMA, parameter) else { panic!("no query {name}") };
    effect
}

/// What a query answers.
pub fn answer(url: &str, name: &str) -> Observation {
    real::perform(url, &effect(name, None)).unwrap()
}

/// The row of a query.
pub fn ask(url: &str, name: &str, parameter: Option<&str>) -> Value {
    match real::perform(url, &effect(name, parameter)).unwrap() {
        Observation::Sql { row } => row,
        other => panic!("{name}: {other:?}"),
    }
}

/// What a condition says; `url` tells where each place's app is.
pub fn judge(url: impl Fn(&str) -> String, condition: &Condition) -> Judgement {
    let bindings = Bindings::new();
    let mut answers = Vec::new();
    loop {
        match condition.known().unwrap().judge(&Known::of(&bindings), &Look::at(&answers)) {
            Ok(judgement) | Err(Stop::Judged(judgement)) => return judgement,
            Err(Stop::Read(effect)) => match *effect {
                Effect::Sql(effect) => answers.push(real::perform(&url(&effect.app), &effect).unwrap()),
                other => panic!("not a query: {other:?}"),
            },
            Err(Stop::Late(error)) => panic!("{error}"),
        }
    }
}

/// What a condition of one database says, without its words.
pub fn verdict(url: &str, condition: &Condition) -> String {
    compare::verdict(&judge(|_| url.to_owned(), condition))
}

/// Runs statements in a session of their own.
pub fn run(url: &str, statements: &str) {
    Client::connect(url, NoTls).unwrap().batch_execute(statements).expect(statements);
}

/// A closed session is listed for a moment longer, and then what it wrote is counted.
pub fn sessions(url: &str, expected: u64) {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let seen = ask(url, "server", None)["sessions"].clone();
        if seen == expected {
            return;
        }
        assert!(std::time::Instant::now() < end, "{seen} sessions, not {expected}");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
