//! A state: a run that wants something, the desk around it, and how much may still go wrong. And what follows from it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use connect_core::conditions::Condition;
use connect_core::effect::{Effect, Observation};
use connect_core::ending::Ending;
use connect_core::machine::Want;
use connect_core::plan::{Check, Plan};
use connect_core::report::Report;
use connect_core::run::{End, Run, RunError};
use serde_json::Value;

use crate::case::{Bounds, Case};
use crate::desk::Desk;
use crate::verdict::{always, as_said, at_end, by_the_service, Broken};
use crate::way::{Again, Event, Way};
use connect_rehearsal::chance::Chance;
use connect_rehearsal::digest::Digest;

/// Waits in a row after which time jumps.
const PATIENCE: u8 = 4;
/// How often an operator resumes a run that paused.
const RESUMES: u8 = 3;
/// Nobody is there for a while after a process died.
const ABSENCE_MS: u64 = 3_000;

/// Names of the parts of a state's identity.
pub(crate) const PARTS: [&str; 7] = ["run", "answers", "journal", "world", "hardware", "desk", "rest"];

/// A state.
#[derive(Debug)]
pub(crate) struct Node {
    /// How it was reached.
    pub way: Arc<Way>,
    /// What the run wants.
    todo: Want<End>,
    at: Place,
}

/// A state whose run was not asked yet what it wants.
#[derive(Debug, Clone)]
struct Place {
    run: Run,
    desk: Desk,
    disk: Disk,
    left: Bounds,
    /// Waits in a row within one step. Time is no part of a state's identity, so a wait that changes nothing is cut short.
    waits: u8,
    /// Ends in which the operator was asked to go on, and did.
    continued: u8,
}

/// The journal on disk.
#[derive(Debug, Clone, Copy)]
struct Disk {
    /// Records on it.
    records: usize,
    /// How many there were when last all were.
    complete: usize,
    /// Identity of the run's state at that moment.
    identity: u64,
}

/// Takes what follows from a state.
pub(crate) trait Follow {
    /// A state that follows.
    fn state(&mut self, node: Node);
    /// An effect of a step met a chance.
    fn chance(&mut self, step: &str, chance: Chance);
    /// The process died in a step.
    fn crash(&mut self, step: &str, again: Again);
    /// A process ended.
    fn ending(&mut self, ending: Ending);
}

impl Node {
    /// The beginning.
    pub fn begin(case: &Case) -> Result<Self, Broken> {
        let run = Run::begin(case.run_id(), Arc::clone(&case.plan), Case::setting(), case.desk.now);
        let disk = Disk { records: 0, complete: 0, identity: 0 };
        let mut desk = case.desk.clone();
        if case.bounds.faults == 0 {
            desk.forget();
        }
        Place { run, desk, disk, left: case.bounds, waits: 0, continued: 0 }.want(Arc::default())
    }

    /// Identity: everything that decides what may follow.
    pub fn fingerprint(&self, case: &Case) -> u64 {
        let mut digest = Digest::default();
        self.parts(case).hash(&mut digest);
        digest.finish()
    }

    /// The identities of all parts.
    pub fn parts(&self, case: &Case) -> [u64; PARTS.len()] {
        let Place { run, desk, disk, left, waits, continued } = &self.at;
        let pending = left.crashes > 0 && disk.records < run.records().len();
        [
            Digest::of(|digest| run.fingerprint(digest)),
            Digest::of(|digest| run.unjudged(digest)),
            Digest::of(|digest| {
                if pending {
                    (disk.identity, disk.records - disk.complete).hash(digest);
                    let since = run.records().since(disk.complete).take(disk.records - disk.complete);
                    since.for_each(|record| record.entry.fingerprint(digest));
                }
            }),
            Digest::of(|digest| desk.world.fingerprint(desk.now, digest)),
            Digest::of(|digest| desk.paper.fingerprint(digest)),
            Digest::of(|digest| desk.fingerprint(digest)),
            Digest::of(|digest| (left, waits, continued, since_position(run, desk, case)).hash(digest)),
        ]
    }

    /// Everything that may follow.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn expand(self, case: &Case, follow: &mut impl Follow) -> Result<(), Broken> {
        let Self { way, todo, mut at } = self;
        always(&at.desk)?;
        match todo {
            Want::Append { .. } => {
                at.dies("before append", &at.heirs()?, &way, follow);
                follow.state(at.written()?.want(way)?);
            }
            Want::Show(_) => follow.state(at.answered(&Observation::Done)?.want(way)?),
            Want::Ask { .. } => {
                return Err(Broken::new("protocol", "asked where nobody can be asked"));
            }
            Want::Wait { until, .. } => follow.state(at.waited(until)?.want(way)?),
            Want::Perform(effects) => {
                let heirs = at.heirs()?;
                at.dies("before the effect", &heirs, &way, follow);
                if at.left.faults > 0 {
                    at.meets_chances(&effects, &way, follow)?;
                }
                let answer = at.desk.together(&effects, 0, Chance::Succeed);
                at.dies("after the effect", &heirs, &way, follow);
                follow.state(at.answered(&answer)?.want(way)?);
            }
            Want::Ended(end) => {
                let report = Report::of(at.run.id(), &case.plan, at.run.records());
                follow.ending(end.ending);
                let faultless = at.left.faults == case.bounds.faults;
                // A process that died before a change that is sent once: nobody can know whether it was.
                let unsent = end.code == "service/unclear" && at.run.announced() > 0;
                let asked = end.ending == Ending::Operator && end.code != "run/past-point-of-no-return";
                // Web dynos that stay write to the new database from the move on: then a person decides whether it is undone.
                let web_wrote = end.code == "downtime/written-after-position" && web_stays(&case.plan);
                if asked && faultless && !unsent && !web_wrote {
                    let seen = format!("{}: {}", end.code, end.detail);
                    return Err(Broken::new("without-a-fault-nobody-is-needed", seen));
                }
                at_end(&at.desk, &case.plan, &case.before, end.ending, report.stopped_since.is_some())?;
                by_the_service(&at.desk, &case.plan, &at.run, &report)?;
                as_said(&at.desk, &case.plan, &case.before, &report)?;
                if end.ending == Ending::Paused {
                    at.resumed(&way, follow)?;
                }
            }
        }
        Ok(())
    }
}

impl Place {
    /// Asks the run what it wants.
    fn want(mut self, way: Arc<Way>) -> Result<Node, Broken> {
        let todo = self.run.next(self.desk.now).map_err(protocol)?;
        Ok(Node { way, todo, at: self })
    }

    fn answered(mut self, answer: &Observation) -> Result<Self, Broken> {
        let (step, records) = (self.run.at_step().to_owned(), self.run.records().len());
        self.run.take(answer, self.desk.now).map_err(protocol)?;
        if self.run.at_step() != step || self.run.gets_on(records) {
            self.waits = 0;
        }
        Ok(self)
    }

    /// Another record is on disk.
    fn written(mut self) -> Result<Self, Broken> {
        self.disk.records += 1;
        let mut place = self.answered(&Observation::Done)?;
        if place.disk.records == place.run.records().len() {
            place.disk.complete = place.disk.records;
            place.disk.identity = Digest::of(|digest| place.run.recorded(digest));
        }
        Ok(place)
    }

    fn waited(mut self, until: u64) -> Result<Self, Broken> {
        self.desk.pass(until.saturating_sub(self.desk.now));
        self.waits = (self.waits + 1).min(PATIENCE);
        if self.waits == PATIENCE {
            // What has not come by now comes late or never: on to the moment when it is given up.
            let end = self.run.gives_up_at().unwrap_or(until);
            self.desk.jump(end);
        }
        self.answered(&Observation::Done)
    }

    /// One of the effects does not simply succeed.
    fn meets_chances(
        &self,
        effects: &[Effect],
        way: &Arc<Way>,
        follow: &mut impl Follow,
    ) -> Result<(), Broken> {
        let step = self.run.at_step();
        for (at, effect) in effects.iter().enumerate() {
            for chance in Chance::of(effect) {
                follow.chance(step, *chance);
                let mut other = self.clone();
                let answer = other.desk.together(effects, at, *chance);
                other.left.faults -= 1;
                if other.left.faults == 0 {
                    other.desk.forget();
                }
                let event = Event::Chance {
                    step: step.to_owned(),
                    effect: Arc::new(effect.clone()),
                    chance: *chance,
                };
                follow.state(other.answered(&answer)?.want(way.then(event))?);
            }
        }
        Ok(())
    }

    /// The processes that may go on when this one dies.
    fn heirs(&self) -> Result<Vec<Heir>, Broken> {
        if self.left.crashes == 0 {
            return Ok(Vec::new());
        }
        let Some(journal) = self.run.journal(self.disk.records) else { return Ok(Vec::new()) };
        let now = self.desk.now + ABSENCE_MS;
        let heir = |again, mut run: Run| {
            let todo = run.next(now).map_err(protocol)?;
            Ok(Heir { again, run, todo })
        };
        Ok(vec![
            heir(Again::Resume, Run::resume(journal.clone(), Case::setting(), now))?,
            heir(Again::Abort, Run::abort(journal, Case::setting(), now))?,
        ])
    }

    fn dies(&self, when: &'static str, heirs: &[Heir], way: &Arc<Way>, follow: &mut impl Follow) {
        if heirs.is_empty() {
            return;
        }
        let mut desk = self.desk.clone();
        desk.paper.process_ends();
        // Whoever can write does.
        desk.pass(ABSENCE_MS);
        for Heir { again, run, todo } in heirs {
            follow.crash(self.run.at_step(), *again);
            let step = self.run.at_step().to_owned();
            let way = way.then(Event::Crash { step, when, again: *again });
            let left = Bounds { crashes: self.left.crashes - 1, ..self.left };
            let at = Self {
                run: run.clone(),
                desk: desk.clone(),
                left,
                waits: 0,
                disk: self.disk,
                continued: self.continued,
            };
            follow.state(Node { way, todo: todo.clone(), at });
        }
    }

    /// Whoever is told that a run is paused can go on with it, and then it ends.
    fn resumed(self, way: &Arc<Way>, follow: &mut impl Follow) -> Result<(), Broken> {
        if self.continued >= RESUMES {
            return Err(Broken::new("a-paused-run-can-be-finished", "paused again and again"));
        }
        if let Some(journal) = self.run.journal(self.disk.records) {
            // Who tried it in vain does without what can be done without.
            let last = self.continued + 1 == RESUMES;
            let report = last.then(|| Report::of(self.run.id(), self.run.plan(), self.run.records()));
            let accept = report.map_or_else(Vec::new, |report| Case::offered(&report));
            let run = Run::resume(journal, Case::accepting(accept), self.desk.now);
            let at = Self { run, waits: 0, continued: self.continued + 1, ..self };
            follow.state(at.want(way.then(Event::Resumed))?);
        }
        Ok(())
    }
}

/// A process that may go on with a run.
struct Heir {
    again: Again,
    run: Run,
    todo: Want<End>,
}

fn protocol(error: RunError) -> Broken {
    Broken::new("protocol", error.to_string())
}

/// What happened since a position was noted, on either side: counters themselves are no part of a state's identity.
fn since_position(run: &Run, desk: &Desk, case: &Case) -> [Option<(bool, u64)>; 2] {
    let since = |noted: &str, addon: &str| {
        let noted = run.bindings().get(noted)?;
        let number = |key| noted.get(key).and_then(Value::as_str).and_then(|text| text.parse::<u64>().ok());
        let (xmax, writes) = desk.paper.counters(addon)?;
        Some((number("writes") != Some(writes), xmax.saturating_sub(number("xmax")?).min(6)))
    };
    let new = run.bindings().get("name.target").and_then(Value::as_str).unwrap_or_default();
    [since("L0", &case.plan.snapshot.database.addon), since("N0", new)]
}

/// True if web dynos stay while the other writers are stopped.
fn web_stays(plan: &Plan) -> bool {
    let restarted = |check: &Check| matches!(check.condition, Condition::DynosRestarted(_));
    plan.steps.iter().any(|step| step.until.iter().any(restarted))
}
