//! Connect's schema put aside and taken back by named queries, on paper.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_simulator::Fault;
use connect_wire::Method;
use serde_json::{json, Value};
use support::anew::{path, rest, scale_to_zero, with, ASIDE, SCHEMA};
use support::{Sim, CONNECT, LEAD};

const OTHER: &str = "other";

fn ask(sim: &mut Sim, query: &str, schema: &str, parameter: &Value) -> Result<Value, String> {
    on(sim, LEAD, query, schema, parameter)
}

fn on(sim: &mut Sim, addon: &str, query: &str, schema: &str, parameter: &Value) -> Result<Value, String> {
    let text = parameter.to_string();
    sim.paper.answer(addon, query, schema, Some(&text), sim.now).map_err(|state| state.0)
}

fn aside(sim: &mut Sim) -> Result<Value, String> {
    ask(sim, "schema_aside", SCHEMA, &to(ASIDE))
}

fn back(sim: &mut Sim) -> Result<Value, String> {
    ask(sim, "schema_back", SCHEMA, &json!({"aside": ASIDE}))
}

/// As much may be left as there is.
fn to(aside: &str) -> Value {
    json!({"aside": aside, "tables": ["account", "contact"], "waits": null, "failed": 0, "alone": 0})
}

fn waiting(sim: &mut Sim, schema: &str) -> u64 {
    let states = ask(sim, "log_states", schema, &Value::Null).unwrap();
    states["new"].as_u64().unwrap() + states["pending"].as_u64().unwrap()
}

/// Triggers that are off, and how many there are, of each table.
fn triggers(sim: &mut Sim, schema: &str) -> Vec<(u64, u64)> {
    let shown = ask(sim, "connect_schema", schema, &Value::Null).unwrap();
    let of = |table: &Value| (table["disabled"].as_u64().unwrap(), table["triggers"].as_u64().unwrap());
    shown["tables"].as_array().unwrap().iter().map(of).collect()
}

fn fine() -> Sim {
    with(|_| {})
}

/// Nothing of this database has changed.
#[track_caller]
fn refused(sim: &mut Sim, code: &str, asked: impl FnOnce(&mut Sim) -> Result<Value, String>) {
    let lsn = |sim: &mut Sim| ask(sim, "itself", "", &Value::Null).unwrap()["lsn"].clone();
    let before = (sim.paper.connect_schemas(LEAD), lsn(sim));
    assert_eq!(asked(sim), Err(code.to_owned()));
    assert_eq!((sim.paper.connect_schemas(LEAD), lsn(sim)), before);
}

#[test]
fn a_schema_goes_aside_and_comes_back() {
    let mut sim = fine();
    let before = ask(&mut sim, "connect_schema", SCHEMA, &Value::Null).unwrap();
    assert_eq!(aside(&mut sim), Ok(json!({"aside": ASIDE})));
    assert_eq!(sim.paper.connect_schemas(LEAD), [(ASIDE.to_owned(), true)]);
    assert_eq!(ask(&mut sim, "connect_schema", SCHEMA, &Value::Null), Err("42P01".to_owned()));
    let closed = triggers(&mut sim, ASIDE);
    assert!(
        closed.len() == 4 && closed.iter().all(|(disabled, all)| disabled == all && *all > 0),
        "{closed:?}"
    );
    let written = sim.paper.acknowledged();
    sim.paper.tick(&sim.world);
    assert_eq!(sim.paper.acknowledged(), written, "its tables are closed");
    assert_eq!(back(&mut sim), Ok(json!({"back": SCHEMA})));
    assert_eq!(sim.paper.connect_schemas(LEAD), [(SCHEMA.to_owned(), false)]);
    assert_eq!(ask(&mut sim, "connect_schema", SCHEMA, &Value::Null).unwrap(), before);
    assert!(triggers(&mut sim, SCHEMA).iter().all(|(disabled, _)| *disabled == 0));
    sim.paper.tick(&sim.world);
    assert!(sim.paper.acknowledged() > written);
}

#[test]
fn the_lock_and_what_is_kept_stay() {
    let mut sim = fine();
    let lock = json!({"record": {"runId": "r1"}, "zone": "before"}).to_string();
    let taken = sim.paper.answer_salted(LEAD, "lock_take", "", (Some(&lock), Some("salt")), sim.now);
    assert!(taken.is_ok(), "{taken:?}");
    sim.paper.dependant(LEAD, SCHEMA, "account", "name", "public.told", true);
    let which = json!({"table": "account", "columns": ["name"]});
    ask(&mut sim, "dependants_keep", SCHEMA, &which).unwrap();
    let lock = ask(&mut sim, "lock_read", "", &Value::Null).unwrap();
    let kept = ask(&mut sim, "dependants_kept", SCHEMA, &which).unwrap();
    assert_eq!(kept["kept"].as_array().unwrap().len(), 1);
    aside(&mut sim).unwrap();
    assert_eq!(ask(&mut sim, "lock_read", "", &Value::Null).unwrap(), lock);
    back(&mut sim).unwrap();
    assert_eq!(ask(&mut sim, "dependants_kept", SCHEMA, &which).unwrap(), kept);
}

#[test]
fn more_than_was_accepted_is_not_put_aside() {
    let mut sim = fine();
    sim.world.inject("poll-stuck".parse::<Fault>().unwrap());
    sim.pass(2_000);
    let left = waiting(&mut sim, SCHEMA);
    assert!(left > 1);
    let most = |waits: u64| json!({"aside": ASIDE, "tables": ["account"], "waits": waits});
    refused(&mut sim, "CM001", |sim| ask(sim, "schema_aside", SCHEMA, &most(0)));
    refused(&mut sim, "CM001", |sim| ask(sim, "schema_aside", SCHEMA, &most(left - 1)));
    assert!(ask(&mut sim, "schema_aside", SCHEMA, &most(left)).is_ok());
    assert_eq!(waiting(&mut sim, ASIDE), left, "it goes with the schema");
}

#[test]
fn where_nothing_waits_nothing_has_to_be_accepted() {
    let mut sim = fine();
    scale_to_zero(&mut sim);
    sim.pass(3_000);
    assert_eq!(waiting(&mut sim, SCHEMA), 0);
    let none = json!({"aside": ASIDE, "tables": ["account"], "waits": 0, "failed": 0, "alone": 0});
    assert!(ask(&mut sim, "schema_aside", SCHEMA, &none).is_ok());
}

#[test]
fn a_schema_or_table_that_is_not_there_is_missed() {
    let mut sim = fine();
    refused(&mut sim, "42P01", |sim| ask(sim, "schema_aside", OTHER, &to(ASIDE)));
    refused(&mut sim, "3F000", back);
    let unknown = json!({"aside": ASIDE, "tables": ["account", "nothing"]});
    refused(&mut sim, "42P01", |sim| ask(sim, "schema_aside", SCHEMA, &unknown));
    aside(&mut sim).unwrap();
    refused(&mut sim, "42P01", aside);
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let mut sim = fine();
    let path = path(&mut sim, CONNECT);
    assert_eq!(sim.region(Method::Patch, &path, Some(json!({"schema_name": OTHER}))).0, 200);
    rest(&mut sim, CONNECT);
    assert_eq!(sim.paper.connect_schemas(LEAD).len(), 2);
    refused(&mut sim, "42P06", |sim| ask(sim, "schema_aside", SCHEMA, &to(OTHER)));
    refused(&mut sim, "42P06", |sim| ask(sim, "schema_back", SCHEMA, &json!({"aside": OTHER})));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let mut sim = fine();
    for bad in [
        json!("text"),
        json!({"tables": []}),
        json!({"aside": 1, "tables": []}),
        json!({"aside": ASIDE}),
        json!({"aside": ASIDE, "tables": "account"}),
        json!({"aside": ASIDE, "tables": [], "waits": "all"}),
    ] {
        refused(&mut sim, "22P02", |sim| ask(sim, "schema_aside", SCHEMA, &bad));
    }
    for bad in [json!({}), json!({"aside": null})] {
        refused(&mut sim, "22P02", |sim| ask(sim, "schema_back", SCHEMA, &bad));
    }
    for query in ["schema_aside", "schema_back"] {
        for text in [None, Some("{")] {
            let state = sim.paper.answer(LEAD, query, SCHEMA, text, sim.now).unwrap_err();
            assert_eq!(state.0, "22P02", "{query}");
        }
    }
}

#[test]
fn neither_is_done_where_nobody_may_write() {
    let mut sim = fine();
    sim.follower("follower-one");
    for (query, parameter) in [("schema_aside", to(ASIDE)), ("schema_back", json!({"aside": ASIDE}))] {
        let state = on(&mut sim, "follower-one", query, SCHEMA, &parameter);
        assert_eq!(state, Err("25006".to_owned()), "{query}");
    }
    assert!(aside(&mut sim).is_ok());
    sim.settle();
    let shown = on(&mut sim, "follower-one", "connect_schema", ASIDE, &Value::Null);
    assert!(shown.is_ok(), "a follower replays it");
}

#[test]
fn every_mapped_table_has_the_column_of_the_id() {
    let mut sim = fine();
    let columns = |sim: &mut Sim, wanted: &[&str]| {
        let row = ask(sim, "columns", SCHEMA, &json!({"table": "account", "columns": wanted})).unwrap();
        let all = row["columns"].as_array().unwrap().clone();
        (row["rows"].clone(), all)
    };
    let names = |all: &[Value]| support::names(&json!(all), "/name");
    let (rows, asked) = columns(&mut sim, &["sfid"]);
    assert_eq!(names(&asked), ["sfid"]);
    assert_eq!((&asked[0]["type"], &asked[0]["local"]), (&json!("character varying(18)"), &json!("0")));
    assert_eq!(asked[0]["values"], rows);
    let (_, all) = columns(&mut sim, &[]);
    assert!(names(&all).contains(&"sfid".to_owned()) && names(&all).contains(&"name".to_owned()), "{all:?}");
    assert_eq!(names(&columns(&mut sim, &["name"]).1), ["name"]);
    let nothing =
        ask(&mut sim, "columns", SCHEMA, &json!({"table": "nothing", "columns": ["sfid"]})).unwrap();
    assert_eq!(nothing, json!({"rows": null, "columns": []}));
}
