//! Conditions by the names under which people and scripts ask for them: `connect:check`, `connect:wait`.
//!
//! A name stands for conditions of [`crate::conditions`], put together as a run puts them together, and judged by the same code over
//! the same reads. Here is only which of them a name means, and what has to be looked at to say where they are read.

mod connect;
mod database;
mod judging;
mod recovered;
mod side;
mod since;

pub use judging::{Held, Judged, Judging, Looked, Manner};
pub use recovered::recovered;
pub use since::Since;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::late::Bindings;
use crate::plan::Check;
use crate::request::Major;
use crate::snapshot::Snapshot;
use crate::survey::Needs;

/// A condition that has a name for people.
pub struct Named {
    /// Its name: stable, kebab-case.
    pub name: &'static str,
    /// What holds when it holds, as one sentence.
    pub sentence: &'static str,
    /// What can be said of it beyond the database.
    pub takes: &'static [Takes],
    /// What is looked at first.
    needs: fn() -> Needs,
    /// How long a single check looks on before it says no, milliseconds: some show themselves only over a time.
    pub settles_ms: u64,
    parts: fn(&Snapshot, &Given) -> Result<Vec<Part>, Diagnostic>,
}

/// A flag of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Takes {
    /// Which.
    pub flag: Flag,
    /// When it cannot be left out.
    pub needed: Needed,
}

/// What a condition can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Flag {
    /// `--as`.
    As,
    /// `--follower`.
    Follower,
    /// `--own-changes`.
    OwnChanges,
    /// `--plan`.
    Plan,
    /// `--since`.
    Since,
    /// `--version`.
    Version,
}

/// When a flag cannot be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Needed {
    /// It can.
    Never,
    /// Where it is checked once; a wait takes what it finds when it begins.
    ForCheck,
    /// It never can.
    Always,
}

impl Flag {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::As, Self::Follower, Self::OwnChanges, Self::Plan, Self::Since, Self::Version];

    /// As it is typed.
    #[must_use]
    pub fn typed(self) -> &'static str {
        match self {
            Self::As => "--as",
            Self::Follower => "--follower",
            Self::OwnChanges => "--own-changes",
            Self::Plan => "--plan",
            Self::Since => "--since",
            Self::Version => "--version",
        }
    }
}

/// What a condition was told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The name under which apps use the database.
    pub alias: Option<String>,
    /// A follower of the database.
    pub follower: Option<String>,
    /// Transactions of the operator's own since.
    pub own: Option<u64>,
    /// `service:plan`, or the plan alone.
    pub plan: Option<String>,
    /// What an earlier check learnt.
    pub since: Option<Since>,
    /// Postgres major.
    pub version: Option<Major>,
}

impl Given {
    /// True if this was said.
    #[must_use]
    pub fn has(&self, flag: Flag) -> bool {
        match flag {
            Flag::As => self.alias.is_some(),
            Flag::Follower => self.follower.is_some(),
            Flag::OwnChanges => self.own.is_some(),
            Flag::Plan => self.plan.is_some(),
            Flag::Since => self.since.is_some(),
            Flag::Version => self.version.is_some(),
        }
    }
}

/// One thing that is judged, and of what.
#[derive(Debug, Clone)]
pub struct Part {
    /// The add-on or app that it is about.
    pub of: String,
    /// The condition, with the pace, the deadline and the number of looks that a run has for it.
    pub check: Check,
}

const fn may(flag: Flag) -> Takes {
    Takes { flag, needed: Needed::Never }
}

const fn must(flag: Flag) -> Takes {
    Takes { flag, needed: Needed::Always }
}

/// Every condition that has a name, in the order of a maintenance.
pub const ALL: &[Named] = &[
    connect::AT_REST,
    connect::PAUSED,
    connect::QUIESCED,
    connect::DRAINED,
    connect::RESUMED,
    connect::HEALTHY,
    side::NEARLY,
    side::CAUGHT_UP,
    database::STOPPED,
    database::NOTED,
    database::UNWRITTEN,
    database::READ_ONLY,
    database::WRITABLE,
    database::LEADS,
    database::UPGRADED,
    database::ON_PLAN,
    database::PROMOTED,
];

/// The condition of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Named> {
    ALL.iter().find(|one| one.name == name)
}

impl Named {
    /// What is looked at to find out where it is read.
    #[must_use]
    pub fn needs(&self) -> Needs {
        (self.needs)()
    }

    /// The conditions that it stands for on this database, and what is known before the first of them is looked at.
    ///
    /// # Errors
    /// When what it is about is not there, or cannot be seen.
    pub fn of(&self, snapshot: &Snapshot, given: &Given) -> Result<(Vec<Part>, Bindings), Diagnostic> {
        let mut bindings = since::before(snapshot);
        if let Some(since) = &given.since {
            bindings.extend(since.bindings(snapshot)?);
        }
        Ok(((self.parts)(snapshot, given)?, bindings))
    }

    /// The flags that it needs and was not given, and those that mean nothing to it.
    #[must_use]
    pub fn misfits(&self, given: &Given, once: bool) -> (Vec<Flag>, Vec<Flag>) {
        let needed = |one: &&Takes| match one.needed {
            Needed::Always => true,
            Needed::ForCheck => once,
            Needed::Never => false,
        };
        let missing = self.takes.iter().filter(needed).map(|one| one.flag).filter(|flag| !given.has(*flag));
        let strange = Flag::ALL
            .into_iter()
            .filter(|flag| given.has(*flag) && self.takes.iter().all(|one| one.flag != *flag));
        (missing.collect(), strange.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_can_be_typed_anywhere_and_sentences_are_sentences() {
        let names: std::collections::BTreeSet<&str> = ALL.iter().map(|one| one.name).collect();
        assert_eq!(names.len(), ALL.len());
        for one in ALL {
            assert!(one.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", one.name);
            assert!(!one.sentence.ends_with('.') && one.sentence.len() > 20, "{}", one.sentence);
            assert_eq!(find(one.name).map(|found| found.sentence), Some(one.sentence));
        }
    }
}
