//! Acknowledgements: what a client was told about its writes.

use serde::{Deserialize, Serialize};

/// How a write was made, and whether the client knows that it was committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// A new row; its `COMMIT` was acknowledged.
    Insert,
    /// A higher version of a row that the same client had made; its `COMMIT` was acknowledged.
    Update,
    /// `COMMIT` was sent and its answer was lost: the write may or may not have happened.
    Maybe,
}

/// One line of an acknowledgement file, `<acks>/<name>-<pid>.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// When the answer arrived, in milliseconds since the Unix epoch.
    pub at: i64,
    /// The table with its schema, unquoted: `salesforce.account`.
    pub table: String,
    /// The row's unique key.
    pub key: String,
    /// The row's version after the write; the first is 1.
    pub version: i64,
    /// What was done.
    pub op: Op,
    /// Where it was done: `host:port` as the server itself gives it.
    pub server: String,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back_as_it_was_written() {
        let ack = Ack {
            at: 1_700_000_000_123,
            table: "salesforce.account".into(),
            key: "acme-web.1-77-3".into(),
            version: 2,
            op: Op::Maybe,
            server: "127.0.0.1:5433".into(),
        };
        let line = serde_json::to_string(&ack).unwrap();
        assert_eq!(
            line,
            r#"{"at":1700000000123,"table":"salesforce.account","key":"acme-web.1-77-3","version":2,"op":"maybe","server":"127.0.0.1:5433"}"#
        );
        assert_eq!(serde_json::from_str::<Ack>(&line).unwrap(), ack);
    }

    #[test]
    fn an_unknown_operation_is_refused() {
        assert!(serde_json::from_str::<Ack>(
            r#"{"at":1,"table":"t","key":"k","version":1,"op":"delete","server":"s"}"#
        )
        .is_err());
    }
}
