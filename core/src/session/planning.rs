//! What every command that plans has: a snapshot instead of a survey, a plan to a file, and the sum of an approved plan.

use super::procedure::usage;
use super::{Begun, Out, Session, Stopped};
use crate::approval;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::directive::Event;
use crate::effect::FileEffect;
use crate::ending::Ending;
use crate::given;
use crate::line::Line;
use crate::plan::Plan;
use crate::render::{self, PlanForm};
use crate::request::Request;

/// Digits of a SHA-256 in hexadecimal.
const DIGITS: usize = 64;

impl Session {
    /// Plans from a snapshot and asks no service, if one was given; surveys otherwise.
    pub(super) fn planned_or_surveyed(&mut self, request: Request) -> Begun {
        let Some(file) = self.command.planning().snapshot.cloned() else { return Ok(self.survey(request)) };
        let snapshot = given::snapshot(&file, &request)?;
        let local = &self.context.face.local;
        let line = format!(
            "From a snapshot of {}: nothing is looked at now, and nothing is run",
            local.moment(snapshot.taken_at)
        );
        let old = given::old(&snapshot, self.context.now, local);
        self.say(&[Line::plain(&line)]);
        self.say_err(&old.iter().flat_map(Diagnostic::lines).collect::<Vec<_>>());
        Ok(self.planned(&request, &snapshot))
    }

    /// A sum that is none.
    pub(super) fn no_sum(&self) -> Option<Diagnostic> {
        let typed = self.command.planning().plan_sha256?;
        let sum = typed.len() == DIGITS && typed.chars().all(|c| c.is_ascii_hexdigit());
        (!sum).then(|| {
            usage("`--plan-sha256` is 64 hexadecimal digits", "`--plan-only` prints it as its last line")
        })
    }

    /// A plan that is not the one whose sum was given.
    pub(super) fn not_approved(&self, plan: &Plan) -> Option<Diagnostic> {
        let sum = approval::sha256(plan);
        let given = self.command.planning().plan_sha256?;
        (!given.eq_ignore_ascii_case(&sum)).then(|| {
            Diagnostic::block(
                codes::APPLY_NOT_APPROVED,
                format!("the plan is not the approved one: its SHA-256 is {sum}"),
                "nothing was changed; read the plan and have it approved, then give its sum",
            )
        })
    }

    /// A form of a plan that there is not, or one for people where the plan is about to be carried out.
    pub(super) fn no_form(&self) -> Option<Diagnostic> {
        let planning = self.command.planning();
        let typed = planning.format?;
        if PlanForm::typed(typed).is_none() {
            let known: Vec<&str> = PlanForm::ALL.iter().map(|one| one.name()).collect();
            let message = format!("`--format` is one of {}", known.join(", "));
            return Some(usage(&message, "leave it out for a plan that `connect:apply` takes"));
        }
        if PlanForm::typed(typed) == Some(PlanForm::Html) && planning.only() {
            return self.no_page();
        }
        (!planning.only()).then(|| {
            usage(
                "`--format` shows a plan and carries nothing out",
                "give `--plan-only` with it, or `--snapshot`",
            )
        })
    }

    /// Writes the plan in the form that was asked for. What is blocked is nothing to approve.
    pub(super) fn write_plan(&mut self, plan: &Plan, sha256: &str) {
        let form = self.command.planning().format.and_then(PlanForm::typed).unwrap_or_default();
        match form {
            PlanForm::Json => self.write_out(crate::pretty::json(plan)),
            PlanForm::Markdown if plan.applyable() => {
                let (hold, local) = (self.hold_of(plan), &self.context.face.local);
                self.write_out(render::change_request(plan, sha256, hold, local));
            }
            PlanForm::Shell if plan.applyable() => {
                let (run, local) = (&self.context.run_id, &self.context.face.local);
                self.write_out(render::runbook(plan, sha256, run, local));
            }
            PlanForm::Markdown | PlanForm::Shell => {}
            PlanForm::Html => self.write_page(plan, sha256),
        }
    }

    /// Writes what the command makes to the file that it names.
    pub(super) fn write_out(&mut self, text: String) {
        let Some(name) = self.command.planning().out.map(str::to_owned) else { return };
        self.outbox.push_back(if self.to_stdout() {
            Out::Show(Event::Text { text })
        } else {
            Out::Write(FileEffect { name, operator_path: true, text: text + "\n" })
        });
    }

    /// True if what is made goes to standard output as data.
    pub(super) fn to_stdout(&self) -> bool {
        self.command.planning().out == Some("-")
    }

    /// Two things that would both stand on standard output.
    pub(super) fn both_on_stdout(&self, what: &str) -> Option<Diagnostic> {
        (self.context.json && self.to_stdout()).then(|| {
            usage(
                &format!("`{what}` and `--json` both print to standard output"),
                "`--json` prints everything; name a file, or leave one of them out",
            )
        })
    }
}

impl From<Diagnostic> for Stopped {
    fn from(finding: Diagnostic) -> Self {
        Self::new(finding, Ending::Blocked)
    }
}
