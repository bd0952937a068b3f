//! Every value that a command prints with `--json`: one type each, so that a shape stands in one place.

use serde::{Deserialize, Serialize};

use crate::catalog::NamedEntry;
use crate::config::{Checked, Diff};
use crate::diagnostic::Diagnostic;
use crate::doctor::Verdict;
use crate::ending::{Ending, Millis};
use crate::field::Change;
use crate::maintenances::{Acknowledged, Announcement, Due, Listener, Outlook};
use crate::named::{Held, Looked, Since};
use crate::plan::Plan;
use crate::report::Report;
use crate::run::Stepped;
use crate::snapshot::Snapshot;

/// Version of these shapes. Major: meaning; minor: fields.
pub const FORMAT_VERSION: &str = "1.4";

/// What a command prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Output {
    /// `major.minor`.
    pub format_version: String,
    /// What.
    #[serde(flatten)]
    pub content: Content,
}

/// The content of an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[expect(clippy::large_enum_variant, reason = "there is one per command")]
pub enum Content {
    /// Why nothing was done.
    Refusal {
        /// How it ended.
        ending: Ending,
        /// Findings.
        diagnostics: Vec<Diagnostic>,
    },
    /// A plan that was made.
    Plan {
        /// How it ended.
        ending: Ending,
        /// The plan.
        plan: Plan,
        /// Hex SHA-256 of what it does.
        sha256: String,
    },
    /// What was seen, redacted.
    Snapshot {
        /// How it ended.
        ending: Ending,
        /// What was seen.
        snapshot: Snapshot,
    },
    /// What was judged of an app, its database and Connect.
    Verdicts {
        /// How it ended.
        ending: Ending,
        /// The verdicts, the worst first.
        verdicts: Vec<Verdict>,
    },
    /// What was found in a configuration.
    Config {
        /// How it ended.
        ending: Ending,
        /// What was found.
        checked: Checked,
    },
    /// What fields of mappings take.
    Fields {
        /// How it ended.
        ending: Ending,
        /// Each field.
        changes: Vec<Change>,
    },
    /// How two configurations differ.
    ConfigDiff {
        /// How it ended.
        ending: Ending,
        /// How.
        diff: Diff,
    },
    /// What is announced, and whether Connect is back.
    Maintenances {
        /// How it ended.
        ending: Ending,
        /// Incidents and announcements; `null` if the status site could not be read.
        announced: Option<Vec<Announcement>>,
        /// Maintenances of the app's databases; `null` if they could not be read.
        databases: Option<Vec<Due>>,
        /// Connections that can be seen; `null` if Connect did not answer.
        connections: Option<Vec<Listener>>,
        /// Connect add-ons whose connection this login may not see.
        hidden: Vec<String>,
        /// What 45 minutes mean for each connection; `null` if that was not looked at.
        outlook: Option<Vec<Outlook>>,
        /// What was acknowledged.
        acknowledged: Vec<Acknowledged>,
        /// When Connect was away, if that was waited for.
        away: Option<Away>,
        /// What proves that it is back, or what is missing.
        looked: Vec<Looked>,
        /// Runs of this machine that are open here; `null` if that was not looked at.
        runs: Option<Vec<OpenRun>>,
    },
    /// A condition that was judged.
    Condition {
        /// How it ended.
        ending: Ending,
        /// Its name.
        condition: String,
        /// Whether it holds: of all of it.
        verdict: Held,
        /// How long that took, milliseconds.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        waited_ms: u64,
        /// What was seen of each add-on and app.
        looked: Vec<Looked>,
        /// What it learnt, for a later `--since`, if it holds.
        since: Option<Since>,
    },
    /// Every condition that can be checked and waited for.
    Conditions {
        /// How it ended.
        ending: Ending,
        /// The conditions.
        conditions: Vec<NamedEntry>,
    },
    /// A run that has ended.
    Report {
        /// How it ended.
        ending: Ending,
        /// The report.
        report: Report,
    },
    /// How far a command of a runbook came.
    Step {
        /// How it ended.
        ending: Ending,
        /// Run id.
        run: String,
        /// Step id; absent for the beginning of a run.
        step: Option<String>,
        /// What the runbook does next.
        stepped: Stepped,
    },
    /// The runs that this machine knows.
    Runs {
        /// Those whose journals can be trusted: those with an app stopped first, then the newest.
        runs: Vec<Listed>,
        /// The others.
        untrusted: Vec<Untrusted>,
    },
    /// One run.
    Run {
        /// Its report.
        report: Report,
        /// Hash of its last record.
        head: String,
        /// True if torn lines were left out of its journal.
        torn: bool,
        /// Its plan.
        plan: Plan,
    },
}

/// A run of this machine that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenRun {
    /// Run id.
    pub run: String,
    /// Apps are stopped by it.
    pub app_stopped: bool,
    /// Id of the step before which it is best stopped, or until which it can be rolled back; `null` if there is only forward.
    pub latest_stop: Option<String>,
}

/// When Connect was away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Away {
    /// From when, as far as it was said or seen.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub from: Option<Millis>,
    /// When it answered again.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub until: Millis,
}

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    /// True while a living process of this machine is at work on it.
    pub running: bool,
    /// Its report.
    #[serde(flatten)]
    pub report: Report,
}

/// A run whose journal cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Untrusted {
    /// Run id.
    pub run: String,
    /// Why not.
    pub why: String,
}

impl From<Content> for Output {
    fn from(content: Content) -> Self {
        Self { format_version: FORMAT_VERSION.to_owned(), content }
    }
}
