//! Carrying out a procedure, whichever: survey, plan, confirmation, run.

use std::sync::Arc;

use super::{by_steps, Begun, Opening, Out, Session, Stage, Stopped};
use crate::approval;
use crate::codes;
use crate::command::{
    ChangeField, ChangePlan, Command, Quiesce, Recreate, Resume, ResumeSync, Resync, UpgradeDb,
};
use crate::course::Course;
use crate::diagnostic::{Diagnostic, Severity};
use crate::directive::Event;
use crate::ending::{Ending, Millis};
use crate::field::Class;
use crate::journal::Limits;
use crate::line::Line;
use crate::output::Content;
use crate::plan::Plan;
use crate::procedures;
use crate::render;
use crate::report::Report;
use crate::request::{last_moment, Request};
use crate::run::{Hold, Setting};
use crate::snapshot::Snapshot;
use crate::survey::{Fields, Needs, Survey};

impl Session {
    pub(super) fn upgrade(&mut self, typed: &UpgradeDb) -> Begun {
        let request = Request::upgrade_db(typed);
        let mut wrong = request.as_ref().err().cloned().unwrap_or_default();
        wrong.extend(self.untimely(typed.downtime_at, typed.downtime_before));
        self.planned_unless(request, wrong)
    }

    pub(super) fn change_plan(&mut self, typed: &ChangePlan) -> Begun {
        let request = Request::change_plan(typed);
        let mut wrong = request.as_ref().err().cloned().unwrap_or_default();
        wrong.extend(self.past("--at", typed.at));
        self.planned_unless(request, wrong)
    }

    pub(super) fn quiesce(&mut self, typed: &Quiesce) -> Begun {
        let request = Request::quiesce(typed);
        let mut wrong = request.as_ref().err().cloned().unwrap_or_default();
        wrong.extend(self.past("--until", typed.until));
        self.planned_unless(request, wrong)
    }

    pub(super) fn resume_sync(&mut self, typed: &ResumeSync) -> Begun {
        let request = Request::resume_sync(typed);
        let wrong = request.as_ref().err().cloned().unwrap_or_default();
        self.planned_unless(request, wrong)
    }

    pub(super) fn change_field(&mut self, typed: &ChangeField) -> Begun {
        let request = Request::change_field(typed);
        let mut wrong = request.as_ref().err().cloned().unwrap_or_default();
        if !typed.check {
            wrong.extend(self.untimely(typed.downtime_at, typed.downtime_before));
            return self.planned_unless(request, wrong);
        }
        match request {
            Ok(request) if wrong.is_empty() && typed.shown.snapshot.is_some() => {
                self.planned_or_surveyed(request)
            }
            Ok(request) if wrong.is_empty() => {
                let fields =
                    request.changes_fields().map(|change| Fields { whole: false, ..change.fields() });
                let needs = Needs { apps: true, connections: true, server: true, fields, ..Needs::default() };
                Ok(self.survey_of(request, needs))
            }
            _ => Err(Stopped { findings: wrong, ending: Ending::Usage }),
        }
    }

    pub(super) fn recreate(&mut self, typed: &Recreate) -> Begun {
        let request = Request::recreate(typed);
        let mut wrong = request.as_ref().err().cloned().unwrap_or_default();
        wrong.extend(self.untimely(typed.downtime_at, typed.downtime_before));
        self.planned_unless(request, wrong)
    }

    pub(super) fn resync(&mut self, typed: &Resync) -> Begun {
        let now = self.context.now;
        let request = Request::resync(typed, now);
        let mut wrong = request.as_ref().err().cloned().unwrap_or_default();
        wrong.extend(self.untimely(typed.downtime_at, typed.downtime_before));
        self.planned_unless(request, wrong)
    }

    /// Says what differs, and changes nothing.
    fn fields_checked(&mut self, request: &Request, snapshot: &Snapshot) -> Stage {
        let Some(change) = request.changes_fields() else { return Stage::Done(Ending::Unexpected) };
        let found: Vec<Diagnostic> = procedures::plan(snapshot, request)
            .prechecks
            .into_iter()
            .filter(|one| one.severity == Severity::Block && *one.code == *codes::FIELD_UNKNOWN)
            .collect();
        if !found.is_empty() {
            return self.refuse(&found, Ending::Blocked);
        }
        let changes = change.all(snapshot);
        let same = changes.iter().all(|one| one.class == Class::Same);
        let ending = if same { Ending::Done } else { Ending::Blocked };
        self.say(&render::fields_text(&changes, &snapshot.app));
        self.print(Content::Fields { ending, changes });
        Stage::Done(ending)
    }

    /// Goes on to the plan, unless something that was typed is wrong or would have to be asked.
    fn planned_unless(
        &mut self,
        request: Result<Request, Vec<Diagnostic>>,
        mut wrong: Vec<Diagnostic>,
    ) -> Begun {
        let planning = self.command.planning();
        wrong.extend(self.both_on_stdout(if planning.format.is_some() { "--format" } else { "--out -" }));
        wrong.extend(self.no_form());
        wrong.extend(self.no_sum());
        wrong.extend(self.unasked());
        match request {
            Ok(request) if wrong.is_empty() => self.planned_or_surveyed(request),
            _ => Err(Stopped { findings: wrong, ending: Ending::Usage }),
        }
    }

    /// Moments that have passed, or that leave no time between them.
    pub(super) fn untimely(&self, at: Option<Millis>, before: Option<Millis>) -> Vec<Diagnostic> {
        let local = &self.context.face.local;
        let mut wrong: Vec<Diagnostic> = self
            .past("--downtime-at", at)
            .into_iter()
            .chain(self.past("--downtime-before", before))
            .collect();
        if let Some((at, before)) = at.zip(before).filter(|(at, before)| before <= at) {
            let moments = (local.moment(before), local.moment(at));
            let message =
                format!("`--downtime-before` ({}) is not after `--downtime-at` ({})", moments.0, moments.1);
            wrong.push(usage(&message, "leave the downtime some time to begin in"));
        }
        wrong
    }

    fn past(&self, flag: &str, moment: Option<Millis>) -> Option<Diagnostic> {
        let (now, local) = (self.context.now, &self.context.face.local);
        let moment = moment.filter(|moment| *moment <= now)?;
        let message = format!("`{flag}` is in the past: {}", local.moment(moment));
        Some(usage(&message, &format!("give a later moment: it is {} now", local.moment(now))))
    }

    /// Destroys what a run that ended well left behind, by a plan of its own.
    pub(super) fn finish(&mut self, run: &str) -> Begun {
        let (journal, _) = self.stored(run)?;
        if let Some(finished) = self.finished_by(run) {
            let report = Report::of(&finished.run, &finished.plan, &finished.records);
            let when = self.context.face.local.moment(report.ended_at);
            let gone = format!("{}: run `{}`, {when}", report.standing, report.run);
            self.say_err(&Diagnostic::note(codes::RUN_OVER, gone).lines());
            self.print(Content::Report { ending: Ending::NothingToDo, report });
            return Ok(Stage::Done(Ending::NothingToDo));
        }
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

    pub(super) fn survey(&mut self, request: Request) -> Stage {
        let needs = procedures::find(request.procedure.id()).map(|one| one.needs(&request));
        self.survey_of(request, needs.unwrap_or_default())
    }

    pub(super) fn survey_of(&mut self, request: Request, needs: Needs) -> Stage {
        let survey = Survey::new(&request.app, request.database.clone(), needs);
        let line = Line::plain(&format!("Looking at {}, its database and Heroku Connect", request.app));
        self.outbox.push_back(Out::Show(Event::Working { line }));
        Stage::Survey(Box::new(request), Box::new(survey))
    }

    /// The survey is complete.
    pub(super) fn seen(&mut self, request: &Request, snapshot: &Snapshot) -> Stage {
        match &self.command {
            Command::Snapshot { .. } => self.keep(snapshot),
            Command::Doctor { .. } => self.examine(request, snapshot),
            Command::Judge(_) => self.judged_on(snapshot),
            Command::Maintenances(_) => self.looked_upon(snapshot),
            Command::ChangeField(ChangeField { check: true, .. }) => self.fields_checked(request, snapshot),
            _ => self.planned(request, snapshot),
        }
    }

    /// Plans, shows, and goes on as far as the flags allow.
    pub(super) fn planned(&mut self, request: &Request, snapshot: &Snapshot) -> Stage {
        let (plan, already) = (procedures::plan(snapshot, request), procedures::already(snapshot, request));
        let sha256 = approval::sha256(&plan);
        if let Some(already) = already {
            self.say(&[Line::plain(&format!("{already}: nothing to do"))]);
            self.print(Content::Plan { ending: Ending::NothingToDo, plan, sha256 });
            return Stage::Done(Ending::NothingToDo);
        }
        let drifted = self.drifted(&plan);
        if !drifted.is_empty() {
            return self.refuse(&drifted, Ending::Blocked);
        }
        self.say(&render::plan_text(&plan, self.hold_of(&plan), &self.context.face));
        self.say_err(&render::blockers(&plan));
        // A plan from a file was held against its sum as it was approved; the hour that is named now is no part of that.
        if let Some(other) = self.not_approved(&plan).filter(|_| self.approved.is_none()) {
            return self.refuse(&[other], Ending::Blocked);
        }
        self.write_plan(&plan, &sha256);
        if !plan.applyable() || self.command.planning().only() {
            let ending = if plan.applyable() { Ending::Planned } else { Ending::Blocked };
            if plan.applyable() {
                self.say(&[render::sum(&sha256)]);
            }
            self.print(Content::Plan { ending, plan, sha256 });
            return Stage::Done(ending);
        }
        let unasked = self.unasked_of(&plan);
        if let Some(unasked) = unasked {
            return self.refuse(&[unasked], Ending::Usage);
        }
        match self.command.planning().confirm {
            Some(typed) if typed == plan.confirmation => Stage::Opening(Some(Opening::Begin(Box::new(plan)))),
            None if self.context.interactive => {
                let question = render::confirmation(&plan, self.hold_of(&plan), &self.context.face);
                Stage::Confirm { plan: Box::new(plan), question }
            }
            typed => {
                let warning = render::warning(&plan);
                let (code, message) = match typed {
                    Some(_) => (codes::CONFIRM_MISMATCH, format!("`--confirm` does not match: {warning}")),
                    None => (codes::CONFIRM_MISSING, warning),
                };
                let help = format!("confirm with `--confirm {}`", plan.confirmation);
                self.refuse(&[Diagnostic::block(code, message, help)], Ending::Usage)
            }
        }
    }

    /// What would have to be asked, where nobody is there to answer.
    pub(super) fn unasked(&self) -> Vec<Diagnostic> {
        let planning = self.command.planning();
        if self.context.interactive || planning.only() {
            return Vec::new();
        }
        let name = planning.confirm.is_none().then_some("give the app's name with `--confirm`");
        let [asks, when] = if matches!(self.command, Command::ChangePlan(_)) { ASKED } else { STOPPED };
        let hour = match (planning.hold, planning.downtime_at) {
            // Whether an app is stopped depends on what is found.
            (None, None) if matches!(self.command, Command::ChangeField(_)) => None,
            (Some(true), _) => Some(asks),
            (None, None) => Some(when),
            (Some(false), _) | (None, Some(_)) => None,
        };
        let help = match self.command {
            Command::Apply(_) => "or run this at a terminal",
            _ => "or use `--plan-only` to see the plan",
        };
        let missing = name.into_iter().chain(hour);
        missing.map(|flag| no_terminal(&format!("nobody can be asked here: {flag}"), help)).collect()
    }

    /// The same of a plan of which only a survey tells whether it stops an app.
    fn unasked_of(&self, plan: &Plan) -> Option<Diagnostic> {
        let planning = self.command.planning();
        let said = planning.hold.is_some() || planning.downtime_at.is_some();
        let asks = plan.holds() && !said && !self.context.interactive;
        let [_, when] = STOPPED;
        (asks && matches!(self.command, Command::ChangeField(_))).then(|| {
            no_terminal(&format!("nobody can be asked here: {when}"), "or use `--plan-only` to see the plan")
        })
    }

    pub(super) fn setting(&self, hold: Hold) -> Setting {
        let (accept, limits) = match &self.command {
            Command::Resume(typed) => (typed.accept.clone(), limits_of(typed)),
            Command::Step(typed) => (
                typed.accept.clone(),
                Limits { downtime_before: last_moment(None, typed.downtime_at), ..Limits::default() },
            ),
            Command::Abort { accept, .. } => (accept.clone(), Limits::default()),
            Command::UpgradeDb(_)
            | Command::ChangePlan(_)
            | Command::Quiesce(_)
            | Command::ResumeSync(_)
            | Command::ChangeField(_)
            | Command::Recreate(_)
            | Command::Resync(_)
            | Command::Apply(_)
            | Command::Begin(_)
            | Command::Snapshot { .. }
            | Command::Doctor { .. }
            | Command::Preview(_)
            | Command::ConfigCheck(_)
            | Command::ConfigDiff(_)
            | Command::Maintenances(_)
            | Command::Judge(_)
            | Command::Runs { .. }
            | Command::Info { .. }
            | Command::Finish { .. }
            | Command::TakeOver { .. } => (Vec::new(), Limits::default()),
        };
        let local = self.context.face.local.clone();
        let (holder, interactive) = (self.context.holder.clone(), self.context.interactive);
        let up_to = by_steps::up_to(&self.command);
        Setting { holder, interactive, hold, accept, limits, local, up_to }
    }

    /// When the downtime begins, by the flags of this command.
    pub(super) fn hold_of(&self, plan: &Plan) -> Hold {
        let planning = self.command.planning();
        if matches!(self.command, Command::Begin(_)) {
            // The runbook asks once everything is prepared.
            return Hold::Ask;
        }
        match (planning.downtime_at, planning.hold) {
            (Some(at), _) => Hold::At(at),
            (None, Some(false)) => Hold::No,
            (None, Some(true)) => Hold::Ask,
            (None, None) if self.context.interactive && plan.holds() => Hold::Ask,
            (None, None) => Hold::No,
        }
    }
}

/// What is said of the downtime by who resumes.
pub(super) fn limits_of(typed: &Resume) -> Limits {
    Limits {
        downtime_before: last_moment(typed.downtime_before, typed.downtime_at),
        max_downtime_ms: typed.max_downtime_ms,
    }
}

/// A question that nobody is there to answer.
pub(super) fn no_terminal(message: &str, help: &str) -> Diagnostic {
    Diagnostic::block(codes::USAGE_NO_TERMINAL, message, help)
}

pub(super) fn usage(message: &str, help: &str) -> Diagnostic {
    Diagnostic::block(codes::USAGE_FLAGS, message, help)
}

fn unfinishable(run: &str, why: &str) -> Stopped {
    let finding = Diagnostic::block(
        codes::RUN_NOT_DONE,
        format!("run `{run}` did not end with everything on a new database: {why}"),
        format!("see `heroku connect:runs:info {run}`"),
    );
    Stopped::new(finding, Ending::Blocked)
}

/// Ways to say when an app is stopped.
const STOPPED: [&str; 2] = [
    "`--hold` asks; give `--no-hold` or `--downtime-at`",
    "say when the downtime begins: `--no-hold` or `--downtime-at`",
];
/// Ways to say when a change is asked for that cannot be taken back.
const ASKED: [&str; 2] =
    ["`--hold` asks; give `--no-hold` or `--at`", "say when Heroku is asked: `--no-hold` or `--at`"];
