//! A runbook carries a plan out: one process for each command of it, and the changes that the Heroku CLI can make made by somebody
//! else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Begin, Command, Context, RunStep};
use connect_core::ending::Ending;
use connect_core::given::GivenFile;
use connect_core::late::Known;
use connect_core::ops;
use connect_core::plan::Plan;
use connect_core::run::{Stepped, UpTo};
use connect_model::case::{Bounds, Case, SAMPLES};
use connect_model::play::Play;
use connect_rehearsal::chance::Chance;
use support::{context, told};

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

/// One way through the runbook from its beginning; `None` if it was ended by the trouble. What is `made` already is not asked for.
fn through(
    play: &mut Play<'_>,
    case: &Case,
    typed: &[Typed],
    trouble: Option<(&Typed, Trouble)>,
    made: Option<&Typed>,
) -> Option<Ending> {
    for step in &case.plan.steps {
        for one in typed.iter().filter(|one| one.step == step.id) {
            play.by_steps(UpTo::Call(step.id.clone(), one.call));
            let end = play.process().unwrap_or_else(|broken| panic!("{one:?}: {broken:?}"));
            let strikes = trouble.filter(|(struck, _)| *struck == one).map(|(_, trouble)| trouble);
            assert!(
                play.run().stepped() != Some(Stepped::Make) || made != Some(one),
                "{one:?} is asked for again"
            );
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
        let hardly = ["change-plan", "quiesce", "resume-sync", "longer-field"].contains(&name);
        assert!(typed.len() > 1 || hardly, "{name} types nothing: {typed:?}");
        assert_eq!(through(&mut play, &case, &typed, None, None), Some(Ending::Done), "{name}");
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
                let mut ending = through(&mut play, &case, &typed, Some((one, trouble)), None);
                if ending.is_none() {
                    play.by_steps(UpTo::Begin);
                    play.process().unwrap();
                    assert_eq!(play.run().stepped(), Some(Stepped::Begun), "{at}");
                    let made = (trouble == Trouble::Unread).then_some(one);
                    ending = through(&mut play, &case, &typed, None, made);
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

const RUN: &str = "rabc1234";

fn begin(plan: &Plan) -> Command {
    Command::Begin(Begin {
        file: GivenFile { name: "plan.json".into(), text: serde_json::to_string(plan).unwrap() },
        run: RUN.into(),
        plan_sha256: None,
        confirm: Some("acme-sync".into()),
    })
}

fn step(step: &str, call: Option<usize>) -> Command {
    let step = step.to_owned();
    Command::Step(RunStep { run: RUN.into(), step, call, hold: None, downtime_at: None, accept: vec![] })
}

#[test]
fn a_runbook_is_answered_by_exit_codes() {
    let case = case("upgrade-follower");
    let mut desk = case.desk.clone();
    let mut run = told(&mut desk, begin(&case.plan), context()).run;
    let mut asked = |desk: &mut connect_model::desk::Desk, command: Command| {
        let told = told(desk, command, Context { runs: vec![run.clone()], ..context() });
        if told.run.journal.len() > run.journal.len() {
            run = told.run;
        }
        (told.exit_code, told.said)
    };
    // Begun again it is gone on with, and only with its own plan.
    assert_eq!(asked(&mut desk, begin(&case.plan)).0, 0);
    let mut other = (*case.plan).clone();
    other.request.max_downtime_ms += 60_000;
    let other = connect_core::procedures::plan(&other.snapshot, &other.request);
    let (code, said) = asked(&mut desk, begin(&other));
    assert!(code == 10 && said.contains("carries out another plan"), "{code}: {said}");
    // What is not its turn, or is not there.
    assert_eq!(asked(&mut desk, step("stop-writers", None)).0, 11);
    assert_eq!(asked(&mut desk, step("no-such-step", None)).0, 2);
    assert_eq!(asked(&mut desk, step("make-follower", Some(7))).0, 2);
    assert_eq!(asked(&mut desk, step("take-lock", None)).0, 0);
    assert_eq!(asked(&mut desk, step("take-lock", Some(0))).0, 19);
    // A change is announced until it is there.
    assert_eq!(asked(&mut desk, step("make-follower", Some(0))).0, 0);
    assert_eq!(asked(&mut desk, step("make-follower", Some(0))).0, 0);
    let bindings = case.plan.names.at_begin(RUN, "me@here");
    let made = case.plan.steps.iter().find(|one| one.id == "make-follower").unwrap();
    let order = made.calls[0].known().unwrap().request(&Known::of(&bindings)).unwrap();
    desk.perform(&order, Chance::Succeed);
    assert_eq!(asked(&mut desk, step("make-follower", Some(0))).0, 19);
    // Nobody stops an app where nobody was asked.
    let hold = case.plan.steps.iter().position(|one| one.id == "hold").unwrap();
    for one in case.plan.steps.iter().take(hold).skip(1) {
        let (code, said) = asked(&mut desk, step(&one.id, None));
        assert_eq!(code, 0, "{}: {said}", one.id);
    }
    let (code, said) = asked(&mut desk, step("hold", None));
    assert!(code == 2 && said.contains("--no-hold"), "{code}: {said}");
}
