//! A runbook carries a plan out: one process for each command of it, and the changes that the Heroku CLI can make made by somebody
//! else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::ending::Ending;
use connect_core::late::Known;
use connect_core::ops;
use connect_core::run::{Stepped, UpTo};
use connect_model::case::{Bounds, Case};
use connect_model::play::Play;
use connect_rehearsal::chance::Chance;

const SAMPLES: [&str; 9] = [
    "upgrade-follower",
    "two-connections",
    "upgrade-direct",
    "copy",
    "readers",
    "private",
    "change-plan",
    "changeover",
    "essential-to-standard",
];

/// One for each method.
const METHODS: [&str; 5] = ["upgrade-follower", "upgrade-direct", "copy", "change-plan", "changeover"];

/// What goes wrong with one command of a runbook, which is then started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// The machine ends between the announcement and the command.
    Unsent,
    /// The machine ends after the command.
    Unread,
    /// The command does nothing and says that it is done; the runbook goes on.
    Lies,
}

/// A change that a command of the CLI makes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Typed {
    step: String,
    call: usize,
    /// It is sent once and never again.
    once: bool,
}

fn case(name: &str) -> Case {
    Case::named(name, Bounds { faults: 0, crashes: 0 }).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The changes that a runbook types.
fn typed(case: &Case) -> Vec<Typed> {
    let bindings = case.plan.names.at_begin("rmodel01", "");
    let mut all = Vec::new();
    for step in &case.plan.steps {
        for (call, op) in step.calls.iter().enumerate() {
            if ops::typed(op, &Known::of(&bindings)).is_some() {
                all.push(Typed { step: step.id.clone(), call, once: op.known().unwrap().once() });
            }
        }
    }
    all
}

/// The command of the CLI, as far as the world is concerned.
fn types(play: &mut Play<'_>, case: &Case, step: &str, call: usize) {
    let step = case.plan.steps.iter().find(|one| one.id == step).unwrap();
    let verb = step.calls.get(call).unwrap().known().unwrap();
    if let Ok(effect) = verb.request(&Known::of(play.run().bindings())) {
        play.desk.perform(&effect, Chance::Succeed);
    }
}

/// One way through the runbook from its beginning; `None` if it was ended by the trouble.
fn through(
    play: &mut Play<'_>,
    case: &Case,
    typed: &[Typed],
    trouble: Option<(&Typed, Trouble)>,
) -> Option<Ending> {
    for step in &case.plan.steps {
        for one in typed.iter().filter(|one| one.step == step.id) {
            play.by_steps(UpTo::Call(step.id.clone(), one.call));
            let end = play.process().unwrap_or_else(|broken| panic!("{one:?}: {broken:?}"));
            let strikes = trouble.filter(|(struck, _)| *struck == one).map(|(_, trouble)| trouble);
            match (play.run().stepped(), strikes) {
                (Some(Stepped::Make), Some(Trouble::Unsent)) => return None,
                (Some(Stepped::Make), Some(Trouble::Lies)) | (Some(Stepped::NotNeeded), _) => {}
                (Some(Stepped::Make), strikes) => {
                    types(play, case, &one.step, one.call);
                    if strikes == Some(Trouble::Unread) {
                        return None;
                    }
                }
                (_, _) => return Some(end.ending),
            }
        }
        play.by_steps(UpTo::Step(step.id.clone()));
        let last = case.plan.steps.last().is_some_and(|last| last.id == step.id);
        if last {
            let end = play.to_the_end().unwrap_or_else(|(_, broken)| panic!("{}: {broken:?}", step.id));
            return Some(end.ending);
        }
        let end = play.process().unwrap_or_else(|broken| panic!("{}: {broken:?}", step.id));
        if play.run().stepped() != Some(Stepped::Done) {
            return Some(end.ending);
        }
    }
    panic!("a plan has a last step")
}

fn begun(case: &Case) -> Play<'_> {
    let mut play = Play::begin_up_to(case, UpTo::Begin);
    play.process().unwrap();
    assert_eq!(play.run().stepped(), Some(Stepped::Begun));
    play
}

#[test]
fn a_runbook_ends_as_the_run_itself_does() {
    for name in SAMPLES {
        let case = case(name);
        let (typed, mut play) = (typed(&case), begun(&case));
        assert!(typed.len() > 1 || name == "change-plan", "{name} types nothing: {typed:?}");
        assert_eq!(through(&mut play, &case, &typed, None), Some(Ending::Done), "{name}");
    }
}

#[test]
fn a_runbook_that_was_killed_at_a_command_and_is_started_again_ends_as_the_run_itself_does() {
    for name in METHODS {
        let case = case(name);
        let typed = typed(&case);
        for one in &typed {
            for trouble in [Trouble::Unsent, Trouble::Unread, Trouble::Lies] {
                let mut play = begun(&case);
                let at = format!("{name}: {one:?}, {trouble:?}");
                let mut ending = through(&mut play, &case, &typed, Some((one, trouble)));
                if ending.is_none() {
                    play.by_steps(UpTo::Begin);
                    play.process().unwrap();
                    assert_eq!(play.run().stepped(), Some(Stepped::Begun), "{at}");
                    ending = through(&mut play, &case, &typed, None);
                }
                // What is sent once is not sent by anybody else when nobody knows whether it was.
                let unclear = one.once && trouble != Trouble::Unread;
                let expected = ending == Some(Ending::Done) || unclear && ending != Some(Ending::Undone);
                assert!(expected, "{at}: {ending:?}");
            }
        }
    }
}

#[test]
fn a_step_whose_turn_has_not_come_is_refused_and_changes_nothing() {
    let case = case("upgrade-follower");
    let mut play = begun(&case);
    let before = play.desk.view();
    for step in case.plan.steps.iter().skip(1) {
        play.by_steps(UpTo::Step(step.id.clone()));
        play.process().unwrap();
        assert_eq!(play.run().stepped(), Some(Stepped::Other), "{}", step.id);
    }
    assert_eq!(play.desk.view(), before);
}

#[test]
fn an_approval_does_not_outlive_a_pause_of_an_hour() {
    let case = case("upgrade-follower");
    let mut play = begun(&case);
    let typed = typed(&case);
    let stops = case.plan.marks.downtime_opens.clone().unwrap();
    for step in case.plan.steps.iter().take_while(|step| step.id != stops) {
        for one in typed.iter().filter(|one| one.step == step.id) {
            play.by_steps(UpTo::Call(step.id.clone(), one.call));
            play.process().unwrap();
            types(&mut play, &case, &one.step, one.call);
        }
        play.by_steps(UpTo::Step(step.id.clone()));
        play.process().unwrap();
        assert_eq!(play.run().stepped(), Some(Stepped::Done), "{}", step.id);
    }
    play.desk.pass(2 * 3_600_000);
    play.by_steps(UpTo::Step(stops));
    play.process().unwrap();
    assert_eq!(play.run().stepped(), Some(Stepped::Other));
}
