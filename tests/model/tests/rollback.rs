//! A run that was rolled back, as people see it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, Resume, StoredRun, UpgradeDb};
use connect_core::directive::{Directive, Event};
use connect_core::ending::Ending;
use connect_core::face::Face;
use connect_model::desk::{scenario, Desk};
use connect_simulator::scenario::{AttachmentSpec, DatabaseSpec};
use support::{context, told, told_until, upgrade, Told};

/// An upgrade with Ctrl-C when this step is told to be done.
fn stopped_after(desk: &mut Desk, id: &str) -> Told {
    told_until(desk, upgrade("acme-sync"), context(), |one| {
        let Directive::Show { event: Event::Stage { step, state, .. }, .. } = one else { return false };
        step == id && *state == connect_core::directive::StageState::Done
    })
}

fn with(run: &StoredRun) -> Context {
    let face = Face { verbose: true, ..Face::default() };
    Context { face, runs: vec![run.clone()], ..context() }
}

fn abort() -> Command {
    Command::Abort { run: "rabc1234".into(), confirm: None, accept: vec![] }
}

#[test]
fn a_rollback_that_was_asked_for_did_not_fail_and_proves_nothing_of_what_is_undone() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let stopped = stopped_after(&mut desk, "fence-old");
    assert_eq!((stopped.ending, stopped.exit_code), (Ending::Paused, 14), "{}", stopped.said);
    let before = told(&mut desk, Command::Info { run: "rabc1234".into() }, with(&stopped.run)).said;
    assert!(before.contains("old database is fenced"), "{before}");

    let back = told(&mut desk, abort(), with(&stopped.run));
    assert_eq!((back.ending, back.exit_code), (Ending::Undone, 0), "{}", back.said);
    assert!(back.said.contains(": rolled back\n"), "{}", back.said);
    for wrong in ["failed", "old database is fenced", "APP STOPPED"] {
        assert!(!back.said.contains(wrong), "`{wrong}` is in:\n{}", back.said);
    }
}

#[test]
fn a_run_that_is_over_is_no_success_for_who_wanted_it_to_end_otherwise() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let stopped = stopped_after(&mut desk, "fence-old");
    let back = told(&mut desk, abort(), with(&stopped.run)).run;
    let done =
        told(&mut Desk::new(&scenario("upgrade-follower").unwrap()), upgrade("acme-sync"), context()).run;
    let resume =
        || Command::Resume(Resume { run: "rabc1234".into(), hold: Some(false), ..Resume::default() });
    let cases = [
        (resume(), &done, Ending::NothingToDo, 0),
        (abort(), &done, Ending::Blocked, 10),
        (resume(), &back, Ending::Blocked, 10),
        (abort(), &back, Ending::NothingToDo, 0),
    ];
    for (command, run, ending, code) in cases {
        let seen = told(&mut desk, command.clone(), with(run));
        assert_eq!((seen.ending, seen.exit_code), (ending, code), "{command:?}\n{}", seen.said);
        assert!(seen.said.contains("is over"), "{command:?}\n{}", seen.said);
    }
}

const REPLICA: &str = "postgresql-replica-10002";

/// A world in which the customer has a follower, and an upgrade that takes it.
fn adopting() -> (Desk, Command) {
    let mut world = scenario("upgrade-follower").unwrap();
    let leader = world.databases[0].clone();
    let colour =
        AttachmentSpec { app: "acme-sync".into(), name: "HEROKU_POSTGRESQL_BLUE".into(), namespace: None };
    world.databases.push(DatabaseSpec {
        addon: REPLICA.into(),
        following: Some(leader.addon.clone()),
        attachments: vec![colour],
        ..leader
    });
    let Command::UpgradeDb(typed) = upgrade("acme-sync") else { panic!("another command") };
    (Desk::new(&world), Command::UpgradeDb(UpgradeDb { follower: Some(REPLICA.into()), ..typed }))
}

fn adopted_and_stopped_after(id: &str) -> (Desk, Told) {
    let (mut desk, command) = adopting();
    let stopped = told_until(&mut desk, command, context(), |one| {
        let Directive::Show { event: Event::Stage { step, state, .. }, .. } = one else { return false };
        step == id && *state == connect_core::directive::StageState::Done
    });
    (desk, stopped)
}

#[test]
fn a_follower_of_the_customer_that_was_spent_is_not_as_it_was() {
    let (mut desk, stopped) = adopted_and_stopped_after("fence-old");
    let back = told(&mut desk, abort(), with(&stopped.run));
    assert_eq!(back.ending, Ending::Undone, "{}", back.said);
    assert!(desk.world.databases().iter().any(|one| one == REPLICA), "{}", back.said);
    for said in [
        "but postgresql-replica-10002 does not follow any more",
        "heroku addons:create heroku-postgresql:standard-0 --app acme-sync -- --follow postgresql-curved-10001",
    ] {
        assert!(back.said.contains(said), "`{said}` is not in:\n{}", back.said);
    }
}

#[test]
fn a_follower_of_the_customer_that_was_not_touched_is_as_it_was() {
    let (mut desk, stopped) = adopted_and_stopped_after("pause-connect");
    assert!(
        stopped.said.contains("writers run on postgresql-curved-10001; CONNECT IS PAUSED"),
        "{}",
        stopped.said
    );
    let back = told(&mut desk, abort(), with(&stopped.run));
    assert_eq!(back.ending, Ending::Undone, "{}", back.said);
    assert!(desk.world.databases().iter().any(|one| one == REPLICA), "{}", back.said);
    for wrong in ["does not follow any more", "addons:create"] {
        assert!(!back.said.contains(wrong), "`{wrong}` is in:\n{}", back.said);
    }
}

#[test]
fn connect_that_is_paused_is_said_while_apps_are_stopped_and_after_the_move() {
    for (step, apps) in
        [("fence-old", "maintenance mode is on"), ("move-attachments", "maintenance mode is on")]
    {
        let stopped = stopped_after(&mut Desk::new(&scenario("upgrade-follower").unwrap()), step);
        let now = stopped.said.lines().find(|line| line.contains("Now ")).unwrap_or_default().to_owned();
        assert!(now.contains(apps) && now.contains("CONNECT IS PAUSED"), "{step}: {now}");
    }
}
