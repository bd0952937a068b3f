//! One run on one desk, from step to step and on in further processes, with time as a number.

use std::sync::Arc;

use connect_core::effect::{Effect, Observation};
use connect_core::journal::Entry;
use connect_core::machine::Want;
use connect_core::report::Report;
use connect_core::run::{End, Run, RunError, Setting, UpTo};

use crate::case::Case;
use crate::desk::Desk;
use crate::verdict::{always, as_said, at_end, by_the_service, Broken};
use crate::way::Again;
use connect_rehearsal::calls::Calls;
use connect_rehearsal::chance::Chance;
use connect_rehearsal::desk::mutates;

/// Directives after which a process is taken to be endless, and after which one is whose waits are not cut short.
const DIRECTIVES: (usize, usize) = (20_000, 200_000);
/// Time after which it is, ms.
const LONGEST_MS: u64 = 4 * 24 * 3_600_000;
/// Step of the clock in a world that is waited for with patience, ms.
const STRIDE_MS: u64 = 30_000;
/// Waits in a row for the same thing after which time jumps to where it is given up.
const PATIENCE: u32 = 25;

/// A run and the desk around it.
#[derive(Debug, Clone)]
pub struct Play<'a> {
    case: &'a Case,
    pub(crate) run: Run,
    /// Everything outside the run.
    pub desk: Desk,
    /// What the run wants and was not answered yet.
    want: Option<Want<End>>,
    /// Records that were looked at for a step being entered.
    seen: usize,
    waits: u32,
    /// Waits are not cut short.
    patient: bool,
    /// What was asked in the step at hand since its last change: asking for it again is no part of the good path.
    asked: (String, Vec<Effect>),
    apart: Calls,
}

/// Where a process has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// It enters a step.
    Step(String),
    /// It has ended.
    End(End),
}

impl<'a> Play<'a> {
    /// A new run of a case.
    #[must_use]
    pub fn begin(case: &'a Case) -> Self {
        Self::begin_up_to(case, UpTo::End)
    }

    /// The same, where the first process goes so far.
    #[must_use]
    pub fn begin_up_to(case: &'a Case, up_to: UpTo) -> Self {
        let setting = Setting { up_to, ..Case::setting() };
        let run = Run::begin(case.run_id(), Arc::clone(&case.plan), setting, case.desk.now);
        Self {
            case,
            run,
            desk: case.desk.clone(),
            want: None,
            seen: 0,
            waits: 0,
            patient: false,
            asked: (String::new(), Vec::new()),
            apart: Calls::default(),
        }
    }

    /// The same where time passes as it does, in longer steps: what comes late comes.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.patient = true;
        self.desk.stride = STRIDE_MS;
        self
    }

    /// What was asked of services only because something was waited for.
    #[must_use]
    pub fn apart(&self) -> Calls {
        self.apart
    }

    /// The run.
    #[must_use]
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Goes on until the next step is entered, or to the end of the process.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn on(&mut self) -> Result<Reached, Broken> {
        let began = self.desk.now;
        for _ in 0..if self.patient { DIRECTIVES.1 } else { DIRECTIVES.0 } {
            if self.desk.now - began > LONGEST_MS {
                break;
            }
            let want = match self.want.take() {
                Some(want) => want,
                None => self.run.next(self.desk.now).map_err(protocol)?,
            };
            if let Some(step) = self.entered() {
                self.want = Some(want);
                return Ok(Reached::Step(step));
            }
            let answer = match want {
                Want::Append { .. } | Want::Show(_) => Observation::Done,
                Want::Ask { .. } => return Err(Broken::new("protocol", "asked where nobody can be asked")),
                Want::Wait { until, .. } => self.waited(until),
                Want::Perform(effects) => {
                    let answer = self.perform(&effects);
                    always(&self.desk)?;
                    answer
                }
                Want::Ended(end) => return Ok(Reached::End(end)),
            };
            let (step, records) = (self.run.at_step().to_owned(), self.run.records().len());
            self.run.take(&answer, self.desk.now).map_err(protocol)?;
            if self.run.at_step() != step || self.run.gets_on(records) {
                self.waits = 0;
            }
        }
        Err(Broken::new(
            "every-run-ends",
            format!("no end after {} hours", (self.desk.now - began) / 3_600_000),
        ))
    }

    /// Goes on to the end of the process, and judges it.
    ///
    /// # Errors
    /// A broken invariant, with how it ended if it did.
    pub fn to_the_end(&mut self) -> Result<End, (Option<End>, Broken)> {
        let end = loop {
            match self.on() {
                Ok(Reached::End(end)) => break end,
                Ok(Reached::Step(_)) => {}
                Err(broken) => return Err((None, broken)),
            }
        };
        let Case { plan, before, .. } = self.case;
        let report = self.report();
        let judged = at_end(&self.desk, plan, before, end.ending, report.stopped_since.is_some());
        let judged = judged.and_then(|()| by_the_service(&self.desk, plan, &self.run, &report));
        match judged.and_then(|()| as_said(&self.desk, plan, before, &report)) {
            Ok(()) => Ok(end),
            Err(broken) => Err((Some(end), broken)),
        }
    }

    /// What is said of the run so far.
    #[must_use]
    pub fn report(&self) -> Report {
        Report::of(self.run.id(), &self.case.plan, self.run.records())
    }

    /// The next process takes the run up.
    pub fn again(&mut self, again: Again) {
        self.again_accepting(again, Vec::new());
    }

    /// The same where a person goes on in spite of what these codes name.
    pub fn again_accepting(&mut self, again: Again, accept: Vec<String>) {
        let Some(journal) = self.run.journal(usize::MAX) else { return };
        self.desk.paper.process_ends();
        self.run = match again {
            Again::Resume => Run::resume(journal, Case::accepting(accept), self.desk.now),
            Again::Abort => Run::abort(journal, Case::setting(), self.desk.now),
        };
        (self.want, self.waits, self.seen) = (None, 0, self.run.records().len());
    }

    /// The next process of a runbook takes the run up, and goes so far.
    pub fn by_steps(&mut self, up_to: UpTo) {
        let Some(journal) = self.run.journal(usize::MAX) else { return };
        let setting = Setting { up_to: up_to.clone(), ..Case::setting() };
        self.desk.paper.process_ends();
        self.run = match up_to {
            UpTo::Begin => Run::resume(journal, setting, self.desk.now),
            _ => Run::go_on(journal, setting, self.desk.now),
        };
        (self.want, self.waits, self.seen) = (None, 0, self.run.records().len());
    }

    /// Goes on to the end of the process, and judges nothing but what must always hold.
    ///
    /// # Errors
    /// A broken invariant.
    pub fn process(&mut self) -> Result<End, Broken> {
        loop {
            if let Reached::End(end) = self.on()? {
                return Ok(end);
            }
        }
    }

    /// The step that was entered since somebody asked last.
    fn entered(&mut self) -> Option<String> {
        let step = self.run.records().since(self.seen).find_map(|record| match &record.entry {
            Entry::Entered { step, .. } => Some(step.clone()),
            _ => None,
        });
        self.seen = self.run.records().len();
        step
    }

    /// Performs effects that go out together.
    fn perform(&mut self, effects: &[Effect]) -> Observation {
        let mut answers = Vec::with_capacity(effects.len());
        let (step, asked) = &mut self.asked;
        for effect in effects {
            if step != self.run.at_step() || mutates(effect) {
                asked.clear();
                self.run.at_step().clone_into(step);
            }
            let before = self.desk.calls;
            answers.push(self.desk.perform(effect, Chance::Succeed));
            if asked.contains(effect) {
                self.apart += self.desk.calls - before;
            } else {
                asked.push(effect.clone());
            }
        }
        Observation::Together { answers }
    }

    fn waited(&mut self, until: u64) -> Observation {
        self.desk.pass(until.saturating_sub(self.desk.now));
        self.waits += 1;
        if self.waits > PATIENCE && !self.patient {
            if let Some(given_up) = self.run.gives_up_at() {
                self.desk.jump(given_up);
            }
        }
        Observation::Done
    }
}

fn protocol(error: RunError) -> Broken {
    Broken::new("protocol", error.to_string())
}
