//! Commands that only look: `connect:snapshot`, `connect:doctor`.

use super::procedure::usage;
use super::{Begun, Session, Stage, Stopped};
use crate::codes;
use crate::command::Command;
use crate::course::Course;
use crate::diagnosis::Diagnosis;
use crate::diagnostic::Diagnostic;
use crate::doctor::{self, FailOn, Verdict};
use crate::ending::Ending;
use crate::journal;
use crate::line::Line;
use crate::output::{Content, OpenRun};
use crate::render;
use crate::report::Report;
use crate::request::Request;
use crate::snapshot::Snapshot;
use crate::survey::{Fields, Needs, Order};

/// The procedure that needs every field of every mapping, with its values counted.
const WHOLE_FIELDS: &str = "change-field";
/// The procedure that needs what connections are made of.
const ORIGINS: &str = "recreate";

/// A diagnosis, and what was seen before it.
pub(super) struct Diagnosing {
    pub(super) diagnosis: Diagnosis,
    request: Request,
    snapshot: Snapshot,
}

impl Session {
    pub(super) fn snapshot(
        &mut self,
        app: &str,
        database: Option<&str>,
        follower: Option<String>,
        needs: Option<&str>,
    ) -> Begun {
        if needs.is_some_and(|name| ![WHOLE_FIELDS, ORIGINS].contains(&name)) {
            let wrong = usage(
                &format!("`--needs` is `{WHOLE_FIELDS}` or `{ORIGINS}`"),
                "for every other procedure a snapshot is enough as it is",
            );
            return Err(Stopped::new(wrong, Ending::Usage));
        }
        if let Some(both) = self.both_on_stdout("-") {
            return Err(Stopped::new(both, Ending::Usage));
        }
        Ok(self.survey_of(
            Request::look(app, database),
            Needs {
                follower,
                order: Order::OtherPlan,
                use_of_it: true,
                followers: true,
                kept: true,
                captured: true,
                health: true,
                fields: needs
                    .filter(|name| *name == WHOLE_FIELDS)
                    .map(|_| Fields { whole: true, ..Fields::default() }),
                origin: needs.filter(|name| *name == ORIGINS).map(|_| None),
                ..Needs::everything()
            },
        ))
    }

    /// Writes what was seen.
    pub(super) fn keep(&mut self, snapshot: &Snapshot) -> Stage {
        self.write_out(crate::pretty::json(snapshot));
        let ending = Ending::Done;
        if let Some(name) = self.command.planning().out.filter(|name| *name != "-") {
            let line = Line::plain(&format!(
                "Snapshot of `{}` and all that uses it, of {}: {name}",
                snapshot.database.addon,
                self.context.face.local.moment(snapshot.taken_at)
            ));
            self.say(&[line]);
        }
        self.print(Content::Snapshot { ending, snapshot: snapshot.clone() });
        Stage::Done(ending)
    }

    pub(super) fn doctor(&mut self, app: &str, database: Option<&str>, fail_on: Option<&str>) -> Begun {
        if fail_on.is_some_and(|typed| named(typed).is_none()) {
            let known: Vec<&str> = FailOn::ALL.iter().map(|one| one.name()).collect();
            let wrong =
                usage(&format!("`--fail-on` is one of {}", known.join(", ")), "leave it out for `block`");
            return Err(Stopped::new(wrong, Ending::Usage));
        }
        Ok(self.survey_of(
            Request::look(app, database),
            Needs {
                captured: true,
                health: true,
                spares: true,
                fields: Some(Fields::default()),
                ..Needs::everything()
            },
        ))
    }

    /// The survey cannot be completed. The doctor says what can be said without Connect; a plan is not made without it.
    pub(super) fn unseen(&mut self, request: &Request, finding: Diagnostic) -> Stage {
        let goes_on = matches!(self.command, Command::Doctor { .. }) && self.unread.is_none();
        if goes_on && *finding.code == *codes::SERVICE_UNAVAILABLE {
            self.unread = Some(finding);
            let needs = Needs { connections: false, ..Needs::everything() };
            return self.survey_of(request.clone(), needs);
        }
        if matches!(self.command, Command::Maintenances(_)) {
            return self.not_looked_upon(finding);
        }
        self.refuse(&[finding], Ending::Blocked)
    }

    /// Judges what was seen, once Connect has diagnosed itself where that is asked for.
    pub(super) fn examine(&mut self, request: &Request, snapshot: &Snapshot) -> Stage {
        if !matches!(self.command, Command::Doctor { diagnose: true, .. }) {
            return self.pronounce(request, snapshot, Vec::new());
        }
        if let Some(why) = &self.unread {
            let unread = Diagnostic { code: codes::CONNECT_DIAGNOSIS.to_string(), ..why.clone() };
            return self.pronounce(request, snapshot, vec![Verdict::of(unread, false)]);
        }
        let diagnosis = Diagnosis::new(&snapshot.connections);
        let (request, snapshot) = (request.clone(), snapshot.clone());
        Stage::Diagnosis(Box::new(Diagnosing { diagnosis, request, snapshot }))
    }

    /// Connect has, or has not.
    pub(super) fn diagnosed(&mut self, verdicts: Vec<Verdict>) -> Stage {
        match std::mem::replace(&mut self.stage, Stage::Done(Ending::Unexpected)) {
            Stage::Diagnosis(seen) => self.pronounce(&seen.request, &seen.snapshot, verdicts),
            _ => Stage::Done(Ending::Unexpected),
        }
    }

    /// Says how everything stands.
    fn pronounce(&mut self, request: &Request, snapshot: &Snapshot, diagnosed: Vec<Verdict>) -> Stage {
        let mut verdicts = doctor::verdicts(snapshot, request);
        if let Some(why) = self.unread.take() {
            doctor::without_connect(&mut verdicts, &why);
        }
        verdicts.extend(diagnosed);
        verdicts.extend(self.open_runs(snapshot).into_iter().map(|(_, finding)| Verdict::of(finding, true)));
        if let Command::Doctor { tools, .. } = &self.command {
            verdicts.push(doctor::tools(tools));
        }
        doctor::sort(&mut verdicts);
        let fail_on = match &self.command {
            Command::Doctor { fail_on, .. } => fail_on.as_deref().and_then(named).unwrap_or_default(),
            _ => FailOn::default(),
        };
        let failed = verdicts.iter().any(|one| fail_on.fails(one.standing));
        let ending = match (self.app_stopped, failed) {
            (true, _) => Ending::Operator,
            (false, true) => Ending::Blocked,
            (false, false) => Ending::Done,
        };
        self.say(&render::verdicts_text(&verdicts, snapshot, &self.context.face));
        self.print(Content::Verdicts { ending, verdicts });
        Stage::Done(ending)
    }

    /// Runs of this machine that are not over and touch one of these apps.
    pub(super) fn open_runs(&mut self, snapshot: &Snapshot) -> Vec<(OpenRun, Diagnostic)> {
        let mut open = Vec::new();
        for stored in &self.context.runs {
            let Ok(journal) = journal::read(&stored.journal, stored.head.as_deref()) else { continue };
            let report = Report::of(&journal.run, &journal.plan, &journal.records);
            let here = report.apps.iter().any(|app| snapshot.apps.iter().any(|seen| seen.name == *app));
            if !here || !report.open() {
                continue;
            }
            let run = &journal.run;
            let stopped = report.stopped_since.is_some();
            self.app_stopped |= stopped;
            // A pause that outlives its run is told by the row in the database.
            let told =
                snapshot.held().is_some() && snapshot.lock.as_ref().is_some_and(|lock| lock.run_id == *run);
            if told {
                continue;
            }
            let what = if stopped { "APP STOPPED by it" } else { "no app is stopped by it" };
            let finding = Diagnostic::block(
                codes::RUN_ANOTHER_OPEN,
                format!("run `{run}` of this machine is open: {what}"),
                format!("`heroku connect:runs:resume {run}` goes on, `heroku connect:runs:abort {run}` rolls back"),
            );
            let course = Course::of(&journal.plan, &journal.records);
            let latest_stop = course.latest_stop(&journal.plan).map(str::to_owned);
            open.push((OpenRun { run: run.clone(), app_stopped: stopped, latest_stop }, finding));
        }
        open
    }
}

pub(super) fn named(typed: &str) -> Option<FailOn> {
    FailOn::ALL.into_iter().find(|one| one.name() == typed)
}
