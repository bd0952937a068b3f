//! What people are told who do not watch: by chat, pager or desktop.
//!
//! It is made of what a shell is told anyway, so a run is the same with it and without. Nothing is said before a run has begun or is
//! gone on with: until then whoever typed the command sees it. What is said names apps, the run and codes; what services answered is
//! left out, because what a chat makes of such text is not known here.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::command::{Context, StoredRun};
use crate::course::Course;
use crate::ending::{Ending, Millis, NOT_NEEDED};
use crate::journal::{self, Entry, Record, Records};
use crate::line::{clock, Line, Style};
use crate::plan::Plan;
use crate::report::Report;
use crate::value;

/// Version of the format. Major: meaning; minor: fields.
pub const FORMAT_VERSION: &str = "1.0";

/// Something that people want to know at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Notification {
    /// `major.minor`.
    pub format_version: String,
    /// What it is about.
    pub occasion: Occasion,
    /// When, milliseconds since 1970-01-01 UTC.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: Millis,
    /// Run id.
    pub run: String,
    /// Apps that the run touches.
    pub apps: Vec<String>,
    /// The same for people, in a sentence or two. Chats show this field.
    pub text: String,
    /// What to type to see more.
    pub command: String,
    /// Exit code, once the process has ended.
    pub exit_code: Option<u8>,
}

/// What a notification is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Occasion {
    /// Apps are stopped.
    DowntimeBegan,
    /// Apps are back.
    DowntimeEnded,
    /// The run asks, or it has stopped and does not go on by itself.
    PersonNeeded,
    /// It is over: done, rolled back, or another machine goes on with it.
    Ended,
}

/// Follows one command by what its shell is given to do.
#[derive(Debug)]
pub struct Herald {
    stored: Vec<StoredRun>,
    run: Option<Followed>,
}

#[derive(Debug)]
struct Followed {
    run: String,
    plan: Arc<Plan>,
    records: Records,
    course: Course,
}

impl Herald {
    /// Follows a command from its beginning.
    #[must_use]
    pub fn new(context: &Context) -> Self {
        Self { stored: context.runs.clone(), run: None }
    }

    /// A line that is about to be appended to the journal of a run: what it changes is told by the one fold of records.
    pub fn appended(&mut self, run: &str, line: &str) -> Option<Notification> {
        let record: Record = record(line)?;
        if self.run.as_ref().is_none_or(|followed| followed.run != run) {
            self.run = Some(match &record.entry {
                Entry::Begun { plan, .. } => Followed::new(run, Arc::clone(plan), Records::default()),
                _ => Followed::stored(run, &self.stored)?,
            });
        }
        self.run.as_mut()?.recorded(record)
    }

    /// A question that is about to be asked.
    #[must_use]
    pub fn asked(&self, question: &[Line], now: Millis) -> Option<Notification> {
        let question: Vec<String> = question.iter().map(Line::unstyled).collect();
        let text = format!("the run waits for an answer. {}", question.join(" ").trim());
        Some(self.run.as_ref()?.notification(Occasion::PersonNeeded, now, &text))
    }

    /// The command is over.
    #[must_use]
    pub fn ended(&self, exit_code: u8, ending: Ending, now: Millis) -> Option<Notification> {
        // Between two commands of a runbook nobody is needed: the next one goes on.
        if ending.open() && matches!(exit_code, 0 | NOT_NEEDED) {
            return None;
        }
        Some(self.run.as_ref()?.ended(exit_code, ending, now))
    }
}

impl Followed {
    fn new(run: &str, plan: Arc<Plan>, records: Records) -> Self {
        Self { run: run.to_owned(), course: Course::of(&plan, &records), plan, records }
    }

    /// A run that is gone on with.
    fn stored(run: &str, stored: &[StoredRun]) -> Option<Self> {
        let found = stored.iter().find(|one| one.run_id == run)?;
        let read = journal::read(&found.journal, found.head.as_deref()).ok()?;
        Some(Self::new(run, read.plan, read.records))
    }

    fn recorded(&mut self, record: Record) -> Option<Notification> {
        let was = self.course.stopped_since();
        let at = record.at;
        self.course.apply(&self.plan, &record.entry, at);
        self.records.push(record);
        match (was, self.course.stopped_since()) {
            (None, Some(_)) => {
                let text = format!("the downtime has begun. {}.", self.plan.words.title);
                Some(self.notification(Occasion::DowntimeBegan, at, &text))
            }
            (Some(since), None) => {
                let text = format!("the downtime is over, after {}.", clock(at.saturating_sub(since)));
                Some(self.notification(Occasion::DowntimeEnded, at, &text))
            }
            _ => None,
        }
    }

    fn ended(&self, exit_code: u8, ending: Ending, now: Millis) -> Notification {
        let mut report = Report::of(&self.run, &self.plan, &self.records);
        if report.ending != ending {
            let end = Some((ending, String::new(), String::new()));
            report = Report::ending_as(&self.run, &self.plan, &self.records, end);
        }
        let code = if report.code.is_empty() { String::new() } else { format!(" [{}]", report.code) };
        let text = format!("{}{code}: {}.", ending.sentence(), report.standing);
        let occasion = if ending.open() { Occasion::PersonNeeded } else { Occasion::Ended };
        Notification { exit_code: Some(exit_code), ..self.notification(occasion, now, &text) }
    }

    fn notification(&self, occasion: Occasion, at: Millis, text: &str) -> Notification {
        Notification {
            format_version: FORMAT_VERSION.to_owned(),
            occasion,
            at,
            run: self.run.clone(),
            apps: self.plan.apps.clone(),
            text: Line::plain(&format!("{}: {text}", self.plan.apps.join(", "))).unstyled(),
            command: format!("heroku connect:runs:info {}", self.run),
            exit_code: None,
        }
    }
}

/// The record in a line of a journal, as it was just made.
fn record(line: &str) -> Option<Record> {
    let mut value: serde_json::Value = serde_json::from_str(line).ok()?;
    value::read(value.get_mut("record")?.take()).ok()
}

/// What is said where a notification was not delivered. `why`: a status or a stable word, never an address.
#[must_use]
pub fn undelivered(occasion: Occasion, why: &str) -> Line {
    let about = match occasion {
        Occasion::DowntimeBegan => "that the downtime has begun",
        Occasion::DowntimeEnded => "that the downtime is over",
        Occasion::PersonNeeded => "that a person is needed",
        Occasion::Ended => "that the run has ended",
    };
    Line::new()
        .add(Style::Warning, &format!("nobody was told {about}: the notification was not taken ({why})"))
}
