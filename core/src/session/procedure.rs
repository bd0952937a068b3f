//! Carrying out a procedure, whichever: survey, plan, confirmation, run.

use std::sync::Arc;

use super::{Begun, Opening, Session, Stage, Stopped};
use crate::codes;
use crate::command::{Command, UpgradeDb};
use crate::course::Course;
use crate::diagnostic::Diagnostic;
use crate::effect::FileEffect;
use crate::ending::Ending;
use crate::output::Content;
use crate::plan::Plan;
use crate::procedures;
use crate::render;
use crate::request::Request;
use crate::run::{Hold, Setting};
use crate::snapshot::Snapshot;
use crate::survey::Survey;

/// How the operator wants a plan to be carried out.
#[derive(Default)]
struct Going {
    confirm: Option<String>,
    plan_only: bool,
    out: Option<String>,
}

impl Session {
    pub(super) fn upgrade(&mut self, typed: &UpgradeDb) -> Begun {
        let request = Request::upgrade_db(typed).map_err(|finding| Stopped::new(finding, Ending::Usage))?;
        if !typed.plan_only && !self.context.interactive {
            if let Some(flag) = unasked(typed) {
                return Err(no_terminal(
                    &format!("nobody can be asked here: {flag}"),
                    "or use `--plan-only` to see the plan",
                ));
            }
        }
        Ok(self.survey(request))
    }

    /// Destroys what a run that ended well left behind, by a plan of its own.
    pub(super) fn finish(&mut self, run: &str) -> Begun {
        let (journal, _) = self.stored(run)?;
        let course = Course::of(&journal.plan, &journal.records);
        let ending = course.stopped.map_or(Ending::Paused, |(ending, _)| ending);
        if ending != Ending::Done {
            return Err(unfinishable(run, ending.sentence()));
        }
        let mut bindings = journal.plan.names.made_for(&journal.run);
        bindings.extend(Arc::unwrap_or_clone(course.bindings));
        let procedure = procedures::find(&journal.plan.procedure);
        match procedure.and_then(|procedure| procedure.finishing(&journal.plan, run, &bindings)) {
            Some(request) => Ok(self.survey(request)),
            None => Err(unfinishable(run, "it leaves nothing behind")),
        }
    }

    fn survey(&mut self, request: Request) -> Stage {
        let needs = procedures::find(request.procedure.id()).map(|one| one.needs(&request));
        let survey = Survey::new(&request.app, request.database.clone(), needs.unwrap_or_default());
        Stage::Survey(Box::new(request), Box::new(survey))
    }

    /// The survey is complete: plans, shows, and goes on as far as the flags allow.
    pub(super) fn planned(&mut self, snapshot: &Snapshot) -> Stage {
        let Stage::Survey(request, _) = &self.stage else { return Stage::Done(Ending::Unexpected) };
        let plan = procedures::plan(snapshot, request);
        self.say(&render::plan_text(&plan));
        let going = self.going();
        if let Some(name) = going.out {
            let text = serde_json::to_string_pretty(&plan).unwrap_or_default() + "\n";
            self.files.push_back(FileEffect { name, operator_path: true, text });
        }
        if !plan.applyable() || going.plan_only {
            let ending = if plan.applyable() { Ending::Planned } else { Ending::Blocked };
            let sha256 = plan.sha256();
            self.print(Content::Plan { ending, plan, sha256 });
            return Stage::Done(ending);
        }
        match going.confirm {
            Some(typed) if typed == plan.confirmation => Stage::Opening(Some(Opening::Begin(Box::new(plan)))),
            None if self.context.interactive => Stage::Confirm { plan: Box::new(plan) },
            typed => {
                let (code, message) = match typed {
                    Some(_) => (codes::CONFIRM_MISMATCH, "`--confirm` does not match: "),
                    None => (codes::CONFIRM_MISSING, ""),
                };
                let finding = Diagnostic::block(
                    code,
                    format!("{message}this touches {}", plan.apps.join(", ")),
                    format!("confirm with `--confirm {}`", plan.confirmation),
                );
                self.refuse(&finding, Ending::Usage)
            }
        }
    }

    fn going(&self) -> Going {
        match &self.command {
            Command::UpgradeDb(typed) => {
                Going { confirm: typed.confirm.clone(), plan_only: typed.plan_only, out: typed.out.clone() }
            }
            Command::Finish { confirm, .. } => Going { confirm: confirm.clone(), ..Going::default() },
            Command::Runs { .. } | Command::Info { .. } | Command::Resume { .. } | Command::Abort { .. } => {
                Going::default()
            }
        }
    }

    pub(super) fn setting(&self, hold: Hold) -> Setting {
        let accept = match &self.command {
            Command::Resume { accept, .. } | Command::Abort { accept, .. } => accept.clone(),
            Command::UpgradeDb(_) | Command::Runs { .. } | Command::Info { .. } | Command::Finish { .. } => {
                Vec::new()
            }
        };
        Setting { holder: self.context.holder.clone(), interactive: self.context.interactive, hold, accept }
    }

    /// When the downtime begins, by the flags of this command.
    pub(super) fn hold_of(&self, plan: &Plan) -> Hold {
        let (at, hold) = match &self.command {
            Command::UpgradeDb(typed) => (typed.downtime_at, typed.hold),
            Command::Resume { hold, downtime_at, .. } => (*downtime_at, *hold),
            Command::Runs { .. } | Command::Info { .. } | Command::Abort { .. } | Command::Finish { .. } => {
                return Hold::No
            }
        };
        match (at, hold) {
            (Some(at), _) => Hold::At(at),
            (None, Some(false)) => Hold::No,
            (None, Some(true)) => Hold::Ask,
            (None, None) if self.context.interactive && plan.holds() => Hold::Ask,
            (None, None) => Hold::No,
        }
    }
}

/// A question that nobody is there to answer.
pub(super) fn no_terminal(message: &str, help: &str) -> Stopped {
    Stopped::new(Diagnostic::block(codes::USAGE_NO_TERMINAL, message, help), Ending::Usage)
}

fn unfinishable(run: &str, why: &str) -> Stopped {
    let finding = Diagnostic::block(
        codes::RUN_NOT_DONE,
        format!("run `{run}` did not end with everything on a new database: {why}"),
        format!("see `heroku connect:runs:info {run}`"),
    );
    Stopped::new(finding, Ending::Blocked)
}

/// What would have to be asked.
fn unasked(typed: &UpgradeDb) -> Option<&'static str> {
    if typed.confirm.is_none() {
        return Some("give the app's name with `--confirm`");
    }
    match (typed.hold, typed.downtime_at) {
        (Some(true), _) => Some("`--hold` asks; give `--no-hold` or `--downtime-at`"),
        (None, None) => Some("say when the downtime begins: `--no-hold` or `--downtime-at`"),
        (Some(false), _) | (None, Some(_)) => None,
    }
}
