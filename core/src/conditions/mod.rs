//! Guards and waits as data. Each file is one condition: what it reads, and a pure judgement of the answers.
//!
//! A condition that cannot be read does not hold: it never turns silence into a yes.

mod addon_gone;
mod addon_provisioned;
mod attached;
mod attachments_unchanged;
mod config_resolves;
mod connect_objects;
mod connection_paused;
mod connection_resumed;
mod dynos_up;
mod fence_seen;
mod follows;
mod formation_unchanged;
mod healthy;
mod landed;
mod log_carried_over;
mod login_valid;
mod mappings_at_rest;
mod nearly_caught_up;
mod no_dynos;
mod no_sessions;
mod position_noted;
mod position_unmoved;
mod quiesced;
mod replayed;
mod row_counts_equal;
mod sequences_past;
mod statistics_present;
mod transfers_noted;
mod unfollowed;
mod upgraded;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::args::{ArgError, Args, Bindings};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};

/// One line of proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Evidence {
    /// What is proven.
    pub title: String,
    /// What was read.
    pub value: String,
}

/// A condition's verdict on what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It holds.
    Holds {
        /// Values bound by it.
        bind: Bindings,
        /// Proof for the report.
        evidence: Vec<Evidence>,
    },
    /// Not yet, or not readable; the words say what is seen.
    NotYet(String),
    /// It cannot come true any more.
    Never {
        /// Diagnostic code.
        code: &'static str,
        /// What was seen.
        detail: String,
    },
}

impl Judgement {
    fn holds() -> Self {
        Self::Holds { bind: Bindings::new(), evidence: Vec::new() }
    }

    fn proven(title: impl Into<String>, value: impl Into<String>) -> Self {
        let evidence = vec![Evidence { title: title.into(), value: value.into() }];
        Self::Holds { bind: Bindings::new(), evidence }
    }

    fn binding(self, name: String, value: Value) -> Self {
        match self {
            Self::Holds { mut bind, evidence } => {
                bind.insert(name, value);
                Self::Holds { bind, evidence }
            }
            other => other,
        }
    }
}

/// One guard or wait.
pub trait Condition: Sync {
    /// `name@version`.
    fn name(&self) -> &'static str;
    /// The next thing to read, given the answers so far; `None` when all is read.
    ///
    /// # Errors
    /// When the arguments do not fit.
    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError>;
    /// Judges the answers.
    ///
    /// # Errors
    /// When the arguments do not fit.
    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError>;
}

/// The registry: one line per condition.
pub const ALL: [&dyn Condition; 30] = [
    &addon_gone::AddonGone,
    &addon_provisioned::AddonProvisioned,
    &attached::Attached,
    &attachments_unchanged::AttachmentsUnchanged,
    &config_resolves::ConfigResolves,
    &connect_objects::ConnectObjects,
    &connection_paused::ConnectionPaused,
    &connection_resumed::ConnectionResumed,
    &dynos_up::DynosUp,
    &fence_seen::FenceSeen,
    &follows::Follows,
    &formation_unchanged::FormationUnchanged,
    &healthy::Healthy,
    &landed::Landed,
    &log_carried_over::LogCarriedOver,
    &login_valid::LoginValid,
    &mappings_at_rest::MappingsAtRest,
    &nearly_caught_up::NearlyCaughtUp,
    &no_dynos::NoDynos,
    &no_sessions::NoSessions,
    &position_noted::PositionNoted,
    &position_unmoved::PositionUnmoved,
    &quiesced::Quiesced,
    &replayed::Replayed,
    &row_counts_equal::RowCountsEqual,
    &sequences_past::SequencesPast,
    &statistics_present::StatisticsPresent,
    &transfers_noted::TransfersNoted,
    &unfollowed::Unfollowed,
    &upgraded::Upgraded,
];

/// Finds a condition by `name@version`.
///
/// # Errors
/// [`ArgError::Unknown`] when this version of the plugin does not have it.
pub fn find(name: &str) -> Result<&'static dyn Condition, ArgError> {
    ALL.iter().find(|one| one.name() == name).copied().ok_or_else(|| ArgError::Unknown(name.to_owned()))
}

/// Mapping states in which Connect is not touching the table. An allow-list: any new state counts as working.
pub const AT_REST: [&str; 2] = ["DATA_SYNCED", "INITIAL"];

/// Connection states in which Connect runs.
pub const RUNNING: [&str; 2] = ["IDLE", "POLLING_DB_CHANGES"];

fn query(
    args: &Args,
    place: &str,
    name: &str,
    schema: &str,
    parameter: Option<&str>,
) -> Result<Effect, ArgError> {
    crate::query::named(&args.place(place)?, name, schema, parameter)
        .ok_or_else(|| ArgError::Unknown(name.to_owned()))
}

/// The `n`th answer as a value, or the judgement that it could not be read.
///
/// A database that lacks the object or the right (SQLSTATE class 42) will not gain it by waiting.
fn nth<'a>(answers: &'a [Observation], n: usize, what: &str) -> Result<&'a Value, Judgement> {
    if let Some(Observation::SqlFailed { code }) = answers.get(n).filter(|answer| denied(answer)) {
        return Err(Judgement::Never {
            code: "sql/refused",
            detail: format!("{what}: the database refused with error {code}"),
        });
    }
    match answers.get(n).map(read::answer) {
        Some(Answer::Value(value)) => Ok(value),
        Some(Answer::Absent) => Err(Judgement::NotYet(format!("{what}: not found"))),
        Some(Answer::Unread(why)) => Err(Judgement::NotYet(format!("{what}: {why}"))),
        None => Err(Judgement::NotYet(format!("{what}: not read"))),
    }
}

fn denied(answer: &Observation) -> bool {
    matches!(answer, Observation::SqlFailed { code } if code.starts_with("42"))
}

/// Mappings of a connection answer that are not at rest, by object name.
fn restless(connection: &Value) -> Vec<String> {
    read::items(connection, "/mappings")
        .filter(|mapping| {
            let rest = read::text(mapping, "/state").is_some_and(|state| AT_REST.contains(&state));
            !rest
                || read::flag(mapping, "/actively_writing") == Some(true)
                || read::flag(mapping, "/is_polling") == Some(true)
        })
        .map(|mapping| read::text(mapping, "/object_name").unwrap_or("?").to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_versioned() {
        let mut names: Vec<_> = ALL.iter().map(|one| one.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        assert!(names.iter().all(|name| name.contains('@')));
    }
}
