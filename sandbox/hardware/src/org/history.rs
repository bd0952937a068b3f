//! Every accepted change, in order: in memory for the reader, and as JSON lines in a file for whoever comes later.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::record::{Fields, Record, Source, Stamp};

/// One accepted change.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Change<'a> {
    /// Milliseconds since 1970.
    pub(super) at: i64,
    pub(super) source: Source,
    /// `insert`, `update` or `delete`.
    pub(super) op: &'static str,
    pub(super) object: &'a str,
    pub(super) id: &'a str,
    pub(super) system_modstamp: Stamp,
    /// All field values after the change.
    pub(super) fields: &'a Fields,
}

impl<'a> Change<'a> {
    pub(super) fn of(at: i64, op: &'static str, object: &'a str, record: &'a Record) -> Change<'a> {
        let Record { id, stamp, by, fields, .. } = record;
        Change { at, source: *by, op, object, id, system_modstamp: *stamp, fields }
    }
}

pub(super) struct History {
    file: File,
    changes: Vec<Value>,
}

impl History {
    pub(super) fn create(path: &Path) -> io::Result<History> {
        Ok(History { file: File::create(path)?, changes: Vec::new() })
    }

    /// Appends a change; one line is one write, so that a reader never sees half of one.
    pub(super) fn append(&mut self, change: &Change<'_>) -> io::Result<()> {
        let value = serde_json::to_value(change)?;
        let mut line = value.to_string();
        line.push('\n');
        self.file.write_all(line.as_bytes())?;
        self.changes.push(value);
        Ok(())
    }

    pub(super) fn changes(&self) -> &[Value] {
        &self.changes
    }
}
