//! `connect:runs`, `:info`, `:resume`, `:abort`.

use serde_json::json;

use super::{Opening, Session, Stage};
use crate::diagnostic::Diagnostic;
use crate::directive::{Ending, Millis};
use crate::journal::{self, Entry, Journal};
use crate::plan::{Plan, Special};
use crate::render;
use crate::report::Report;
use crate::run::{undo_card, Hold, Run};
use crate::{conditions, ops};

impl Session {
    pub(super) fn list(&mut self, app: Option<&str>) -> Stage {
        let mut reports: Vec<Result<Report, (String, String)>> = self
            .context
            .runs
            .iter()
            .map(|one| match journal::read(&one.journal, one.head.as_deref()) {
                Ok(journal) => Ok(Report::of(&journal.run, &journal.plan, &journal.records)),
                Err(error) => Err((one.run_id.clone(), error.to_string())),
            })
            .filter(|one| match (one, app) {
                (Ok(report), Some(app)) => report.apps.iter().any(|name| name == app),
                _ => true,
            })
            .collect();
        reports.sort_by_key(|one| std::cmp::Reverse(one.as_ref().map_or(u64::MAX, |report| report.began_at)));
        let lines = render::runs_text(&reports);
        self.say(&lines);
        let good: Vec<&Report> = reports.iter().filter_map(|one| one.as_ref().ok()).collect();
        let bad: Vec<&(String, String)> = reports.iter().filter_map(|one| one.as_ref().err()).collect();
        self.json(json!({ "runs": good, "untrusted": bad }));
        Stage::Done(Ending::Done)
    }

    pub(super) fn info(&mut self, run: &str) -> Stage {
        let (journal, stored) = match self.stored(run) {
            Ok(found) => found,
            Err(stage) => return stage,
        };
        let report = Report::of(&journal.run, &journal.plan, &journal.records);
        let mut lines = render::report_text(&report, &journal.plan);
        lines.extend(render::run_text(&journal));
        if stored.open {
            lines.push(crate::text::Line::plain("a living process on this machine is at work on it"));
        } else if report.window_open {
            let restored = Run::resume(journal.clone(), self.setting(Hold::No, None), report.ended_at);
            lines.extend(undo_card(&journal.plan, run, restored.bindings()));
        }
        self.say(&lines);
        self.json(
            json!({ "report": report, "head": journal.head, "torn": journal.torn, "plan": journal.plan }),
        );
        Stage::Done(Ending::Done)
    }

    pub(super) fn resume(&mut self, run: &str, hold: Option<bool>, window_at: Option<Millis>) -> Stage {
        let journal = match self.openable(run) {
            Ok(journal) => journal,
            Err(stage) => return stage,
        };
        if let Some(missing) = unknown_parts(&journal.plan) {
            let finding = Diagnostic::block(
                "plan/unknown-part",
                format!("the plan uses `{missing}`, which this version of the plugin does not have"),
                format!("resume with the version that made it ({}), or abort", journal.plan.made_by),
            );
            return self.refuse(&finding, Ending::Blocked);
        }
        let granted = journal.records.iter().any(|record| record.entry == Entry::WindowOpened);
        let undoing = journal.records.iter().any(|record| matches!(record.entry, Entry::Undoing { .. }));
        let holds = journal.plan.steps.iter().any(|step| step.special == Some(Special::Hold));
        if holds
            && !granted
            && !undoing
            && !self.context.interactive
            && hold != Some(false)
            && window_at.is_none()
        {
            let finding = Diagnostic::block(
                "usage/no-terminal",
                "nobody can be asked here: say when the window opens",
                "give `--no-hold` or `--window-at`",
            );
            return self.refuse(&finding, Ending::Usage);
        }
        let setting = self.setting(self.hold_of(&journal.plan), None);
        self.run_id = Some(run.to_owned());
        Stage::Opening(Some(Opening::Resume(Box::new(journal), setting)))
    }

    pub(super) fn abort(&mut self, run: &str, confirm: Option<&str>) -> Stage {
        let journal = match self.openable(run) {
            Ok(journal) => journal,
            Err(stage) => return stage,
        };
        let expect = journal.plan.confirmation();
        if confirm.is_some_and(|typed| typed != expect) {
            let finding = Diagnostic::block(
                "confirm/mismatch",
                format!("`--confirm` does not match: this run touches {}", journal.plan.apps.join(", ")),
                format!("confirm with `--confirm {expect}`, or leave it out"),
            );
            return self.refuse(&finding, Ending::Usage);
        }
        let setting = self.setting(Hold::No, None);
        self.run_id = Some(run.to_owned());
        Stage::Opening(Some(Opening::Abort(Box::new(journal), setting)))
    }

    /// A run that is not over and that no living process holds.
    fn openable(&mut self, run: &str) -> Result<Journal, Stage> {
        let (journal, stored) = self.stored(run)?;
        if stored.open {
            let finding = Diagnostic::block(
                "run/in-progress",
                format!("a living process on this machine is at work on run `{run}`"),
                "stop it first with Ctrl-C: it pauses at a safe place",
            );
            return Err(self.refuse(&finding, Ending::Blocked));
        }
        let report = Report::of(&journal.run, &journal.plan, &journal.records);
        if !report.open() {
            let finding =
                Diagnostic::note("run/over", format!("run `{run}` is over: {}", report.ending.sentence()));
            self.say_err(&finding.lines());
            self.json(json!({ "ending": Ending::NothingToDo, "report": report }));
            return Err(Stage::Done(Ending::NothingToDo));
        }
        Ok(journal)
    }
}

/// An op or condition that this version does not have.
fn unknown_parts(plan: &Plan) -> Option<&str> {
    plan.steps.iter().find_map(|step| {
        let calls = step.calls.iter().chain(&step.undo).chain(&step.fallback);
        let checks = step.guards.iter().chain(&step.until).chain(&step.undo_guards).chain(&step.undo_until);
        calls.map(|call| call.op.as_str()).find(|name| ops::find(name).is_err()).or_else(|| {
            checks.map(|check| check.condition.as_str()).find(|name| conditions::find(name).is_err())
        })
    })
}
