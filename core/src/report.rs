//! What happened, from a plan and its records. No other source.

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::course::{Course, StepState};
use crate::ending::{Ending, Millis};
use crate::evidence::{self, Evidence};
use crate::journal::{Entry, Records};
use crate::late::slots;
use crate::plan::{Next, Plan};
use crate::request::bound;
use crate::summary;
use crate::zone::Zone;

/// Version of the report format.
pub const FORMAT_VERSION: &str = "1.3";

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
    /// Headline of the plan.
    pub title: String,
    /// Apps that were touched.
    pub apps: Vec<String>,
    /// How it ended.
    pub ending: Ending,
    /// Diagnostic code, empty if it is done.
    pub code: String,
    /// What was seen.
    pub detail: String,
    /// The database that it was about, as it was found.
    pub from: Side,
    /// The database that takes or took its place; `None` if none does.
    pub to: Option<Side>,
    /// When it began.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub began_at: Millis,
    /// When it ended.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub ended_at: Millis,
    /// How long writers were stopped, if they were and are not any more.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_ms: Option<u64>,
    /// Since when apps are stopped, if they are now.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub stopped_since: Option<Millis>,
    /// Until when Connect stays paused, if this run ended with that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub sync_paused: Option<SyncPaused>,
    /// Zone that was reached.
    pub zone: Zone,
    /// How things stand, in a sentence.
    pub standing: String,
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
    /// What stays on the old database, and what is leaned on since the cut-over.
    pub stays: Vec<String>,
    /// What is still to be done, commands to type.
    pub next: Vec<Next>,
    /// What was done and could not be proven.
    pub unproven: Vec<String>,
    /// What was not looked after.
    pub not_covered: Vec<String>,
}

/// A pause of Connect that outlives its run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncPaused {
    /// Since when.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub since: Millis,
    /// When it is to end.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub due: Millis,
    /// For how long it should have ended, milliseconds, where somebody looks later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, type = "number"))]
    pub overdue_ms: Option<u64>,
}

/// A database at one end of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Side {
    /// Add-on.
    pub addon: String,
    /// Postgres version, if it is known.
    pub version: Option<String>,
}

impl Report {
    /// The report of a run.
    #[must_use]
    pub fn of(run: &str, plan: &Plan, records: &Records) -> Self {
        Self::ending_as(run, plan, records, None)
    }

    /// The same where the last process knows how it ended: the records cannot say it if the disk did not take the last of them.
    #[must_use]
    pub fn ending_as(
        run: &str,
        plan: &Plan,
        records: &Records,
        end: Option<(Ending, String, String)>,
    ) -> Self {
        let course = Course::of(plan, records);
        let stopped = course.stopped.clone().map(|(ending, (code, detail))| (ending, code, detail));
        let not_ended = || {
            let detail = "the last process did not end on purpose".to_owned();
            (Ending::Paused, codes::RUN_NOT_ENDED.to_string(), detail)
        };
        let (ending, code, detail) = end.or(stopped).unwrap_or_else(not_ended);
        let database = &plan.snapshot.database;
        let target = bound(&course.bindings, &slots::NAME_TARGET)
            .or_else(|| bound(&plan.names.made_for(run), &slots::NAME_TARGET));
        Self {
            format_version: FORMAT_VERSION.to_owned(),
            run: run.to_owned(),
            procedure: plan.procedure.clone(),
            title: plan.words.title.clone(),
            apps: plan.apps.clone(),
            ending,
            code,
            detail,
            from: Side { addon: database.addon.clone(), version: database.version.clone() },
            to: target.filter(|_| ending != Ending::Undone).map(|addon| Side {
                addon,
                version: match plan.request.upgrade() {
                    Some(upgrade) => Some(upgrade.version.to_string()),
                    None => database.version.clone(),
                },
            }),
            began_at: records.first().map_or(0, |record| record.at),
            ended_at: records.last().map_or(0, |record| record.at),
            downtime_ms: course.downtime_ms(),
            // What another machine did since is not known.
            stopped_since: course.stopped_since().filter(|_| ending != Ending::TakenOver),
            sync_paused: (ending == Ending::Done).then(|| paused(&course)).flatten(),
            zone: course.zone,
            standing: summary::standing(plan, &course, ending),
            done: course.ids(plan, |step: &StepState| step.done),
            undone: course.ids(plan, |step| step.undone),
            left: course.ids(plan, |step| step.deferred),
            next: summary::next(run, plan, &course, ending, records.last().map_or(0, |record| record.at)),
            evidence: proven(records, &course, plan),
            stays: if course.cut_over(plan) { plan.stays(&plan.names.made_for(run)) } else { Vec::new() },
            resumed: course.resumed,
            unproven: course
                .unproven
                .iter()
                .map(|(step, (code, detail))| {
                    let title = plan.steps.iter().find(|one| one.id == *step).map_or(step, |one| &one.title);
                    format!("{title}: {detail}  [{code}]")
                })
                .collect(),
            not_covered: plan.not_covered.clone(),
        }
    }

    /// The same once another run has destroyed this add-on, which this one left behind.
    #[must_use]
    pub fn finished(mut self, plan: &Plan, by: &str, addon: &str) -> Self {
        self.standing = format!("{}; {addon} was destroyed by run {by}", plan.words.after);
        self.stays.clear();
        let run = &self.run;
        let led_back =
            |one: &Next| addon != self.from.addon && plan.words.back.iter().any(|back| back.of(run) == *one);
        self.next.retain(|one| !one.command.starts_with(summary::FINISH) && !led_back(one));
        self
    }

    /// The same once another run has resumed what this one had paused.
    #[must_use]
    pub fn pause_ended(mut self, by: &str) -> Self {
        self.standing = format!("resumed by run {by}");
        self.sync_paused = None;
        self.next.clear();
        self
    }

    /// The same at a later moment.
    #[must_use]
    pub fn seen_at(mut self, now: Millis) -> Self {
        if let Some(paused) = &mut self.sync_paused {
            paused.overdue_ms = now.checked_sub(paused.due).filter(|late| *late > 0);
        }
        self
    }

    /// True if the run can go on.
    #[must_use]
    pub fn open(&self) -> bool {
        self.ending.open()
    }
}

/// Until when Connect stays paused.
fn paused(course: &Course) -> Option<SyncPaused> {
    let (since, due) =
        (bound(&course.bindings, &slots::PAUSE.since())?, bound(&course.bindings, &slots::PAUSE.due())?);
    Some(SyncPaused { since, due, overdue_ms: None })
}

/// What was proven and still holds: what a step proved is gone once the step is taken back.
fn proven(records: &Records, course: &Course, plan: &Plan) -> Vec<Evidence> {
    let undone = course.ids(plan, |step| step.undone);
    let mut all = Vec::new();
    let mut undoing = false;
    for record in records.iter() {
        match &record.entry {
            Entry::Undoing { .. } => undoing = true,
            Entry::Held { step, evidence, .. } if undoing || !undone.contains(step) => {
                evidence::add(&mut all, evidence);
            }
            _ => {}
        }
    }
    all
}
