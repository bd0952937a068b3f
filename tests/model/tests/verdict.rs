//! Every invariant of an ending is broken by a world made for it: one that never breaks would prove nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::command::Aftercare;
use connect_core::ending::Ending;
use connect_core::report::Report;
use connect_model::case::{Bounds, Case};
use connect_model::desk::Desk;
use connect_model::play::Play;
use connect_model::readers;
use connect_model::verdict::{always, as_said, at_end, lead};
use connect_simulator::Act;
use connect_wire::{Api, Method, Request};
use serde_json::{json, Value};

const APP: &str = "acme-sync";
const OLD: &str = "postgresql-curved-10001";
const CONNECT: &str = "herokuconnect-angular-20001";

fn case() -> Case {
    Case::upgrade("upgrade-follower", Bounds { faults: 0, crashes: 0 }).unwrap()
}

/// The world that a good run leaves.
fn done(case: &Case) -> Desk {
    let mut play = Play::begin(case);
    assert_eq!(play.to_the_end().unwrap().ending, Ending::Done);
    play.desk
}

fn send(desk: &mut Desk, api: Api, method: Method, path: &str, body: Value) {
    let mut headers = std::collections::BTreeMap::new();
    headers.insert("authorization".to_owned(), "Bearer sandbox-token".to_owned());
    let request = Request { api, base: None, method, path: path.to_owned(), headers, body: Some(body) };
    let response = desk.world.handle(&request, desk.now);
    assert!((200..300).contains(&response.status), "{path}: {response:?}");
}

fn close(desk: &mut Desk) {
    send(desk, Api::Platform, Method::Patch, &format!("/apps/{APP}"), json!({ "maintenance": true }));
}

fn broken(case: &Case, desk: &Desk, ending: Ending, said_open: bool) -> &'static str {
    at_end(desk, &case.plan, &case.before, ending, said_open).map_or_else(|broken| broken.invariant, |()| "")
}

#[test]
fn a_good_run_breaks_none() {
    let case = case();
    assert_eq!(broken(&case, &done(&case), Ending::Done, false), "");
    assert_eq!(broken(&case, &case.desk, Ending::Undone, false), "");
}

/// A copy that holds everything, and then one more write.
fn written_beside(case: &Case) -> Desk {
    let mut desk = case.desk.clone();
    let body = json!({
        "plan": { "name": "heroku-postgresql:standard-0" }, "name": "the-copy", "config": { "follow": "DATABASE_URL" },
    });
    send(&mut desk, Api::Platform, Method::Post, &format!("/apps/{APP}/addons"), body);
    desk.pass(2_000);
    send(&mut desk, Api::Data, Method::Put, "/client/v11/databases/the-copy/unfollow", Value::Null);
    desk.settle();
    desk.paper.write("the-copy", 77, desk.now).unwrap();
    desk
}

#[test]
fn a_write_that_only_another_database_has_is_lost() {
    let case = case();
    assert_eq!(broken(&case, &written_beside(&case), Ending::Paused, false), "no-acknowledged-write-lost");
}

#[test]
fn two_databases_that_each_have_what_the_other_lacks_are_two_leads() {
    let mut desk = written_beside(&case());
    desk.paper.write(OLD, 78, desk.now).unwrap();
    assert_eq!(always(&desk).unwrap_err().invariant, "never-two-leads");
}

#[test]
fn a_lead_that_only_reads_is_seen() {
    let case = case();
    let mut desk = done(&case);
    let new = lead(&desk, &case.plan);
    desk.paper.answer(&new, "fence_on", "", None, desk.now).unwrap();
    assert_eq!(broken(&case, &desk, Ending::Done, false), "the-lead-takes-writes");
}

#[test]
fn done_without_a_move_is_seen() {
    let case = case();
    assert_eq!(broken(&case, &case.desk, Ending::Done, false), "done-means-moved");
}

#[test]
fn an_app_that_stays_closed_is_seen() {
    let case = case();
    let mut desk = done(&case);
    close(&mut desk);
    assert_eq!(broken(&case, &desk, Ending::Done, false), "maintenance-and-formation-restored");
}

#[test]
fn undone_with_anything_left_is_seen() {
    let case = case();
    let mut desk = case.desk.clone();
    close(&mut desk);
    assert_eq!(broken(&case, &desk, Ending::Undone, false), "undone-means-as-before");
}

#[test]
fn a_closed_app_must_be_said() {
    let case = case();
    let mut desk = case.desk.clone();
    close(&mut desk);
    assert_eq!(broken(&case, &desk, Ending::Paused, false), "stopped-writers-are-said");
    assert_eq!(broken(&case, &desk, Ending::Paused, true), "");
}

#[test]
fn a_connect_that_stays_paused_is_seen() {
    let case = case();
    let mut desk = done(&case);
    desk.world.act(Act::PauseConnection { addon: CONNECT.to_owned() }, desk.now);
    desk.pass(3_000);
    assert_eq!(broken(&case, &desk, Ending::Done, false), "connect-runs-when-done");
}

#[test]
fn a_connect_on_the_old_database_is_seen() {
    let case = case();
    let mut desk = done(&case);
    let id = desk.world.sync_targets().remove(0).connection;
    let old = case.plan.names.made_for("rmodel01")["name.oldVar"].clone();
    let path = format!("/api/v3/connections/{id}");
    send(&mut desk, Api::ConnectRegion, Method::Patch, &path, json!({ "db_key": old }));
    assert_eq!(broken(&case, &desk, Ending::Done, false), "connect-never-writes-to-another-database");
}

#[test]
fn an_ending_that_is_none_is_seen() {
    let case = case();
    assert_eq!(broken(&case, &case.desk, Ending::Blocked, false), "every-run-ends-in-a-named-ending");
}

/// A run that moved what reads a follower.
fn moved(case: &Case) -> (Desk, Report) {
    let mut play = Play::begin(case);
    assert_eq!(play.to_the_end().unwrap().ending, Ending::Done);
    let report = Report::of(play.run().id(), &case.plan, play.run().records());
    (play.desk, report)
}

#[test]
fn readers_that_read_the_old_follower_again_are_seen() {
    let case = Case::named(readers::NAME, Bounds { faults: 0, crashes: 0 }).unwrap();
    let (mut desk, report) = moved(&case);
    assert_eq!(as_said(&desk, &case.plan, &case.before, &report), Ok(()));
    let back = json!({
        "addon": { "name": readers::FOLLOWER }, "app": { "name": APP }, "name": "READONLY", "confirm": APP,
    });
    send(&mut desk, Api::Platform, Method::Post, "/addon-attachments", back);
    let broken = as_said(&desk, &case.plan, &case.before, &report).unwrap_err();
    assert_eq!(broken.invariant, "moved-readers-read-the-lead");
}

#[test]
fn a_database_that_is_called_safe_and_is_not_is_seen() {
    let (safe, report) = moved(&case());
    assert_eq!(as_said(&safe, &case().plan, &case().before, &report), Ok(()));
    let mut world = connect_model::desk::scenario("upgrade-follower").unwrap();
    world.switches.fork_follow_ms = 30 * 3_600_000;
    let case = Case::upgrade_with(&world, Aftercare::default(), Bounds { faults: 0, crashes: 0 }).unwrap();
    let mut play = Play::begin(&case);
    assert_eq!(play.to_the_end().unwrap().ending, Ending::Paused);
    let broken = as_said(&play.desk, &case.plan, &case.before, &report).unwrap_err();
    assert_eq!(broken.invariant, "what-is-called-safe-is-safe");
}

#[test]
fn what_hung_on_a_column_and_hangs_no_more_is_seen_and_a_column_that_does_not_follow_too() {
    let case = Case::named("change-field", Bounds { faults: 0, crashes: 0 }).unwrap();
    let (desk, report) = moved(&case);
    let said = |desk: &Desk, report: &Report| {
        as_said(desk, &case.plan, &case.before, report).map_or_else(|broken| broken.invariant, |()| "")
    };
    assert_eq!(said(&desk, &report), "");
    let mut bare = desk.clone();
    bare.paper.dependant(OLD, "salesforce", "account", "version__c", "public.told", false);
    assert_eq!(said(&bare, &report), "what-hung-hangs-again");
    let restored = case.plan.steps.iter().find(|step| step.id.starts_with("restore-")).unwrap();
    let mut told = report.clone();
    told.unproven.push(format!("{}: left over", restored.title));
    assert_eq!(said(&bare, &told), "");
    // The world before it, with the view on its column.
    assert_eq!(said(&case.desk, &report), "columns-that-were-to-follow-do");
}
