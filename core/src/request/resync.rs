//! Bringing tables and Salesforce together after a rollback.

use serde::{Deserialize, Serialize};

use super::{last_moment, unknown_code, usage, Request, Wanted, MAX_DOWNTIME_MS};
use crate::command;
use crate::diagnostic::Diagnostic;
use crate::ending::Millis;
use crate::snapshot::{BuiltTable, Connection, Snapshot};

/// What it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ResyncRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resync {
    /// How the rollback comes about.
    pub rollback: Rollback,
    /// The moment.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub at: Millis,
    /// The database as it was, as the operator names it, where the rollback was made already.
    pub old: Option<String>,
    /// The connection, by its add-on; every one of the database if absent.
    pub resource: Option<String>,
    /// Connect is paused before the rollback is made, so that a mistake travels no further.
    pub pause_now: bool,
    /// Rows that a person must look after are written into files of the run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub export_rows: bool,
    /// Objects of the mappings that are reloaded; every one if there is none.
    pub mappings: Vec<String>,
}

/// How a rollback comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Rollback {
    /// It is made.
    Make,
    /// It was made: what leads is the database that went back.
    Done,
}

impl Resync {
    /// True if the rollback is made.
    #[must_use]
    pub fn makes(&self) -> bool {
        self.rollback == Rollback::Make
    }

    /// The tables that are reloaded, each with its connection.
    pub fn tables<'a>(
        &'a self,
        snapshot: &'a Snapshot,
    ) -> impl Iterator<Item = (&'a Connection, &'a BuiltTable)> {
        snapshot.connections.iter().flat_map(move |one| {
            let tables = one.origin.iter().flat_map(|origin| &origin.tables);
            tables.filter(|table| self.means(&table.object)).map(move |table| (one, table))
        })
    }

    fn means(&self, object: &str) -> bool {
        self.mappings.is_empty() || self.mappings.iter().any(|one| one.eq_ignore_ascii_case(object))
    }
}

impl Request {
    /// What `connect:resync` asks for.
    ///
    /// # Errors
    /// Usage diagnostics, one for every flag that is missing or wrong.
    pub fn resync(typed: &command::Resync, now: Millis) -> Result<Self, Vec<Diagnostic>> {
        let mut wrong: Vec<Diagnostic> =
            typed.shown.accept.iter().filter_map(|code| unknown_code(code)).collect();
        let how = match (typed.rollback_to, typed.at, typed.already_rolled_back) {
            (Some(to), None, false) => Some((Rollback::Make, to)),
            (None, Some(at), true) => Some((Rollback::Done, at)),
            _ => {
                wrong.push(usage(
                    "say what was or is to be rolled back: `--rollback-to TIME`, or `--already-rolled-back --at TIME`",
                    "with `--rollback-to` the rollback is made; with the others one that somebody made is found",
                ));
                None
            }
        };
        if how.is_some_and(|(_, at)| at >= now) {
            wrong.push(usage(
                "the moment of a rollback has passed already",
                "name one in the past, with its zone",
            ));
        }
        if typed.old.is_some() && typed.rollback_to.is_some() {
            wrong.push(usage(
                "`--old` names the database that led before a rollback that was made already",
                "leave it out: it is the one that leads now",
            ));
        }
        if typed.pause_now && typed.rollback_to.is_none() {
            wrong.push(usage(
                "`--pause-now` pauses Connect before a rollback is made",
                "leave it out: after a rollback that was made already Connect is paused first of all",
            ));
        }
        // A rollback is asked for to the second.
        let how = how.map(|(how, at)| (how, if how == Rollback::Make { at / 1_000 * 1_000 } else { at }));
        let Some((rollback, at)) = how.filter(|_| wrong.is_empty()) else { return Err(wrong) };
        let wanted = Wanted::Resync(Resync {
            rollback,
            at,
            old: typed.old.clone(),
            resource: typed.resource.clone(),
            pause_now: typed.pause_now,
            export_rows: typed.export_rows,
            mappings: typed.mappings.clone(),
        });
        Ok(Self {
            max_downtime_ms: typed.max_downtime_ms.unwrap_or(MAX_DOWNTIME_MS),
            downtime_before: last_moment(typed.downtime_before, typed.downtime_at),
            // A table that is loaded may not be written to: nothing may stay.
            space_web_zero: true,
            ..Self::planned(&typed.app, typed.database.as_deref(), &typed.shown, wanted)
        })
    }

    /// What bringing both together takes, if that is asked for.
    #[must_use]
    pub fn resyncs(&self) -> Option<&Resync> {
        if let Wanted::Resync(resync) = &self.procedure {
            Some(resync)
        } else {
            None
        }
    }
}
