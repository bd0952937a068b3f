//! A session: one command of the CLI from its first word to its exit code.
//!
//! It strings survey, plan, confirmation, run and report together and speaks one protocol for all of them:
//!
//! 1. `next(now)` gives exactly one [`Directive`].
//! 2. The shell does it, and nothing else.
//! 3. `observe(id, observation, now)` takes exactly one answer. Back to 1, until [`Directive::Done`].

mod apply;
mod by_steps;
mod config;
mod judge;
mod look;
mod maintenances;
mod planning;
mod preview;
mod procedure;
mod runs;
mod say;
mod take_over;

use std::collections::VecDeque;

use thiserror::Error;

use crate::codes::{self, Code};
use crate::command::{Command, Context};
use crate::diagnostic::Diagnostic;
use crate::directive::{Directive, Event};
use crate::effect::{Effect, FileEffect, Observation};
use crate::ending::{Ending, Millis, APP_STOPPED};
use crate::exports::Exports;
use crate::journal::Journal;
use crate::line::Line;
use crate::machine::Want;
use crate::plan::Plan;
use crate::report::Report;
use crate::request::Request;
use crate::run::{Hold, Run, RunError, Setting, Stepped, Taken};
use crate::survey::Survey;

use take_over::Kept;

/// The shell broke the protocol, or a plan does not fit this version.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SessionError {
    /// One directive, one answer.
    #[error("protocol: {0}")]
    Protocol(&'static str),
    /// The run cannot go on with this version.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl SessionError {
    /// A stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Protocol(_) | Self::Run(RunError::Contract(_)) => codes::SESSION_PROTOCOL,
            Self::Run(RunError::Step { .. }) => codes::RUN_UNKNOWN_PART,
        }
    }

    /// True if it is a bug of this program and nothing that an operator did.
    #[must_use]
    pub fn bug(&self) -> bool {
        self.code() == codes::SESSION_PROTOCOL
    }
}

/// What a session is doing.
enum Stage {
    Survey(Box<Request>, Box<Survey>),
    /// Waiting for a typed name.
    Confirm {
        plan: Box<Plan>,
        question: Vec<Line>,
    },
    TakeOver(take_over::Step),
    /// Reading the configuration of connections.
    Exports(Box<Exports>),
    /// Listening to what is announced, or to whether Connect answers.
    Listening(Box<maintenances::Listening>),
    /// Looking at a condition.
    Judge(Box<judge::Judge>),
    /// Connect diagnoses itself.
    Diagnosis(Box<look::Diagnosing>),
    Run(Box<Run>),
    /// About to begin or go on with a run, once all that is to be shown and written before it is.
    Opening(Option<Opening>),
    Done(Ending),
}

enum Opening {
    Begin(Box<Plan>),
    Resume(Box<Journal>, Setting),
    GoOn(Box<Journal>, Setting),
    Abort(Box<Journal>, Setting),
    TakeOver(Box<Kept>),
}

/// One command.
pub struct Session {
    command: Command,
    context: Context,
    stage: Stage,
    outbox: VecDeque<Out>,
    run_id: Option<String>,
    /// The plan that a person has approved: what is seen must be what it was made from.
    approved: Option<Box<Plan>>,
    /// Why Connect is not judged, where a command goes on without it.
    unread: Option<Diagnostic>,
    /// What `connect:maintenances` has heard.
    heard: maintenances::Heard,
    /// True if an app is stopped by the run of this command.
    app_stopped: bool,
    /// How far a command of a runbook came.
    stepped: Option<Stepped>,
    id: u64,
    outstanding: Option<(u64, Waiting)>,
}

/// What is to be shown or written before anything else is done.
enum Out {
    Show(Event),
    Write(FileEffect),
}

/// What the outstanding directive is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Shown,
    /// A file of a run.
    Written,
    /// The file that the command names.
    WrittenAsAsked,
    ForStage,
}

impl Session {
    /// A session for a command.
    #[must_use]
    pub fn new(command: Command, context: Context) -> Self {
        // A program that reads the answer cannot be asked, whatever its terminal is.
        let interactive = context.interactive && !context.json;
        let mut session = Self {
            command: command.clone(),
            context: Context { interactive, ..context },
            stage: Stage::Done(Ending::Unexpected),
            outbox: VecDeque::new(),
            run_id: None,
            approved: None,
            unread: None,
            heard: maintenances::Heard::default(),
            app_stopped: false,
            stepped: None,
            id: 0,
            outstanding: None,
        };
        let begun = match command {
            Command::UpgradeDb(typed) => session.upgrade(&typed),
            Command::ChangePlan(typed) => session.change_plan(&typed),
            Command::ChangeField(typed) => session.change_field(&typed),
            Command::Recreate(typed) => session.recreate(&typed),
            Command::Resync(typed) => session.resync(&typed),
            Command::Quiesce(typed) => session.quiesce(&typed),
            Command::ResumeSync(typed) => session.resume_sync(&typed),
            Command::Apply(typed) => session.apply(&typed),
            Command::Snapshot { app, database, follower, needs, .. } => {
                session.snapshot(&app, database.as_deref(), follower, needs.as_deref())
            }
            Command::Doctor { app, database, fail_on, .. } => {
                session.doctor(&app, database.as_deref(), fail_on.as_deref())
            }
            Command::ConfigCheck(typed) => session.check_config(&typed),
            Command::ConfigDiff(typed) => session.compare_configs(&typed),
            Command::Maintenances(typed) => session.maintenances(&typed),
            Command::Judge(typed) => session.judge(&typed),
            Command::Preview(typed) => session.preview(&typed),
            Command::Runs { app } => session.list(app.as_deref()),
            Command::Info { run } => session.info(&run),
            Command::Resume(typed) => session.resume(&typed),
            Command::Begin(typed) => session.begin_by_steps(&typed),
            Command::Step(typed) => session.step_of_runbook(&typed),
            Command::Abort { run, confirm, .. } => session.abort(&run, confirm.as_deref()),
            Command::Finish { run, .. } => session.finish(&run),
            Command::TakeOver { app, database, confirm } => {
                session.take_over(&app, database.as_deref(), confirm.as_deref())
            }
        };
        session.stage = begun.unwrap_or_else(|stopped| session.refuse(&stopped.findings, stopped.ending));
        session
    }

    /// The one thing to do next.
    ///
    /// # Errors
    /// When the last directive was not answered, or the plan does not fit this version.
    pub fn next(&mut self, now: Millis) -> Result<Directive, SessionError> {
        if self.outstanding.is_some() {
            return Err(SessionError::Protocol("the last directive was not answered"));
        }
        loop {
            match self.outbox.pop_front() {
                Some(Out::Show(event)) => {
                    let id = self.wait_for(Waiting::Shown);
                    return Ok(Directive::Show { id, event });
                }
                Some(Out::Write(file)) => {
                    let asked = file.operator_path;
                    let id = self.wait_for(if asked { Waiting::WrittenAsAsked } else { Waiting::Written });
                    let run_id = self.run_id.clone();
                    return Ok(Directive::Perform { id, run_id, effect: Effect::File(file) });
                }
                None => {}
            }
            if let Some(directive) = self.step(now)? {
                return Ok(directive);
            }
        }
    }

    /// Moves on until something is to be done outside; `None` means: look again.
    fn step(&mut self, now: Millis) -> Result<Option<Directive>, SessionError> {
        match &mut self.stage {
            Stage::Survey(request, survey) => {
                let (want, request) = (survey.next(now), request.clone());
                Ok(self.ask(want, None).unwrap_or_else(|seen| {
                    self.stage = match seen {
                        Ok(snapshot) => self.seen(&request, &snapshot),
                        Err(finding) => self.unseen(&request, *finding),
                    };
                    None
                }))
            }
            Stage::TakeOver(step) => {
                let want = step.next(&self.context, now);
                Ok(self.ask(want, None).unwrap_or_else(|seen| {
                    self.stage = match seen {
                        Ok(snapshot) => self.taking_over_at(&snapshot),
                        Err(finding) => self.refuse(&[*finding], Ending::Blocked),
                    };
                    None
                }))
            }
            Stage::Exports(exports) => {
                let want = exports.next(now);
                Ok(self.ask(want, None).unwrap_or_else(|read| {
                    self.stage = self.exported(read);
                    None
                }))
            }
            Stage::Listening(to) => {
                let want = to.next(now);
                Ok(self.ask(want, None).unwrap_or_else(|ended| {
                    self.stage = self.listened(ended);
                    None
                }))
            }
            Stage::Judge(judge) => {
                let want = judge.next(now);
                Ok(self.ask(want, None).unwrap_or_else(|judged| {
                    self.stage = match self.command {
                        Command::Maintenances(_) => self.recovered(judged),
                        _ => self.judged(judged),
                    };
                    None
                }))
            }
            Stage::Diagnosis(diagnosing) => {
                let want = diagnosing.diagnosis.next(now);
                Ok(self.ask(want, None).unwrap_or_else(|verdicts| {
                    self.stage = self.diagnosed(verdicts);
                    None
                }))
            }
            Stage::Confirm { plan, question } => {
                let want =
                    Want::<()>::Ask { question: question.clone(), expect: Some(plan.confirmation.clone()) };
                Ok(self.ask(want, None).unwrap_or_default())
            }
            Stage::Run(run) => {
                let (want, id) = (run.next(now)?, run.id().to_owned());
                Ok(self.ask(want, Some(&id)).unwrap_or_else(|end| {
                    self.ended((end.ending, end.code, end.detail));
                    None
                }))
            }
            Stage::Opening(opening) => {
                let opening = opening.take();
                self.stage = self.opened(opening, now);
                Ok(None)
            }
            Stage::Done(ending) => {
                let ending = *ending;
                Ok(Some(Directive::Done { exit_code: self.exit_code(ending), ending }))
            }
        }
    }

    /// Asks the shell for what a stage wants, or gives back its end.
    fn ask<E>(&mut self, want: Want<E>, run_id: Option<&str>) -> Result<Option<Directive>, E> {
        let directive = want.directive(self.id + 1, run_id)?;
        self.wait_for(Waiting::ForStage);
        Ok(Some(directive))
    }

    fn wait_for(&mut self, waiting: Waiting) -> u64 {
        self.id += 1;
        self.outstanding = Some((self.id, waiting));
        self.id
    }

    /// Takes the answer to a directive.
    ///
    /// # Errors
    /// When the id is not the one that was asked.
    pub fn observe(&mut self, id: u64, observation: &Observation, now: Millis) -> Result<(), SessionError> {
        let Some((asked, waiting)) = self.outstanding.take() else {
            return Err(SessionError::Protocol("nothing was asked"));
        };
        if asked != id {
            self.outstanding = Some((asked, waiting));
            return Err(SessionError::Protocol("an answer to another directive"));
        }
        match waiting {
            Waiting::Shown | Waiting::Written | Waiting::WrittenAsAsked
                if *observation == Observation::Interrupted =>
            {
                self.interrupted(now);
            }
            Waiting::Shown => {}
            Waiting::Written | Waiting::WrittenAsAsked if *observation == Observation::Done => {}
            Waiting::WrittenAsAsked => {
                self.outbox.clear();
                let name = self.command.planning().out.unwrap_or_default();
                let message = format!("`{name}` could not be written");
                let finding =
                    Diagnostic::block(codes::USAGE_FLAGS, message, "name a file in a folder that is there");
                self.stage = self.refuse(&[finding], Ending::Usage);
            }
            Waiting::Written => {
                self.say_err(&[Line::plain("a file could not be written; nothing else depends on it")]);
            }
            Waiting::ForStage => self.observe_stage(observation, now)?,
        }
        Ok(())
    }

    fn observe_stage(&mut self, observation: &Observation, now: Millis) -> Result<(), SessionError> {
        match &mut self.stage {
            Stage::Run(run) => run.take(observation, now)?,
            Stage::Survey(..)
            | Stage::TakeOver(_)
            | Stage::Exports(_)
            | Stage::Listening(_)
            | Stage::Judge(_)
            | Stage::Diagnosis(_)
            | Stage::Confirm { .. }
                if *observation == Observation::Interrupted =>
            {
                self.interrupted(now);
            }
            Stage::TakeOver(_) => self.took_over(observation, now),
            Stage::Survey(_, survey) => survey.take(observation, now),
            Stage::Exports(exports) => exports.take(observation, now),
            Stage::Listening(to) => to.take(observation, now),
            Stage::Judge(judge) => judge.take(observation),
            Stage::Diagnosis(diagnosing) => diagnosing.diagnosis.take(observation, now),
            Stage::Confirm { plan, .. } => {
                let typed = match observation {
                    Observation::Answered { text } => text.trim(),
                    _ => "",
                };
                self.stage = if typed == plan.confirmation {
                    Stage::Opening(Some(Opening::Begin(plan.clone())))
                } else {
                    let finding = Diagnostic::block(
                        codes::CONFIRM_MISMATCH,
                        "the name did not match",
                        "nothing was changed; run the command again",
                    );
                    self.refuse(&[finding], Ending::Blocked)
                };
            }
            Stage::Opening(_) | Stage::Done(_) => return Err(SessionError::Protocol("nothing was asked")),
        }
        Ok(())
    }

    /// The operator pressed Ctrl-C.
    fn interrupted(&mut self, now: Millis) {
        match &mut self.stage {
            Stage::Run(run) => run.interrupt(now),
            Stage::Survey(..)
            | Stage::TakeOver(_)
            | Stage::Exports(_)
            | Stage::Listening(_)
            | Stage::Judge(_)
            | Stage::Diagnosis(_)
            | Stage::Confirm { .. }
            | Stage::Opening(_) => {
                let finding = Diagnostic::block(
                    codes::RUN_INTERRUPTED,
                    "stopped by the operator, nothing was changed",
                    "run the command again",
                );
                self.stage = self.refuse(&[finding], Ending::Blocked);
            }
            // What is shown here is why nothing more will be done.
            Stage::Done(_) => {}
        }
    }

    fn opened(&mut self, opening: Option<Opening>, now: Millis) -> Stage {
        let run = match opening {
            Some(Opening::Begin(plan)) => return self.begin(*plan, now),
            Some(Opening::Resume(journal, setting)) => Run::resume(*journal, setting, now),
            Some(Opening::GoOn(journal, setting)) => Run::go_on(*journal, setting, now),
            Some(Opening::Abort(journal, setting)) => Run::abort(*journal, setting, now),
            Some(Opening::TakeOver(kept)) => {
                let Kept { run, plan, zone, bindings, holder, before, .. } = *kept;
                let (setting, claim) = (self.setting(Hold::No), self.context.run_id.clone());
                let taken = Taken { zone, bindings, from: holder, claim };
                Run::take_over(&run, plan, before.map(|journal| *journal), setting, taken, now)
            }
            None => return Stage::Done(Ending::Unexpected),
        };
        Stage::Run(Box::new(run))
    }

    fn begin(&mut self, plan: Plan, now: Millis) -> Stage {
        if plan.request.downtime_before.is_some_and(|latest| latest <= now) {
            return self.refuse(&[too_late(&self.command)], Ending::Blocked);
        }
        let setting = self.setting(self.hold_of(&plan));
        let run = Run::begin(&self.context.run_id, plan, setting, now);
        self.run_id = Some(self.context.run_id.clone());
        let line = Line::plain(&format!(
            "run {0} begins; should this process end, `heroku connect:runs:resume {0}` goes on",
            self.context.run_id
        ));
        self.say_err(&[Line::new(), line]);
        Stage::Run(Box::new(run))
    }

    fn ended(&mut self, end: (Ending, String, String)) {
        let Stage::Run(run) = std::mem::replace(&mut self.stage, Stage::Done(Ending::Unexpected)) else {
            return;
        };
        if let Some(stopped) = self.stopped_by_steps(&run) {
            self.stage = stopped;
            return;
        }
        let report = Report::ending_as(run.id(), run.plan(), run.records(), Some(end));
        self.stage = Stage::Done(report.ending);
        self.app_stopped = report.stopped_since.is_some();
        self.report(report);
    }

    /// An abort that took everything back did what it was asked to do.
    fn exit_code(&self, ending: Ending) -> u8 {
        if let Some(code) = self.stepped_exit_code() {
            return code;
        }
        match (&self.command, ending) {
            (Command::Abort { .. }, Ending::Undone) => 0,
            (_, ending) if ending.open() && self.app_stopped => APP_STOPPED,
            (_, ending) => ending.exit_code(),
        }
    }
}

/// The downtime would begin after the last moment for it.
fn too_late(command: &Command) -> Diagnostic {
    let help = match command {
        Command::Apply(_) => {
            "nothing was changed; plan it anew with a later `--downtime-before`, and have it approved"
        }
        _ => "nothing was changed; run the command again with a later `--downtime-at` or `--downtime-before`",
    };
    Diagnostic::block(codes::DOWNTIME_TOO_LATE, "the downtime can no longer begin in time", help)
}

/// Why a command goes no further.
struct Stopped {
    findings: Vec<Diagnostic>,
    ending: Ending,
}

impl Stopped {
    fn new(finding: Diagnostic, ending: Ending) -> Self {
        Self { findings: vec![finding], ending }
    }
}

/// What comes next, or why nothing does.
type Begun = Result<Stage, Stopped>;
