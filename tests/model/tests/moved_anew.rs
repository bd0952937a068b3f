//! A change of plan that makes the connection anew on the copy, in simulated time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{ChangePlan, Command, Context, Resume};
use connect_core::directive::{Directive, Event};
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::case::{Bounds, Case};
use connect_model::desk::{scenario, Desk};
use connect_model::faults::{all, entries, strike};
use connect_simulator::scenario::{DestroyDropsSchema, Switches};
use connect_simulator::{Act, LoginOrg};
use connect_wire::Method;
use serde_json::Value;
use support::{at_peace, context, ends, hooked_in, later, says, told, told_until, Told};

const OLD: &str = "postgresql-curved-10001";
const MADE: &str = "postgresql-connect-rabc1234";
const CONNECT: &str = "herokuconnect-angular-20001";
const NEW: &str = "herokuconnect-rabc1234";
const SCHEMA: &str = "salesforce";
const ASIDE: &str = "salesforce_old_rabc1234";
const ESSENTIAL: &str = "essential-to-standard";

/// What everybody must accept.
const ACCEPTED: [&str; 2] = ["recreate/manual-settings", "app/readers-fail"];

fn desk_of(switch: impl FnOnce(&mut Switches)) -> Desk {
    let mut world = scenario(ESSENTIAL).unwrap();
    world.switches.login = Some(LoginOrg::Right);
    switch(&mut world.switches);
    let mut desk = Desk::new(&world);
    desk.paper.dependant(OLD, SCHEMA, "account", "name", "public.told", true);
    desk
}

fn change(more: impl FnOnce(&mut ChangePlan)) -> Command {
    let mut typed = ChangePlan {
        accept: ACCEPTED.map(str::to_owned).to_vec(),
        app: "acme-sync".into(),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        method: Some("recreate".into()),
        plan: "standard-0".into(),
        ..ChangePlan::default()
    };
    more(&mut typed);
    Command::ChangePlan(typed)
}

fn usual() -> Command {
    change(|_| ())
}

fn resumed(told: &Told) -> (Command, Context) {
    let resume = Resume { run: told.run.run_id.clone(), hold: Some(false), ..Resume::default() };
    (Command::Resume(resume), Context { runs: vec![told.run.clone()], ..context() })
}

fn hangs(desk: &Desk, database: &str) -> bool {
    let mut paper = desk.paper.clone();
    let parameter = r#"{"table":"account","columns":[]}"#;
    let row = paper.answer(database, "dependants", SCHEMA, Some(parameter), desk.now).unwrap();
    !row["found"].as_array().unwrap().is_empty()
}

fn connections(desk: &Desk) -> Vec<String> {
    desk.view()["connections"].as_object().unwrap().keys().cloned().collect()
}

/// The add-on that an attachment of the app names.
fn named(desk: &Desk, attachment: &str) -> Value {
    desk.view()["attachments"][format!("acme-sync::{attachment}")].clone()
}

/// Everything is on the new database, by the new connection.
#[track_caller]
fn made_anew(desk: &Desk) {
    at_peace(desk, MADE);
    assert_eq!((named(desk, "DATABASE"), connections(desk)), (Value::from(MADE), vec![NEW.to_owned()]));
    assert_eq!(desk.paper.connect_schemas(MADE), [(SCHEMA.to_owned(), false), (ASIDE.to_owned(), true)]);
    assert_eq!((desk.paper.stranded(MADE), desk.paper.lost(MADE), desk.paper.sent_twice()), (0, 0, 0));
    assert!(hangs(desk, MADE), "the view is back");
}

/// Everything is on the old database, by the old connection.
#[track_caller]
fn as_before(desk: &Desk) {
    at_peace(desk, OLD);
    assert_eq!((named(desk, "DATABASE"), connections(desk)), (Value::from(OLD), vec![CONNECT.to_owned()]));
    assert_eq!(desk.paper.connect_schemas(OLD), [(SCHEMA.to_owned(), false)]);
    assert!(desk.paper.takes_writes(OLD));
    assert!(hangs(desk, OLD));
}

fn is_query(effect: &Effect, name: &str) -> bool {
    matches!(effect, Effect::Sql(sql) if sql.query == name)
}

fn points(effect: &Effect) -> bool {
    let Effect::Http(http) = effect else { return false };
    http.request.method == Method::Patch && http.request.path.starts_with("/api/v3/connections/")
}

#[test]
fn the_data_moves_and_the_connection_is_made_anew_on_the_copy() {
    let mut desk = desk_of(|_| ());
    let org = desk.paper.org_of(OLD, SCHEMA).unwrap();
    let told = told(&mut desk, usual(), context());
    ends(&told, Ending::Done, 0);
    made_anew(&desk);
    assert_eq!(desk.paper.org_of(MADE, SCHEMA), Some(org));
    assert!(!desk.paper.takes_writes(OLD), "the old side is fenced");
    says(&told, &["the app was stopped", ASIDE, "CONNECT_NEW_RABC1234_URL", "connect:runs:finish"]);
    let before = desk.paper.acknowledged();
    desk.pass(30 * 60_000);
    assert!(desk.paper.acknowledged() > before);
    made_anew(&desk);
}

#[test]
fn what_destroying_drops_is_out_of_reach_on_the_new_database() {
    for drops in [DestroyDropsSchema::No, DestroyDropsSchema::Yes, DestroyDropsSchema::Cascade] {
        let mut desk = desk_of(|one| one.destroy_drops_schema = drops);
        let told = told(&mut desk, usual(), context());
        ends(&told, Ending::Done, 0);
        made_anew(&desk);
    }
}

#[test]
fn a_refused_destroy_brings_everything_back_to_the_old_database() {
    let mut desk = desk_of(|_| ());
    desk.world.inject("destroy-refused".parse().unwrap());
    let told = told(&mut desk, usual(), context());
    ends(&told, Ending::Undone, 12);
    desk.pass(10 * 60_000);
    as_before(&desk);
}

#[test]
fn who_writes_between_the_move_and_the_rename_is_not_left_behind() {
    let mut desk = desk_of(|_| ());
    let mut wrote = false;
    let stopped = hooked_in(&mut desk, usual(), context(), |desk, directive| {
        let Directive::Perform { effect, .. } = directive else { return };
        if is_query(effect, "schema_aside") && !wrote {
            desk.paper.write(MADE, 99, desk.now).unwrap();
            wrote = true;
        }
    });
    // Nothing is destroyed, and nothing moves back without it: a person decides what becomes of that write.
    ends(&stopped, Ending::Operator, 14);
    says(&stopped, &["downtime/written-after-position", "rows "]);
    assert_eq!(connections(&desk), [CONNECT], "{}", stopped.said);
    assert_eq!((named(&desk, "DATABASE"), desk.paper.lost(MADE)), (Value::from(MADE), 0));
    assert_eq!(desk.paper.connect_schemas(MADE), [(SCHEMA.to_owned(), false)]);
}

#[test]
fn a_plan_of_connect_that_cannot_be_ordered_again_is_found_before_anything_is_made() {
    let mut desk = desk_of(|one| one.connect_plan_sold = false);
    let blocked = told(&mut desk, usual(), context());
    ends(&blocked, Ending::Blocked, 10);
    says(&blocked, &["connect/plan-unavailable", "`--method copy` keeps the connection"]);
    assert_eq!(connections(&desk), [CONNECT]);
}

#[test]
fn nobody_logs_in_and_the_run_goes_on_another_day() {
    let mut desk = desk_of(|one| one.login = None);
    let waits = told(&mut desk, usual(), context());
    assert_eq!(waits.exit_code, 14, "{}", waits.said);
    says(&waits, &["connect/not-authorized", "runs:resume", "CONNECT_NEW_RABC1234_URL"]);
    let (resume, later) = resumed(&waits);
    let told = hooked_in(&mut desk, resume, later, |desk, directive| {
        let Directive::Perform { effect: Effect::Http(http), .. } = directive else { return };
        if http.opens.is_some() {
            desk.world.act(Act::Login { addon: NEW.into(), org: LoginOrg::Right }, desk.now);
        }
    });
    ends(&told, Ending::Done, 0);
    made_anew(&desk);
}

#[test]
fn a_process_that_dies_between_destroy_and_order_goes_on_by_name() {
    let mut desk = desk_of(|_| ());
    let stopped = told_until(
        &mut desk,
        usual(),
        context(),
        |directive| matches!(directive, Directive::Show { event: Event::Stage { step, .. }, .. } if step == "order-connection"),
    );
    assert!(connections(&desk).is_empty(), "{}", stopped.said);
    let (resume, later) = resumed(&stopped);
    let told = told(&mut desk, resume, later);
    ends(&told, Ending::Done, 0);
    made_anew(&desk);
}

#[test]
fn a_connection_that_is_found_by_a_colour_is_found_by_the_new_databases_own_name() {
    let mut world = scenario("upgrade-custom-db-key").unwrap();
    world.switches.login = Some(LoginOrg::Right);
    let mut desk = Desk::new(&world);
    let mut pointed = 0;
    let told =
        hooked_in(&mut desk, change(|typed| typed.plan = "standard-2".into()), context(), |_, directive| {
            let effects = match directive {
                Directive::Perform { effect, .. } => std::slice::from_ref(effect),
                Directive::Together { effects, .. } => effects,
                _ => &[],
            };
            pointed += effects.iter().filter(|effect| points(effect)).count();
        });
    ends(&told, Ending::Done, 0);
    assert_eq!(pointed, 1, "one that is about to be destroyed is pointed nowhere");
    assert!(desk.view().to_string().contains("CONNECT_NEW_RABC1234_URL"));
    assert_eq!((desk.paper.stranded(MADE), desk.paper.lost(MADE), desk.paper.sent_twice()), (0, 0, 0));
}

#[test]
fn what_it_cannot_do_or_nobody_accepted_is_said_before_anything_is_touched() {
    let refused = |command: Command, ending, code, words: &[&str]| {
        let told = told(&mut desk_of(|_| ()), command, later("rnone123"));
        ends(&told, ending, code);
        says(&told, words);
    };
    refused(change(|typed| typed.accept.clear()), Ending::Blocked, 10, &ACCEPTED);
    refused(change(|typed| typed.carry_log = true), Ending::Usage, 2, &["--carry-log"]);
    refused(change(|typed| typed.follower = Some("x".into())), Ending::Usage, 2, &["--follower"]);
    let mut several = Desk::new(&scenario("two-connections").unwrap());
    let apps = "acme-sync,acme-eu";
    let told = told(
        &mut several,
        change(|typed| (typed.plan, typed.confirm) = ("standard-2".into(), Some(apps.into()))),
        context(),
    );
    ends(&told, Ending::Blocked, 10);
    says(&told, &["connect/several", "--method copy"]);
}

#[test]
fn whatever_misbehaves_in_any_step_it_ends_and_nothing_is_lost() {
    let world = scenario(ESSENTIAL).unwrap();
    let bounds = Bounds { faults: 0, crashes: 0 };
    let case = Case::moved_anew_in(&world, "standard-0", LoginOrg::Right, bounds).unwrap();
    let mut broken = Vec::new();
    for (step, play) in entries(&case).unwrap() {
        for fault in all() {
            let Some(became) = strike(&play, &fault.parse().unwrap()) else { continue };
            let told = became.broken.iter().map(|one| {
                format!("{step} · {fault} · {} {} · {:?}", one.invariant, one.seen, became.endings)
            });
            broken.extend(told);
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
