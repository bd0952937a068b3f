//! Reading a journal back, suspiciously.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

use super::record::{hash, Entry, Record, FORMAT_VERSION};
use super::records::Records;
use crate::late::slots;
use crate::plan::Plan;

/// A journal cannot be trusted. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum JournalError {
    /// Nothing in it.
    #[error("the journal is empty: nothing was begun")]
    Empty,
    /// Written by a newer plugin.
    #[error("line {line} is journal format {found}; this plugin reads up to {FORMAT_VERSION}")]
    Newer {
        /// Line.
        line: usize,
        /// Its version.
        found: String,
    },
    /// Not a record, and not a torn last line either.
    #[error("line {line} is not a record: the journal was changed or the disk is damaged")]
    Damaged {
        /// Line.
        line: usize,
    },
    /// The chain of hashes is broken.
    #[error("line {line} does not follow the line before it: a line was changed, removed or moved")]
    Broken {
        /// Line.
        line: usize,
    },
    /// The end is missing.
    #[error("the journal ends before the head noted in the lock file: its last lines were removed")]
    TailRemoved,
    /// It does not begin with a plan.
    #[error("the journal does not begin with a plan")]
    NoPlan,
}

impl Journal {
    /// The claim by which this machine holds the run, or held it.
    #[must_use]
    pub fn claim(&self) -> &str {
        let taken = self.records.iter().filter_map(|record| match &record.entry {
            Entry::TakenOver { bindings, .. } => bindings.get(slots::CLAIM.name())?.as_str(),
            _ => None,
        });
        taken.last().unwrap_or(&self.run)
    }
}

/// A journal that was read and whose chain holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Journal {
    /// Run id.
    pub run: String,
    /// The plan.
    pub plan: Arc<Plan>,
    /// All records.
    pub records: Records,
    /// Hash of the last record.
    pub head: String,
    /// True if torn lines were left out; they were never confirmed, so nothing was done on their word.
    pub torn: bool,
    /// True if the noted head was compared.
    pub head_checked: bool,
}

#[derive(Deserialize)]
struct Stored<'a> {
    hash: String,
    #[serde(borrow)]
    record: &'a RawValue,
}

#[derive(Deserialize)]
struct Versioned {
    version: String,
}

/// Reads a journal. `head` is what the lock file noted; it may be one record behind after a crash.
///
/// # Errors
/// Whatever makes the journal untrustworthy, see [`JournalError`].
pub fn read(text: &str, head: Option<&str>) -> Result<Journal, JournalError> {
    let mut records = Records::default();
    let mut prev = String::new();
    let mut head_seen = head.is_none_or(str::is_empty);
    let mut torn = false;
    // First of the torn lines since the last record.
    let mut torn_at: Option<usize> = None;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = index + 1;
        let Ok(stored) = serde_json::from_str::<Stored<'_>>(line) else {
            // A torn line: what follows it, if anything, must continue the chain without it. Every crash and every full
            // disk may leave one, so there may be several.
            torn = true;
            torn_at = torn_at.or(Some(number));
            continue;
        };
        let body = stored.record.get();
        let newer = check_version(body, number)?;
        if hash(&prev, body) != stored.hash {
            return Err(
                torn_at.map_or(JournalError::Broken { line: number }, |line| JournalError::Damaged { line })
            );
        }
        let record: Record = strict(body).map_err(|_| {
            newer.map_or(JournalError::Damaged { line: number }, |found| JournalError::Newer {
                line: number,
                found,
            })
        })?;
        if record.prev != prev || record.seq != records.len() as u64 {
            return Err(JournalError::Broken { line: number });
        }
        head_seen |= head == Some(stored.hash.as_str());
        prev = stored.hash;
        torn_at = None;
        records.push(record);
    }
    let (run, plan) = match records.first().map(|record| &record.entry) {
        Some(Entry::Begun { run, plan, .. }) => (run.clone(), Arc::clone(plan)),
        Some(_) => return Err(JournalError::NoPlan),
        None => return Err(JournalError::Empty),
    };
    if !head_seen {
        return Err(JournalError::TailRemoved);
    }
    Ok(Journal { run, plan, records, head: prev, torn, head_checked: head.is_some() })
}

/// By way of a value, so that what reads a plan is made for one format only; no key may stand twice.
fn strict(body: &str) -> Result<Record, serde_json::Error> {
    crate::given::strict(body).and_then(crate::value::read)
}

/// The version found, if it is a newer minor: its fields may be more than this code knows.
fn check_version(body: &str, line: usize) -> Result<Option<String>, JournalError> {
    let Versioned { version: found } =
        serde_json::from_str(body).map_err(|_| JournalError::Damaged { line })?;
    match (numbers(&found), numbers(FORMAT_VERSION)) {
        (Some(theirs), Some(ours)) if theirs.0 > ours.0 => Err(JournalError::Newer { line, found }),
        (Some(theirs), Some(ours)) => Ok((theirs > ours).then_some(found)),
        _ => Err(JournalError::Damaged { line }),
    }
}

fn numbers(version: &str) -> Option<(u32, u32)> {
    let (major, minor) = version.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
