//! What two answers must have in common.

use connect_core::conditions::Judgement;
use connect_core::effect::Observation;
use connect_core::late::Bindings;
use connect_core::ops::Landed;
use serde_json::Value;

use crate::Failure;

/// Columns that the story cannot determine: a clock, a WAL position, a transaction number, a counter.
fn free(query: &str) -> &'static [&'static str] {
    match query {
        "server" => &["now", "replayLsn", "readOnlyRole"],
        "inventory" => &["clients", "schemas", "objects"],
        "position" | "position_note" => &[
            "lsn",
            "message",
            "xmax",
            "writes",
            "analyzes",
            "vacuumed",
            "vacuums",
            "bytes",
            "sequences",
            "rows",
        ],
        // Which server it is, has a form of its own on paper.
        "beat" => &["xmax", "system", "timeline", "started"],
        "itself" => &["system", "lsn"],
        "lag" => &["behindSeconds"],
        // A server has far more objects, and other words for all of them.
        "definitions" => &["objects"],
        "rights" => &["rights", "settings"],
        "digests" => &["tables", "sequences"],
        "queue" => &["oldest", "oldestSeconds", "lately", "waits"],
        // No file is written on paper.
        "rows_unsent" | "rows_marked" => &["bytes", "sha256"],
        "rows_sent" => &["rows", "bytes", "sha256"],
        "log_head" => &["createdAt", "notedCreatedAt", "notedTxid", "now", "timeline", "txid"],
        "captured" => &["seconds", "bytes"],
        // Paper has rows of its own, and the same value everywhere.
        "columns" => &["rows", "columns"],
        // Paper has no rows without an id, and no index of its own.
        "mapped" => &["tables"],
        // Since when and until when.
        "lock_read" => &["held"],
        "rights_apply" => &["applied"],
        "visits" => &["names"],
        "sequences" => &["next"],
        // Paper has the mapped tables alone.
        "holdings" => {
            &["at", "behind", "counts", "helpers", "loggedTx", "objects", "sequences", "system", "xmax"]
        }
        "log_states" => &["oldestPendingSeconds"],
        // A row of paper is told by its write, and its time is that of the newest.
        "waiting" => &["waiting"],
        "reach" => &["newest"],
        // Paper counts writes, not those of a table, and every row of it has its id.
        "loaded" => &["rows", "alone", "first", "last", "inserted", "file"],
        "fence_on" | "fence_off" | "role_fence_on" | "role_fence_off" => &["at"],
        _ => &[],
    }
}

/// Columns that the story no longer determines once a follower was promoted: a sequence is written ahead by 32, so the
/// promoted copy leaves a gap.
const GAPPED: [(&str, &str); 3] = [("log_states", "head"), ("position", "heads"), ("position_note", "heads")];

/// Compares the answers of a query: both rows or both refused; same columns, types and values; same SQLSTATE class. After a
/// promotion (`promoted`) the numbers of new log rows are not compared.
///
/// # Errors
/// What differs.
pub fn answers(query: &str, promoted: bool, real: &Observation, paper: &Observation) -> Result<(), Failure> {
    match (real, paper) {
        (Observation::Sql { row: real }, Observation::Sql { row: paper }) => {
            rows(query, promoted, real, paper)
        }
        (Observation::SqlFailed { code: real }, Observation::SqlFailed { code: paper })
            if real.get(..2) == paper.get(..2) =>
        {
            Ok(())
        }
        _ => Err(differs(query, real, paper)),
    }
}

fn rows(query: &str, promoted: bool, real: &Value, paper: &Value) -> Result<(), Failure> {
    let (Value::Object(ours), Value::Object(theirs)) = (real, paper) else {
        return if real == paper { Ok(()) } else { Err(differs(query, real, paper)) };
    };
    if !ours.keys().eq(theirs.keys()) {
        let columns =
            |row: &serde_json::Map<String, Value>| row.keys().cloned().collect::<Vec<_>>().join(" ");
        return Err(format!("{query}: columns: real {}; paper {}", columns(ours), columns(theirs)));
    }
    for (column, value) in ours {
        let other = &theirs[column];
        let open = free(query).contains(&column.as_str()) || (promoted && GAPPED.contains(&(query, column)));
        if kind(value) != kind(other) || !(open || same(value, other)) {
            return Err(differs(&format!("{query}.{column}"), value, other));
        }
    }
    Ok(())
}

/// JSON as text is the same with other spaces and another order of keys.
fn same(one: &Value, other: &Value) -> bool {
    let parsed = |value: &Value| value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    one == other
        || matches!((parsed(one), parsed(other)), (Some(one @ Value::Object(_)), Some(other)) if one == other)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A judgement without its words: `holds`, `not yet`, or `never` with its code, and the names of what was learnt.
#[must_use]
pub fn verdict(judgement: &Judgement) -> String {
    match judgement {
        Judgement::Holds { bind, .. } => with_names("holds", bind),
        Judgement::Learnt { bind, .. } => with_names("not yet", bind),
        Judgement::NotYet(_) | Judgement::Unread(_) | Judgement::Nearing { .. } => "not yet".to_owned(),
        Judgement::Never { code, .. } => format!("never {code}"),
    }
}

fn with_names(word: &str, bind: &Bindings) -> String {
    let names: Vec<&str> = bind.keys().map(String::as_str).collect();
    format!("{word} {}", names.join(" ")).trim_end().to_owned()
}

/// A probe's verdict without its words.
#[must_use]
pub fn landed(landed: &Landed) -> &'static str {
    match landed {
        Landed::Yes => "yes",
        Landed::No(_) => "no",
        Landed::Unclear(_) => "unclear",
    }
}

fn differs(what: &str, real: &impl std::fmt::Debug, paper: &impl std::fmt::Debug) -> Failure {
    format!("{what}: real {real:?}; paper {paper:?}")
}
