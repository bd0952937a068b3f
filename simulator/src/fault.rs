//! Faults: inputs that make a world misbehave.
//!
//! As text, `NAME[:ARGUMENT…][+AFTER][@TARGET][#TIMES]`, for example `pause-stuck`, `release-fails+2#1` (the third release fails),
//! `refuse:422:unprocessable_entity@POST /apps#2`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// An add-on, an app, or `METHOD /path` prefix, as the kind says. `None` means any.
    #[serde(default)]
    pub target: Option<String>,
    /// How often; `None` means for good.
    #[serde(default)]
    pub times: Option<u32>,
    /// How often it lets pass what it would strike before it does.
    #[serde(default)]
    pub after: u32,
}

/// What can go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// A pause is accepted and never reached. Target: Connect add-on.
    PauseStuck,
    /// A resume is accepted and nothing happens. Target: Connect add-on.
    ResumeStuck,
    /// A database poll of Connect never ends. Target: Connect add-on.
    PollStuck,
    /// A mapping stays in `POLLING_SF_CHANGES`. Target: Connect add-on.
    MappingStuck,
    /// A changed mapping is accepted, its revision moves, and nothing is altered. Target: Connect add-on.
    PutNoEffect,
    /// Altering a mapping's table does not get beyond a lock. Target: Connect add-on.
    AlterStuck,
    /// Loading new columns fails. Target: Connect add-on.
    LoadFails,
    /// A new Connect add-on cannot be made: 503. Target: app.
    ConnectCreateFails,
    /// An import is accepted, and the last object of the file is left out. Target: Connect add-on.
    ImportDropsOne,
    /// A Connect add-on cannot be destroyed: 422. Target: Connect add-on.
    DestroyRefused,
    /// A Connect add-on that is destroyed stays in `deprovisioning`. Target: Connect add-on.
    DeprovisionStuck,
    /// After a resume Connect goes to `SYSTEM_ERROR`. Target: Connect add-on.
    ResumeFails,
    /// Connect goes on using the database it knew. Target: Connect add-on.
    ReconnectStuck,
    /// A release fails. Target: app, or a part of the release's description.
    ReleaseFails,
    /// An upgrade fails and leaves the old version. Target: database add-on.
    UpgradeFails,
    /// An upgrade never ends. Target: database add-on.
    UpgradeStuck,
    /// An upgrade says done but the version is the old one. Target: database add-on.
    UpgradeNoop,
    /// A new database never leaves `provisioning`. Target: add-on it follows.
    ReplicaStuck,
    /// A new database fails. Target: add-on it follows.
    ReplicaFails,
    /// A backup fails. Target: database add-on.
    BackupFails,
    /// A copy never ends. Target: database add-on that is written to.
    CopyStuck,
    /// A copy fails. Target: database add-on that is written to.
    CopyFails,
    /// A copy succeeds and one table has no rows. Target: database add-on that is written to.
    CopyHollow,
    /// A plan change never ends. Target: database add-on.
    PlanChangeStuck,
    /// A plan change fails and leaves the old plan. Target: database add-on.
    PlanChangeFails,
    /// A prepared upgrade runs by itself at the next `advance`. Target: database add-on.
    UpgradeFires,
    /// A replacing attachment answers 201 and changes nothing. Target: app.
    PromoteNoop,
    /// A follower stops following by itself. Target: follower add-on.
    UnfollowEarly,
    /// A session with an open transaction outlives every reset. Target: database add-on.
    SessionStuck,
    /// A dyno that should stop goes on. Target: app.
    DynoStuck,
    /// A dyno never comes up. Target: app.
    DynoCrash,
    /// A scale request answers 200 and changes nothing. Target: app.
    ScaleNoop,
    /// Every Connect endpoint answers 503 in HTML.
    ConnectMaintenance,
    /// Mutations of the Platform API ask for a second factor. Target: app.
    TwoFactor,
    /// GETs are answered from the world as it was when the fault was injected. Target: path prefix.
    StaleReads,
    /// Requests are refused. Target: `METHOD /path` prefix.
    Refuse {
        /// HTTP status.
        status: u16,
        /// Error id.
        id: String,
    },
}

/// One fault kind for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FaultInfo {
    /// Name as in text form.
    pub name: &'static str,
    /// One sentence.
    pub sentence: &'static str,
}

const CATALOGUE: &[(&str, Option<FaultKind>, &str)] = &[
    ("pause-stuck", Some(FaultKind::PauseStuck), "Connect accepts a pause and never gets there"),
    ("resume-stuck", Some(FaultKind::ResumeStuck), "Connect accepts a resume and nothing happens"),
    ("poll-stuck", Some(FaultKind::PollStuck), "a database poll of Connect never ends"),
    ("mapping-stuck", Some(FaultKind::MappingStuck), "a mapping stays in POLLING_SF_CHANGES"),
    ("put-no-effect", Some(FaultKind::PutNoEffect), "a changed mapping is accepted and nothing is altered"),
    ("alter-stuck", Some(FaultKind::AlterStuck), "altering a mapping's table does not get beyond a lock"),
    ("load-fails", Some(FaultKind::LoadFails), "loading a mapping, or new columns of one, fails"),
    ("resume-fails", Some(FaultKind::ResumeFails), "after a resume Connect goes to SYSTEM_ERROR"),
    ("connect-create-fails", Some(FaultKind::ConnectCreateFails), "a new Connect add-on cannot be made"),
    ("import-drops-one", Some(FaultKind::ImportDropsOne), "an import leaves out the last object of its file"),
    ("destroy-refused", Some(FaultKind::DestroyRefused), "a Connect add-on cannot be destroyed"),
    ("deprovision-stuck", Some(FaultKind::DeprovisionStuck), "a destroyed Connect add-on never goes away"),
    ("reconnect-stuck", Some(FaultKind::ReconnectStuck), "Connect goes on using the database it knew"),
    ("release-fails", Some(FaultKind::ReleaseFails), "a release fails, dynos stay on the last good one"),
    ("upgrade-fails", Some(FaultKind::UpgradeFails), "an upgrade fails and leaves the old version"),
    ("upgrade-stuck", Some(FaultKind::UpgradeStuck), "an upgrade never ends"),
    ("upgrade-noop", Some(FaultKind::UpgradeNoop), "an upgrade says done, the version is the old one"),
    ("backup-fails", Some(FaultKind::BackupFails), "a backup fails"),
    ("copy-stuck", Some(FaultKind::CopyStuck), "a copy moves nothing any more and never ends"),
    ("copy-fails", Some(FaultKind::CopyFails), "a copy fails"),
    ("copy-hollow", Some(FaultKind::CopyHollow), "a copy says that it succeeded, and a table has no rows"),
    ("plan-change-stuck", Some(FaultKind::PlanChangeStuck), "a plan change never ends"),
    ("plan-change-fails", Some(FaultKind::PlanChangeFails), "a plan change fails and leaves the old plan"),
    ("replica-stuck", Some(FaultKind::ReplicaStuck), "a new database never leaves provisioning"),
    ("replica-fails", Some(FaultKind::ReplicaFails), "a new database fails"),
    ("upgrade-fires", Some(FaultKind::UpgradeFires), "a prepared upgrade runs by itself"),
    ("promote-noop", Some(FaultKind::PromoteNoop), "attaching DATABASE answers 201 and changes nothing"),
    ("unfollow-early", Some(FaultKind::UnfollowEarly), "a follower stops following by itself"),
    (
        "session-stuck",
        Some(FaultKind::SessionStuck),
        "a session with an open transaction outlives every reset",
    ),
    ("dyno-stuck", Some(FaultKind::DynoStuck), "a dyno that should stop goes on"),
    ("dyno-crash", Some(FaultKind::DynoCrash), "a dyno never comes up"),
    ("scale-noop", Some(FaultKind::ScaleNoop), "a scale request answers 200 and changes nothing"),
    ("connect-maintenance", Some(FaultKind::ConnectMaintenance), "Connect answers 503 with an HTML page"),
    ("two-factor", Some(FaultKind::TwoFactor), "the Platform API asks for a second factor"),
    ("stale-reads", Some(FaultKind::StaleReads), "reads are answered from an earlier state"),
    ("refuse", None, "requests are refused: refuse:STATUS:ID@METHOD /path#TIMES"),
];

impl Fault {
    /// A fault of any target, for good.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, target: None, times: None, after: 0 }
    }

    /// Every kind with a sentence.
    #[must_use]
    pub fn catalogue() -> Vec<FaultInfo> {
        CATALOGUE.iter().map(|(name, _, sentence)| FaultInfo { name, sentence }).collect()
    }

    /// Name of the kind.
    #[must_use]
    pub fn name(&self) -> &'static str {
        CATALOGUE
            .iter()
            .find(|(_, kind, _)| kind.as_ref() == Some(&self.kind))
            .map_or("refuse", |(name, _, _)| name)
    }
}

/// Why a text is no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAFault(
    /// What was read.
    pub String,
);

impl fmt::Display for NotAFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is not a fault of the simulator", self.0)
    }
}

impl std::error::Error for NotAFault {}

impl FromStr for Fault {
    type Err = NotAFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotAFault(text.to_owned());
        let (rest, times) = match text.rsplit_once('#') {
            Some((rest, times)) => (rest, Some(times.parse::<u32>().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let (name, target) = match rest.split_once('@') {
            Some((name, target)) => (name, Some(target.to_owned())),
            None => (rest, None),
        };
        let (name, after) = match name.rsplit_once('+') {
            Some((name, after)) => (name, after.parse::<u32>().map_err(|_| wrong())?),
            None => (name, 0),
        };
        let mut parts = name.split(':');
        let head = parts.next().unwrap_or_default();
        let (_, known, _) = CATALOGUE.iter().find(|(known, _, _)| *known == head).ok_or_else(wrong)?;
        let kind = match known {
            Some(kind) => kind.clone(),
            None => {
                let status = parts.next().and_then(|s| s.parse().ok()).ok_or_else(wrong)?;
                let id = parts.next().ok_or_else(wrong)?.to_owned();
                FaultKind::Refuse { status, id }
            }
        };
        if parts.next().is_some() {
            return Err(wrong());
        }
        Ok(Self { kind, target, times, after })
    }
}
