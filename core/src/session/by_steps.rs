//! `connect:runs:begin` and `connect:runs:step`: what a runbook is made of. Every step has a command of its own, so that whoever reads
//! the runbook sees what is done, and a command of the Heroku CLI does whatever one can do.

use super::procedure::usage;
use super::runs::all_known;
use super::{Begun, Opening, Session, Stage, Stopped};
use crate::approval;
use crate::codes;
use crate::command::{Begin, Command, RunStep};
use crate::diagnostic::Diagnostic;
use crate::ending::{Ending, NOT_NEEDED};
use crate::journal::Journal;
use crate::output::Content;
use crate::plan::Interaction;
use crate::run::{Run, Setting, Stepped, UpTo};

/// A run's id: a letter and seven base-32 characters.
const ID: usize = 8;

impl Session {
    /// Begins a run under the id that stands in the runbook, or goes on with it: what was approved is approved anew.
    pub(super) fn begin_by_steps(&mut self, typed: &Begin) -> Begun {
        if !named_as_a_run(&typed.run) {
            let wrong = usage("`--run` is the id of a run", "leave it as the runbook has it");
            return Err(Stopped::new(wrong, Ending::Usage));
        }
        if let Some(wrong) = self.no_sum() {
            return Err(Stopped::new(wrong, Ending::Usage));
        }
        let plan = self.approved_plan(&typed.file)?;
        if self.context.runs.iter().any(|one| one.run_id == typed.run) {
            let (journal, _) = self.stored(&typed.run)?;
            return if approval::sha256(&journal.plan) == approval::sha256(&plan) {
                self.go_on_by_steps(&typed.run, Opening::Resume)
            } else {
                Err(of_another_plan(&typed.run))
            };
        }
        let unasked = self.unasked();
        if !unasked.is_empty() {
            return Err(Stopped { findings: unasked, ending: Ending::Usage });
        }
        if let Some(run) = self.run_of(&plan) {
            return self.applied_before(&run);
        }
        self.context.run_id.clone_from(&typed.run);
        Ok(self.look_again(plan))
    }

    /// Carries a step out to its end, or announces a change that the runbook makes.
    pub(super) fn step_of_runbook(&mut self, typed: &RunStep) -> Begun {
        let (journal, _) = self.stored(&typed.run)?;
        let Some(step) = journal.plan.steps.iter().find(|step| step.id == typed.step) else {
            let message = format!("run `{}` has no step `{}`", typed.run, typed.step);
            return Err(Stopped::new(usage(&message, "leave it as the runbook has it"), Ending::Usage));
        };
        if typed.call.is_some_and(|call| call >= step.calls.len()) {
            let message = format!("step `{}` has {} changes, counted from 0", typed.step, step.calls.len());
            return Err(Stopped::new(usage(&message, "leave it as the runbook has it"), Ending::Usage));
        }
        let asks = step.interaction == Some(Interaction::Hold);
        if asks {
            self.must_be_held()?;
        }
        self.go_on_by_steps(&typed.run, Opening::GoOn)
    }

    fn go_on_by_steps(&mut self, run: &str, opening: impl FnOnce(Box<Journal>, Setting) -> Opening) -> Begun {
        let help = "make a new runbook: `--format shell` of the command that planned it";
        let Some(journal) = self.openable(run, Ending::Done, help)? else {
            self.stepped = Some(Stepped::NotNeeded);
            return Ok(Stage::Done(Ending::NothingToDo));
        };
        all_known(&journal)?;
        let setting = self.setting(self.hold_again(&journal.plan));
        self.run_id = Some(run.to_owned());
        Ok(Stage::Opening(Some(opening(Box::new(journal), setting))))
    }

    /// Says how far it came, if the process was to go no further.
    pub(super) fn stopped_by_steps(&mut self, run: &Run) -> Option<Stage> {
        let stepped = run.stepped()?;
        let step = run.up_to().step().map(str::to_owned);
        if stepped == Stepped::Other {
            return None;
        }
        self.stepped = Some(stepped);
        let content = Content::Step { ending: Ending::Paused, run: run.id().to_owned(), step, stepped };
        self.print(content);
        Some(Stage::Done(Ending::Paused))
    }

    /// The exit code of a command of a runbook, if it came as far as it was to.
    pub(super) fn stepped_exit_code(&self) -> Option<u8> {
        let one_call =
            matches!(&self.command, Command::Step(RunStep { call: Some(_), .. }) | Command::Begin(_));
        match self.stepped? {
            Stepped::NotNeeded if one_call => Some(NOT_NEEDED),
            Stepped::NotNeeded | Stepped::Begun | Stepped::Done | Stepped::Make => Some(0),
            Stepped::Other => None,
        }
    }
}

/// A run of this id carries out something else.
fn of_another_plan(run: &str) -> Stopped {
    let message = format!("run `{run}` carries out another plan than this one");
    let help = format!("nothing was changed; `heroku connect:runs:info {run}` says what it does");
    Diagnostic::block(codes::APPLY_NOT_APPROVED, message, help).into()
}

/// How far the process of a command goes with a run.
pub(super) fn up_to(command: &Command) -> UpTo {
    match command {
        Command::Begin(_) => UpTo::Begin,
        Command::Step(RunStep { step, call: None, .. }) => UpTo::Step(step.clone()),
        Command::Step(RunStep { step, call: Some(call), .. }) => UpTo::Call(step.clone(), *call),
        _ => UpTo::End,
    }
}

/// It becomes the name of a folder, and part of names that the run gives.
fn named_as_a_run(typed: &str) -> bool {
    typed.len() == ID
        && typed.starts_with(|first: char| first.is_ascii_lowercase())
        && typed.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}
