//! What there is: procedures, methods, codes, exit codes, parts of plans. Help, documentation and the constants of the shells are
//! made from it.

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::conditions::Condition;
use crate::doctor::{FailOn, OFFICIAL_PLUGIN};
use crate::ending::{Ending, EXIT_CODES, INTERRUPTED_TWICE};
use crate::named::{self, Named, Needed, Takes};
use crate::ops::Op;
use crate::procedures;
use crate::render::PlanForm;
use crate::request::{ChangeMethod, UpgradeMethod, WayBack};

/// Version of the catalog's format.
pub const FORMAT_VERSION: &str = "1.1";

/// Everything there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Catalog {
    /// `major.minor`.
    pub format_version: &'static str,
    /// Procedures.
    pub procedures: Vec<ProcedureEntry>,
    /// Ways to upgrade, as they are typed; the best first.
    pub upgrade_methods: Vec<&'static str>,
    /// What leads back from an upgrade in place, as it is typed; the best first.
    pub ways_back: Vec<&'static str>,
    /// Ways to change the plan, as they are typed; the best first.
    pub change_methods: Vec<&'static str>,
    /// Forms in which a plan is written, as they are typed; the first is meant if none is.
    pub plan_formats: Vec<&'static str>,
    /// From which verdict on the doctor fails, as it is typed; the first is meant if none is.
    pub fail_on: Vec<&'static str>,
    /// Conditions that can be checked and waited for by name.
    pub named: Vec<NamedEntry>,
    /// Diagnostic codes.
    pub codes: Vec<CodeEntry>,
    /// Exit codes.
    pub exit_codes: Vec<ExitCode>,
    /// Exit codes that a shell gives by itself.
    pub shell_exit_codes: ShellExitCodes,
    /// Names that a shell looks for or types.
    pub shell_names: ShellNames,
    /// Names of ops, with their versions.
    pub ops: &'static [&'static str],
    /// Names of conditions, with their versions.
    pub conditions: &'static [&'static str],
}

/// A procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ProcedureEntry {
    /// Its id.
    pub id: &'static str,
    /// Section of the manual.
    pub manual: &'static str,
    /// Codes of its prechecks, in the order in which they are shown.
    pub prechecks: Vec<String>,
}

/// A condition that can be checked and waited for by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NamedEntry {
    /// As it is typed.
    pub name: String,
    /// What holds when it holds.
    pub sentence: String,
    /// What it can be told.
    pub flags: Vec<FlagEntry>,
}

/// A flag of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FlagEntry {
    /// As it is typed.
    pub flag: String,
    /// When it cannot be left out.
    pub needed: Needed,
}

/// Every condition that can be checked and waited for by name.
#[must_use]
pub fn named() -> Vec<NamedEntry> {
    let flag = |one: &Takes| FlagEntry { flag: one.flag.typed().to_owned(), needed: one.needed };
    let entry = |one: &Named| NamedEntry {
        name: one.name.to_owned(),
        sentence: one.sentence.to_owned(),
        flags: one.takes.iter().map(flag).collect(),
    };
    named::ALL.iter().map(entry).collect()
}

/// A diagnostic code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CodeEntry {
    /// `area/kebab-case`.
    pub code: String,
    /// What it says.
    pub sentence: &'static str,
}

/// An exit code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ExitCode {
    /// The number.
    pub code: u8,
    /// What it means.
    pub meaning: &'static str,
}

/// Exit codes that a shell gives by itself, when the core cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ShellExitCodes {
    /// Somebody else drives the run.
    pub blocked: u8,
    /// Connect stays paused: a process that was to resume it was interrupted.
    pub paused: u8,
    /// Anything that should not happen.
    pub unexpected: u8,
    /// A flag that cannot be understood.
    pub usage: u8,
    /// Ctrl-C a second time: the process ends at once, as a shell expects of SIGINT.
    pub interrupted_twice: u8,
}

/// Names that a shell looks for or types, and that the core speaks of too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ShellNames {
    /// The code under which an announcement of Heroku is accepted.
    pub notices: String,
    /// Heroku's own Connect plugin, as the CLI installs it.
    pub official_plugin: &'static str,
}

/// The catalog of this version.
#[must_use]
pub fn catalog() -> Catalog {
    let procedure = |one: &&dyn procedures::Procedure| ProcedureEntry {
        id: one.id(),
        manual: one.manual(),
        prechecks: procedures::rules_of(*one).iter().map(|rule| rule.code().to_string()).collect(),
    };
    Catalog {
        format_version: FORMAT_VERSION,
        procedures: procedures::ALL.iter().map(procedure).collect(),
        upgrade_methods: UpgradeMethod::ALL.iter().map(|method| method.name()).collect(),
        ways_back: WayBack::ALL.iter().map(|way| way.name()).collect(),
        change_methods: ChangeMethod::ALL.iter().map(|method| method.name()).collect(),
        plan_formats: PlanForm::ALL.iter().map(|form| form.name()).collect(),
        fail_on: FailOn::ALL.iter().map(|one| one.name()).collect(),
        named: named(),
        codes: codes::ALL
            .iter()
            .map(|(code, sentence)| CodeEntry { code: code.to_string(), sentence })
            .collect(),
        exit_codes: EXIT_CODES.iter().map(|(code, meaning)| ExitCode { code: *code, meaning }).collect(),
        shell_exit_codes: ShellExitCodes {
            blocked: Ending::Blocked.exit_code(),
            paused: Ending::Paused.exit_code(),
            unexpected: Ending::Unexpected.exit_code(),
            usage: Ending::Usage.exit_code(),
            interrupted_twice: INTERRUPTED_TWICE,
        },
        shell_names: ShellNames {
            notices: codes::STATUS_NOTICES.to_string(),
            official_plugin: OFFICIAL_PLUGIN,
        },
        ops: Op::NAMES,
        conditions: Condition::NAMES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ending::{APP_STOPPED, ENDINGS, NOT_NEEDED};

    #[test]
    fn every_exit_code_of_core_and_shell_stands_once_in_the_table_and_means_one_thing() {
        let all = catalog();
        let unique: std::collections::BTreeSet<u8> = EXIT_CODES.iter().map(|(code, _)| *code).collect();
        assert_eq!(unique.len(), EXIT_CODES.len());
        let shell = all.shell_exit_codes;
        for code in
            [shell.blocked, shell.paused, shell.unexpected, shell.usage, shell.interrupted_twice, APP_STOPPED]
        {
            assert!(unique.contains(&code), "{code}");
        }
        // An app that is down has a code that nothing else has.
        let endings = ENDINGS.map(Ending::exit_code);
        let alone = [APP_STOPPED, INTERRUPTED_TWICE, NOT_NEEDED];
        assert!(alone.iter().all(|code| !endings.contains(code)));
        // A code is shared by endings that ask nothing of anybody, and by those that ask to come back later, and by no others.
        let later = [Ending::Paused, Ending::NotHealthyYet].map(Ending::exit_code);
        for code in unique {
            let share = ENDINGS.iter().filter(|ending| ending.exit_code() == code).count();
            assert!(share <= 1 || code == 0 || later == [code; 2], "{code}");
        }
    }

    #[test]
    fn every_ending_has_an_exit_code_of_the_table() {
        for ending in ENDINGS {
            assert!(EXIT_CODES.iter().any(|(code, _)| *code == ending.exit_code()), "{ending:?}");
        }
    }
}
