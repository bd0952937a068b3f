//! One line of a journal.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::digest;
use crate::ending::{Ending, Millis};
use crate::evidence::Evidence;
use crate::late::Bindings;
use crate::plan::Plan;
use crate::zone::Zone;

/// Version of the journal format this code writes. Major: meaning; minor: fields.
pub const FORMAT_VERSION: &str = "1.6";

/// A record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "JournalRecord"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Record {
    /// `major.minor`.
    pub version: String,
    /// 0, 1, 2, …
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub seq: u64,
    /// When.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: Millis,
    /// Hash of the record before, empty for the first.
    pub prev: String,
    /// What happened.
    pub entry: Entry,
}

/// How a change was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The service said yes, or the probe found it.
    Landed,
    /// Nobody knows yet.
    Unknown,
    /// Certainly not done; may be sent again.
    NotSent,
    /// The service said no.
    Refused,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "JournalEntry"))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Entry {
    /// The run begins; holds the whole plan.
    Begun {
        /// Run id.
        run: String,
        /// `user@host`.
        holder: String,
        /// The plan.
        #[serde(deserialize_with = "crate::value::within")]
        plan: Arc<Plan>,
    },
    /// A step is entered.
    Entered {
        /// Step id.
        step: String,
        /// Its zone.
        zone: Zone,
    },
    /// A change is about to be sent: on disk before it is performed.
    Issued {
        /// Step id.
        step: String,
        /// Index of the call.
        call: usize,
        /// True for a call that takes the step back.
        undo: bool,
    },
    /// A change was answered.
    Answered {
        /// Step id.
        step: String,
        /// Index of the call.
        call: usize,
        /// True for a call that takes the step back.
        undo: bool,
        /// How.
        outcome: Outcome,
        /// HTTP status, SQLSTATE or a stable word.
        status: String,
    },
    /// A condition held.
    Held {
        /// Step id.
        step: String,
        /// Its name.
        condition: String,
        /// Values it bound.
        #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>"))]
        bind: Bindings,
        /// Proof.
        evidence: Vec<Evidence>,
    },
    /// The step is done and proven.
    StepDone {
        /// Step id.
        step: String,
    },
    /// The step could not be done and is left for later; its fallback is done.
    Deferred {
        /// Step id.
        step: String,
        /// Diagnostic code.
        code: String,
        /// What was seen.
        detail: String,
    },
    /// The step is taken back and will be tried again.
    Retrying {
        /// Step id.
        step: String,
        /// Diagnostic code.
        code: String,
        /// What was seen.
        detail: String,
    },
    /// From here on everything is taken back.
    Undoing {
        /// Step id that failed, or the word `abort`.
        step: String,
        /// Diagnostic code.
        code: String,
        /// What was seen.
        detail: String,
        /// Step from which on everything is taken back; what was made before it is kept. Everything if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        to: Option<String>,
    },
    /// Everything from this step on is taken back, and may be done again.
    RolledBack {
        /// Step id.
        to: String,
    },
    /// A step was taken back, and something of it is not as it was before.
    NotAsBefore {
        /// Step id.
        step: String,
        /// Diagnostic code.
        code: String,
        /// What was seen.
        detail: String,
    },
    /// A proof is missing without which the run goes on and ends.
    Unproven {
        /// Step id.
        step: String,
        /// Diagnostic code.
        code: String,
        /// What was seen.
        detail: String,
    },
    /// The operator goes on in spite of what was seen.
    Accepted {
        /// Step id.
        step: String,
        /// Diagnostic code.
        code: String,
        /// What was seen.
        detail: String,
    },
    /// The service did by itself what this run was to ask for: the run goes on from another step, and what lies between is passed over.
    Adopted {
        /// Step id at which it was seen.
        step: String,
        /// Diagnostic code.
        code: String,
        /// What was seen.
        detail: String,
        /// Step from which it goes on.
        to: String,
    },
    /// What a step asked for has come to nothing, and everything is proven to be as it was: it is as if it had not been asked for.
    Disproved {
        /// Step id.
        step: String,
    },
    /// The step is taken back.
    StepUndone {
        /// Step id.
        step: String,
    },
    /// The run goes on on another machine, from what it had written down.
    TakenOver {
        /// Who held it.
        from: String,
        /// Zone in which it was noted last.
        zone: Zone,
        /// What it had learnt by then.
        #[cfg_attr(feature = "types", ts(type = "Record<string, unknown>"))]
        bindings: Bindings,
    },
    /// The run goes on in another process.
    Resumed {
        /// `user@host`.
        holder: String,
        /// What they say of the downtime.
        #[serde(default, skip_serializing_if = "Limits::says_nothing")]
        #[cfg_attr(feature = "types", ts(as = "Option<Limits>", optional))]
        limits: Limits,
    },
    /// The run goes on in another process of the same runbook, as if it were the same one.
    Continued {
        /// `user@host`.
        holder: String,
        /// What they say of the downtime.
        #[serde(default, skip_serializing_if = "Limits::says_nothing")]
        #[cfg_attr(feature = "types", ts(as = "Option<Limits>", optional))]
        limits: Limits,
    },
    /// The process stops here on purpose.
    Stopped {
        /// How.
        ending: Ending,
        /// Diagnostic code.
        code: String,
        /// What was seen.
        detail: String,
    },
    /// A person, or the hour, has let the downtime begin.
    Approved,
}

/// What a person who resumes says anew of the downtime; what they leave out stays as it was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// The downtime does not begin after this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, type = "number"))]
    pub downtime_before: Option<Millis>,
    /// Longest time for which writers may be stopped, milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, type = "number"))]
    pub max_downtime_ms: Option<u64>,
}

impl Limits {
    /// True if everything stays as it was.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// What is said last counts.
    pub(crate) fn supersede(&mut self, newer: Self) {
        self.downtime_before = newer.downtime_before.or(self.downtime_before);
        self.max_downtime_ms = newer.max_downtime_ms.or(self.max_downtime_ms);
    }
}

/// A line of a journal, and the hash that the next one carries.
#[cfg(feature = "types")]
#[derive(ts_rs::TS)]
#[ts(rename = "JournalLine")]
pub struct Line {
    /// Hex SHA-256.
    pub hash: String,
    /// The record.
    pub record: Record,
}

impl Record {
    /// The line, without its newline, and its hash.
    #[must_use]
    pub fn line(&self) -> (String, String) {
        let body = serde_json::to_string(self).unwrap_or_default();
        let hash = hash(&self.prev, &body);
        (format!("{{\"hash\":\"{hash}\",\"record\":{body}}}"), hash)
    }
}

/// Hash of a record's body, chained to the one before.
#[must_use]
pub fn hash(prev: &str, body: &str) -> String {
    digest::sha256(&[prev.as_bytes(), body.as_bytes()])
}
