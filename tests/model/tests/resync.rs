//! Bringing tables and Salesforce together after a rollback, in simulated time: what operators see whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, Resume, Resync, Shown};
use connect_core::directive::{Directive, Event};
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::case::{Bounds, Case};
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_model::faults::{all, entries, strike};
use connect_model::past::{roll_back, with_past, Since, NEW, OLD};
use connect_simulator::scenario::{RollbackGranularity, Switches};
use connect_simulator::Act;
use support::{context, ends, hooked_in, says, told, Told};

const DATABASE: &str = "postgresql-curved-10001";
const CONNECT: &str = "herokuconnect-angular-20001";

fn desk_of(switch: impl FnOnce(&mut Switches)) -> Desk {
    let mut world = with_past(&scenario("upgrade-follower").unwrap());
    switch(&mut world.switches);
    Desk::new(&world)
}

fn at_now(desk: &Desk) -> Context {
    Context { now: desk.now, ..context() }
}

fn resync(change: impl FnOnce(&mut Resync), accept: &[&str]) -> Command {
    let accept = accept.iter().map(|code| (*code).to_owned()).collect();
    let mut typed = Resync {
        app: "acme-sync".into(),
        hold: Some(false),
        shown: Shown { accept, confirm: Some("acme-sync".into()), ..Shown::default() },
        ..Resync::default()
    };
    change(&mut typed);
    Command::Resync(typed)
}

fn done_by_hand(at: u64) -> Command {
    let typed = |one: &mut Resync| {
        one.already_rolled_back = true;
        one.at = Some(at);
        one.old = Some(OLD.to_owned());
    };
    resync(typed, &[])
}

/// Nothing of a run is left, the app writes, and nobody lacks what Salesforce has.
#[track_caller]
fn in_step(desk: &Desk, lead: &str) {
    let view = desk.view();
    assert_eq!(view["apps"]["acme-sync"]["maintenance"], false, "{view}");
    assert_eq!(desk.paper.held(lead), None, "the lock is gone");
    assert_eq!(desk.paper.lost_beside(lead, DATABASE), 0, "what was sent is in the tables");
    assert_eq!(desk.world.behind("acme-sync", "DATABASE_URL").unwrap().0, lead);
}

/// And goes on so.
#[track_caller]
fn goes_on(desk: &mut Desk, lead: &str, told: &Told) {
    let before = desk.paper.acknowledged();
    desk.pass(30 * 60_000);
    assert!(desk.paper.acknowledged() > before, "{}", told.said);
    in_step(desk, lead);
}

#[test]
fn what_came_back_is_judged_and_nothing_is_sent_twice() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Quiet).unwrap();
    let context = at_now(&desk);
    let told = told(&mut desk, done_by_hand(at), context);
    ends(&told, Ending::Done, 0);
    for word in ["are not sent again", "reloaded/account", "never sent"] {
        assert!(told.run.journal.contains(word), "{word}: {}", told.run.journal);
    }
    in_step(&desk, NEW);
    assert_eq!(desk.paper.sent_twice(), 0);
    goes_on(&mut desk, NEW, &told);
    assert_eq!(desk.paper.sent_twice(), 0);
}

#[test]
fn of_a_connect_that_ran_on_it_what_went_out_is_counted() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Live).unwrap();
    let twice = desk.paper.sent_twice();
    assert!(twice > 0, "it was sent again before anybody looked");
    let context = at_now(&desk);
    let told = told(&mut desk, done_by_hand(at), context);
    ends(&told, Ending::Done, 0);
    says(&told, &["resync/sent-again", "look for duplicates"]);
    assert_eq!(desk.paper.sent_twice(), twice, "and not once more");
    goes_on(&mut desk, NEW, &told);
}

#[test]
fn rows_for_a_person_are_in_files_of_the_run_and_counted_in_its_report() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Live).unwrap();
    let context = at_now(&desk);
    let Command::Resync(mut typed) = done_by_hand(at) else { panic!() };
    typed.export_rows = true;
    let mut files = Vec::new();
    let told = hooked_in(&mut desk, Command::Resync(typed), context, |_, directive| {
        if let Directive::Perform { effect: Effect::Sql(sql), .. } = directive {
            files.extend(sql.into.clone());
        }
    });
    ends(&told, Ending::Done, 0);
    files.dedup();
    let of = |name: &str| format!("{name}-{CONNECT}.csv");
    assert_eq!(files, ["unsent", "sent-again", "sent-before", "not-sent"].map(of));
    says(&told, &["which files of the run's folder hold the rows"]);
    for name in ["sent-again", "not-sent"] {
        assert!(told.run.journal.contains(&format!("exported/{}", of(name))), "{name}");
    }
}

/// The database that a run makes.
const MADE: &str = "postgresql-connect-rabc1234";

fn made(at: u64, change: impl FnOnce(&mut Resync)) -> Command {
    let typed = |one: &mut Resync| {
        one.rollback_to = Some(at);
        change(one);
    };
    resync(typed, &["rollback/loses-writes"])
}

/// The run went through, and everybody works on what it made.
#[track_caller]
fn moved(desk: &mut Desk, told: &Told) {
    ends(told, Ending::Done, 0);
    in_step(desk, MADE);
    assert_eq!(desk.paper.sent_twice(), 0);
    goes_on(desk, MADE, told);
    assert_eq!(desk.paper.sent_twice(), 0);
}

#[test]
fn a_rollback_is_made_and_the_app_moves_to_it() {
    let mut desk = desk_of(|_| ());
    desk.pass(60_000);
    let at = desk.now / 1_000 * 1_000;
    desk.pass(300_000);
    let context = at_now(&desk);
    let told = told(&mut desk, made(at, |_| ()), context);
    moved(&mut desk, &told);
}

fn stage(directive: &Directive, wanted: &str) -> bool {
    matches!(directive, Directive::Show { event: Event::Stage { step, .. }, .. } if step == wanted)
}

fn state(desk: &Desk) -> String {
    desk.view()["connections"][CONNECT]["state"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_mistake_travels_no_further_once_connect_is_paused_and_that_comes_before_anything_is_made() {
    let mut desk = desk_of(|_| ());
    desk.pass(60_000);
    let at = desk.now / 1_000 * 1_000;
    desk.pass(300_000);
    let context = at_now(&desk);
    let mut seen = Vec::new();
    let told = hooked_in(&mut desk, made(at, |one| one.pause_now = true), context, |desk, directive| {
        if stage(directive, "make-rollback") || stage(directive, "hold") {
            seen.push(state(desk));
        }
    });
    assert!(seen.len() > 1 && seen.iter().all(|state| state == "PAUSED"), "{seen:?}");
    moved(&mut desk, &told);
}

#[test]
fn who_resumes_connect_while_the_rollback_is_made_stops_the_run_before_the_app_is_stopped() {
    let mut desk = desk_of(|_| ());
    desk.pass(60_000);
    let at = desk.now / 1_000 * 1_000;
    desk.pass(300_000);
    let context = at_now(&desk);
    let mut meddled = false;
    let stopped = hooked_in(&mut desk, made(at, |one| one.pause_now = true), context, |desk, directive| {
        if stage(directive, "make-rollback") && !meddled {
            desk.world.act(Act::ResumeConnection { addon: CONNECT.into() }, desk.now);
            meddled = true;
        }
    });
    assert!(meddled);
    ends(&stopped, Ending::Paused, 11);
    says(&stopped, &["connect/not-paused", "runs:abort"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], false, "{}", stopped.said);
    let run = stopped.run.run_id.clone();
    let abort = Command::Abort { run, confirm: Some("acme-sync".into()), accept: Vec::new() };
    let (_, context) = resumed(&stopped, &desk);
    let undone = told(&mut desk, abort, context);
    assert_eq!(undone.ending, Ending::Undone, "{}", undone.said);
    assert_eq!(desk.paper.held(DATABASE), None);
    assert!(["IDLE", "POLLING_DB_CHANGES"].contains(&state(&desk).as_str()), "{}", state(&desk));
}

#[test]
fn a_database_of_another_moment_is_found_out_before_anything_moves() {
    let mut desk = desk_of(|switches| switches.rollback_granularity = RollbackGranularity::Hour);
    desk.pass(90 * 60_000);
    let at = desk.now / 3_600_000 * 3_600_000 + 50 * 60_000;
    desk.pass(60 * 60_000);
    let context = at_now(&desk);
    let stopped = told(&mut desk, made(at, |_| ()), context);
    ends(&stopped, Ending::Paused, 11);
    says(&stopped, &["rollback/wrong-time", "runs:abort"]);
    let view = desk.view();
    assert_eq!(view["apps"]["acme-sync"]["maintenance"], false, "{}", stopped.said);
    assert_eq!(state(&desk), "IDLE");
    assert_eq!(desk.world.behind("acme-sync", "DATABASE_URL").unwrap().0, DATABASE);
}

#[test]
fn a_second_one_is_refused_while_what_the_first_kept_is_there() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Quiet).unwrap();
    let context = at_now(&desk);
    let first = told(&mut desk, done_by_hand(at), context);
    ends(&first, Ending::Done, 0);
    desk.pass(300_000);
    let again = Context { run_id: "ragain12".into(), ..at_now(&desk) };
    let refused = told(&mut desk, done_by_hand(at), again);
    ends(&refused, Ending::Blocked, 10);
    says(&refused, &["resync/kept-before", "DROP TABLE heroku_connect_maintenance.revived"]);
}

#[test]
fn a_database_that_is_no_copy_of_the_one_as_it_was_is_not_judged_by_its_log() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Quiet).unwrap();
    desk.paper.made_apart(NEW);
    let context = at_now(&desk);
    let refused = told(&mut desk, done_by_hand(at), context);
    ends(&refused, Ending::Blocked, 10);
    says(&refused, &["target/not-a-copy", "--old"]);
}

#[test]
fn a_service_that_goes_back_to_the_minute_only_is_one_that_went_back_a_little_further() {
    let mut desk = desk_of(|switches| switches.rollback_granularity = RollbackGranularity::Minute);
    desk.pass(90_000);
    let at = desk.now / 60_000 * 60_000 + 59_000;
    desk.pass(300_000);
    let context = at_now(&desk);
    let told = told(&mut desk, made(at, |_| ()), context);
    moved(&mut desk, &told);
}

fn resumed(told: &Told, desk: &Desk) -> (Command, Context) {
    let resume = Resume { run: told.run.run_id.clone(), hold: Some(false), ..Resume::default() };
    (Command::Resume(resume), Context { runs: vec![told.run.clone()], now: desk.now, ..context() })
}

#[test]
fn without_the_old_database_nothing_that_came_back_is_sent() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Quiet).unwrap();
    let Command::Resync(mut typed) = done_by_hand(at) else { panic!() };
    typed.old = None;
    let context = at_now(&desk);
    let blocked = told(&mut desk, Command::Resync(typed.clone()), context);
    ends(&blocked, Ending::Blocked, 10);
    says(&blocked, &["resync/old-unreachable", "--old"]);
    typed.shown.accept = vec!["resync/old-unreachable".into()];
    let context = Context { run_id: "rwithout".into(), ..at_now(&desk) };
    let told = told(&mut desk, Command::Resync(typed), context);
    ends(&told, Ending::Done, 0);
    assert_eq!(desk.paper.sent_twice(), 0);
    assert!(told.run.journal.contains("Salesforce may have them"), "{}", told.run.journal);
}

#[test]
fn whoever_resumes_connect_before_it_is_judged_ends_the_run_undone_and_nothing_is_touched() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Quiet).unwrap();
    let before = desk.view();
    let mut meddled = false;
    let context = at_now(&desk);
    let told = hooked_in(&mut desk, done_by_hand(at), context, |desk, directive| {
        if stage(directive, "judge-revived") && !meddled {
            desk.world.act(Act::ResumeConnection { addon: CONNECT.into() }, desk.now);
            meddled = true;
        }
    });
    assert!(meddled);
    assert_eq!(told.ending, Ending::Undone, "{}", told.said);
    says(&told, &["connect/not-paused"]);
    let view = desk.view();
    assert_eq!(view["apps"], before["apps"]);
    assert_eq!(desk.paper.held(NEW), None);
}

#[test]
fn a_run_that_is_undone_leaves_connect_paused_and_what_came_back_as_it_was() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Live).unwrap();
    let twice = desk.paper.sent_twice();
    let context = at_now(&desk);
    let mut refused = 0;
    let told = support::told_by_chance(
        &mut desk,
        done_by_hand(at),
        context,
        |effect| match effect {
            Effect::Sql(sql) if sql.query == "revived_mark" => {
                refused += 1;
                Chance::Refuse
            }
            _ => Chance::Succeed,
        },
        |_| false,
    );
    assert!(refused > 0);
    assert_eq!(told.ending, Ending::Undone, "{}", told.said);
    says(&told, &["Connect stays paused"]);
    assert_eq!(desk.view()["connections"][CONNECT]["state"], "PAUSED");
    desk.pass(30 * 60_000);
    assert_eq!(desk.paper.sent_twice(), twice);
    // And the next one goes through.
    let again = Context { run_id: "ragain12".into(), ..at_now(&desk) };
    let told = support::told(&mut desk, done_by_hand(at), again);
    ends(&told, Ending::Done, 0);
    assert_eq!(desk.paper.sent_twice(), twice);
}

#[test]
fn a_mapping_that_fails_to_load_is_loaded_by_whoever_resumes() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Quiet).unwrap();
    let context = at_now(&desk);
    let mut failed = false;
    let stopped = hooked_in(&mut desk, done_by_hand(at), context, |desk, directive| {
        let Directive::Perform { effect: Effect::Http(http), .. } = directive else { return };
        if http.request.path.ends_with("/actions/reload") && !failed {
            desk.world.inject("load-fails".parse().unwrap());
            failed = true;
        }
    });
    assert!(failed);
    assert!(matches!(stopped.ending, Ending::Paused | Ending::Operator), "{}", stopped.said);
    says(&stopped, &["load/failed", "runs:resume", "--accept load/failed"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], true, "nobody writes to what is not loaded");
    // Whoever cannot wait says so: it is tried once more, and the app is back without it.
    let mut without = desk.clone();
    let (Command::Resume(mut resume), context) = resumed(&stopped, &without) else { panic!() };
    resume.accept = vec!["load/failed".into()];
    let given_up = told(&mut without, Command::Resume(resume), context);
    says(&given_up, &["load/failed"]);
    assert_eq!(without.view()["apps"]["acme-sync"]["maintenance"], false, "{}", given_up.said);
    desk.world.heal(desk.now);
    let (resume, context) = resumed(&stopped, &desk);
    let told = told(&mut desk, resume, context);
    ends(&told, Ending::Done, 0);
    in_step(&desk, NEW);
    assert_eq!(desk.paper.sent_twice(), 0);
}

/// Another table's rows point at those of a mapped one.
fn keyed(desk: &mut Desk, table: &str) {
    desk.paper.dependant(NEW, "salesforce", table, "id", "public.notes.of", true);
}

#[test]
fn a_load_that_fails_keeps_no_other_from_being_done_and_nobody_is_pointed_at_nothing() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Quiet).unwrap();
    keyed(&mut desk, "account");
    let context = at_now(&desk);
    let (mut reloads, mut pointed) = (0, 0);
    let stopped = hooked_in(&mut desk, done_by_hand(at), context, |desk, directive| {
        let Directive::Perform { effect, .. } = directive else { return };
        match effect {
            Effect::Http(http) if http.request.path.ends_with("/actions/reload") => {
                reloads += 1;
                match reloads {
                    1 => desk.world.inject("load-fails".parse().unwrap()),
                    _ => desk.world.heal(desk.now),
                }
            }
            Effect::Sql(sql) if sql.query == "children_point" => pointed += 1,
            _ => {}
        }
    });
    assert_eq!(stopped.ending, Ending::Paused, "{}", stopped.said);
    assert_eq!(stopped.exit_code, 14, "the app is stopped: {}", stopped.said);
    says(&stopped, &["load/failed", "runs:resume", "--accept load/failed"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], true, "nobody writes to what is not loaded");
    assert!(reloads > 1 && stopped.run.journal.contains("reloaded/contact"), "{}", stopped.said);
    assert_eq!(pointed, 0, "rows that point at it would be pointed at nothing");
    says(&stopped, &["mapping/referenced-by-fk"]);
    assert!(stopped.run.journal.contains("resync/api-allowance"), "what it costs is noted");

    // Whoever cannot wait has the app back, and the rest is left over: not yet, and not for good.
    let fails = |desk: &mut Desk, directive: &Directive| {
        let Directive::Perform { effect, .. } = directive else { return };
        match effect {
            Effect::Http(http) if http.request.path.ends_with("/actions/reload") => {
                desk.world.inject("load-fails".parse().unwrap());
            }
            Effect::Sql(sql) => assert_ne!(sql.query, "children_point"),
            _ => {}
        }
    };
    let (Command::Resume(mut resume), context) = resumed(&stopped, &desk) else { panic!() };
    resume.accept = vec!["load/failed".into()];
    let back = hooked_in(&mut desk, Command::Resume(resume), context, fails);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], false, "{}", back.said);
    assert_eq!((back.ending, back.exit_code), (Ending::Paused, 11), "{}", back.said);
    says(&back, &["left over: point-children-account, restore-account", "runs:resume"]);
    assert!(desk.paper.held(NEW).is_some(), "what was kept stays with the lock");

    desk.world.heal(desk.now);
    for object in ["Account", "Product2"] {
        let (addon, object) = (CONNECT.to_owned(), object.to_owned());
        desk.world.act(Act::MappingState { addon, object, state: "DATA_SYNCED".into() }, desk.now);
    }
    desk.pass(30 * 60_000);
    let (resume, context) = resumed(&back, &desk);
    let done = told(&mut desk, resume, context);
    ends(&done, Ending::Done, 0);
    assert!(done.run.journal.contains("children/account"), "{}", done.said);
    assert_eq!(desk.paper.held(NEW), None);
}

#[test]
fn what_only_salesforce_writes_to_is_loaded_while_the_app_runs() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Quiet).unwrap();
    let context = at_now(&desk);
    let mut open = Vec::new();
    let left = hooked_in(&mut desk, done_by_hand(at), context, |desk, directive| {
        let Directive::Perform { effect: Effect::Http(http), .. } = directive else { return };
        if http.request.path.ends_with("/actions/reload") {
            open.push(desk.view()["apps"]["acme-sync"]["maintenance"] == false);
            if open.len() > 3 {
                desk.world.inject("load-fails".parse().unwrap());
            }
        }
    });
    assert_eq!(open[..4], [false, false, false, true], "{}", left.said);
    assert_eq!((left.ending, left.exit_code), (Ending::Paused, 11), "{}", left.said);
    says(&left, &["left over: reload-product2", "runs:resume"]);
    assert_eq!(desk.view()["apps"]["acme-sync"]["maintenance"], false);

    desk.world.heal(desk.now);
    let (addon, object) = (CONNECT.to_owned(), "Product2".to_owned());
    desk.world.act(Act::MappingState { addon, object, state: "DATA_SYNCED".into() }, desk.now);
    desk.pass(30 * 60_000);
    let (resume, context) = resumed(&left, &desk);
    let done = told(&mut desk, resume, context);
    ends(&done, Ending::Done, 0);
    assert!(done.run.journal.contains("reloaded/product2"), "{}", done.said);
}

#[test]
fn a_connect_that_runs_on_what_went_back_is_paused_before_anybody_is_waited_for() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Live).unwrap();
    let context = at_now(&desk);
    let mut seen = Vec::new();
    let told = hooked_in(&mut desk, done_by_hand(at), context, |desk, directive| {
        if stage(directive, "hold") {
            seen.push(state(desk));
        }
    });
    ends(&told, Ending::Done, 0);
    assert!(!seen.is_empty() && seen.iter().all(|state| state == "PAUSED"), "{seen:?}");
}

#[test]
fn one_mapping_alone_is_reloaded_and_one_that_is_not_there_is_named() {
    let mut desk = desk_of(|_| ());
    let at = roll_back(&mut desk, Since::Quiet).unwrap();
    let only = |name: &str| {
        let Command::Resync(mut typed) = done_by_hand(at) else { panic!() };
        typed.mappings = vec![name.to_owned()];
        Command::Resync(typed)
    };
    let context = at_now(&desk);
    let unknown = told(&mut desk, only("Acount"), context);
    ends(&unknown, Ending::Blocked, 10);
    says(&unknown, &["no connection of this database has a mapping of `Acount`", "Account"]);
    let context = Context { run_id: "ralone12".into(), ..at_now(&desk) };
    let told = told(&mut desk, only("account"), context);
    ends(&told, Ending::Done, 0);
    assert!(told.run.journal.contains("reloaded/account") && !told.run.journal.contains("reloaded/contact"));
}

#[test]
fn what_cannot_be_meant_is_said_before_anything_is_asked() {
    let mut desk = desk_of(|_| ());
    type Typed = fn(&mut Resync);
    let cases: [(Typed, &str); 6] = [
        (|one| (one.at, one.already_rolled_back, one.pause_now) = (Some(1), true, true), "--pause-now"),
        (|_| (), "--rollback-to TIME"),
        (|one| (one.rollback_to, one.at) = (Some(1), Some(1)), "--rollback-to TIME"),
        (|one| one.at = Some(1), "--already-rolled-back"),
        (|one| one.rollback_to = Some(u64::MAX), "has passed already"),
        (|one| (one.rollback_to, one.old) = (Some(1), Some("X".into())), "--old"),
    ];
    for (typed, word) in cases {
        let context = at_now(&desk);
        let told = told(&mut desk, resync(typed, &[]), context);
        ends(&told, Ending::Usage, 2);
        says(&told, &[word]);
    }
    let early = resync(|one| one.rollback_to = Some(1_000_000), &["rollback/loses-writes"]);
    let context = at_now(&desk);
    let told = told(&mut desk, early, context);
    ends(&told, Ending::Blocked, 10);
    says(&told, &["rollback/out-of-range", "at the earliest"]);
}

#[test]
fn whatever_misbehaves_in_any_step_a_resync_ends_and_nothing_is_lost_or_sent_twice() {
    let world = scenario("upgrade-follower").unwrap();
    let mut broken = Vec::new();
    let bounds = Bounds { faults: 0, crashes: 0 };
    let cases = [
        ("done", Case::resynced_in(&world, Some(Since::Quiet), bounds)),
        ("made", Case::resynced_in(&world, None, bounds)),
        ("paused first", Case::resynced_at_once(&world, bounds)),
    ];
    for (how, case) in cases {
        let case = case.unwrap();
        for (step, play) in entries(&case).unwrap() {
            for fault in all() {
                let Some(became) = strike(&play, &fault.parse().unwrap()) else { continue };
                let told = became.broken.iter().map(|one| {
                    format!("{how} {step} · {fault} · {} {} · {:?}", one.invariant, one.seen, became.endings)
                });
                broken.extend(told);
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn once_connect_was_asked_to_run_there_is_only_forward_whatever_came_of_it() {
    let mut desk = desk_of(|_| ());
    desk.pass(60_000);
    let at = desk.now / 1_000 * 1_000;
    desk.pass(300_000);
    let context = at_now(&desk);
    let made = resync(|one| one.rollback_to = Some(at), &["rollback/loses-writes"]);
    let mut struck = false;
    let stopped = hooked_in(&mut desk, made, context, |desk, directive| {
        if stage(directive, "resume-connect") && !struck {
            desk.world.inject("resume-fails".parse().unwrap());
            struck = true;
        }
    });
    ends(&stopped, Ending::Paused, 14);
    says(&stopped, &["connect/not-resumed", "APP STOPPED"]);
    desk.world.heal(desk.now);
    let run = &stopped.run.run_id;
    let abort = Command::Abort { run: run.clone(), confirm: Some("acme-sync".into()), accept: Vec::new() };
    let (resume, context) = resumed(&stopped, &desk);
    let refused = told(&mut desk.clone(), abort, context.clone());
    says(&refused, &["run/past-point-of-no-return"]);
    let told = told(&mut desk, resume, context);
    ends(&told, Ending::Done, 0);
    in_step(&desk, "postgresql-connect-rabc1234");
    assert_eq!(desk.paper.sent_twice(), 0);
}

#[test]
fn what_came_back_in_flight_keeps_nobody_waiting() {
    for since in [Since::Quiet, Since::Live] {
        let mut desk = desk_of(|_| ());
        let at = roll_back(&mut desk, since).unwrap();
        let twice = desk.paper.sent_twice();
        // The log was rolled back with changes in flight: nobody will ever end them.
        let in_flight = desk.paper.in_flight(NEW);
        desk.paper.in_flight_again(NEW, "salesforce");
        assert!(since == Since::Live || desk.paper.in_flight(NEW) > in_flight);
        let context = at_now(&desk);
        let told = told(&mut desk, done_by_hand(at), context);
        ends(&told, Ending::Done, 0);
        assert_eq!(desk.paper.sent_twice(), twice);
        in_step(&desk, NEW);
    }
}
