//! `connect:apply`: a plan that was approved, or nothing.

use super::procedure::usage;
use super::{Begun, Session, Stage, Stopped};
use crate::approval;
use crate::codes;
use crate::command::Apply;
use crate::diagnostic::Diagnostic;
use crate::ending::{Ending, Millis};
use crate::given::{self, GivenFile};
use crate::journal::{self, Journal};
use crate::output::Content;
use crate::plan::Plan;
use crate::render;
use crate::report::Report;
use crate::request::{last_moment, Request};

impl Session {
    pub(super) fn apply(&mut self, typed: &Apply) -> Begun {
        let wrong: Vec<Diagnostic> = self
            .untimely(typed.downtime_at, None)
            .into_iter()
            .chain(self.no_sum())
            .chain(self.unasked())
            .collect();
        if !wrong.is_empty() {
            return Err(Stopped { findings: wrong, ending: Ending::Usage });
        }
        let plan = self.approved_plan(&typed.file)?;
        if let Some(late) = self.later_than_approved(typed.downtime_at, &plan) {
            return Err(Stopped::new(late, Ending::Usage));
        }
        if let Some(run) = self.run_of(&plan) {
            return self.applied_before(&run);
        }
        let latest = plan.request.downtime_before.or_else(|| last_moment(None, typed.downtime_at));
        let plan = until(plan, latest);
        Ok(self.look_again(plan))
    }

    /// A plan from a file, if it is the one whose sum was given.
    pub(super) fn approved_plan(&self, file: &GivenFile) -> Result<Plan, Stopped> {
        let plan = given::plan(file)?;
        match self.not_approved(&plan) {
            Some(other) => Err(other.into()),
            None => Ok(plan),
        }
    }

    /// Looks at everything that an approved plan was made from.
    pub(super) fn look_again(&mut self, plan: Plan) -> Stage {
        let request = plan.request.clone();
        self.approved = Some(Box::new(plan));
        self.survey(request)
    }

    /// What has changed since the plan was approved.
    pub(super) fn drifted(&self, fresh: &Plan) -> Vec<Diagnostic> {
        let mut drifted =
            self.approved.as_ref().map(|approved| approval::drift(approved, fresh)).unwrap_or_default();
        if let Some(last) = drifted.last_mut() {
            let help =
                "nothing was changed; look at what is different now, then plan again and have it approved";
            last.help = Some(help.to_owned());
        }
        drifted
    }

    fn later_than_approved(&self, at: Option<Millis>, plan: &Plan) -> Option<Diagnostic> {
        let (at, latest) = at.zip(plan.request.downtime_before)?;
        (latest <= at).then(|| {
            let local = &self.context.face.local;
            usage(
                &format!(
                    "`--downtime-at` ({}) is not before the plan's last moment ({})",
                    local.moment(at),
                    local.moment(latest)
                ),
                "give an earlier one, or plan it anew with a later `--downtime-before`",
            )
        })
    }

    /// A run of this machine that does, or did, what the plan says. One that was rolled back is none: it may be done again.
    pub(super) fn run_of(&self, plan: &Plan) -> Option<Journal> {
        let sum = approval::sha256(plan);
        self.context.runs.iter().find_map(|stored| {
            let journal = journal::read(&stored.journal, stored.head.as_deref()).ok()?;
            let report = Report::of(&journal.run, &journal.plan, &journal.records);
            let counts = stored.open || report.open() || report.ending == Ending::Done;
            // The last moment for the downtime may have come with the hour.
            let begun = until((*journal.plan).clone(), plan.request.downtime_before);
            (counts && approval::sha256(&begun) == sum).then_some(journal)
        })
    }

    /// Shows the run, and begins no other.
    pub(super) fn applied_before(&mut self, journal: &Journal) -> Begun {
        let report = Report::of(&journal.run, &journal.plan, &journal.records);
        let run = &journal.run;
        self.say(&render::report_text(&report, &self.context.face));
        if report.ending == Ending::Done {
            self.say_err(
                &Diagnostic::note(codes::RUN_OVER, format!("run `{run}` has applied this plan")).lines(),
            );
            self.print(Content::Report { ending: Ending::NothingToDo, report });
            return Ok(Stage::Done(Ending::NothingToDo));
        }
        Err(Diagnostic::block(
            codes::RUN_ANOTHER_OPEN,
            format!("run `{run}` of this plan is open"),
            format!(
                "`heroku connect:runs:resume {run}` goes on, `heroku connect:runs:abort {run}` rolls back"
            ),
        )
        .into())
    }
}

/// The plan with another last moment for the downtime.
fn until(plan: Plan, downtime_before: Option<Millis>) -> Plan {
    Plan { request: Request { downtime_before, ..plan.request }, ..plan }
}
