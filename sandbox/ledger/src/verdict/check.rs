//! What the verdict consists of.

use serde::Serialize;

use super::index::schema_of;
use crate::ack::Ack;
use crate::facts::{Change, Source};

/// Offenders that are kept for the print-out; all are counted.
const SHOWN: usize = 5;

/// How the run ended, which decides what has to be true now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Run {
    /// The new database is in use, the old one is out of use and fenced.
    #[default]
    Done,
    /// The run was undone: the old database is in use as before.
    Undone,
}

/// What is expected.
#[derive(Debug, Clone, Default)]
pub struct Expectation {
    /// How the run ended.
    pub run: Run,
    /// The major version of the database in use.
    pub version: u32,
    /// Connect's schema.
    pub schema: String,
    /// Failed log entries captured before this moment are no fault of the run: microseconds since the Unix epoch.
    pub since: i64,
    /// A moment in which nothing that was acknowledged is proven to be there, milliseconds since the Unix epoch.
    pub unproven: Option<(i64, i64)>,
    /// The moment to which the database in use was rolled back, milliseconds since the Unix epoch: what other databases acknowledged later
    /// may be there or not, in tables that are not mapped it may not.
    pub rolled_back_to: Option<i64>,
    /// What Connect had done to the org until this moment, milliseconds since the Unix epoch, is no fault of the run: records made twice,
    /// versions that fell.
    pub harmed_until: Option<i64>,
    /// What was acknowledged in mapped tables until this moment, milliseconds since the Unix epoch, was left behind with the org of before: it
    /// is neither in the tables nor in the org of now.
    pub left_until: Option<i64>,
    /// The connection was made anew on the new database: its log and its sequences begin anew.
    pub made_anew: bool,
    /// Tables whose rows point at mapped ones, which were made anew under other ids: each row must be there, but not the same to the letter.
    pub repointed: Vec<String>,
    /// Schemas that need not be carried over: the maintenance tool's own.
    pub except: Vec<String>,
    /// Servers (`host:port`) of databases that are not part of the run; acknowledgements from them are not judged.
    pub elsewhere: Vec<String>,
    /// The old database has one login, and the fence is its alone: an Essential database, which is not its login's own.
    pub one_login: bool,
}

impl Expectation {
    /// True if this change of the org is one that the run has no part in.
    pub fn forgives(&self, change: &Change) -> bool {
        change.source == Source::Connect && self.harmed_until.is_some_and(|until| change.at <= until)
    }

    /// True for what was left behind with the org of before.
    pub fn leaves(&self, ack: &Ack) -> bool {
        schema_of(&ack.table) == self.schema && self.left_until.is_some_and(|until| ack.at <= until)
    }

    /// True for a schema that need not be carried over.
    pub fn excepts(&self, schema: &str) -> bool {
        self.except.iter().any(|except| except == schema)
    }
}

/// One check with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The check's name, such as `acknowledged`.
    pub name: &'static str,
    /// Whether it holds.
    pub passed: bool,
    /// What was looked at, with numbers.
    pub evidence: String,
    /// How many offenders there are.
    pub offences: usize,
    /// The first few offenders, one sentence each.
    pub examples: Vec<String>,
}

impl Check {
    /// A check that holds when there is no offender.
    pub fn of(name: &'static str, evidence: String, offenders: Vec<String>) -> Self {
        let offences = offenders.len();
        let examples = offenders.into_iter().take(SHOWN).collect();
        Check { name, passed: offences == 0, evidence, offences, examples }
    }

    /// The same check, failed whatever was found.
    pub fn failing(mut self) -> Self {
        self.passed = false;
        self
    }
}

/// The numbers of the last line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Writes that a client was told had succeeded.
    pub acknowledged: usize,
    /// Writes whose answer was lost.
    pub maybe: usize,
    /// Acknowledged rows that are not there.
    pub lost: usize,
    /// Acknowledged rows with an older version than acknowledged.
    pub stale: usize,
    /// Keys that are there more than once.
    pub doubled: usize,
    /// Changes that the org made by itself.
    pub org_changes: usize,
}

/// All checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// In the order they were made.
    pub checks: Vec<Check>,
    /// The numbers of the last line.
    pub totals: Totals,
}

impl Verdict {
    /// True only if every check holds.
    pub fn passed(&self) -> bool {
        self.checks.iter().all(|check| check.passed)
    }

    /// The names of the checks that do not hold.
    pub fn failed(&self) -> Vec<&'static str> {
        self.checks.iter().filter(|check| !check.passed).map(|check| check.name).collect()
    }
}
