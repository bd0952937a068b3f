//! The machine of a run is gone: another one goes on with it, from what stands in the database. And never do both act.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeSet;

use connect_core::command::{Command, Context, Resume, StoredRun};
use connect_core::directive::{Directive, Event, StageState};
use connect_core::effect::{Effect, Observation, UnreachableReason};
use connect_core::ending::Ending;
use connect_core::session::Session;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk, Machine};
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

fn world() -> Desk {
    Desk::new(&scenario("upgrade-follower").unwrap())
}

fn is_done(directive: &Directive, id: &str) -> bool {
    matches!(directive, Directive::Show { event: Event::Stage { step, state: StageState::Done, .. }, .. } if step == id)
}

/// An upgrade whose machine ends when this step is told to be done.
fn left_after(desk: &mut Desk, id: &str) -> Told {
    told_until(desk, upgrade("acme-sync"), context(), |one| is_done(one, id))
}

/// Another machine of the same user and host name, which knows these runs.
fn there(runs: &[StoredRun]) -> Context {
    Context { run_id: "rother12".into(), runs: runs.to_vec(), ..context() }
}

fn take_over() -> Command {
    Command::TakeOver { app: "acme-sync".into(), database: None, confirm: Some("acme-sync".into()) }
}

fn resume() -> Command {
    Command::Resume(Resume { run: RUN.into(), hold: Some(false), ..Resume::default() })
}

fn abort() -> Command {
    Command::Abort { run: RUN.into(), confirm: None, accept: vec![] }
}

/// What the other machine has after it took the run over. The desk stays with it; what the first one knows is given back.
fn taken(desk: &mut Desk) -> (StoredRun, Machine) {
    let first = std::mem::replace(&mut desk.machine, Machine::with_salt("the salt of another machine"));
    let taken = told(desk, take_over(), there(&[]));
    assert_eq!(taken.ending, Ending::Paused, "{}", taken.said);
    assert!(taken.said.contains("run `rabc1234` of me@here"), "{}", taken.said);
    (StoredRun { run_id: RUN.into(), ..taken.run }, first)
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
    let mut desk = world();
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
        let mut desk = world();
        assert_eq!(left_after(&mut desk, &step).ending, Ending::Paused, "{step}");
        let (run, _) = taken(&mut desk);
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
        let mut desk = world();
        let _left = left_after(&mut desk, &step);
        let (run, _) = taken(&mut desk);
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
fn a_run_that_was_rolled_back_to_its_hold_is_taken_over_with_no_app_stopped() {
    let mut desk = world();
    desk.world.inject("dyno-stuck".parse().unwrap());
    let left = told(&mut desk, upgrade("acme-sync"), context());
    assert_eq!((left.ending, left.exit_code), (Ending::Paused, 11), "{}", left.said);
    desk.world.heal(desk.now);
    let _first = std::mem::replace(&mut desk.machine, Machine::with_salt("the salt of another machine"));
    let taken = told(&mut desk, take_over(), there(&[]));
    assert_eq!((taken.ending, taken.exit_code), (Ending::Paused, 11), "{}", taken.said);
    let end = to_the_end(&mut desk, &resume(), StoredRun { run_id: RUN.into(), ..taken.run });
    assert_eq!(end.ending, Ending::Done, "{}", end.said);
}

#[test]
fn a_rollback_whose_machine_is_lost_is_ended_by_another_one() {
    for (left, undone) in ["stop-writers", "fence-old", "move-attachments"]
        .iter()
        .flat_map(|left| (1..6).map(move |undone| (*left, undone)))
    {
        for command in [abort(), resume()] {
            let mut desk = world();
            let first = left_after(&mut desk, left);
            let mut steps = 0;
            let lost =
                told_until(&mut desk, abort(), Context { runs: vec![first.run], ..context() }, |one| {
                    let stage = matches!(
                        one,
                        Directive::Show { event: Event::Stage { state: StageState::Undone, .. }, .. }
                    );
                    steps += usize::from(stage);
                    stage && steps == undone
                });
            if lost.ending != Ending::Paused {
                continue;
            }
            let (run, _) = taken(&mut desk);
            let end = match &command {
                Command::Abort { .. } => {
                    told(&mut desk, command.clone(), Context { run_id: RUN.into(), ..there(&[run]) })
                }
                _ => to_the_end(&mut desk, &command, run),
            };
            let over = matches!(end.ending, Ending::Undone | Ending::Done);
            assert!(over, "{left}, {undone} undone, {command:?}\n{}", end.said);
            assert!(!desk.paper.two_leads_written(), "{left}, {undone} undone, {command:?}");
        }
    }
}

/// One machine at work: its session, and what it wrote down.
struct Operator {
    session: Session,
    machine: Machine,
    changed: BTreeSet<String>,
    end: Option<(Ending, u8)>,
    /// How many looks at the lock find no server.
    unread: usize,
}

impl Operator {
    fn new(command: Command, context: Context, machine: Machine) -> Self {
        let session = Session::new(command, context);
        Self { session, machine, changed: BTreeSet::new(), end: None, unread: 0 }
    }

    /// Goes on until what is asked for next is this, or the end.
    fn go(&mut self, desk: &mut Desk, until: impl Fn(&Directive) -> bool) {
        std::mem::swap(&mut desk.machine, &mut self.machine);
        // A wait that is looked at twice a second may last as long as the downtime may.
        for _ in 0..40_000 {
            let directive = self.session.next(desk.now).unwrap();
            let (id, answer) = match &directive {
                Directive::Append { id, .. } | Directive::Show { id, .. } => (*id, Observation::Done),
                Directive::Perform { id, effect: Effect::Sql(sql), .. }
                    if self.unread > 0 && sql.query == "lock_read" =>
                {
                    self.unread -= 1;
                    (*id, Observation::Unreachable { reason: UnreachableReason::Refused })
                }
                Directive::Perform { id, effect, .. } => {
                    self.note(effect);
                    (*id, desk.perform(effect, Chance::Succeed))
                }
                Directive::Together { id, effects, .. } => {
                    effects.iter().for_each(|effect| self.note(effect));
                    (*id, desk.together(effects, 0, Chance::Succeed))
                }
                Directive::Wait { id, until, .. } => {
                    desk.pass(until.saturating_sub(desk.now));
                    (*id, Observation::Done)
                }
                Directive::Ask { .. } => panic!("nobody can be asked"),
                Directive::Done { ending, exit_code } => {
                    self.end = Some((*ending, *exit_code));
                    break;
                }
            };
            self.session.observe(id, &answer, desk.now).unwrap();
            if until(&directive) {
                break;
            }
        }
        std::mem::swap(&mut desk.machine, &mut self.machine);
    }

    fn note(&mut self, effect: &Effect) {
        let changed = match effect {
            Effect::Http(http) => http.mutates.then(|| http.request.path.clone()),
            Effect::Sql(sql) => sql.mutates.then(|| sql.query.clone()),
            Effect::File(_) => None,
        };
        self.changed.extend(changed);
    }
}

/// The first machine sleeps when `step` is done, and wakes up before or after the second one, which took over, ended with `command`.
fn two_operators(step: &str, command: &Command, wakes_late: bool) {
    let mut desk = world();
    let mut first = Operator::new(upgrade("acme-sync"), context(), desk.machine.clone());
    first.go(&mut desk, |one| is_done(one, step));
    let before = first.changed.clone();
    first.changed.clear();

    desk.machine = Machine::with_salt("the salt of another machine");
    let (run, _) = taken(&mut desk);
    let end = |desk: &mut Desk, run| match command {
        Command::Abort { .. } => told(desk, command.clone(), Context { run_id: RUN.into(), ..there(&[run]) }),
        _ => to_the_end(desk, command, run),
    };
    let ended = wakes_late.then(|| end(&mut desk, run.clone()));
    first.go(&mut desk, |_| false);
    let expected = match first.end {
        // Where the second one is done, there is no lock any more; or what was waited for will never come.
        Some((Ending::Operator | Ending::Paused, _)) => wakes_late,
        Some((Ending::TakenOver, 15)) => true,
        _ => false,
    };
    assert!(expected, "{step}: {:?}", first.end);
    assert_eq!(first.changed, BTreeSet::new(), "{step}: it acted; before: {before:?}");
    let ended = ended.unwrap_or_else(|| end(&mut desk, run));
    assert!(
        matches!(ended.ending, Ending::Done | Ending::Undone | Ending::Operator),
        "{step}\n{}",
        ended.said
    );
    assert!(!desk.paper.two_leads_written(), "{step}");
}

#[test]
fn the_first_machine_wakes_up_at_any_step_and_changes_nothing_more() {
    for step in steps() {
        two_operators(&step, &resume(), false);
    }
}

#[test]
fn the_first_machine_wakes_up_when_the_second_has_ended_the_run_and_changes_nothing_more() {
    for step in steps() {
        two_operators(&step, &resume(), true);
        two_operators(&step, &abort(), true);
    }
}

#[test]
fn a_machine_that_wakes_up_without_a_network_looks_at_the_lock_until_it_can_be_read() {
    let mut desk = world();
    let mut first = Operator::new(upgrade("acme-sync"), context(), desk.machine.clone());
    first.go(&mut desk, |one| is_done(one, "take-lock"));
    desk.machine = Machine::with_salt("the salt of another machine");
    let _ = taken(&mut desk);
    first.changed.clear();
    first.unread = 3;
    first.go(&mut desk, |_| false);
    assert_eq!((first.end, first.unread), (Some((Ending::TakenOver, 15)), 0));
    assert_eq!(first.changed, BTreeSet::new());
}

#[test]
fn the_machine_that_comes_back_does_nothing_more_and_can_take_the_run_over_again() {
    for step in ["take-lock", "fence-old", "move-attachments"] {
        let mut desk = world();
        let left = left_after(&mut desk, step);
        let (_, first) = taken(&mut desk);
        desk.machine = first;
        let mut mine = left.run;
        for command in [resume(), abort()] {
            let before = desk.view();
            let back = told(&mut desk, command, Context { runs: vec![mine.clone()], ..context() });
            assert_eq!((back.ending, back.exit_code), (Ending::TakenOver, 15), "{step}\n{}", back.said);
            assert!(back.said.contains("me@here has taken this run over"), "{step}\n{}", back.said);
            assert!(back.said.contains("connect:runs:take-over --app acme-sync"), "{step}\n{}", back.said);
            assert_eq!(before["requests"], desk.view()["requests"], "{step}");
            let head = back.run.head.or(mine.head);
            mine = StoredRun { head, ..back.run };
        }
        let listed =
            told(&mut desk, Command::Runs { app: None }, Context { runs: vec![mine.clone()], ..context() });
        assert!(listed.said.contains("taken over by another machine"), "{step}\n{}", listed.said);
        assert!(!listed.said.contains("APP STOPPED"), "{step}\n{}", listed.said);

        let again = told(&mut desk, take_over(), Context { run_id: RUN.into(), ..there(&[mine]) });
        assert_eq!(again.ending, Ending::Paused, "{step}\n{}", again.said);
        let end = to_the_end(&mut desk, &resume(), again.run);
        assert!(matches!(end.ending, Ending::Done | Ending::Undone), "{step}\n{}", end.said);
    }
}

#[test]
fn a_lock_that_somebody_removed_stops_a_run_until_he_says_that_it_may_go_on() {
    let mut desk = world();
    let left = left_after(&mut desk, "stop-writers");
    let leader = "postgresql-curved-10001";
    let _ = desk.paper.answer(leader, "lock_release", "", None, desk.now).unwrap();
    let back = told(&mut desk, abort(), Context { runs: vec![left.run], ..context() });
    assert_eq!((back.ending, back.exit_code), (Ending::Operator, 14), "{}", back.said);
    assert!(back.said.contains("run/lock-gone"), "{}", back.said);
    let accepted = Command::Abort { run: RUN.into(), confirm: None, accept: vec!["run/lock-gone".into()] };
    let end = told(&mut desk, accepted, Context { runs: vec![back.run], ..context() });
    assert_eq!(end.ending, Ending::Undone, "{}", end.said);
}

#[test]
fn the_salt_that_another_machine_takes_out_of_the_lock_reaches_no_core() {
    let mut desk = world();
    let _left = left_after(&mut desk, "fence-old");
    desk.machine = Machine::with_salt("the salt of another machine");
    let mut words = String::new();
    let _end = support::drive(&mut desk, take_over(), there(&[]), |one| {
        words += &serde_json::to_string(&(one.directive, one.answer)).unwrap();
    });
    assert!(words.contains("lock_seize") && words.contains("me@here"), "{words}");
    assert!(!words.contains("a salt for tests") && !words.contains("the salt of another"), "{words}");
}

#[test]
fn what_is_held_here_is_not_taken_over() {
    let mut desk = world();
    let left = left_after(&mut desk, "fence-old");
    let refused = told(&mut desk, take_over(), there(&[left.run]));
    assert_eq!(refused.ending, Ending::Blocked, "{}", refused.said);
    assert!(refused.said.contains("connect:runs:resume rabc1234"), "{}", refused.said);
}

#[test]
fn where_no_run_is_open_nothing_is_taken_over() {
    let mut desk = world();
    let refused = told(&mut desk, take_over(), there(&[]));
    assert_eq!(refused.ending, Ending::Blocked, "{}", refused.said);
    assert!(refused.said.contains("no run is open"), "{}", refused.said);
    let wrong = Command::TakeOver { app: "acme-sync".into(), database: None, confirm: Some("other".into()) };
    assert_eq!(told(&mut desk, wrong, there(&[])).ending, Ending::Usage);
}
