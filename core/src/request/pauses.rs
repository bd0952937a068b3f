//! Pausing Connect for a stated time, and resuming it.

use serde::{Deserialize, Serialize};

use super::{unknown_code, usage, Request, Wanted};
use crate::command;
use crate::diagnostic::Diagnostic;
use crate::ending::Millis;
use crate::snapshot::Snapshot;

/// How long Connect stays paused if nothing else is said.
const FOR_MS: u64 = 4 * 3_600_000;
/// Longer than this nobody pauses on purpose: deleted records leave Salesforce's recycle bin after 15 days.
const LONGEST_MS: u64 = 14 * 24 * 3_600_000;

/// What pausing takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "QuiesceRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Quiesce {
    /// The connection, by its add-on; all of the database if absent.
    pub resource: Option<String>,
    /// For so long from when it is quiet, milliseconds, unless a moment is said.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub for_ms: u64,
    /// Until this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub until: Option<Millis>,
    /// Connect sends everything that it has captured first.
    pub drain: bool,
    /// How long that may take, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub drain_ms: Option<u64>,
    /// What it is for.
    pub reason: Option<String>,
}

/// What resuming takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ResumeSyncRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResumeSync {
    /// The run that paused it; whichever did if absent.
    pub run: Option<String>,
    /// The connection, by its add-on; every one that was paused if absent.
    pub resource: Option<String>,
    /// Only a pause of a run that should have ended by now.
    pub overdue: bool,
}

impl Quiesce {
    /// For how long Connect will be paused, milliseconds, if the pause begins now.
    #[must_use]
    pub fn lasts(&self, now: Millis) -> Millis {
        self.until.map_or(self.for_ms, |until| until.saturating_sub(now))
    }
}

impl ResumeSync {
    /// The connections that are to run again, of those that the database has: a pause of ours ends for those that it made, and for
    /// others only if it made none.
    #[must_use]
    pub fn of(&self, snapshot: &Snapshot) -> Snapshot {
        let mut chosen = snapshot.of_connection(self.resource.as_deref());
        if let Some(held) = snapshot.held().filter(|_| self.resource.is_none()) {
            let any = held.connections.iter().any(|one| one.ours);
            let meant =
                |name: &str| held.connections.iter().any(|one| one.resource == name && (one.ours || !any));
            chosen.connections.retain(|one| meant(&one.resource));
        }
        chosen
    }

    /// True if the pause goes on for connections that are not to run again.
    #[must_use]
    pub fn leaves_some(&self, snapshot: &Snapshot) -> bool {
        let held = snapshot.held().filter(|_| self.resource.is_some());
        held.is_some_and(|held| {
            held.connections.iter().any(|one| one.ours && Some(&one.resource) != self.resource.as_ref())
        })
    }
}

impl Request {
    /// What `connect:quiesce` asks for.
    ///
    /// # Errors
    /// Usage diagnostics, one for every flag that is missing or wrong.
    pub fn quiesce(typed: &command::Quiesce) -> Result<Self, Vec<Diagnostic>> {
        let mut wrong: Vec<Diagnostic> =
            typed.shown.accept.iter().filter_map(|code| unknown_code(code)).collect();
        if typed.for_ms.is_some() && typed.until.is_some() {
            wrong.push(usage("`--for` and `--until` name two ends", "give one of them"));
        }
        if typed.for_ms.is_some_and(|length| length == 0 || length > LONGEST_MS) {
            wrong.push(usage("`--for` is a time of up to 14 days", "for example `--for 4h`"));
        }
        if typed.wait && typed.for_ms.is_none() && typed.until.is_none() {
            wrong.push(usage("`--wait` needs an end", "say it with `--for` or `--until`"));
        }
        if typed.wait && typed.shown.plan_only {
            wrong.push(usage(
                "`--wait` is of no use where nothing is paused",
                "leave out one of it and `--plan-only`",
            ));
        }
        if typed.deadline_ms.is_some() && !typed.drain {
            wrong.push(usage(
                "`--deadline` says how long `--drain` may take",
                "leave it out, or add `--drain`",
            ));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let wanted = Wanted::Quiesce(Quiesce {
            resource: typed.resource.clone(),
            for_ms: typed.for_ms.unwrap_or(FOR_MS),
            until: typed.until,
            drain: typed.drain,
            drain_ms: typed.deadline_ms,
            reason: typed.reason.clone().filter(|reason| !reason.trim().is_empty()),
        });
        Ok(Self::planned(&typed.app, typed.database.as_deref(), &typed.shown, wanted))
    }

    /// What `connect:resume-sync` asks for.
    ///
    /// # Errors
    /// Usage diagnostics, one for every flag that is missing or wrong.
    pub fn resume_sync(typed: &command::ResumeSync) -> Result<Self, Vec<Diagnostic>> {
        let wrong: Vec<Diagnostic> =
            typed.shown.accept.iter().filter_map(|code| unknown_code(code)).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let (run, resource, overdue) = (typed.run.clone(), typed.resource.clone(), typed.overdue);
        let wanted = Wanted::ResumeSync(ResumeSync { run, resource, overdue });
        Ok(Self::planned(&typed.app, typed.database.as_deref(), &typed.shown, wanted))
    }

    /// The connection that is meant, by its add-on, if one was named.
    #[must_use]
    pub fn resource(&self) -> Option<&str> {
        match &self.procedure {
            Wanted::Quiesce(quiesce) => quiesce.resource.as_deref(),
            Wanted::ResumeSync(resume) => resume.resource.as_deref(),
            Wanted::ChangeField(change) => change.resource.as_deref(),
            Wanted::Recreate(recreate) => recreate.resource.as_deref(),
            Wanted::Resync(resync) => resync.resource.as_deref(),
            Wanted::UpgradeDb(_) | Wanted::ChangePlan(_) | Wanted::Finish(_) | Wanted::Look => None,
        }
    }

    /// What pausing takes, if that is asked for.
    #[must_use]
    pub fn quiesces(&self) -> Option<&Quiesce> {
        if let Wanted::Quiesce(quiesce) = &self.procedure {
            Some(quiesce)
        } else {
            None
        }
    }

    /// What resuming takes, if that is asked for.
    #[must_use]
    pub fn resumes_sync(&self) -> Option<&ResumeSync> {
        if let Wanted::ResumeSync(resume) = &self.procedure {
            Some(resume)
        } else {
            None
        }
    }
}
