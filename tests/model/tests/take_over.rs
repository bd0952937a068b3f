//! The machine of a run is gone: another one goes on with it, from what stands in the database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, StoredRun};
use connect_core::directive::{Directive, Event, StageState};
use connect_core::ending::Ending;
use connect_model::desk::{scenario, Desk};
use support::{context, told, told_until, upgrade, Told};

const RUN: &str = "rabc1234";
/// The follower is none any more, and nothing that was proven is noted yet.
const UNPROVABLE: [&str; 8] = [
    "upgrade-run",
    "fence-old",
    "end-open-sessions",
    "position-l1",
    "upgraded",
    "new-accepts-writes",
    "analyze",
    "true-copy",
];

/// An upgrade whose machine ends when this step is told to be done.
fn left_after(desk: &mut Desk, id: &str) -> Told {
    told_until(
        desk,
        upgrade("acme-sync"),
        context(),
        |one| matches!(one, Directive::Show { event: Event::Stage { step, state: StageState::Done, .. }, .. } if step == id),
    )
}

/// Another machine, which knows these runs.
fn there(runs: &[StoredRun]) -> Context {
    Context { holder: "you@there".into(), run_id: "rother12".into(), runs: runs.to_vec(), ..context() }
}

fn take_over() -> Command {
    Command::TakeOver { app: "acme-sync".into(), database: None, confirm: Some("acme-sync".into()) }
}

fn resume() -> Command {
    Command::Resume { run: RUN.into(), hold: Some(false), downtime_at: None, accept: vec![] }
}

fn abort() -> Command {
    Command::Abort { run: RUN.into(), confirm: None, accept: vec![] }
}

/// What the other machine has after it took the run over.
fn taken(desk: &mut Desk) -> StoredRun {
    let taken = told(desk, take_over(), there(&[]));
    assert_eq!(taken.ending, Ending::Paused, "{}", taken.said);
    assert!(taken.said.contains("run `rabc1234` of me@here"), "{}", taken.said);
    StoredRun { run_id: RUN.into(), ..taken.run }
}

/// Goes on until it is over, as an operator does.
fn to_the_end(desk: &mut Desk, command: &Command, run: StoredRun) -> Told {
    let mut seen = told(desk, command.clone(), Context { run_id: RUN.into(), ..there(&[run]) });
    for _ in 0..3 {
        if seen.ending != Ending::Paused {
            break;
        }
        seen = told(desk, resume(), Context { run_id: RUN.into(), ..there(&[seen.run]) });
    }
    seen
}

/// Every step after which the row is there, up to where it is released.
fn steps() -> Vec<String> {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let mut steps = Vec::new();
    let _end = support::drive(&mut desk, upgrade("acme-sync"), context(), |one| {
        if let Directive::Show { event: Event::Stage { step, state: StageState::Done, .. }, .. } =
            one.directive
        {
            steps.push(step.clone());
        }
    });
    let from = steps.iter().position(|step| step == "take-lock").unwrap();
    let to = steps.iter().position(|step| step == "release-lock").unwrap();
    steps[from..to].to_vec()
}

#[test]
fn a_run_of_a_lost_machine_is_gone_on_with_from_every_step() {
    let (mut done, mut undone) = (0, Vec::new());
    for step in steps() {
        let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
        assert_eq!(left_after(&mut desk, &step).ending, Ending::Paused, "{step}");
        let run = taken(&mut desk);
        let end = to_the_end(&mut desk, &resume(), run);
        match end.ending {
            Ending::Done => done += 1,
            // What the follower had replayed when it was cut off stood in the journal alone: it cannot be proven any more.
            Ending::Undone => undone.push(step.clone()),
            _ => panic!("{step}\n{}", end.said),
        }
        assert!(!desk.paper.two_leads_written(), "{step}");
    }
    assert!(done > 20, "{done} done");
    assert!(undone.iter().all(|step| UNPROVABLE.contains(&step.as_str())), "{undone:?}");
}

#[test]
fn a_run_of_a_lost_machine_is_rolled_back_from_every_step_before_the_point_of_no_return() {
    let (mut undone, mut late) = (0, 0);
    for step in steps() {
        let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
        let _left = left_after(&mut desk, &step);
        let run = taken(&mut desk);
        let end = told(&mut desk, abort(), Context { run_id: RUN.into(), ..there(&[run]) });
        match end.ending {
            Ending::Undone => undone += 1,
            // Nothing is destroyed by somebody who cannot know.
            _ => {
                late += 1;
                assert_eq!(end.destroyed, 0, "{step}\n{}", end.said);
            }
        }
    }
    assert!(undone > 10 && late > 3, "{undone} rolled back, {late} not");
}

#[test]
fn the_machine_that_comes_back_does_nothing_more() {
    for step in ["take-lock", "fence-old", "move-attachments"] {
        let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
        let left = left_after(&mut desk, step);
        let _run = taken(&mut desk);
        for command in [resume(), abort()] {
            let before = desk.view();
            let back = told(&mut desk, command, Context { runs: vec![left.run.clone()], ..context() });
            assert_eq!(back.ending, Ending::Blocked, "{step}\n{}", back.said);
            assert!(back.said.contains("you@there"), "{step}\n{}", back.said);
            assert_eq!(before["requests"], desk.view()["requests"], "{step}");
        }
    }
}

#[test]
fn what_is_known_here_is_not_taken_over() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let left = left_after(&mut desk, "fence-old");
    let refused = told(&mut desk, take_over(), there(&[left.run]));
    assert_eq!(refused.ending, Ending::Blocked, "{}", refused.said);
    assert!(refused.said.contains("connect:runs:resume rabc1234"), "{}", refused.said);
}

#[test]
fn where_no_run_is_open_nothing_is_taken_over() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let refused = told(&mut desk, take_over(), there(&[]));
    assert_eq!(refused.ending, Ending::Blocked, "{}", refused.said);
    assert!(refused.said.contains("no run is open"), "{}", refused.said);
    let wrong = Command::TakeOver { app: "acme-sync".into(), database: None, confirm: Some("other".into()) };
    assert_eq!(told(&mut desk, wrong, there(&[])).ending, Ending::Usage);
}
