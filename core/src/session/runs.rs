//! `connect:runs`, `:info`, `:resume`, `:abort`.

use super::procedure::{limits_of, no_terminal};
use super::{too_late, Begun, Opening, Session, Stage, Stopped};
use crate::codes;
use crate::command::{Resume, StoredRun};
use crate::course::{Course, Mode};
use crate::diagnostic::Diagnostic;
use crate::ending::Ending;
use crate::journal::{self, Entry, Journal};
use crate::output::{Content, Listed, Untrusted};
use crate::plan::Plan;
use crate::render;
use crate::report::Report;
use crate::run::{card, Hold};
use crate::shell::shell_word;

impl Session {
    pub(super) fn list(&mut self, app: Option<&str>) -> Begun {
        let (mut journals, mut open, mut untrusted) = (Vec::new(), Vec::new(), Vec::new());
        for one in &self.context.runs {
            match journal::read(&one.journal, one.head.as_deref()) {
                Ok(journal) => {
                    journals.push(journal);
                    open.push(one.open);
                }
                Err(error) => untrusted.push(Untrusted { run: one.run_id.clone(), why: error.to_string() }),
            }
        }
        let listed = |(journal, running)| Listed { report: self.report_among(journal, &journals), running };
        let mut runs: Vec<Listed> = journals.iter().zip(open).map(listed).collect();
        let all = runs.len();
        runs.retain(|one| app.is_none_or(|app| one.report.apps.iter().any(|name| name == app)));
        // What is down comes first, then what is newest.
        runs.sort_by_key(|one| {
            let rank = (one.report.stopped_since.is_none(), one.report.sync_paused.is_none());
            (rank, std::cmp::Reverse(one.report.began_at))
        });
        match app {
            Some(app) if runs.is_empty() && all > 0 => {
                let none = format!("no run on this machine touches an app `{app}`; {all} touch others");
                self.say_err(&Diagnostic::note(codes::RUN_UNKNOWN, none).lines());
            }
            _ => self.say(&render::runs_text(&runs, &untrusted, &self.context.face)),
        }
        self.print(Content::Runs { runs, untrusted });
        Ok(Stage::Done(Ending::Done))
    }

    pub(super) fn info(&mut self, run: &str) -> Begun {
        let (journal, stored) = self.stored(run)?;
        let (report, face) = (self.report_among(&journal, &self.journals()), &self.context.face);
        let mut lines = Vec::new();
        if stored.open {
            lines.push(render::running());
        }
        lines.extend(render::report_text(&report, face));
        if face.verbose {
            lines.extend(render::run_text(&journal));
        }
        if !stored.open && report.open() {
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

    pub(super) fn resume(&mut self, typed: &Resume) -> Begun {
        let Resume { run, downtime_at, downtime_before, .. } = typed;
        let untimely = self.untimely(*downtime_at, *downtime_before);
        if !untimely.is_empty() {
            return Err(Stopped { findings: untimely, ending: Ending::Usage });
        }
        let help = "to do it again, give the command anew that began it";
        let Some(journal) = self.openable(run, Ending::Done, help)? else {
            return Ok(Stage::Done(Ending::NothingToDo));
        };
        all_known(&journal)?;
        let mut course = Course::of(&journal.plan, &journal.records);
        // An approval of an earlier process may not hold any more.
        let resumed = Entry::Resumed { holder: self.context.holder.clone(), limits: limits_of(typed) };
        course.apply(&journal.plan, &resumed, 0);
        let will_hold = journal.plan.holds() && !course.approved && course.mode == Mode::Forward;
        if will_hold && course.downtime_before(&journal.plan).is_some_and(|last| last <= self.context.now) {
            return Err(Stopped::new(too_late(&self.command), Ending::Blocked));
        }
        if will_hold {
            self.must_be_held()?;
        }
        let setting = self.setting(self.hold_again(&journal.plan));
        self.run_id = Some(run.to_owned());
        Ok(Stage::Opening(Some(Opening::Resume(Box::new(journal), setting))))
    }

    /// Somebody can be asked when the downtime begins, or it was said.
    pub(super) fn must_be_held(&self) -> Result<(), Stopped> {
        let planning = self.command.planning();
        if self.context.interactive || planning.hold == Some(false) || planning.downtime_at.is_some() {
            return Ok(());
        }
        let help = "give `--no-hold` or `--downtime-at`";
        let finding = no_terminal("nobody can be asked here: say when the downtime begins", help);
        Err(Stopped::new(finding, Ending::Usage))
    }

    /// Without a word of the operator a run that was held is held again.
    pub(super) fn hold_again(&self, plan: &Plan) -> Hold {
        match self.hold_of(plan) {
            Hold::No if self.command.planning().hold.is_none() => Hold::Ask,
            given => given,
        }
    }

    pub(super) fn abort(&mut self, run: &str, confirm: Option<&str>) -> Begun {
        let help = "what is done cannot be rolled back by this command";
        let Some(journal) = self.openable(run, Ending::Undone, help)? else {
            return Ok(Stage::Done(Ending::NothingToDo));
        };
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

    /// A run that no living process holds; `None` if it is over and ended as is `wanted` now. `help` is for one that ended otherwise.
    pub(super) fn openable(
        &mut self,
        run: &str,
        wanted: Ending,
        help: &str,
    ) -> Result<Option<Journal>, Stopped> {
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
        if report.ending == Ending::TakenOver {
            let app = shell_word(&report.apps.first().cloned().unwrap_or_default());
            let help = format!("if the other machine is gone: `heroku connect:runs:take-over --app {app}`");
            let finding =
                Diagnostic::block(codes::RUN_TAKEN_OVER, format!("run `{run}`: {}", report.detail), help);
            return Err(Stopped::new(finding, Ending::TakenOver));
        }
        let over = format!("run `{run}` is over: {}", report.ending.sentence());
        if report.ending != wanted {
            return Err(Stopped::new(Diagnostic::block(codes::RUN_OVER, over, help), Ending::Blocked));
        }
        self.say_err(&Diagnostic::note(codes::RUN_OVER, over).lines());
        self.print(Content::Report { ending: Ending::NothingToDo, report });
        Ok(None)
    }

    /// Every journal of this machine that can be trusted. Reading one takes milliseconds: each is read once.
    fn journals(&self) -> Vec<Journal> {
        let read = |one: &StoredRun| journal::read(&one.journal, one.head.as_deref()).ok();
        self.context.runs.iter().filter_map(read).collect()
    }

    /// The report of a stored run: what it left behind may have been destroyed by another one since.
    fn report_among(&self, journal: &Journal, all: &[Journal]) -> Report {
        let report = Report::of(&journal.run, &journal.plan, &journal.records).seen_at(self.context.now);
        if report.sync_paused.is_some() {
            return match all.iter().find(|one| resumes(one, &journal.run)) {
                Some(by) => report.pause_ended(&by.run),
                None => report,
            };
        }
        match all.iter().find(|one| finishes(one, &journal.run)) {
            Some(finished) => {
                let addon = finished.plan.request.finishes().map_or("", |finish| &finish.addon);
                report.finished(&journal.plan, &finished.run, addon)
            }
            None => report,
        }
    }

    /// The run that destroyed what this run left behind.
    pub(super) fn finished_by(&self, run: &str) -> Option<Journal> {
        self.journals().into_iter().find(|one| finishes(one, run))
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

/// True if a run resumed all of what another one had paused.
fn resumes(one: &Journal, run: &str) -> bool {
    let snapshot = &one.plan.snapshot;
    let this = || snapshot.lock.as_ref().is_some_and(|lock| lock.run_id == run);
    one.plan.request.resumes_sync().is_some_and(|resumes| this() && !resumes.leaves_some(snapshot))
        && done(one)
}

/// True if a run destroyed what another one left behind.
fn finishes(one: &Journal, run: &str) -> bool {
    one.plan.request.finishes().is_some_and(|finish| finish.run == run) && done(one)
}

fn done(one: &Journal) -> bool {
    Report::of(&one.run, &one.plan, &one.records).ending == Ending::Done
}

/// Refuses a plan with a part that this version does not have.
pub(super) fn all_known(journal: &Journal) -> Result<(), Stopped> {
    let Some(missing) = journal.plan.unknown_part() else { return Ok(()) };
    let finding = Diagnostic::block(
        codes::RUN_UNKNOWN_PART,
        format!("the plan uses `{missing}`, which this version of the plugin does not have"),
        format!("resume with the version that made it ({}), or abort", journal.plan.made_by),
    );
    Err(Stopped::new(finding, Ending::Blocked))
}
