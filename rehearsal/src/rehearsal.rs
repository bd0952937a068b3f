//! Playing a plan: the same core that will run it, against the simulator, one thing at a time.

use std::collections::VecDeque;

use connect_core::diagnostic::Severity;
use connect_core::directive::Event;
use connect_core::effect::{Effect, Observation};
use connect_core::face::LocalTime;
use connect_core::journal::Limits;
use connect_core::machine::Want;
use connect_core::plan::Plan;
use connect_core::procedures;
use connect_core::report::Report;
use connect_core::request::{Request, Resync, Wanted};
use connect_core::run::{Hold, Run, Setting, UpTo};
use connect_core::snapshot::Snapshot;
use connect_core::survey::Survey;
use connect_simulator::{Act, Fault};
use serde::{Deserialize, Serialize};

use crate::chance::Chance;
use crate::desk::Desk;
use crate::fields;
use crate::scenario;

/// Id of every rehearsed run.
const RUN: &str = "rehearse";
/// Id of a second one.
const SECOND: &str = "second";
/// How long nobody is there after a process has died, ms.
const ABSENCE_MS: u64 = 10_000;
/// So long after an organization was refreshed its connection has noticed, ms.
const REFRESHED_MS: u64 = 600_000;
/// So long ago the moment is to which a database goes back.
const PAST_MS: u64 = 10_000;

/// A rehearsal.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    plan: Plan,
    run: Run,
    desk: Desk,
    began_at: u64,
    /// What went out together with what was told last.
    untold: VecDeque<Told>,
}

/// What the process does that comes after one that died.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Again {
    /// `connect:runs:resume`.
    Resume,
    /// `connect:runs:abort`.
    Abort,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Told {
    /// Milliseconds since the rehearsal began, on its own clock.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at_ms: u64,
    /// Step at hand.
    pub step: String,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum What {
    /// A read was answered.
    Read {
        /// What was read.
        of: String,
        /// What the world did to it.
        chance: Chance,
    },
    /// A change was sent.
    Change {
        /// What was sent.
        of: String,
        /// What the world did to it.
        chance: Chance,
    },
    /// Time passed.
    Waited,
    /// Something was shown.
    Shown {
        /// What.
        event: Event,
    },
    /// The end.
    Ended {
        /// The report.
        report: Box<Report>,
    },
}

/// A rollback that is made goes back to a moment of the rehearsal's own past.
fn went_back(desk: &mut Desk, request: &Request) -> Option<Request> {
    let resync = request.resyncs().filter(|resync| resync.makes())?;
    let at = desk.now.next_multiple_of(1_000);
    desk.pass(at + PAST_MS - desk.now);
    Some(Request { procedure: Wanted::Resync(Resync { at, ..resync.clone() }), ..request.clone() })
}

impl Rehearsal {
    /// A rehearsal in a world like the one that was surveyed. The plan is made anew for that world, because no address of the
    /// real one is known here; its steps are the same.
    ///
    /// # Errors
    /// What stands against a plan, in a sentence.
    pub fn of(snapshot: &Snapshot, request: &Request) -> Result<Self, String> {
        let mut desk = Desk::new(&scenario::like(snapshot));
        if let Some((addon, row)) = scenario::held(snapshot) {
            let (parameter, salt) = (Some(row.as_str()), Some(RUN));
            let taken = desk.paper.answer_salted(&addon, "lock_take", "", (parameter, salt), desk.now);
            taken.map_err(|error| format!("the pause cannot be noted in the simulator: {error:?}"))?;
        }
        fields::changed(snapshot).into_iter().for_each(|act| desk.world.act(act, desk.now));
        fields::hang(snapshot, &mut desk.paper);
        fields::hang_on_tables(snapshot, &mut desk.paper);
        if request.recreates().is_some_and(|recreate| !recreate.same_org()) {
            desk.world.act(Act::RefreshOrg {}, desk.now);
            desk.pass(REFRESHED_MS);
        }
        let back = went_back(&mut desk, request);
        let request = back.as_ref().unwrap_or(request);
        let plan = procedures::plan(&survey(&mut desk, request)?, request);
        if !plan.applyable() {
            let blocks: Vec<&str> = plan
                .prechecks
                .iter()
                .filter(|one| one.severity >= Severity::Block)
                .map(|one| one.code.as_str())
                .collect();
            return Err(format!("there is no plan to rehearse: {}", blocks.join(", ")));
        }
        let run = Run::begin(RUN, plan.clone(), setting(), desk.now);
        Ok(Self { plan, run, began_at: desk.now, desk, untold: VecDeque::new() })
    }

    /// The plan that is played.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Goes on until the next thing to tell. The chance strikes the next effect; records and what cannot be hit by it pass
    /// untold.
    ///
    /// # Errors
    /// When plan and core do not fit together: a bug.
    pub fn step(&mut self, chance: Chance) -> Result<Told, String> {
        if let Some(told) = self.untold.pop_front() {
            return Ok(told);
        }
        loop {
            let want = self.run.next(self.desk.now).map_err(|error| error.to_string())?;
            let step = self.run.at_step().to_owned();
            let (answer, what) = match want {
                Want::Append { .. } => (Observation::Done, None),
                Want::Ask { .. } => (Observation::Answered { text: "yes".to_owned() }, None),
                Want::Show(event) => (Observation::Done, Some(What::Shown { event })),
                Want::Wait { until, .. } => {
                    self.desk.pass(until.saturating_sub(self.desk.now));
                    (Observation::Done, Some(What::Waited))
                }
                Want::Perform(effects) => {
                    let answer = self.desk.together(&effects, 0, chance);
                    let chances = std::iter::once(chance).chain(std::iter::repeat(Chance::Succeed));
                    let mut told =
                        effects.iter().zip(chances).map(|(effect, chance)| performed(effect, chance));
                    let first = told.next();
                    let rest: Vec<Told> = told.map(|what| self.told(step.clone(), what)).collect();
                    self.untold.extend(rest);
                    (answer, first)
                }
                Want::Ended(end) => {
                    let end = Some((end.ending, end.code, end.detail));
                    let report =
                        Box::new(Report::ending_as(self.run.id(), &self.plan, self.run.records(), end));
                    return Ok(self.told(step, What::Ended { report }));
                }
            };
            self.run.take(&answer, self.desk.now).map_err(|error| error.to_string())?;
            if let Some(what) = what {
                return Ok(self.told(step, what));
            }
        }
    }

    /// The process dies here, as by `kill -9`, and after a while another one goes on from its journal. A run that has ended is taken
    /// up in the same way.
    ///
    /// # Errors
    /// When nothing was recorded yet: there is nothing to go on with.
    pub fn dies(&mut self, again: Again) -> Result<(), String> {
        let journal = self.run.journal(usize::MAX).ok_or("nothing is recorded yet")?;
        self.untold.clear();
        self.desk.paper.process_ends();
        self.desk.pass(ABSENCE_MS);
        self.run = match again {
            Again::Resume => Run::resume(journal, setting(), self.desk.now),
            Again::Abort => Run::abort(journal, setting(), self.desk.now),
        };
        Ok(())
    }

    /// Another machine begins the same plan in this world. Gives the rehearsal of the machine that sleeps meanwhile.
    pub(crate) fn second(&mut self) -> Self {
        let first = self.clone();
        let setting = Setting { holder: "the second operator".to_owned(), ..setting() };
        self.untold.clear();
        self.run = Run::begin(SECOND, self.plan.clone(), setting, self.desk.now);
        first
    }

    /// From now on the world does something wrong.
    pub(crate) fn inject(&mut self, fault: Fault) {
        self.desk.world.inject(fault);
    }

    /// Where it is: milliseconds since it began, and the step at hand.
    pub(crate) fn place(&self) -> (u64, String) {
        (self.desk.now.saturating_sub(self.began_at), self.run.at_step().to_owned())
    }

    /// A machine that slept wakes up in the world of another rehearsal. What it knew, it knows still.
    pub(crate) fn wakes_in(&mut self, other: &Self) {
        let machine = self.desk.machine.clone();
        self.desk = other.desk.clone();
        self.desk.machine = machine;
    }

    fn told(&self, step: String, what: What) -> Told {
        Told { at_ms: self.desk.now.saturating_sub(self.began_at), step, what }
    }
}

/// A process of which nobody is asked anything.
fn setting() -> Setting {
    Setting {
        holder: "rehearsal".to_owned(),
        interactive: false,
        hold: Hold::No,
        accept: Vec::new(),
        limits: Limits::default(),
        local: LocalTime::default(),
        up_to: UpTo::End,
    }
}

fn performed(effect: &Effect, chance: Chance) -> What {
    match effect {
        Effect::Http(http) => {
            let of = format!("{:?} {}", http.request.method, http.request.path);
            if http.mutates {
                What::Change { of, chance }
            } else {
                What::Read { of, chance }
            }
        }
        Effect::Sql(sql) => {
            let of = format!("{} on {}", sql.query, sql.config_var);
            if sql.mutates {
                What::Change { of, chance }
            } else {
                What::Read { of, chance }
            }
        }
        Effect::File(file) => What::Change { of: format!("file {}", file.name), chance },
    }
}

/// Surveys what the request needs.
///
/// # Errors
/// Why that is not possible.
pub fn survey(desk: &mut Desk, request: &Request) -> Result<Snapshot, String> {
    let needs = procedures::find(request.procedure.id()).map(|procedure| procedure.needs(request));
    let mut survey = Survey::new(&request.app, request.database.clone(), needs.unwrap_or_default());
    loop {
        match survey.next(desk.now) {
            Want::Perform(effects) => {
                let answer = desk.together(&effects, 0, Chance::Succeed);
                survey.take(&answer, desk.now);
            }
            Want::Wait { until, .. } => desk.pass(until.saturating_sub(desk.now)),
            Want::Ended(Err(diagnostic)) => return Err(diagnostic.message),
            Want::Ended(Ok(snapshot)) => return Ok(*snapshot),
            other => return Err(format!("a survey wants {other:?}")),
        }
    }
}
