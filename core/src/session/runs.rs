//! `connect:runs`, `:info`, `:resume`, `:abort`.

use super::procedure::no_terminal;
use super::{Begun, Opening, Session, Stage, Stopped};
use crate::codes;
use crate::command::StoredRun;
use crate::course::{Course, Mode};
use crate::diagnostic::Diagnostic;
use crate::ending::{Ending, Millis};
use crate::journal::{self, Journal};
use crate::line::Line;
use crate::output::{Content, Untrusted};
use crate::render;
use crate::report::Report;
use crate::run::{card, Hold};

impl Session {
    pub(super) fn list(&mut self, app: Option<&str>) -> Begun {
        let read = |one: &StoredRun| match journal::read(&one.journal, one.head.as_deref()) {
            Ok(journal) => Ok(Report::of(&journal.run, &journal.plan, &journal.records)),
            Err(error) => Err(Untrusted { run: one.run_id.clone(), why: error.to_string() }),
        };
        let touches = |report: &Report| app.is_none_or(|app| report.apps.iter().any(|name| name == app));
        let mut reports: Vec<Result<Report, Untrusted>> = self.context.runs.iter().map(read).collect();
        reports.retain(|one| one.as_ref().map_or(true, touches));
        reports.sort_by_key(|one| std::cmp::Reverse(one.as_ref().map_or(u64::MAX, |report| report.began_at)));
        self.say(&render::runs_text(&reports));
        let (mut runs, mut untrusted) = (Vec::new(), Vec::new());
        for one in reports {
            match one {
                Ok(report) => runs.push(report),
                Err(bad) => untrusted.push(bad),
            }
        }
        self.print(Content::Runs { runs, untrusted });
        Ok(Stage::Done(Ending::Done))
    }

    pub(super) fn info(&mut self, run: &str) -> Begun {
        let (journal, stored) = self.stored(run)?;
        let report = Report::of(&journal.run, &journal.plan, &journal.records);
        let mut lines = render::report_text(&report);
        lines.extend(render::run_text(&journal));
        if stored.open {
            lines.push(Line::plain("a living process on this machine is at work on it"));
        } else if report.open() {
            let mut bindings = journal.plan.names.made_for(run);
            let course = Course::of(&journal.plan, &journal.records);
            bindings.extend((*course.bindings).clone());
            if report.stopped_since.is_some() || course.sync_paused(&journal.plan) {
                lines.extend(card(&journal.plan, run, &bindings, &course, None));
            }
        }
        self.say(&lines);
        let Journal { head, torn, plan, .. } = journal;
        self.print(Content::Run { report, head, torn, plan: (*plan).clone() });
        Ok(Stage::Done(Ending::Done))
    }

    pub(super) fn resume(&mut self, run: &str, hold: Option<bool>, downtime_at: Option<Millis>) -> Begun {
        let Some(journal) = self.openable(run)? else { return Ok(Stage::Done(Ending::NothingToDo)) };
        if let Some(missing) = journal.plan.unknown_part() {
            let finding = Diagnostic::block(
                codes::RUN_UNKNOWN_PART,
                format!("the plan uses `{missing}`, which this version of the plugin does not have"),
                format!("resume with the version that made it ({}), or abort", journal.plan.made_by),
            );
            return Err(Stopped::new(finding, Ending::Blocked));
        }
        let course = Course::of(&journal.plan, &journal.records);
        let will_hold = journal.plan.holds() && !course.approved && course.mode == Mode::Forward;
        let answered = self.context.interactive || hold == Some(false) || downtime_at.is_some();
        if will_hold && !answered {
            let help = "give `--no-hold` or `--downtime-at`";
            return Err(no_terminal("nobody can be asked here: say when the downtime begins", help));
        }
        let hold = match self.hold_of(&journal.plan) {
            // Without a word of the operator a run that was held is held again.
            Hold::No if hold.is_none() => Hold::Ask,
            given => given,
        };
        let setting = self.setting(hold);
        self.run_id = Some(run.to_owned());
        Ok(Stage::Opening(Some(Opening::Resume(Box::new(journal), setting))))
    }

    pub(super) fn abort(&mut self, run: &str, confirm: Option<&str>) -> Begun {
        let Some(journal) = self.openable(run)? else { return Ok(Stage::Done(Ending::NothingToDo)) };
        let expect = &journal.plan.confirmation;
        if confirm.is_some_and(|typed| typed != expect) {
            let finding = Diagnostic::block(
                codes::CONFIRM_MISMATCH,
                format!("`--confirm` does not match: this run touches {}", journal.plan.apps.join(", ")),
                format!("confirm with `--confirm {expect}`, or leave it out"),
            );
            return Err(Stopped::new(finding, Ending::Usage));
        }
        let setting = self.setting(Hold::No);
        self.run_id = Some(run.to_owned());
        Ok(Stage::Opening(Some(Opening::Abort(Box::new(journal), setting))))
    }

    /// A run that no living process holds; `None` if it is over.
    fn openable(&mut self, run: &str) -> Result<Option<Journal>, Stopped> {
        let (journal, stored) = self.stored(run)?;
        if stored.open {
            let finding = Diagnostic::block(
                codes::RUN_IN_PROGRESS,
                format!("a living process on this machine is at work on run `{run}`"),
                "stop it first with Ctrl-C: it pauses at a safe place",
            );
            return Err(Stopped::new(finding, Ending::Blocked));
        }
        let report = Report::of(&journal.run, &journal.plan, &journal.records);
        if report.open() {
            return Ok(Some(journal));
        }
        let over = format!("run `{run}` is over: {}", report.ending.sentence());
        self.say_err(&Diagnostic::note(codes::RUN_OVER, over).lines());
        self.print(Content::Report { ending: Ending::NothingToDo, report });
        Ok(None)
    }

    /// A stored run whose journal can be trusted.
    pub(super) fn stored(&self, run: &str) -> Result<(Journal, StoredRun), Stopped> {
        let Some(stored) = self.context.runs.iter().find(|one| one.run_id == run).cloned() else {
            let finding = Diagnostic::block(
                codes::RUN_UNKNOWN,
                format!("there is no run `{run}` on this machine"),
                "see `heroku connect:runs`",
            );
            return Err(Stopped::new(finding, Ending::Blocked));
        };
        match journal::read(&stored.journal, stored.head.as_deref()) {
            Ok(journal) => Ok((journal, stored)),
            Err(error) => {
                let finding = Diagnostic::block(
                    codes::JOURNAL_UNTRUSTED,
                    format!("run `{run}`: {error}"),
                    "nothing was changed by this command; the undo card in the run's folder holds the commands by hand",
                );
                Err(Stopped::new(finding, Ending::Blocked))
            }
        }
    }
}
