//! What happened, from a plan and its records. No other source.

use serde::{Deserialize, Serialize};

use crate::conditions::Evidence;
use crate::directive::{Ending, Millis};
use crate::journal::{Entry, Record};
use crate::plan::{Plan, Zone};

/// Version of the report format.
pub const FORMAT_VERSION: &str = "1.0";

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Report {
    /// `major.minor`.
    pub format_version: String,
    /// Run id.
    pub run: String,
    /// Procedure.
    pub procedure: String,
    /// Apps that were touched.
    pub apps: Vec<String>,
    /// How it ended.
    pub ending: Ending,
    /// Diagnostic code, empty if it is done.
    pub code: String,
    /// What was seen.
    pub detail: String,
    /// When it began.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub began_at: Millis,
    /// When it ended.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub ended_at: Millis,
    /// How long writers were stopped, if they were and are not any more.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub window_ms: Option<u64>,
    /// True if writers are stopped now.
    pub window_open: bool,
    /// Zone that was reached.
    pub zone: Zone,
    /// Steps done.
    pub done: Vec<String>,
    /// Steps taken back.
    pub undone: Vec<String>,
    /// Steps left over.
    pub left: Vec<String>,
    /// Proof.
    pub evidence: Vec<Evidence>,
    /// How often the run was resumed.
    pub resumed: u32,
    /// What is still to be done, commands to type.
    pub next: Vec<String>,
    /// What was not looked after.
    pub not_covered: Vec<String>,
}

impl Report {
    /// The report of a run.
    #[must_use]
    pub fn of(run: &str, plan: &Plan, records: &[Record]) -> Self {
        let mut report = Self {
            format_version: FORMAT_VERSION.to_owned(),
            run: run.to_owned(),
            procedure: plan.procedure.clone(),
            apps: plan.apps.clone(),
            ending: Ending::Paused,
            code: "run/not-ended".to_owned(),
            detail: "the last process did not end on purpose".to_owned(),
            began_at: records.first().map_or(0, |record| record.at),
            ended_at: records.last().map_or(0, |record| record.at),
            window_ms: None,
            window_open: false,
            zone: Zone::Prepare,
            done: Vec::new(),
            undone: Vec::new(),
            left: Vec::new(),
            evidence: Vec::new(),
            resumed: 0,
            next: Vec::new(),
            not_covered: plan.not_covered.clone(),
        };
        let mut opened: Option<Millis> = None;
        let mut closed: Option<Millis> = None;
        let mut stopped = false;
        for record in records {
            stopped = matches!(record.entry, Entry::Stopped { .. });
            match &record.entry {
                Entry::Entered { zone, .. } => {
                    report.zone = report.zone.max(*zone);
                    if *zone >= Zone::Window {
                        opened = opened.or(Some(record.at));
                    }
                }
                Entry::Held { evidence, .. } => {
                    for one in evidence {
                        report.evidence.retain(|old| old.title != one.title);
                        report.evidence.push(one.clone());
                    }
                }
                Entry::StepDone { step } => {
                    report.left.retain(|left| left != step);
                    report.done.push(step.clone());
                    if plan.lets_writers_back() == Some(step.as_str()) {
                        closed = Some(record.at);
                    }
                }
                Entry::StepUndone { step } => {
                    report.undone.push(step.clone());
                    if plan.stops_writers() == Some(step.as_str()) {
                        closed = Some(record.at);
                    }
                }
                Entry::Deferred { step, .. } => {
                    report.left.retain(|left| left != step);
                    report.left.push(step.clone());
                }
                Entry::Resumed { .. } => report.resumed += 1,
                Entry::Stopped { ending, code, detail } => {
                    report.ending = *ending;
                    report.code.clone_from(code);
                    report.detail.clone_from(detail);
                }
                Entry::Begun { .. }
                | Entry::Issued { .. }
                | Entry::Answered { .. }
                | Entry::Retrying { .. }
                | Entry::Undoing { .. }
                | Entry::WindowOpened
                | Entry::Finished => {}
            }
        }
        if !stopped {
            report.ending = Ending::Paused;
            report.code = "run/not-ended".to_owned();
            report.detail = "the last process did not end on purpose".to_owned();
        }
        report.window_ms = opened.zip(closed).map(|(from, to)| to.saturating_sub(from));
        report.window_open = opened.is_some() && closed.is_none();
        report.next = next(&report, plan);
        report
    }

    /// True if the run can go on.
    #[must_use]
    pub fn open(&self) -> bool {
        matches!(self.ending, Ending::Paused | Ending::Operator | Ending::Unexpected)
    }
}

fn next(report: &Report, plan: &Plan) -> Vec<String> {
    let run = &report.run;
    match report.ending {
        Ending::Done if plan.procedure == "upgrade-db" => vec![
            format!(
                "heroku connect:runs:finish {run}   # destroys the old database {} after the soak",
                plan.old_database.addon
            ),
            "heroku addons:create … -- --follow DATABASE_URL   # the new database has no follower".to_owned(),
        ],
        Ending::Paused | Ending::Unexpected if report.zone == Zone::Settle => {
            vec![format!("heroku connect:runs:resume {run}")]
        }
        Ending::Paused | Ending::Unexpected => {
            vec![format!("heroku connect:runs:resume {run}"), format!("heroku connect:runs:abort {run}")]
        }
        Ending::Operator => vec![
            format!("heroku connect:runs:info {run}"),
            format!("heroku connect:runs:resume {run}   # after the cause is removed"),
        ],
        Ending::Done
        | Ending::NothingToDo
        | Ending::Planned
        | Ending::Blocked
        | Ending::Undone
        | Ending::Usage => Vec::new(),
    }
}
