//! Whole runs in memory, from the command to the report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::command::{Command, Context, UpgradeDb};
use connect_core::directive::{Directive, Event};
use connect_core::effect::Observation;
use connect_core::ending::Ending;
use connect_core::face::Face;
use connect_core::session::Session;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};

fn context() -> Context {
    Context {
        run_id: "rabc1234".into(),
        interactive: false,
        json: false,
        now: 0,
        face: Face::default(),
        holder: "me@here".into(),
        runs: vec![],
        page: None,
    }
}

fn upgrade(app: &str, confirm: &str) -> Command {
    Command::UpgradeDb(UpgradeDb {
        app: app.into(),
        version: Some("17".into()),
        confirm: Some(confirm.into()),
        hold: Some(false),
        ..UpgradeDb::default()
    })
}

fn run(name: &str) -> (Ending, u8, Desk, String) {
    let mut desk = Desk::new(&scenario(name).unwrap());
    let confirm = match name {
        "two-apps" => "acme-sync,acme-admin",
        _ => "acme-sync",
    };
    let mut session = Session::new(upgrade("acme-sync", confirm), context());
    let mut said = String::new();
    for _ in 0..5_000 {
        match session.next(desk.now).unwrap() {
            Directive::Append { id, .. } => session.observe(id, &Observation::Done, desk.now).unwrap(),
            Directive::Perform { id, effect, .. } => {
                let answer = desk.perform(&effect, Chance::Succeed);
                if std::env::var_os("TRACE").is_some() {
                    eprintln!("{effect:?}\n   -> {answer:?}");
                }
                session.observe(id, &answer, desk.now).unwrap();
            }
            Directive::Together { id, effects, .. } => {
                let answer = desk.together(&effects, 0, Chance::Succeed);
                if std::env::var_os("TRACE").is_some() {
                    eprintln!("{effects:?}\n   -> {answer:?}");
                }
                session.observe(id, &answer, desk.now).unwrap();
            }
            Directive::Wait { id, until, .. } => {
                desk.pass(until.saturating_sub(desk.now));
                session.observe(id, &Observation::Done, desk.now).unwrap();
            }
            Directive::Show { id, event } => {
                match event {
                    Event::Lines { lines, .. } => {
                        lines.iter().for_each(|line| said += &(line.unstyled() + "\n"))
                    }
                    Event::Stage { line, .. } => said += &(line.unstyled() + "\n"),
                    Event::Json { .. } | Event::Text { .. } | Event::Working { .. } => {}
                }
                session.observe(id, &Observation::Done, desk.now).unwrap();
            }
            Directive::Ask { .. } => panic!("nobody can be asked\n{said}"),
            Directive::Done { exit_code, ending } => return (ending, exit_code, desk, said),
        }
    }
    panic!("no end\n{said}");
}

#[test]
fn every_scenario_ends_done() {
    for name in
        ["upgrade-custom-db-key", "upgrade-custom-alias", "two-apps", "two-connections", "release-phase"]
    {
        let (ending, _, desk, said) = run(name);
        assert_eq!(ending, Ending::Done, "{name}\n{said}");
        let (lead, _) = desk.world.behind("acme-sync", "DATABASE_URL").unwrap();
        assert_eq!(desk.paper.lost(&lead), 0, "{name}");
    }
}

#[test]
fn a_follower_that_is_not_one_is_refused_before_anything_is_changed() {
    for (name, code) in [("postgresql-none", "unknown-follower"), ("postgresql-curved-10001", "not-a-copy")] {
        let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
        let Command::UpgradeDb(mut typed) = upgrade("acme-sync", "acme-sync") else { panic!() };
        typed.follower = Some(name.into());
        let mut session = Session::new(Command::UpgradeDb(typed), context());
        let mut said = String::new();
        let ending = loop {
            match session.next(desk.now).unwrap() {
                Directive::Perform { id, effect, .. } => {
                    let answer = desk.perform(&effect, Chance::Succeed);
                    session.observe(id, &answer, desk.now).unwrap();
                }
                Directive::Together { id, effects, .. } => {
                    let answer = desk.together(&effects, 0, Chance::Succeed);
                    session.observe(id, &answer, desk.now).unwrap();
                }
                Directive::Show { id, event } => {
                    said += &format!("{event:?}");
                    session.observe(id, &Observation::Done, desk.now).unwrap();
                }
                Directive::Done { ending, .. } => break ending,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(ending, Ending::Blocked, "{said}");
        assert!(said.contains(code), "{said}");
    }
}

#[test]
fn an_upgrade_ends_done_and_loses_nothing() {
    let (ending, code, desk, said) = run("upgrade-follower");
    println!("{said}");
    assert_eq!((ending, code), (Ending::Done, 0), "{said}");
    let (lead, _) = desk.world.behind("acme-sync", "DATABASE_URL").unwrap();
    assert_eq!(lead, "postgresql-connect-rabc1234");
    assert_eq!(desk.paper.lost(&lead), 0);
    assert!(!desk.paper.two_leads_written());
}
