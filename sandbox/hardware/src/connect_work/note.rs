//! Noting what became of a batch: on the rows, and in the archive.

use std::collections::BTreeMap;

use postgres::Transaction;

use super::entry::Entry;
use super::send::Sent;
use crate::error::WorkError;
use crate::sql::ident;

/// What became of one entry.
pub(super) struct Outcome<'a> {
    pub(super) entry: &'a Entry,
    /// Whether its table is mapped; a table that is not may not exist any more.
    pub(super) mapped: bool,
    pub(super) sent: Sent,
}

impl Outcome<'_> {
    /// State, id in the org, error text.
    fn parts(&self) -> (&'static str, Option<&str>, Option<&str>) {
        match &self.sent {
            Sent::Done(record) => ("SUCCESS", Some(&record.id), None),
            Sent::Failed(message) => ("FAILED", None, Some(message)),
        }
    }
}

/// Puts the outcomes on the rows and moves the entries to the archive.
pub(super) fn note(
    transaction: &mut Transaction<'_>,
    schema: &str,
    outcomes: &[Outcome<'_>],
) -> Result<(), WorkError> {
    let mut tables: BTreeMap<&str, Vec<&Outcome<'_>>> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.mapped) {
        tables.entry(&outcome.entry.table).or_default().push(outcome);
    }
    for (table, outcomes) in tables {
        mark_rows(transaction, schema, table, &outcomes)?;
    }
    archive(transaction, schema, outcomes)
}

/// The last outcome of each row counts, but an id that an earlier one brought stays. A row with a later entry still
/// waiting stays `PENDING`.
fn mark_rows(
    transaction: &mut Transaction<'_>,
    schema: &str,
    table: &str,
    outcomes: &[&Outcome<'_>],
) -> Result<(), WorkError> {
    let mut rows: BTreeMap<i32, (i32, Option<&str>, Option<&str>)> = BTreeMap::new();
    for outcome in outcomes {
        let (_, sfid, message) = outcome.parts();
        let row = rows.entry(outcome.entry.record_id).or_default();
        *row = (outcome.entry.id, sfid.or(row.1), message);
    }
    let ids: Vec<i32> = rows.keys().copied().collect();
    let entries: Vec<i32> = rows.values().map(|row| row.0).collect();
    let sfids: Vec<Option<&str>> = rows.values().map(|row| row.1).collect();
    let errors: Vec<Option<&str>> = rows.values().map(|row| row.2).collect();
    let text = format!(
        "UPDATE {s}.{t} AS row SET
             sfid = CASE WHEN row.sfid IS NOT NULL OR EXISTS (SELECT FROM {s}.{t} other WHERE other.sfid = note.sfid)
                 THEN row.sfid ELSE note.sfid END,
             _hc_err = note.error,
             _hc_lastop = CASE
                 WHEN note.error IS NOT NULL THEN 'FAILED'
                 WHEN later.last > note.entry THEN 'PENDING'
                 ELSE 'SYNCED' END
         FROM unnest($1::integer[], $2::integer[], $3::text[], $4::text[]) AS note (id, entry, sfid, error)
         LEFT JOIN (
             SELECT record_id, max(id) AS last FROM {s}._trigger_log
             WHERE table_name = $5 AND record_id = ANY ($1) AND state IN ('NEW', 'PENDING', 'REQUEUE') GROUP BY 1
         ) AS later ON later.record_id = note.id
         WHERE row.id = note.id",
        s = ident(schema),
        t = ident(table)
    );
    transaction.execute(&text, &[&ids, &entries, &sfids, &errors, &table])?;
    Ok(())
}

fn archive(
    transaction: &mut Transaction<'_>,
    schema: &str,
    outcomes: &[Outcome<'_>],
) -> Result<(), WorkError> {
    let ids: Vec<i32> = outcomes.iter().map(|outcome| outcome.entry.id).collect();
    let states: Vec<&str> = outcomes.iter().map(|outcome| outcome.parts().0).collect();
    let sfids: Vec<Option<&str>> = outcomes.iter().map(|outcome| outcome.parts().1).collect();
    let errors: Vec<Option<&str>> = outcomes.iter().map(|outcome| outcome.parts().2).collect();
    let text = format!(
        "WITH note AS (
             SELECT * FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[]) AS n (id, state, sfid, error)
         ), gone AS (
             DELETE FROM {s}._trigger_log USING note WHERE _trigger_log.id = note.id
             RETURNING _trigger_log.*, note.state AS outcome, note.sfid AS found, note.error AS error
         )
         INSERT INTO {s}._trigger_log_archive
         SELECT id, txid, created_at, now(), now(), txid_current(), outcome, action, table_name, record_id,
                coalesce(sfid, found), old, \"values\", sf_result, error
         FROM gone ORDER BY id
         ON CONFLICT (id) DO NOTHING",
        s = ident(schema)
    );
    transaction.execute(&text, &[&ids, &states, &sfids, &errors])?;
    Ok(())
}
