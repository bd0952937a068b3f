//! Planner statistics on real servers: what can be collected is, and what cannot is named.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/server.rs"]
mod server;

use connect_core::conditions::{Condition, Judgement, StatisticsPresent};
use connect_core::late::{Late, Place, Role};
use connect_differential::LEAD;
use connect_hardware::Fleet;
use postgres::{Client, NoTls};
use serde_json::{json, Value};
use server::{ask, judge, on_majors, run};

const NEW: &str = "postgresql-new-1";

/// A copy of the leader, upgraded.
fn upgraded(fleet: &Fleet, major: u32) -> String {
    fleet.replica(LEAD, NEW).unwrap();
    fleet.upgrade(NEW, major).unwrap();
    fleet.endpoint(NEW).unwrap().url()
}

fn present() -> Condition {
    let place = |app: &str, role| Place {
        app: app.to_owned(),
        config_var: Late::from("DATABASE_URL"),
        expect: None,
        role,
        bastion: None,
    };
    StatisticsPresent { new: place(NEW, Role::New), old: place(LEAD, Role::Old) }.into()
}

fn said(fleet: &Fleet) -> String {
    match judge(|app| fleet.endpoint(app).unwrap().url(), &present()) {
        Judgement::Holds { evidence, .. } => evidence[0].value.clone(),
        Judgement::NotYet(why) | Judgement::Nearing { detail: why, .. } => format!("not yet: {why}"),
        other => format!("{other:?}"),
    }
}

fn without(url: &str) -> Value {
    ask(url, "statistics", None)["without"].clone()
}

/// How many values the statistics of a column hold.
fn sampled(url: &str) -> i32 {
    let text =
        "select array_length(histogram_bounds, 1) from pg_stats where tablename = 'wide' and attname = 'n'";
    Client::connect(url, NoTls).unwrap().query_one(text, &[]).unwrap().get(0)
}

#[test]
fn an_index_on_a_function_that_17_does_not_find_is_named_and_the_other_tables_are_analyzed() {
    on_majors("refused", &[15], |fleet, url| {
        run(url, "create table helped (id int); insert into helped values (1)");
        run(url, "create function helper(int) returns int immutable language sql as 'select $1'");
        run(url, "create function indexed(int) returns int immutable language plpgsql as 'begin return helper($1); end'");
        run(url, "create table place (n int); insert into place values (1); create index on place (indexed(n)); analyze");
        let new = upgraded(fleet, 17);
        assert!(without(&new).as_array().unwrap().len() > 2);
        ask(&new, "analyze_first", None);
        assert_eq!(without(&new), json!(["public.place"]));
        let said = said(fleet);
        assert!(said.starts_with("present for "), "{said}");
        assert!(
            said.ends_with(
                "collects none of public.place (error 42883, function helper(integer) does not exist)"
            ),
            "{said}"
        );
        ask(&new, "analyze_rest", None);
        assert_eq!(without(&new), json!(["public.place"]));
    });
}

#[test]
fn the_first_stage_is_coarse_and_the_rest_is_as_usual() {
    on_majors("stages", &[15], |fleet, url| {
        run(url, "create table wide as select n from generate_series(1, 5000) n; analyze");
        assert_eq!(sampled(url), 101);
        let new = upgraded(fleet, 17);
        assert!(said(fleet).starts_with("not yet: "), "nothing is carried over to 17");
        ask(&new, "analyze_first", None);
        assert_eq!(sampled(&new), 2);
        assert!(said(fleet).starts_with("present for "));
        ask(&new, "analyze_rest", None);
        assert_eq!(sampled(&new), 101);
    });
}

#[test]
fn statistics_that_18_carried_over_are_not_collected_again() {
    on_majors("carried", &[15], |fleet, url| {
        run(url, "create table wide as select n from generate_series(1, 5000) n; analyze");
        let new = upgraded(fleet, 18);
        ask(&new, "analyze_first", None);
        assert_eq!(sampled(&new), 101);
        assert!(said(fleet).starts_with("present for "));
    });
}

#[test]
fn a_table_that_never_had_statistics_is_not_waited_for() {
    on_majors("never-had", &[15], |fleet, url| {
        run(url, "create table plain (n int); insert into plain values (1); alter table plain alter n set statistics 0; analyze");
        let new = upgraded(fleet, 17);
        ask(&new, "analyze_first", None);
        assert_eq!(without(&new), json!(["public.plain"]));
        assert!(said(fleet).starts_with("present for "), "{}", said(fleet));
    });
}

#[test]
fn a_table_that_another_credential_holds_is_left_for_the_next_stage() {
    on_majors("held", &[15, 18], |_, url| {
        run(url, "create table held (n int); insert into held values (1); create table free (n int); insert into free values (1)");
        let mut other = Client::connect(url, NoTls).unwrap();
        other.batch_execute("begin; lock table held in share update exclusive mode").unwrap();
        ask(url, "analyze_first", None);
        assert_eq!(without(url), json!(["public.held"]));
        other.batch_execute("rollback").unwrap();
        ask(url, "analyze_rest", None);
        assert_eq!(without(url), json!([]));
    });
}
