//! What the operator asked for, and where the core is running: the input of a [`crate::session::Session`].

use serde::{Deserialize, Serialize};

use crate::ending::Millis;
use crate::face::Face;
use crate::given::GivenFile;

/// One command of the CLI, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Command {
    /// `connect:upgrade-db`.
    UpgradeDb(UpgradeDb),
    /// `connect:change-plan`.
    ChangePlan(ChangePlan),
    /// `connect:quiesce`.
    Quiesce(Quiesce),
    /// `connect:resume-sync`.
    ResumeSync(ResumeSync),
    /// `connect:change-field`.
    ChangeField(ChangeField),
    /// `connect:recreate`.
    Recreate(Recreate),
    /// `connect:resync`.
    Resync(Resync),
    /// `connect:apply`.
    Apply(Apply),
    /// `connect:snapshot`.
    Snapshot {
        /// App that the operator named.
        app: String,
        /// Attachment, config var or add-on; `DATABASE` if absent.
        database: Option<String>,
        /// An existing follower to look at too.
        follower: Option<String>,
        /// A procedure that needs more than others, as typed.
        #[serde(default)]
        needs: Option<String>,
        /// The file to write; `-` for standard output.
        out: String,
    },
    /// `connect:doctor`.
    Doctor {
        /// App that the operator named.
        app: String,
        /// Attachment, config var or add-on; `DATABASE` if absent.
        database: Option<String>,
        /// From which verdict on it fails, as typed.
        fail_on: Option<String>,
        /// Connect is asked to diagnose itself too.
        diagnose: bool,
        /// What is installed where the command was typed.
        #[serde(default)]
        tools: Tools,
    },
    /// `connect:config:check`.
    ConfigCheck(ConfigCheck),
    /// `connect:config:diff`.
    ConfigDiff(ConfigDiff),
    /// `connect:maintenances`.
    Maintenances(Maintenances),
    /// `connect:check` and `connect:wait`.
    Judge(Judge),
    /// `connect:preview`.
    Preview(Preview),
    /// `connect:runs`.
    Runs {
        /// Only runs that touch this app.
        app: Option<String>,
    },
    /// `connect:runs:info`.
    Info {
        /// Run id.
        run: String,
    },
    /// `connect:runs:resume`.
    Resume(Resume),
    /// `connect:runs:begin`.
    Begin(Begin),
    /// `connect:runs:step`.
    Step(RunStep),
    /// `connect:runs:abort`.
    Abort {
        /// Run id.
        run: String,
        /// App name typed as confirmation.
        confirm: Option<String>,
        /// Codes of what was seen in spite of which taking back goes on.
        #[serde(default)]
        accept: Vec<String>,
    },
    /// `connect:runs:take-over`.
    TakeOver {
        /// App whose database holds the lock of the run.
        app: String,
        /// Attachment, config var or add-on; `DATABASE` if absent.
        database: Option<String>,
        /// App name typed as confirmation.
        confirm: Option<String>,
    },
    /// `connect:runs:finish`.
    Finish {
        /// Run id.
        run: String,
        /// Name of the old database typed as confirmation.
        confirm: Option<String>,
    },
}

/// Which journals of this machine a command needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Journals {
    /// None.
    None,
    /// All.
    All {
        /// A run that the command goes on from: it is taken over from whoever drove it.
        adopt: Option<String>,
    },
    /// That of one run, which is taken over from whoever drove it.
    One {
        /// Run id.
        run: String,
    },
}

impl Command {
    /// Which journals it needs.
    #[must_use]
    pub fn journals(&self) -> Journals {
        match self {
            Self::UpgradeDb(_)
            | Self::ChangePlan(_)
            | Self::Quiesce(_)
            | Self::ResumeSync(_)
            | Self::ChangeField(_)
            | Self::Recreate(_)
            | Self::Resync(_)
            | Self::Snapshot { .. }
            | Self::ConfigCheck(_)
            | Self::ConfigDiff(_)
            | Self::Judge(_)
            | Self::Preview(_) => Journals::None,
            Self::Apply(_) | Self::Doctor { .. } | Self::Maintenances(_) => Journals::All { adopt: None },
            // What a run left behind may have been destroyed by a later one.
            Self::Runs { .. } | Self::Info { .. } | Self::TakeOver { .. } => Journals::All { adopt: None },
            Self::Begin(Begin { run, .. }) | Self::Finish { run, .. } => {
                Journals::All { adopt: Some(run.clone()) }
            }
            Self::Resume(Resume { run, .. }) | Self::Step(RunStep { run, .. }) | Self::Abort { run, .. } => {
                Journals::One { run: run.clone() }
            }
        }
    }
}

impl Command {
    /// How the plan that it makes is to be carried out; a command that makes none says nothing of it.
    #[must_use]
    pub fn planning(&self) -> Planning<'_> {
        match self {
            Self::UpgradeDb(typed) => Planning {
                confirm: typed.confirm.as_deref(),
                plan_only: typed.plan_only,
                out: written(typed.out.as_deref(), typed.format.as_deref()),
                format: typed.format.as_deref(),
                snapshot: typed.snapshot.as_ref(),
                plan_sha256: typed.plan_sha256.as_deref(),
                hold: typed.hold,
                downtime_at: typed.downtime_at,
                downtime_before: typed.downtime_before,
            },
            Self::ChangePlan(typed) => Planning {
                confirm: typed.confirm.as_deref(),
                plan_only: typed.plan_only,
                out: written(typed.out.as_deref(), typed.format.as_deref()),
                format: typed.format.as_deref(),
                snapshot: typed.snapshot.as_ref(),
                plan_sha256: typed.plan_sha256.as_deref(),
                hold: typed.hold,
                downtime_at: typed.at,
                downtime_before: typed.downtime_before,
            },
            Self::Quiesce(Quiesce { shown, .. }) | Self::ResumeSync(ResumeSync { shown, .. }) => {
                Planning { hold: Some(false), ..shown.planning() }
            }
            Self::ChangeField(ChangeField { shown, hold, downtime_at, downtime_before, .. })
            | Self::Recreate(Recreate { shown, hold, downtime_at, downtime_before, .. })
            | Self::Resync(Resync { shown, hold, downtime_at, downtime_before, .. }) => Planning {
                hold: *hold,
                downtime_at: *downtime_at,
                downtime_before: *downtime_before,
                ..shown.planning()
            },
            Self::Apply(typed) => Planning {
                confirm: typed.confirm.as_deref(),
                plan_sha256: typed.plan_sha256.as_deref(),
                hold: typed.hold,
                downtime_at: typed.downtime_at,
                ..Planning::default()
            },
            Self::Finish { confirm, .. } => {
                Planning { confirm: confirm.as_deref(), hold: Some(false), ..Planning::default() }
            }
            Self::Resume(typed) => {
                Planning { hold: typed.hold, downtime_at: typed.downtime_at, ..Planning::default() }
            }
            Self::Preview(typed) => {
                Planning { out: Some(&typed.out), hold: Some(true), ..Planning::default() }
            }
            Self::Begin(typed) => Planning {
                confirm: typed.confirm.as_deref(),
                plan_sha256: typed.plan_sha256.as_deref(),
                hold: Some(false),
                ..Planning::default()
            },
            Self::Step(typed) => {
                Planning { hold: typed.hold, downtime_at: typed.downtime_at, ..Planning::default() }
            }
            Self::Snapshot { out, .. } => Planning { out: Some(out), ..Planning::default() },
            Self::Doctor { .. }
            | Self::ConfigCheck(_)
            | Self::ConfigDiff(_)
            | Self::Maintenances(_)
            | Self::Judge(_)
            | Self::Runs { .. }
            | Self::Info { .. }
            | Self::Abort { .. }
            | Self::TakeOver { .. } => Planning { hold: Some(false), ..Planning::default() },
        }
    }
}

/// Where a plan is written: whoever names a form and no file wants to see it.
fn written<'a>(out: Option<&'a str>, format: Option<&str>) -> Option<&'a str> {
    out.or_else(|| format.map(|_| "-"))
}

/// What all commands that make a plan are told of carrying it out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Planning<'a> {
    /// What was typed as confirmation.
    pub confirm: Option<&'a str>,
    /// Stop after the plan.
    pub plan_only: bool,
    /// Write the plan to this file; `-` for standard output.
    pub out: Option<&'a str>,
    /// In which form, as typed.
    pub format: Option<&'a str>,
    /// Plan from this and from nothing else.
    pub snapshot: Option<&'a GivenFile>,
    /// The sum of the plan that was approved.
    pub plan_sha256: Option<&'a str>,
    /// `true`: prepare, then ask; `false`: go through.
    pub hold: Option<bool>,
    /// Begin the downtime at this moment.
    pub downtime_at: Option<Millis>,
    /// Never begin the downtime after this moment.
    pub downtime_before: Option<Millis>,
}

impl Planning<'_> {
    /// True if nothing is to be done but to show the plan: from a snapshot nothing is ever run.
    #[must_use]
    pub fn only(&self) -> bool {
        self.plan_only || self.snapshot.is_some()
    }
}

/// What every command that makes a plan is told of showing it and of carrying it out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Shown {
    /// App name typed as confirmation.
    pub confirm: Option<String>,
    /// Stop after the plan.
    pub plan_only: bool,
    /// In which form the plan is written: `json`, `markdown`, `shell` or `html`, as typed; `json` if absent.
    pub format: Option<String>,
    /// Write the plan to this file; `-` for standard output.
    pub out: Option<String>,
    /// Plan from this snapshot, and ask no service.
    pub snapshot: Option<GivenFile>,
    /// The sum of the plan that was approved, as typed.
    pub plan_sha256: Option<String>,
    /// Interval between looks, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub wait_interval_ms: Option<u64>,
    /// Codes that are accepted.
    pub accept: Vec<String>,
}

impl Shown {
    fn planning(&self) -> Planning<'_> {
        Planning {
            confirm: self.confirm.as_deref(),
            plan_only: self.plan_only,
            out: written(self.out.as_deref(), self.format.as_deref()),
            format: self.format.as_deref(),
            snapshot: self.snapshot.as_ref(),
            plan_sha256: self.plan_sha256.as_deref(),
            ..Planning::default()
        }
    }
}

/// Tools that printed commands use; `null` for one of which it is not known whether it is installed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tools {
    /// Heroku's own Connect plugin.
    pub connect_plugin: Option<bool>,
    /// `psql`.
    pub psql: Option<bool>,
}

/// Options of `connect:quiesce`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Quiesce {
    /// App that the operator named.
    pub app: String,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// The connection, by its add-on.
    pub resource: Option<String>,
    /// For so long, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub for_ms: Option<u64>,
    /// Until this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub until: Option<Millis>,
    /// Send everything that was captured first.
    pub drain: bool,
    /// How long that may take, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub deadline_ms: Option<u64>,
    /// What it is for.
    pub reason: Option<String>,
    /// Stay until it is due, and resume it.
    pub wait: bool,
    /// Of the plan.
    pub shown: Shown,
}

/// Options of `connect:resume-sync`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResumeSync {
    /// The run that paused it.
    pub run: Option<String>,
    /// App that the operator named.
    pub app: String,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// The connection, by its add-on.
    pub resource: Option<String>,
    /// Only a pause of a run that should have ended by now.
    pub overdue: bool,
    /// Of the plan.
    pub shown: Shown,
}

/// Options of `connect:change-field`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeField {
    /// App that the operator named.
    pub app: String,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// Object of the mapping.
    pub mapping: Option<String>,
    /// Its fields; all that differ if there is none.
    pub fields: Vec<String>,
    /// The connection, by its add-on.
    pub resource: Option<String>,
    /// What the fields are now, as typed: `string(120)`.
    pub to: Option<String>,
    /// Take the fields out and put them back, whatever the difference is.
    pub remap: bool,
    /// Every mapping, as far as saving it is enough.
    pub all: bool,
    /// Say what differs, and change nothing.
    pub check: bool,
    /// `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
    pub hold: Option<bool>,
    /// Begin the downtime at this moment, if there is one.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_at: Option<Millis>,
    /// Never begin the downtime after this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_before: Option<Millis>,
    /// Longest downtime, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub max_downtime_ms: Option<u64>,
    /// Stop web dynos of apps in a Private Space too.
    pub space_web_zero: bool,
    /// Of the plan.
    pub shown: Shown,
}

/// Options of `connect:recreate`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Recreate {
    /// App that the operator named.
    pub app: String,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// Why, as typed: `tier-change` or `sandbox-refresh`.
    pub reason: Option<String>,
    /// The connection, by its add-on.
    pub resource: Option<String>,
    /// Plan of the new add-on, as typed; that of the old one if absent.
    pub plan: Option<String>,
    /// `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
    pub hold: Option<bool>,
    /// Begin the downtime at this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_at: Option<Millis>,
    /// Never begin the downtime after this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_before: Option<Millis>,
    /// Longest downtime before the connection is destroyed, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub max_downtime_ms: Option<u64>,
    /// Of the plan.
    pub shown: Shown,
}

/// Options of `connect:resync`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resync {
    /// App that the operator named.
    pub app: String,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// Make the rollback, to this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub rollback_to: Option<Millis>,
    /// It was made already, to this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub at: Option<Millis>,
    /// True if it was made already.
    pub already_rolled_back: bool,
    /// The database as it was: attachment, config var or add-on.
    pub old: Option<String>,
    /// Pause Connect before the rollback is made.
    #[serde(default)]
    pub pause_now: bool,
    /// Write the rows that a person must look after into files of the run.
    #[serde(default)]
    pub export_rows: bool,
    /// The connection, by its add-on.
    pub resource: Option<String>,
    /// Objects of the mappings; every one if there is none.
    #[serde(default)]
    pub mappings: Vec<String>,
    /// `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
    pub hold: Option<bool>,
    /// Begin the downtime at this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_at: Option<Millis>,
    /// Never begin the downtime after this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_before: Option<Millis>,
    /// Longest downtime before Connect is resumed, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub max_downtime_ms: Option<u64>,
    /// Of the plan.
    pub shown: Shown,
}

/// Options of `connect:config:check`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfigCheck {
    /// The file of the configuration.
    pub file: GivenFile,
    /// Keyed fingerprint of the organization that it names, made like those of answers.
    pub org: Option<String>,
    /// App whose connection it is for; without one nothing is asked of a service.
    pub app: Option<String>,
    /// Add-on of the connection, where the app has several.
    pub resource: Option<String>,
    /// True if it must be from the organization of the connection.
    #[serde(default)]
    pub same_org: bool,
    /// From which level on it fails, as typed.
    pub fail_on: Option<String>,
    /// Codes that are accepted.
    pub accept: Vec<String>,
}

/// Options of `connect:config:diff`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfigDiff {
    /// Files: the configuration as it is to be, and before it the one as it is, unless an app tells that.
    pub files: Vec<GivenFile>,
    /// Keyed fingerprint of the organization that the only file names, made like those of answers.
    pub org: Option<String>,
    /// App whose connection is as it is; without one nothing is asked of a service.
    pub app: Option<String>,
    /// Add-on of the connection, where the app has several.
    pub resource: Option<String>,
    /// The connection that is as it is to be, as typed: `APP` or `APP::RESOURCE`.
    pub with: Option<String>,
}

/// Options of `connect:maintenances`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Maintenances {
    /// App that the operator named.
    pub app: String,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// Acknowledge the notifications that are shown.
    pub acknowledge: bool,
    /// Wait until Connect answers, and prove that sync came back.
    pub wait: bool,
    /// When Connect went away, if somebody knows.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub since: Option<Millis>,
}

/// Options of `connect:check` and `connect:wait`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Judge {
    /// App that the operator named.
    pub app: Option<String>,
    /// Name of the condition, as typed.
    pub condition: Option<String>,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// Say which conditions there are, and look at nothing.
    pub list: bool,
    /// The name under which apps use the database.
    pub alias: Option<String>,
    /// A follower of the database.
    pub follower: Option<String>,
    /// Transactions of the operator's own since.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub own_changes: Option<u64>,
    /// A plan.
    pub plan: Option<String>,
    /// What an earlier check printed.
    pub since: Option<GivenFile>,
    /// Postgres major, as typed.
    pub version: Option<String>,
    /// Wait until it holds; check it once if absent.
    pub patience: Option<Patience>,
}

/// Options of `connect:preview`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Preview {
    /// The file of a plan or of a snapshot.
    pub file: GivenFile,
    /// The file to write; `-` for standard output.
    pub out: String,
    /// With a snapshot: the Postgres version to upgrade to, as typed.
    pub version: Option<String>,
}

/// How a condition is waited for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Patience {
    /// For so long at the most, milliseconds; as long as a run waits for it if absent.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub deadline_ms: Option<u64>,
    /// Interval between looks where time does not press, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub wait_interval_ms: Option<u64>,
}

/// Options of `connect:apply`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Apply {
    /// The file of the plan.
    pub file: GivenFile,
    /// The sum of the plan that was approved, as typed.
    pub plan_sha256: Option<String>,
    /// Names of the apps typed as confirmation, joined by commas.
    pub confirm: Option<String>,
    /// `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
    pub hold: Option<bool>,
    /// Begin the downtime at this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_at: Option<Millis>,
}

/// Options of `connect:runs:resume`. What it says of the downtime holds from then on, whatever was said before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resume {
    /// Run id.
    pub run: String,
    /// `false`: begin the downtime without asking.
    pub hold: Option<bool>,
    /// Begin the downtime at this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_at: Option<Millis>,
    /// Never begin the downtime after this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_before: Option<Millis>,
    /// Longest time for which writers may be stopped before the cut-over is given up, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub max_downtime_ms: Option<u64>,
    /// Codes of what was seen in spite of which taking back goes on.
    #[serde(default)]
    pub accept: Vec<String>,
}

/// Options of `connect:runs:begin`: a runbook begins a run, or goes on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Begin {
    /// The file of the plan.
    pub file: GivenFile,
    /// Id of the run: it stands in the runbook's commands.
    pub run: String,
    /// The sum of the plan that was approved, as typed.
    pub plan_sha256: Option<String>,
    /// Names of the apps typed as confirmation, joined by commas.
    pub confirm: Option<String>,
}

/// Options of `connect:runs:step`: one step of a run, for a runbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunStep {
    /// Run id.
    pub run: String,
    /// Step id.
    pub step: String,
    /// A change of the step, by its index, that the caller makes: it is only announced, if the step's guards hold.
    pub call: Option<usize>,
    /// `false`: begin the downtime without asking, if the step is the one that asks.
    pub hold: Option<bool>,
    /// Begin the downtime at this moment, if the step is the one that asks.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_at: Option<Millis>,
    /// Codes of what was seen in spite of which the run goes on.
    #[serde(default)]
    pub accept: Vec<String>,
}

/// What is asked of the aftercare of a database that leads now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Aftercare {
    /// Make no follower anew.
    pub no_followers: bool,
    /// Move what points at a follower of the old database to the new one.
    pub move_readers: bool,
    /// Wait for what takes hours, instead of leaving it over.
    pub wait: bool,
}

impl Aftercare {
    /// True if nothing but the usual is asked for.
    #[must_use]
    pub fn usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Options of `connect:upgrade-db`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpgradeDb {
    /// App that the operator named.
    pub app: String,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// Target Postgres major, as typed.
    pub version: Option<String>,
    /// `follower`, `direct` or `copy`.
    pub method: Option<String>,
    /// An existing follower to use.
    pub follower: Option<String>,
    /// Plan of the follower that is made; that of the leader if absent.
    pub follower_plan: Option<String>,
    /// Do not try a copy before the downtime.
    #[serde(default)]
    pub no_trial_copy: bool,
    /// Carry along what Connect has not sent.
    #[serde(default)]
    pub carry_log: bool,
    /// `copy`, `backup` or `none`.
    pub way_back: Option<String>,
    /// Use an upgrade that was prepared already.
    pub adopt: bool,
    /// Wait until the operator has read what came of a dry run.
    #[serde(default)]
    pub dryrun: bool,
    /// Stop the web dynos of apps in a space too.
    pub space_web_zero: bool,
    /// App name typed as confirmation; several are joined by commas.
    pub confirm: Option<String>,
    /// Stop after the plan.
    pub plan_only: bool,
    /// In which form the plan is written: `json`, `markdown`, `shell` or `html`, as typed; `json` if absent.
    #[serde(default)]
    pub format: Option<String>,
    /// Write the plan to this file; `-` for standard output.
    pub out: Option<String>,
    /// Plan from this snapshot, and ask no service.
    pub snapshot: Option<GivenFile>,
    /// The sum of the plan that was approved, as typed.
    pub plan_sha256: Option<String>,
    /// `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
    pub hold: Option<bool>,
    /// Begin the downtime at this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_at: Option<Millis>,
    /// Never begin the downtime after this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_before: Option<Millis>,
    /// Longest time for which writers may be stopped before the cut-over is given up, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub max_downtime_ms: Option<u64>,
    /// Interval between reads outside the window, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub wait_interval_ms: Option<u64>,
    /// What is done once the new database leads.
    #[serde(default)]
    pub aftercare: Aftercare,
    /// Codes that are accepted.
    pub accept: Vec<String>,
}

/// Options of `connect:change-plan`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangePlan {
    /// App that the operator named.
    pub app: String,
    /// Attachment, config var or add-on; `DATABASE` if absent.
    pub database: Option<String>,
    /// The wanted plan, as typed.
    pub plan: String,
    /// `in-place`, `changeover` or `copy`.
    pub method: Option<String>,
    /// An existing follower that takes over.
    pub follower: Option<String>,
    /// What the wanted plan allows: `GB,CONNECTIONS`.
    pub plan_limits: Option<String>,
    /// Postgres major of a copy, as typed.
    #[serde(default)]
    pub version: Option<String>,
    /// Do not try a copy before the downtime.
    #[serde(default)]
    pub no_trial_copy: bool,
    /// Carry along what Connect has not sent.
    #[serde(default)]
    pub carry_log: bool,
    /// Restart dynos if nobody is connected once the plan is changed.
    pub restart_hung: bool,
    /// Stop the web dynos of apps in a space too.
    pub space_web_zero: bool,
    /// App name typed as confirmation; several are joined by commas.
    pub confirm: Option<String>,
    /// Stop after the plan.
    pub plan_only: bool,
    /// In which form the plan is written: `json`, `markdown`, `shell` or `html`, as typed; `json` if absent.
    #[serde(default)]
    pub format: Option<String>,
    /// Write the plan to this file; `-` for standard output.
    pub out: Option<String>,
    /// Plan from this snapshot, and ask no service.
    pub snapshot: Option<GivenFile>,
    /// The sum of the plan that was approved, as typed.
    pub plan_sha256: Option<String>,
    /// `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
    pub hold: Option<bool>,
    /// Ask Heroku for the change, or begin the downtime, at this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub at: Option<Millis>,
    /// Never begin the downtime after this moment.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub downtime_before: Option<Millis>,
    /// Longest time for which writers may be stopped before the cut-over is given up, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub max_downtime_ms: Option<u64>,
    /// Interval between looks, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number | null"))]
    pub wait_interval_ms: Option<u64>,
    /// What is done once the new database leads.
    #[serde(default)]
    pub aftercare: Aftercare,
    /// Codes that are accepted.
    pub accept: Vec<String>,
}

/// Where the core is running. Made by the shell, once per command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Context {
    /// Fresh id for a run, should one begin: a letter and seven base-32 characters.
    pub run_id: String,
    /// When the command was given.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub now: Millis,
    /// True if a person can be asked.
    pub interactive: bool,
    /// True if output is for machines.
    pub json: bool,
    /// For whom something is said.
    pub face: Face,
    /// `user@host`, shown to a second operator.
    pub holder: String,
    /// The runs that this machine knows.
    pub runs: Vec<StoredRun>,
    /// The empty page, where a plan is to be shown as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub page: Option<String>,
}

/// A journal as found on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoredRun {
    /// Run id, the folder's name.
    pub run_id: String,
    /// The whole journal file.
    pub journal: String,
    /// Head noted in the lock file.
    pub head: Option<String>,
    /// True if a living process holds the run's lock.
    pub open: bool,
}
