//! Is this app healthy and ready? Every precheck of every procedure that needs no target, judged over one survey.

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::command::Tools;
use crate::diagnostic::{Diagnostic, Severity};
use crate::prechecks::{
    ApiVersion, ConnectLogged, FieldsFollow, KeysUnique, LogIdsLeft, NoneFenced, NothingAside, Precheck,
    SfidPresent, WritesTaken,
};
use crate::procedures;
use crate::request::Request;
use crate::seeded;
use crate::snapshot::Snapshot;

/// How something stands. Later is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// As it should be.
    Ok,
    /// Worth knowing.
    Note,
    /// It could not be read, so nobody knows.
    NotJudged,
    /// Think about it.
    Warn,
    /// It stands against every maintenance.
    Block,
}

impl Standing {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::NotJudged => "not judged",
            Self::Warn => "warning",
            Self::Block => "blocker",
        }
    }
}

impl From<Severity> for Standing {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Pass => Self::Ok,
            Severity::Note => Self::Note,
            Severity::Warn => Self::Warn,
            Severity::Block => Self::Block,
        }
    }
}

/// What was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Verdict {
    /// `area/kebab-case`.
    pub code: String,
    /// How it stands.
    pub standing: Standing,
    /// What is the case.
    pub message: String,
    /// What to do next, a command where there is one.
    pub help: Option<String>,
}

impl Verdict {
    /// What a finding says, unless what it judges was not read.
    #[must_use]
    pub fn of(finding: Diagnostic, judged: bool) -> Self {
        let standing = if judged { finding.severity.into() } else { Standing::NotJudged };
        Self { code: finding.code, standing, message: finding.message, help: finding.help }
    }
}

/// From which standing on the doctor fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FailOn {
    /// A blocker.
    #[default]
    Block,
    /// A warning too.
    Warn,
    /// What could not be judged too.
    Unknown,
    /// Nothing.
    Never,
}

impl FailOn {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Block, Self::Warn, Self::Unknown, Self::Never];

    /// As it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Warn => "warn",
            Self::Unknown => "unknown",
            Self::Never => "never",
        }
    }

    /// True if this verdict is enough to fail.
    #[must_use]
    pub fn fails(self, standing: Standing) -> bool {
        let from = match self {
            Self::Block => Standing::Block,
            Self::Warn => Standing::Warn,
            Self::Unknown => Standing::NotJudged,
            Self::Never => return false,
        };
        standing >= from
    }
}

/// What no procedure needs, and what says how well Connect is all the same.
const OWN: [&dyn Precheck; 9] = [
    &ConnectLogged,
    &ApiVersion,
    &LogIdsLeft,
    &SfidPresent,
    &KeysUnique,
    &FieldsFollow,
    &NothingAside,
    &NoneFenced,
    &WritesTaken,
];

/// The rules, each once.
#[must_use]
pub fn rules() -> Vec<&'static dyn Precheck> {
    let mut rules: Vec<&'static dyn Precheck> = Vec::new();
    let all = procedures::ALL.iter().flat_map(|procedure| procedures::rules_of(*procedure));
    for rule in all.chain(OWN).filter(|rule| !rule.of_target()) {
        if rules.iter().all(|known| known.code() != rule.code()) {
            rules.push(rule);
        }
    }
    rules
}

/// Every verdict, the worst first; among equals in the order in which procedures show them.
#[must_use]
pub fn verdicts(snapshot: &Snapshot, request: &Request) -> Vec<Verdict> {
    let judge = |rule: &dyn Precheck| Verdict::of(rule.judge(snapshot, request), rule.judged(snapshot));
    let kept = |one: &Verdict| one.standing == Standing::Ok || !seeded::forgets(&one.code);
    rules().into_iter().map(judge).filter(kept).collect()
}

/// Heroku's own Connect plugin, as the CLI installs it.
pub(crate) const OFFICIAL_PLUGIN: &str = "@heroku-cli/heroku-connect-plugin";

/// What is missing here that commands use which are printed for people.
#[must_use]
pub fn tools(tools: &Tools) -> Verdict {
    let psql = (tools.psql == Some(false)).then_some("`psql`, which `heroku pg:psql` starts");
    let plugin = (tools.connect_plugin == Some(false)).then(|| {
        format!("Heroku's own Connect plugin, which has `connect:state`, `connect:pause` and others: `heroku plugins:install {OFFICIAL_PLUGIN}`")
    });
    let missing: Vec<String> = psql.map(str::to_owned).into_iter().chain(plugin).collect();
    let known = tools.psql.is_some() && tools.connect_plugin.is_some();
    let finding = match (missing.is_empty(), known) {
        (false, _) => Diagnostic::note(
            codes::TOOLS_MISSING,
            format!(
                "not needed by a run, but by commands that it prints; not installed here: {}",
                missing.join("; ")
            ),
        ),
        (true, true) => {
            Diagnostic::pass(codes::TOOLS_MISSING, "the tools that printed commands use are installed")
        }
        (true, false) => Diagnostic::note(
            codes::TOOLS_MISSING,
            "not judged: whether the tools that printed commands use are installed",
        ),
    };
    Verdict::of(finding, known || !missing.is_empty())
}

/// Connect could not be read: what is said of it is not judged, and why.
pub fn without_connect(verdicts: &mut [Verdict], why: &Diagnostic) {
    let of_connect =
        |one: &&mut Verdict| one.code.starts_with("connect/") || *one.code == *codes::APP_LOOKS_LIKE_OPEN_RUN;
    for one in verdicts.iter_mut().filter(of_connect) {
        *one = Verdict {
            code: one.code.clone(),
            standing: Standing::NotJudged,
            message: why.message.clone(),
            help: why.help.clone(),
        };
    }
}

/// The worst first; among equals the order stays.
pub fn sort(verdicts: &mut [Verdict]) {
    verdicts.sort_by_key(|one| std::cmp::Reverse(one.standing));
}
