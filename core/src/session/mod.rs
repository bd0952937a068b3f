//! A session: one command of the CLI from its first word to its exit code.
//!
//! It strings survey, plan, confirmation, run and report together and speaks one protocol for all of them:
//!
//! 1. `next(now)` gives exactly one [`Directive`].
//! 2. The shell does it, and nothing else.
//! 3. `observe(id, observation, now)` takes exactly one answer. Back to 1, until [`Directive::Done`].

mod finish;
mod runs;
mod upgrade;

use std::collections::VecDeque;

use serde_json::{json, Value};
use thiserror::Error;

use crate::command::{Command, Context, StoredRun};
use crate::diagnostic::Diagnostic;
use crate::directive::{Directive, Ending, Event, Millis, Stream};
use crate::effect::{Effect, FileEffect, Observation};
use crate::journal::{self, Journal};
use crate::plan::Plan;
use crate::render;
use crate::report::Report;
use crate::run::{Hold, Run, RunError, Setting, Todo};
use crate::survey::{Survey, Wish};
use crate::text::Line;

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

/// What a session is doing.
enum Stage {
    Survey(Box<Survey>),
    /// Waiting for a typed name.
    Confirm {
        plan: Box<Plan>,
        expect: String,
    },
    Run(Box<Run>),
    /// About to begin or go on with a run, once all that is to be shown and written before it is.
    Opening(Option<Opening>),
    Done(Ending),
}

enum Opening {
    Begin(Box<Plan>),
    Resume(Box<Journal>, Setting),
    Abort(Box<Journal>, Setting),
}

/// One command.
pub struct Session {
    command: Command,
    context: Context,
    stage: Stage,
    show: VecDeque<Event>,
    files: VecDeque<FileEffect>,
    run_id: Option<String>,
    id: u64,
    outstanding: Option<(u64, Asked)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Show,
    Stage,
    File,
}

impl Session {
    /// A session for a command.
    #[must_use]
    pub fn new(command: Command, context: Context) -> Self {
        let mut session = Self {
            command: command.clone(),
            context,
            stage: Stage::Done(Ending::Unexpected),
            show: VecDeque::new(),
            files: VecDeque::new(),
            run_id: None,
            id: 0,
            outstanding: None,
        };
        session.stage = match command {
            Command::UpgradeDb(typed) => session.begin_upgrade(&typed),
            Command::Runs { app } => session.list(app.as_deref()),
            Command::Info { run } => session.info(&run),
            Command::Resume { run, hold, window_at } => session.resume(&run, hold, window_at),
            Command::Abort { run, confirm } => session.abort(&run, confirm.as_deref()),
            Command::Finish { run, confirm } => session.finish(&run, confirm.as_deref()),
        };
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
            if let Some(event) = self.show.pop_front() {
                let id = self.ask(Asked::Show);
                return Ok(Directive::Show { id, event });
            }
            if let Some(file) = self.files.pop_front() {
                let id = self.ask(Asked::File);
                return Ok(Directive::Perform {
                    id,
                    run_id: self.run_id.clone(),
                    effect: Effect::File(file),
                });
            }
            if let Some(directive) = self.step(now)? {
                return Ok(directive);
            }
        }
    }

    fn step(&mut self, now: Millis) -> Result<Option<Directive>, SessionError> {
        match &mut self.stage {
            Stage::Survey(survey) => match survey.next(now) {
                Wish::Read(effect) => {
                    let id = self.ask(Asked::Stage);
                    Ok(Some(Directive::Perform { id, run_id: None, effect }))
                }
                Wish::Wait(until) => {
                    let id = self.ask(Asked::Stage);
                    let note = Some(Line::plain("a service did not answer, trying again"));
                    Ok(Some(Directive::Wait { id, until, note }))
                }
                Wish::Seen(snapshot) => {
                    self.stage = self.planned(&snapshot);
                    Ok(None)
                }
                Wish::Refused(diagnostic) => {
                    self.stage = self.refuse(&diagnostic, Ending::Blocked);
                    Ok(None)
                }
            },
            Stage::Confirm { plan, expect } => {
                let question = vec![Line::plain(&format!(
                    "This touches {}. To go on, type {expect}",
                    plan.apps.join(", ")
                ))];
                let expect = Some(expect.clone());
                let id = self.ask(Asked::Stage);
                Ok(Some(Directive::Ask { id, question, expect }))
            }
            Stage::Run(run) => {
                let todo = run.next(now)?;
                let run_id = run.id().to_owned();
                if let Todo::Ended(end) = todo {
                    let mut report = Report::of(&run_id, run.plan(), run.records());
                    // The records cannot say it if the disk did not take the last of them.
                    (report.ending, report.code, report.detail) = (end.ending, end.code, end.detail);
                    let plan = run.plan().clone();
                    self.report(&report, &plan);
                    self.stage = Stage::Done(report.ending);
                    return Ok(None);
                }
                let id = self.ask(Asked::Stage);
                Ok(Some(match todo {
                    Todo::Append { line, head } => Directive::Append { id, run_id, line, head },
                    Todo::Perform(effect) => Directive::Perform { id, run_id: Some(run_id), effect },
                    Todo::Wait { until, note } => Directive::Wait { id, until, note },
                    Todo::Ask { question } => Directive::Ask { id, question, expect: None },
                    Todo::Show(event) => Directive::Show { id, event },
                    Todo::Ended(_) => return Err(SessionError::Protocol("unreachable")),
                }))
            }
            Stage::Opening(opening) => {
                self.stage = match opening.take() {
                    Some(Opening::Begin(plan)) => self.begin(*plan, now),
                    Some(Opening::Resume(journal, setting)) => {
                        Stage::Run(Box::new(Run::resume(*journal, setting, now)))
                    }
                    Some(Opening::Abort(journal, setting)) => {
                        Stage::Run(Box::new(Run::abort(*journal, setting, now)))
                    }
                    None => Stage::Done(Ending::Unexpected),
                };
                Ok(None)
            }
            Stage::Done(ending) => {
                let ending = *ending;
                Ok(Some(Directive::Done { exit_code: self.exit_code(ending), ending }))
            }
        }
    }

    /// Takes the answer to a directive.
    ///
    /// # Errors
    /// When the id is not the one that was asked.
    pub fn observe(&mut self, id: u64, observation: &Observation, now: Millis) -> Result<(), SessionError> {
        let Some((asked_id, asked)) = self.outstanding.take() else {
            return Err(SessionError::Protocol("nothing was asked"));
        };
        if asked_id != id {
            self.outstanding = Some((asked_id, asked));
            return Err(SessionError::Protocol("an answer to another directive"));
        }
        match asked {
            Asked::Show | Asked::File if *observation == Observation::Interrupted => self.interrupted(now),
            Asked::Show => {}
            Asked::File => {
                if *observation != Observation::Done {
                    self.say_err(&[Line::plain("a file could not be written; nothing else depends on it")]);
                }
            }
            Asked::Stage => self.observe_stage(observation, now)?,
        }
        Ok(())
    }

    fn observe_stage(&mut self, observation: &Observation, now: Millis) -> Result<(), SessionError> {
        match &mut self.stage {
            Stage::Survey(survey) => {
                if *observation == Observation::Interrupted {
                    self.stage = self.stopped();
                } else {
                    survey.take(observation, now);
                }
            }
            Stage::Confirm { .. } if *observation == Observation::Interrupted => self.stage = self.stopped(),
            Stage::Confirm { plan, expect } => {
                let typed = match observation {
                    Observation::Answered { text } => text.trim().to_owned(),
                    _ => String::new(),
                };
                if typed == *expect {
                    self.stage = Stage::Opening(Some(Opening::Begin(plan.clone())));
                } else {
                    let finding = Diagnostic::block(
                        "confirm/mismatch",
                        "the name did not match",
                        "nothing was changed; run the command again",
                    );
                    self.stage = self.refuse(&finding, Ending::Blocked);
                }
            }
            Stage::Run(run) => run.take(observation, now)?,
            Stage::Opening(_) | Stage::Done(_) => return Err(SessionError::Protocol("nothing was asked")),
        }
        Ok(())
    }

    fn interrupted(&mut self, now: Millis) {
        match &mut self.stage {
            Stage::Run(run) => run.interrupt(now),
            Stage::Survey(_) | Stage::Confirm { .. } | Stage::Opening(_) => self.stage = self.stopped(),
            // What is shown here is why nothing more will be done.
            Stage::Done(_) => {}
        }
    }

    fn ask(&mut self, asked: Asked) -> u64 {
        self.id += 1;
        self.outstanding = Some((self.id, asked));
        self.id
    }

    fn say(&mut self, lines: &[Line]) {
        if !self.context.json {
            self.show.push_back(Event::Lines { stream: Stream::Out, lines: lines.to_vec() });
        }
    }

    fn say_err(&mut self, lines: &[Line]) {
        self.show.push_back(Event::Lines { stream: Stream::Err, lines: lines.to_vec() });
    }

    fn json(&mut self, value: Value) {
        if self.context.json {
            self.show.push_back(Event::Json { value });
        }
    }

    /// Says why nothing is done.
    fn refuse(&mut self, finding: &Diagnostic, ending: Ending) -> Stage {
        let lines = finding.lines();
        self.say_err(&lines);
        self.json(json!({ "ending": ending, "diagnostics": [finding] }));
        Stage::Done(ending)
    }

    /// The operator pressed Ctrl-C before there was a run.
    fn stopped(&mut self) -> Stage {
        let finding = Diagnostic::block(
            "run/interrupted",
            "stopped by the operator, nothing was changed",
            "run the command again",
        );
        self.refuse(&finding, Ending::Blocked)
    }

    fn begin(&mut self, plan: Plan, now: Millis) -> Stage {
        let setting = self.setting(self.hold_of(&plan), self.latest());
        let run = Run::begin(&self.context.run_id, plan, setting, now);
        self.run_id = Some(self.context.run_id.clone());
        let line = Line::plain(&format!(
            "run {0} begins; should this process end, `heroku connect:runs:resume {0}` goes on",
            self.context.run_id
        ));
        self.say_err(&[Line::new(), line]);
        Stage::Run(Box::new(run))
    }

    fn setting(&self, hold: Hold, latest: Option<Millis>) -> Setting {
        Setting { holder: self.context.holder.clone(), interactive: self.context.interactive, hold, latest }
    }

    /// Writes and shows a report.
    fn report(&mut self, report: &Report, plan: &Plan) {
        let lines = render::report_text(report, plan);
        let text: String = lines.iter().map(|line| line.text() + "\n").collect();
        let value = serde_json::to_value(report).unwrap_or(Value::Null);
        self.run_id = Some(report.run.clone());
        for (name, text) in [("report.txt", text), ("report.json", format!("{value:#}\n"))] {
            self.files.push_back(FileEffect { name: name.to_owned(), operator_path: false, text });
        }
        self.say(&lines);
        self.json(json!({ "ending": report.ending, "report": value }));
    }

    /// An abort that took everything back did what it was asked to do.
    fn exit_code(&self, ending: Ending) -> u8 {
        match (&self.command, ending) {
            (Command::Abort { .. }, Ending::Undone) => 0,
            _ => ending.exit_code(),
        }
    }

    /// A stored run whose journal can be trusted.
    fn stored(&mut self, run: &str) -> Result<(Journal, StoredRun), Stage> {
        let Some(stored) = self.context.runs.iter().find(|one| one.run_id == run).cloned() else {
            let finding = Diagnostic::block(
                "run/unknown",
                format!("there is no run `{run}` on this machine"),
                "see `heroku connect:runs`",
            );
            return Err(self.refuse(&finding, Ending::Blocked));
        };
        match journal::read(&stored.journal, stored.head.as_deref()) {
            Ok(journal) => Ok((journal, stored)),
            Err(error) => {
                let finding = Diagnostic::block(
                    "journal/untrusted",
                    format!("run `{run}`: {error}"),
                    "nothing was changed by this command; the undo card in the run's folder holds the commands by hand",
                );
                Err(self.refuse(&finding, Ending::Blocked))
            }
        }
    }
}
