//! Steps that are neither calls nor checks: the hold and the undo card.

use super::phase::{End, Phase};
use super::{card, words, Hold, Out, Run};
use crate::ask::yes_or_no;
use crate::codes;
use crate::directive::{Event, Stream};
use crate::effect::{Effect, FileEffect, Observation};
use crate::ending::{Ending, Millis};
use crate::journal::Entry;
use crate::line::Line;
use crate::machine::Want;
use crate::plan::Interaction;
use crate::prechecks::dry_run_command;
use crate::seeded;

/// A downtime begins no later than this before what is prepared starts by itself, milliseconds.
const BEFORE_IT_STARTS_MS: u64 = 2 * 3_600_000;

/// File of the card in the run's folder.
const CARD: &str = "by-hand.sh";

impl Run {
    pub(super) fn interact(&mut self, now: Millis) -> Option<Want<End>> {
        match self.current().and_then(|step| step.interaction) {
            Some(Interaction::Hold) => self.hold(now),
            Some(Interaction::UndoCard) => {
                let file = self.card_file();
                Some(Want::Perform(vec![Effect::File(file)]))
            }
            Some(Interaction::DryRun) => self.dry_run(now),
            None => {
                self.phase = Phase::Seek;
                None
            }
        }
    }

    /// Its result comes by mail, which only a person reads. Who accepts its code has read it.
    fn dry_run(&mut self, now: Millis) -> Option<Want<End>> {
        let code = codes::UPGRADE_DRYRUN_UNREAD;
        if self.setting.accept.iter().any(|accepted| **accepted == *code) {
            self.step_done(now);
        } else if self.setting.interactive {
            return Some(Want::Ask { question: words::dry_run(&self.plan), expect: None });
        } else {
            let detail = format!(
                "nobody is here to say what the mail of the dry run said: `{}`; once it has come, and says that the upgrade would succeed: `heroku connect:runs:resume {} --accept {code}`",
                dry_run_command(&self.plan.request, &self.plan.snapshot.database),
                self.id
            );
            self.end(Ending::Paused, &code, detail, now);
        }
        None
    }

    fn card(&self) -> Vec<Line> {
        card(&self.plan, &self.id, &self.course.bindings, &self.course, Some(self.step))
    }

    pub(super) fn card_file(&self) -> FileEffect {
        let text = self.card().iter().map(|line| line.unstyled() + "\n").collect();
        FileEffect { name: CARD.to_owned(), operator_path: false, text }
    }

    pub(super) fn hold(&mut self, now: Millis) -> Option<Want<End>> {
        // Nobody may be stopping apps when it starts by itself.
        let fires = self.course.starts_by_itself(&self.plan);
        let last = fires.map(|fires| fires.saturating_sub(BEFORE_IT_STARTS_MS));
        let begins = match self.setting.hold {
            Hold::At(at) if !self.course.approved => at.max(now),
            _ => now,
        };
        if let Some((fires, _)) = fires.zip(last).filter(|(_, last)| begins > *last) {
            let when = self.setting.local.moment(fires);
            self.disarm(format!("what is prepared would start by itself at {when}, which leaves too little time for a downtime"), now);
            return None;
        }
        if self.course.approved {
            self.step_done(now);
            return None;
        }
        if self.course.downtime_before(&self.plan).is_some_and(|last| now > last) {
            let detail = "the last moment for the downtime to begin has passed; resume with a later `--downtime-before`";
            let detail = detail.to_owned();
            self.end(Ending::Paused, &codes::DOWNTIME_TOO_LATE, detail, now);
            return None;
        }
        match self.setting.hold {
            Hold::No => {
                self.record(Entry::Approved, now);
                None
            }
            Hold::At(at) if now >= at => {
                self.record(Entry::Approved, now);
                None
            }
            Hold::At(at) => {
                let note = words::countdown(&self.plan, at, now, &self.setting.local);
                Some(Want::Wait { until: at.min(now + 60_000), note: Some(note) })
            }
            Hold::Ask => Some(Want::Ask { question: words::hold(&self.plan), expect: None }),
        }
    }

    pub(super) fn interaction_answered(&mut self, observation: &Observation, now: Millis) {
        match self.current().and_then(|step| step.interaction) {
            Some(Interaction::Hold) => {
                if let Observation::Answered { text } = observation {
                    match yes_or_no(text) {
                        Some(true) => self.record(Entry::Approved, now),
                        Some(false) => {
                            let detail = "prepared, and not gone on with".to_owned();
                            self.end(Ending::Paused, &codes::DOWNTIME_HELD, detail, now);
                        }
                        // Asked again.
                        None => {}
                    }
                }
            }
            Some(Interaction::DryRun) => {
                if let Observation::Answered { text } = observation {
                    match yes_or_no(text) {
                        Some(true) => self.step_done(now),
                        Some(false) if seeded::forgets(&codes::UPGRADE_DRYRUN_FAILED) => self.step_done(now),
                        Some(false) => {
                            let detail = "the mail says that the upgrade would not succeed".to_owned();
                            self.fail(&codes::UPGRADE_DRYRUN_FAILED, detail, now);
                        }
                        // Asked again.
                        None => {}
                    }
                }
            }
            Some(Interaction::UndoCard) => {
                let lines = self.card();
                self.outbox.push_back(Out::Show(Event::Lines { stream: Stream::Err, lines }));
                self.step_done(now);
            }
            None => self.phase = Phase::Seek,
        }
    }
}
